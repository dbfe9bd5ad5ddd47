"""What happens, as it happens: server-sent events of what a post may see."""

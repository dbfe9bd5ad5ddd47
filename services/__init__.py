"""What people can do: use cases, HTTP, pages and the command line."""

"""Logging in and out, and who is calling in which post."""

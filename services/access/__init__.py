"""Attempts refused for lack of right, and openings of sealed values."""

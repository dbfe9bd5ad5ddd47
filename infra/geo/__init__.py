"""Coordinates and boundaries: the reference systems of Chinese maps, and the geometry that the rules ask about."""

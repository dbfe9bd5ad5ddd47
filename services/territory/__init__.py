"""Use cases of the territory: divisions and grids, kept one by one or from files."""

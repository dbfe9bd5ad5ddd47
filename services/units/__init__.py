"""The view of a unit: counts of a county, town, village, grid, sub-grid or micro-grid and of its children."""

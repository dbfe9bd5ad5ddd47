"""Territory (区划与网格): the divisions of a county and the grids of its villages."""

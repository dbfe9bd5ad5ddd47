"""Grid incidents (网格事件): what is reported in a grid, who handles it, and how it ends."""

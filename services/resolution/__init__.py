"""Where matters ended (化解层级): in the village, in the town, or in the county."""

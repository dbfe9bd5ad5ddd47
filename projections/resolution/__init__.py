"""Where cases end (化解层级): how many were resolved in the village, in the town, in the county."""

"""`gridgov bench`: how fast it is here, beside the raw stores in the same run."""

"""Words that every context shares: streams, acts, places, time, sealed values, refusals."""

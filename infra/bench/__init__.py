"""What the benchmarks compare with: the raw stores, and a client that costs little."""

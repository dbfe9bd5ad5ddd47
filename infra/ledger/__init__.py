"""The ledger: the one ordered, immutable log of events."""

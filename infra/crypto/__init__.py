"""Keys, sealed values and keyed hashes: what keeps personal data out of ledger, views, logs and errors."""

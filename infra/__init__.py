"""What we talk through: ledger, views, keys, identity, settings, clock."""

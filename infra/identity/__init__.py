"""Who somebody is: accounts, password hashes and sessions, beside the ledger. Who holds which post is events."""

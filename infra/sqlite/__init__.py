"""SQLite as the ledger, the keys and the accounts use it: connections, transactions, migrations, and its troubles."""

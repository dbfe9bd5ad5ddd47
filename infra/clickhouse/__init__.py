"""The views in ClickHouse: embedded as chDB, or a server."""

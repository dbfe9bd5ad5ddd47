"""What people see: pure functions from events to rows, and the queries over these rows."""

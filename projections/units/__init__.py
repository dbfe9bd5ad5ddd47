"""The view of a unit (网格视图): what is open, overdue and closed in it and in each of its children."""

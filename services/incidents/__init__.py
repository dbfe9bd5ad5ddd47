"""Use cases, HTTP and pages of incidents (网格事件)."""

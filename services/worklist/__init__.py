"""The worklist (待办): what waits for a post, most urgent first."""

"""What waits for somebody (待办事项), the most urgent first."""

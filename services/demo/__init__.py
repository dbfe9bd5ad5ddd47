"""The demo county (演示县): synthetic units, people and cases on top of real villages, by the real commands."""

"""Organs (机构): organs, their posts, people, and who holds which post when."""

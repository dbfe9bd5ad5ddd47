"""The register (登记簿): units, organs, posts, people, categories and policies in memory, for every decision."""

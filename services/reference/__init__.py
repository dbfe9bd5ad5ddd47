"""Use cases of the reference data, and the catalogue of categories to start with."""

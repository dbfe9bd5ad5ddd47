"""What is true: the rules of grid governance. Imports the standard library and msgspec, nothing else."""

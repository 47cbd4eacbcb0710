"""Files that people send, as values of the core."""

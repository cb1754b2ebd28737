"""One module for each format of a profile file."""

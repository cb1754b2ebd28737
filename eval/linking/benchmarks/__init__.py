"""One module for each benchmark: its files to a ranking task."""

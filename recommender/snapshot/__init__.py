"""One immutable, checksummed folder with everything needed to recommend."""

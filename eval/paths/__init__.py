"""How good and how fast plans are, against exhaustive search and on catalogues."""

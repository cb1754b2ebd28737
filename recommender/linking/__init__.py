"""Text to nodes of the taxonomy: skills and occupations."""

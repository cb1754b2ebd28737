"""What skills and occupations there are."""

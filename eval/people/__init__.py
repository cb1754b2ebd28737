"""What the product reads of people, against what blind readers read."""

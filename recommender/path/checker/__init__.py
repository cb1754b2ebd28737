"""A plan's numbers computed again, without the code that made them."""

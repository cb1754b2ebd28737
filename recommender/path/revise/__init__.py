"""After a plan: planning again, trade-offs, and why each step is in it. Knows plans alone."""

"""From a planning problem to the best plan and what is proven of it. Knows problems alone."""

"""The planner against exhaustive search, on catalogues and on job markets."""

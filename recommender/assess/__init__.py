"""What to ask next, and where a learner stands."""

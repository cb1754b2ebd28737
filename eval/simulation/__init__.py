"""Simulated learners, and what policies of recommending close for them."""

"""Simulated learners, to compare policies by what they close; never to be taken for real ones."""

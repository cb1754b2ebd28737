"""Evidence to skill state."""

from recommender.learner.state import States, infer

__all__ = ["States", "infer"]

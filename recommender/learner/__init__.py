"""Evidence to skill state."""

from recommender.learner.state import State, States, infer

__all__ = ["State", "States", "infer"]

"""Evidence to skill state."""

from recommender.learner.posterior import (
    CELLS,
    LEVELS,
    Floats,
    Observation,
    Posterior,
    Response,
    chance_correct,
    posterior,
)
from recommender.learner.state import State, States, infer

__all__ = [
    "CELLS",
    "LEVELS",
    "Floats",
    "Observation",
    "Posterior",
    "Response",
    "State",
    "States",
    "chance_correct",
    "infer",
    "posterior",
]

"""The adaptive check: what to ask next, judged by its effect on the top results, and where a learner stands."""

from recommender.assess.choose import DRAWS, Asked, Choice, choose
from recommender.assess.levels import DESCRIBED, NEAREST, OPTIONS, RATED, question
from recommender.assess.standing import basis, standings

__all__ = [
    "DESCRIBED",
    "DRAWS",
    "NEAREST",
    "OPTIONS",
    "RATED",
    "Asked",
    "Choice",
    "basis",
    "choose",
    "question",
    "standings",
]

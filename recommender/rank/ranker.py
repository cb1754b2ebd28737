"""The first ranker: a documented weighted sum over named features, with diversity by marginal closure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from recommender.gap import Floats
from recommender.rank.candidates import Aim, Candidates
from recommender.rank.diversify import greedy
from recommender.rank.features import FEATURES, Features, saturate

#: What each feature adds to the score at its greatest. ``marginal`` is the closure feature of what the credentials
#: ranked before leave open. Chosen by hand for orders that advisers find sensible; not fitted on anything.
WEIGHTS: Final[dict[str, float]] = {
    "marginal": 0.28,
    "closure": 0.12,
    "demand": 0.06,
    "similarity": 0.32,
    "readiness": 0.08,
    "hours": 0.03,
    "price": 0.03,
    "rating": 0.03,
    "recognition": 0.01,
    "verifiability": 0.01,
    "stacking": 0.01,
    "availability": 0.02,
}


@dataclass(frozen=True, slots=True)
class Ranked:
    """One candidate in its place: ``position`` among the candidates, raw score, and each weighted term."""

    position: int
    score: float
    terms: dict[str, float]


def rank(candidates: Candidates, aim: Aim, table: Features, limit: int) -> list[Ranked]:
    """The best ``limit`` candidates in order. Scores are raw sums, not probabilities."""
    total = max(float(aim.gap.sum()), 1e-12)
    weights = np.asarray([WEIGHTS[name] for name in FEATURES])
    fixed = table.values @ weights

    def marginal(still: Floats) -> Floats:
        return WEIGHTS["marginal"] * saturate(still / total)

    out = []
    for position, score in greedy(fixed, candidates.expected, marginal, limit, candidates.rows):
        terms = dict(zip(FEATURES, table.values[position] * weights, strict=True))
        terms["marginal"] = score - float(fixed[position])
        out.append(Ranked(position, round(score, 6), {name: round(float(v), 4) for name, v in terms.items()}))
    return out

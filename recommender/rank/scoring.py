"""Scores and order: an additive score of named features, with diversity by marginal closure and by provider."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from recommender.arrays import Floats
from recommender.gap import LearnerGap
from recommender.rank.candidates import Candidates
from recommender.rank.diversify import Spread, greedy
from recommender.rank.features import FEATURES, Features, saturate
from recommender.rank.ranker import Ranker

#: The diversity that is used unless a learner asks for another.
DIVERSITY: Final = 0.5


@dataclass(frozen=True, slots=True)
class Ranked:
    """One candidate in its place: ``position`` among the candidates, raw score, and what each feature adds to it.

    ``terms`` add up to the score: one for each feature, ``marginal`` and ``spread`` for what the credentials above it
    leave open and for their provider, and ``base`` for what every candidate has. ``effects`` are the terms less
    the mean of all candidates' when none is chosen yet: they add up to the difference of the scores.
    """

    position: int
    score: float
    terms: dict[str, float]
    effects: dict[str, float]


def rank(
    candidates: Candidates,
    gap: LearnerGap,
    table: Features,
    limit: int,
    ranker: Ranker,
    provider: npt.NDArray[np.int32],
    diversity: float = DIVERSITY,
) -> list[Ranked]:
    """The best ``limit`` candidates in order. Scores are raw sums, not probabilities.

    ``provider``: code of each candidate's provider, ``(candidates,)``. ``diversity``: see `Spread`.
    """
    total = max(float(gap.open.sum()), 1e-12)
    added = ranker.score.contributions(table.values)
    fixed = ranker.score.intercept + added.sum(axis=1)

    def marginal(still: Floats) -> Floats:
        return ranker.marginal * saturate(still / total)

    spread = Spread.of(diversity, ranker.marginal, provider)
    usual = dict(zip(FEATURES, added.mean(axis=0).tolist(), strict=True)) if len(added) else {}
    usual["marginal"] = float(marginal(candidates.expected.sum(axis=1)).mean()) if len(added) else 0.0
    out = []
    for position, score, still, stepped in greedy(fixed, candidates.expected, marginal, spread, limit, candidates.rows):
        terms = dict(zip(FEATURES, added[position].tolist(), strict=True)) | {"marginal": still, "spread": -stepped}
        effects = {name: value - usual.get(name, 0.0) for name, value in terms.items()}
        terms["base"] = ranker.score.intercept
        out.append(Ranked(position, score, terms, effects))
    return out

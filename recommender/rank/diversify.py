"""Greedy choice by what is still open: each next credential counts for what the ones before it leave unclosed.

Closure is monotone and submodular, so greedy choice is within 1 - 1/e of the best set (Nemhauser, Wolsey and Fisher,
Mathematical Programming 14, 1978). It also keeps the promise that teaching more never lowers a place: until a
credential is chosen, the others' scores do not depend on it, and its own rises with what it teaches.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from recommender.arrays import Floats
from recommender.catalogue.store import UNKNOWN_CODE

#: What a provider's share of the list above takes from a score at full diversity, against the weight of open closure.
PROVIDER_WEIGHT: Final = 0.5


@dataclass(frozen=True, slots=True)
class Spread:
    """The one knob of diversity, from 0 to 1.

    Up to one half it mixes what a credential closes by itself with what it closes of what is still open: at 0 each
    stands for itself, at 0.5 only what those above it leave open counts. Beyond one half a provider's later credentials
    step back as well, the more the larger its share of those above. Neither depends on how much a credential teaches
    beyond raising it, so the promises hold at every setting.
    """

    overlap: float
    weight: float
    provider: npt.NDArray[np.int32]

    @classmethod
    def of(cls, diversity: float, marginal: float, provider: npt.NDArray[np.int32]) -> Spread:
        """From the knob in [0, 1], the weight of open closure, and each candidate's provider."""
        return cls(min(1.0, 2 * diversity), PROVIDER_WEIGHT * marginal * max(0.0, 2 * diversity - 1), provider)


def greedy(
    fixed: Floats,
    expected: Floats,
    marginal: Callable[[Floats], Floats],
    spread: Spread,
    limit: int,
    ties: npt.NDArray[np.int64],
) -> list[tuple[int, float, float, float]]:
    """(position, score, marginal part, what its provider took) in order of choice, at most ``limit``.

    ``fixed``: the part of the score that does not change, ``(candidates,)``. ``expected``: closure by area,
    ``(candidates, areas)``. ``marginal`` maps what each still closes, ``(candidates,)``, to its part of the score.
    Equal scores go to the lower of ``ties``.
    """
    covered = np.zeros(expected.shape[1])
    alone = expected.sum(axis=1)
    open_ = np.ones(len(fixed), dtype=bool)
    from_provider = np.zeros(len(fixed))
    chosen: list[tuple[int, float, float, float]] = []
    while len(chosen) < min(limit, len(fixed)):
        still = np.maximum(expected - covered, 0.0).sum(axis=1)
        part = marginal(spread.overlap * still + (1 - spread.overlap) * alone)
        back = spread.weight * from_provider / (len(chosen) + 1)
        score = np.where(open_, fixed + part - back, -np.inf)
        best = score.max()
        tied = np.flatnonzero(score >= best - 1e-12)
        pick = int(tied[np.argmin(ties[tied])])
        chosen.append((pick, float(score[pick]), float(part[pick]), float(back[pick])))
        open_[pick] = False
        covered = np.maximum(covered, expected[pick])
        if spread.provider[pick] != UNKNOWN_CODE:
            from_provider += spread.provider == spread.provider[pick]
    return chosen

"""Greedy choice by what is still open: each next credential counts for what the ones before it leave unclosed.

Closure is monotone and submodular, so greedy choice is within 1 - 1/e of the best set (Nemhauser, Wolsey and Fisher,
Mathematical Programming 14, 1978). It also keeps the promise that teaching more never lowers a place: until a
credential is chosen, the others' scores do not depend on it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from recommender.gap import Floats


def greedy(
    fixed: Floats, expected: Floats, marginal: Callable[[Floats], Floats], limit: int, ties: npt.NDArray[np.int64]
) -> list[tuple[int, float]]:
    """Positions and scores in order of choice, at most ``limit``.

    ``fixed``: the part of the score that does not change, ``(candidates,)``. ``expected``: closure by group,
    ``(candidates, groups)``. ``marginal`` maps what each still closes, ``(candidates,)``, to its part of the score.
    Equal scores go to the lower of ``ties``.
    """
    covered = np.zeros(expected.shape[1])
    open_ = np.ones(len(fixed), dtype=bool)
    chosen: list[tuple[int, float]] = []
    while len(chosen) < min(limit, len(fixed)):
        still = np.maximum(expected - covered, 0.0).sum(axis=1)
        score = np.where(open_, fixed + marginal(still), -np.inf)
        best = score.max()
        tied = np.flatnonzero(score >= best - 1e-12)
        pick = int(tied[np.argmin(ties[tied])])
        chosen.append((pick, float(score[pick])))
        open_[pick] = False
        covered = np.maximum(covered, expected[pick])
    return chosen

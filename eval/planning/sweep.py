"""Every plan of a job market by brute force, vectorised: the rival and the reference of the exact search.

It follows all different levels that a learner can hold after each step and bounds nothing. Its arithmetic is its own:
levels are counted as bits, and a match is compared in whole units of the least common multiple of the levels.
"""

from __future__ import annotations

from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from eval.planning.problems import Levels, Market


def most_goals(market: Market, learner: int) -> int:
    """The most occupations that a learner can reach."""
    unit = lcm(*range(1, market.levels + 1))
    held = _bits(market.learners[learner], market)
    teaches = np.stack([_bits(course.taught, market) for course in market.credentials])
    occupations, enough = _weights(market.occupations, market, unit)
    needs, lacking = _weights([course.required for course in market.credentials], market, unit)
    states, best = held[None, :], 0
    for step in range(market.steps + 1):
        best = max(best, int(((states.astype(np.float32) @ occupations) >= enough).sum(axis=1).max()))
        if step == market.steps:
            break
        rows, chosen = np.nonzero(states.astype(np.float32) @ needs >= lacking)
        after = states[rows] | teaches[chosen]
        after = after[(after != states[rows]).any(axis=1)]
        if not len(after):
            break
        states = np.unpackbits(np.unique(np.packbits(after, axis=1), axis=0), axis=1, count=after.shape[1]).astype(bool)
    return best


def _bits(pairs: Levels, market: Market) -> npt.NDArray[np.bool_]:
    out = np.zeros((market.skills, market.levels), dtype=bool)
    for skill, level in pairs:
        out[skill, :level] = True
    return out.reshape(-1)


def _weights(lists: Any, market: Market, unit: int) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    numerator, denominator = market.threshold
    weights = np.zeros((len(lists), market.skills, market.levels), dtype=np.float32)
    enough = np.zeros(len(lists), dtype=np.float32)
    for number, pairs in enumerate(lists):
        for skill, level in pairs:
            weights[number, skill, :level] = unit // level
        enough[number] = -(-numerator * unit * len(pairs) // denominator)
    return weights.reshape(len(lists), -1).T, enough

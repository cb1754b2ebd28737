"""How sure a stated closure is: the probability that at least half of it is true."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np

from recommender.arrays import Floats
from recommender.gap import LearnerGap, closed
from recommender.rank.candidates import Candidates

DRAWS: Final = 256
SEED: Final = 20_240_501
#: Standard deviation of a taught level that no source states.
ASSUMED_LEVEL_SD: Final = 0.15


@lru_cache(maxsize=64)
def _draws(areas: int) -> tuple[Floats, Floats, Floats]:
    """Uniform and twice normal draws of shape ``(DRAWS, areas)``, the same for every candidate and request."""
    random = np.random.default_rng(SEED)
    shape = (DRAWS, areas)
    return random.random(shape), random.standard_normal(shape), random.standard_normal(shape)


def closure_confidence(gap: LearnerGap, candidates: Candidates, position: int) -> float:
    """Probability that the closure shown for a candidate is at least half true, by Monte Carlo with a fixed seed.

    Each link holds with its confidence, independently; held levels and assumed taught levels are drawn from normal
    distributions clipped to [0, 1].
    """
    used = np.flatnonzero(candidates.closes[position] > 0)
    shown = float(candidates.closes[position, used].sum())
    if shown <= 0:
        return 0.0
    chance, of_held, of_level = _draws(len(gap.required))
    true = chance[:, used] < candidates.confidence[position, used]
    held = np.clip(gap.held[used] + gap.held_sd[used] * of_held[:, used], 0.0, 1.0)
    spread = np.where(candidates.assumed[position, used], ASSUMED_LEVEL_SD, 0.0)
    level = np.clip(candidates.level[position, used] + spread * of_level[:, used], 0.0, 1.0)
    got: Floats = closed(gap.required[used], held, gap.importance[used], np.where(true, level, 0.0)).sum(axis=1)
    return round(float((got >= 0.5 * shown - 1e-12).mean()), 4)

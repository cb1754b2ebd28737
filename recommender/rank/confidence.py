"""How sure a stated closure is: the probability that at least half of it is true."""

from __future__ import annotations

from typing import Final

import numpy as np

from recommender.gap import Floats, closed
from recommender.rank.candidates import Aim, Candidates

DRAWS: Final = 512
SEED: Final = 20_240_501
#: Standard deviation of a taught level that no source states.
ASSUMED_LEVEL_SD: Final = 0.15


def closure_confidence(aim: Aim, candidates: Candidates, position: int) -> float:
    """Probability that the closure shown for a candidate is at least half true, by Monte Carlo with a fixed seed.

    Each link holds with its confidence, independently; held levels and assumed taught levels are drawn from normal
    distributions clipped to [0, 1].
    """
    used = np.flatnonzero(candidates.closes[position] > 0)
    shown = float(candidates.closes[position, used].sum())
    if shown <= 0:
        return 0.0
    random = np.random.default_rng(SEED)
    shape = (DRAWS, len(used))
    true = random.random(shape) < candidates.confidence[position, used]
    held = np.clip(aim.held[used] + aim.held_sd[used] * random.standard_normal(shape), 0.0, 1.0)
    spread = np.where(candidates.assumed[position, used], ASSUMED_LEVEL_SD, 0.0)
    level = np.clip(candidates.level[position, used] + spread * random.standard_normal(shape), 0.0, 1.0)
    got: Floats = closed(aim.required[used], held, aim.importance[used], np.where(true, level, 0.0)).sum(axis=1)
    return round(float((got >= 0.5 * shown - 1e-12).mean()), 4)

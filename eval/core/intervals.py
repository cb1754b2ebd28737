"""95 % bootstrap intervals of a mean over queries or learners (Efron, 1979; percentile)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

from recommender.statistics import INTERVAL_LEVEL, mean_interval

SEED: Final = 20_240_229
FEW: Final = 500

T = TypeVar("T")


def mean(values: npt.NDArray[np.float64]) -> dict[str, float]:
    """``value``, ``low`` and ``high``; an interval of no width where there is a single value."""
    centre, low, high = mean_interval(values, SEED)
    return {"value": round(centre, 4), "low": round(low, 4), "high": round(high, 4)}


def ratio(parts: npt.NDArray[np.float64], wholes: npt.NDArray[np.float64]) -> dict[str, float]:
    """As `mean`, of the sum of ``parts`` over the sum of ``wholes``, resampled together."""
    pairs = np.stack([parts, wholes], axis=1)
    return of_list(pairs, lambda rows: float(np.sum(rows, axis=0)[0] / max(np.sum(rows, axis=0)[1], 1e-12)))


def of_list(items: Sequence[T] | npt.NDArray[np.float64], statistic: Callable[[Any], float]) -> dict[str, float]:
    """As `mean`, of any statistic of a list of queries; few resamples, for statistics that take time."""
    random = np.random.default_rng(SEED)
    found = []
    for _ in range(FEW):
        drawn = random.integers(0, len(items), len(items))
        found.append(statistic(items[drawn] if isinstance(items, np.ndarray) else [items[int(n)] for n in drawn]))
    tail = (1 - INTERVAL_LEVEL) / 2
    low, high = np.quantile(found, [tail, 1 - tail])
    return {"value": round(statistic(items), 4), "low": round(float(low), 4), "high": round(float(high), 4)}

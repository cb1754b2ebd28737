"""95 % bootstrap intervals of a mean over queries or learners (Efron, 1979; percentile)."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

SEED: Final = 20_240_229
RESAMPLES: Final = 2_000
LEVEL: Final = 0.95


def mean(values: npt.NDArray[np.float64]) -> dict[str, float]:
    """``value``, ``low`` and ``high``; an interval of no width where there is a single value."""
    from scipy.stats import bootstrap

    centre = float(values.mean())
    if len(values) < 2 or np.ptp(values) == 0:
        return {"value": round(centre, 4), "low": round(centre, 4), "high": round(centre, 4)}
    found = bootstrap(
        (values,), np.mean, n_resamples=RESAMPLES, confidence_level=LEVEL, method="percentile", rng=SEED, batch=100
    ).confidence_interval
    return {"value": round(centre, 4), "low": round(float(found.low), 4), "high": round(float(found.high), 4)}

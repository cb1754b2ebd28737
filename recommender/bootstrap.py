"""The 95 % bootstrap interval of a mean (Efron, 1979; percentile), for what is published and for what is reported."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

RESAMPLES: Final = 2_000
LEVEL: Final = 0.95


def mean_interval(values: npt.NDArray[np.float64], seed: int) -> tuple[float, float, float]:
    """(mean, low, high) of ``values``, ``(n,)`` with n > 0; of no width where there is a single value."""
    from scipy.stats import bootstrap

    centre = float(values.mean())
    if len(values) < 2 or np.ptp(values) == 0:
        return centre, centre, centre
    found = bootstrap(
        (values,), np.mean, n_resamples=RESAMPLES, confidence_level=LEVEL, method="percentile", rng=seed, batch=100
    ).confidence_interval
    return centre, float(found.low), float(found.high)

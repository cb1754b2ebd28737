"""The 95 % bootstrap interval of a mean (Efron, 1979; percentile), for what is published and for what is reported."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
import numpy.typing as npt

RESAMPLES: Final = 2_000
INTERVAL_LEVEL: Final = 0.95


def mean_interval(values: npt.NDArray[np.float64], seed: int) -> tuple[float, float, float]:
    """(mean, low, high) of ``values``, ``(n,)`` with n > 0; of no width where there is a single value."""
    from scipy.stats import bootstrap

    centre = float(values.mean())
    if len(values) < 2 or np.ptp(values) == 0:
        return centre, centre, centre
    found = bootstrap(
        (values,),
        np.mean,
        n_resamples=RESAMPLES,
        confidence_level=INTERVAL_LEVEL,
        method="percentile",
        rng=seed,
        batch=100,
    ).confidence_interval
    return centre, float(found.low), float(found.high)


BINS: Final = 10


def expected_calibration_error(
    probability: npt.NDArray[np.float64],
    observed: npt.NDArray[np.float64] | npt.NDArray[np.bool_],
    bins: Literal["width", "count"] = "width",
) -> float:
    """Mean distance in [0, 1] of what is stated to what was observed, over ten bins weighed by what falls in them.

    ``probability`` and ``observed``, ``(n,)`` with n > 0; what was observed is 0 or 1, or an estimate whose mean is the
    rate. Naeini, Cooper and Hauskrecht (AAAI 2015) cut the bins at equal widths; ``count`` puts about as many into
    each and equal probabilities into one, for probabilities that are all small.
    """
    place = np.minimum((probability * BINS).astype(np.int64), BINS - 1)
    if bins == "count":
        place = np.searchsorted(np.sort(probability), probability) * BINS // len(probability)
    off = np.bincount(place, weights=probability - observed, minlength=BINS)
    return float(np.abs(off).sum() / len(probability))

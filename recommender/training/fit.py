"""A ranker from what was shown and what came of it: boosting, calibration, and the domain it is good for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from recommender.arrays import Bools, Floats
from recommender.errors import InputError
from recommender.rank.additive import Additive
from recommender.rank.features import FEATURES, RISING
from recommender.rank.ranker import Calibration, Domain, Ranker, distance
from recommender.training import boosting

SETTINGS: Final = boosting.BoostingSettings(trees=200, rate=0.05, leaves=6, rows=50, ridge=5.0)
#: Least of either label that anything is fitted on.
MIN_LABELS: Final = 100
#: Least labels for the probability of finishing, which is left out below.
MIN_FINISHES: Final = 200
#: Labels from which isotonic regression calibrates the probability of finishing, and a logistic curve below.
MIN_ISOTONIC: Final = 1_000
#: Points that a logistic curve is kept as.
CURVE_POINTS: Final = 33
#: Share of the fitted candidates that the domain takes for familiar.
FAMILIAR: Final = 0.995
#: What open closure adds, as a multiple of the spread of the fitted scores.
MARGINAL_SHARE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Rows:
    """Impressions: ``table`` ``(rows, features)``, whether each was taken, what it counts by (1 or more).

    ``finished``: 1 or 0 of those taken where it is known, NaN elsewhere.
    """

    table: Floats
    taken: Bools
    weight: Floats
    finished: Floats

    def where(self, kept: Bools) -> Rows:
        """The rows that a mask keeps."""
        return Rows(self.table[kept], self.taken[kept], self.weight[kept], self.finished[kept])


def fit_ranker(fitted_on: Rows, calibrated_on: Rows, seed: int) -> Ranker:
    """A ranker without history. Impressions that were taken count by their weight, all others once.

    ``calibrated_on``: later impressions, which say how probable each score is. Raises `InputError` where there are too
    few of either label.
    """
    for part, rows in (("fitted", fitted_on), ("calibrated", calibrated_on)):
        taken = int(rows.taken.sum())
        if min(taken, len(rows.taken) - taken) < (MIN_LABELS if part == "fitted" else MIN_LABELS // 5):
            msg = (
                f"the part of the log that the ranker is {part} on has {taken} impressions that were taken and "
                f"{len(rows.taken) - taken} that were not; {MIN_LABELS} of each are needed to fit, a fifth of "
                "that to calibrate"
            )
            raise InputError(msg)
    score = boosting.fit(
        fitted_on.table, fitted_on.taken, FEATURES, RISING, _weights(fitted_on), settings=SETTINGS, seed=seed
    )
    spread = float(score.score(fitted_on.table).std())
    found = Ranker("learned", "", score, MARGINAL_SHARE * spread, domain=_domain(fitted_on.table))
    take = _calibration(score, calibrated_on.table, looked_at_rate(calibrated_on.taken, calibrated_on.weight))
    return replace(found, take=take, finish=_finish(fitted_on, calibrated_on, seed))


def _weights(rows: Rows) -> Floats:
    return np.where(rows.taken, rows.weight, 1.0)


def looked_at_rate(taken: Bools, weight: Floats) -> Floats:
    """An estimate for each impression whose mean is the rate of taking among those that were looked at.

    What was taken counts by one over the probability that it was looked at (inverse propensity; Saito et al., WSDM
    2020), so an entry can be greater than 1.
    """
    return np.where(taken, weight, 0.0)


def _calibration(score: Additive, table: Floats, observed: Floats) -> Calibration:
    from sklearn.isotonic import IsotonicRegression

    fitted = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(score.score(table), observed)
    return Calibration(
        np.asarray(fitted.X_thresholds_, dtype=np.float64), np.asarray(fitted.y_thresholds_, dtype=np.float64)
    )


def _finish(fitted_on: Rows, calibrated_on: Rows, seed: int) -> tuple[Additive, Calibration] | None:
    """``None`` where too few learners are known to have finished or not to have."""
    parts = [rows.where(rows.taken & ~np.isnan(rows.finished)) for rows in (fitted_on, calibrated_on)]
    labels = [part.finished > 0.5 for part in parts]
    few = (MIN_FINISHES, MIN_FINISHES // 5)
    if any(len(y) < n or y.all() or not y.any() for y, n in zip(labels, few, strict=True)):
        return None
    score = boosting.fit(parts[0].table, labels[0], FEATURES, settings=SETTINGS, seed=seed)
    found = _calibration if len(labels[1]) >= MIN_ISOTONIC else _sigmoid
    return score, found(score, parts[1].table, labels[1].astype(np.float64))


def _sigmoid(score: Additive, table: Floats, observed: Floats) -> Calibration:
    """Platt scaling (1999), kept as points of its curve: isotonic regression overfits few labels."""
    from sklearn.linear_model import LogisticRegression

    stated = score.score(table)
    fitted = LogisticRegression().fit(stated[:, None], observed)
    at = np.linspace(stated.min(), stated.max(), CURVE_POINTS)
    if fitted.coef_[0, 0] <= 0:
        return Calibration(at, np.full(CURVE_POINTS, observed.mean()))
    return Calibration(at, np.asarray(fitted.predict_proba(at[:, None])[:, 1]))


def _domain(table: Floats) -> Domain:
    from sklearn.covariance import LedoitWolf

    shape = LedoitWolf().fit(table)
    far = distance(table, shape.location_, shape.precision_)
    return Domain(shape.location_, shape.precision_, float(np.quantile(far, FAMILIAR)))

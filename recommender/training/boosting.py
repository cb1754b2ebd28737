"""Fitting an `Additive` score by gradient boosting with scikit-learn; nothing of this is needed to serve one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from recommender.arrays import Floats
from recommender.errors import MissingExtra, ModelError
from recommender.rank.additive import Additive, Shape

#: Distinct values of a feature that boosting tells apart, most.
MAX_BINS: Final = 200
#: How exactly the exported functions must give scikit-learn's own score.
EXPORT_TOLERANCE: Final = 1e-8


@dataclass(frozen=True, slots=True)
class BoostingSettings:
    """Of the boosting: trees, how much of each counts, leaves of a tree, rows of a leaf, and the ridge on leaves."""

    trees: int = 300
    rate: float = 0.1
    leaves: int = 8
    rows: int = 100
    ridge: float = 5.0


DEFAULT_SETTINGS: Final = BoostingSettings()


def fit(
    table: npt.NDArray[np.floating],
    labels: npt.NDArray[np.bool_],
    names: Sequence[str],
    rising: Sequence[str] = (),
    weights: Floats | None = None,
    settings: BoostingSettings = DEFAULT_SETTINGS,
    seed: int = 0,
) -> Additive:
    """Log odds of a label as a sum of step functions of the features, those of ``rising`` never falling.

    ``table``: ``(rows, features)``, NaN for unknown; ``labels``: ``(rows,)``; ``weights``: ``(rows,)``, not negative.
    scikit-learn's histogram gradient boosting without interactions, on features that are binned here, so that each
    function can be read off and checked against the model it comes from. Raises `ModelError` where the labels are all
    alike, and `MissingExtra` without scikit-learn.
    """
    if labels.all() or not labels.any():
        msg = "all labels are the same, so there is nothing to learn"
        raise ModelError(msg)
    edges = [_edges(table[:, n]) for n in range(len(names))]
    codes = _codes(table, edges)
    model = unfitted(names, rising, settings, seed)
    model.fit(codes, labels, sample_weight=weights)
    found = _read_off(model.decision_function, edges, names)
    some = np.random.default_rng(seed).choice(len(table), min(len(table), 5_000), replace=False)
    off = float(np.abs(found.score(table[some]) - model.decision_function(codes[some])).max())
    if off > EXPORT_TOLERANCE:
        msg = f"the exported ranker differs from the one that was fitted by {off:.2g}"
        raise ModelError(msg)
    return found


def unfitted(
    names: Sequence[str], rising: Sequence[str], settings: BoostingSettings = DEFAULT_SETTINGS, seed: int = 0
) -> Any:
    """scikit-learn's classifier as `fit` uses it; `MissingExtra` without scikit-learn."""
    try:
        from sklearn.ensemble import HistGradientBoostingClassifier
    except ImportError as error:
        msg = "fitting a ranker needs scikit-learn: pip install 'credpath[train]'"
        raise MissingExtra(msg) from error
    return HistGradientBoostingClassifier(
        interaction_cst="no_interactions",
        monotonic_cst=[int(name in rising) for name in names],
        max_iter=settings.trees,
        learning_rate=settings.rate,
        max_leaf_nodes=settings.leaves,
        min_samples_leaf=settings.rows,
        l2_regularization=settings.ridge,
        early_stopping=False,
        random_state=seed,
    )


def _edges(column: npt.NDArray[np.floating]) -> Floats:
    """Boundaries between bins: values at which a new bin begins, without the lowest."""
    known = np.unique(column[~np.isnan(column)].astype(np.float64))
    if len(known) > MAX_BINS:
        whole = column[~np.isnan(column)].astype(np.float64)
        known = np.unique(np.quantile(whole, np.linspace(0, 1, MAX_BINS + 1)[:-1], method="lower"))
    return known[1:]


def _codes(table: npt.NDArray[np.floating], edges: Sequence[Floats]) -> npt.NDArray[np.float32]:
    out = np.empty(table.shape, dtype=np.float32)
    for n, at in enumerate(edges):
        column = table[:, n].astype(np.float64)
        out[:, n] = np.where(np.isnan(column), np.nan, np.searchsorted(at, column, side="right"))
    return out


def _read_off(decide, edges: Sequence[Floats], names: Sequence[str]) -> Additive:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """The function of each feature: the score as that feature alone moves, the others resting in their first bin."""
    rest = np.zeros((1, len(names)), dtype=np.float32)
    ground = float(decide(rest)[0])
    shapes = []
    for n, at in enumerate(edges):
        rows = np.repeat(rest, len(at) + 2, axis=0)
        rows[:-1, n], rows[-1, n] = np.arange(len(at) + 1), np.nan
        value = decide(rows) - ground
        shapes.append(Shape(at, value[:-1], float(value[-1])))
    return Additive(tuple(names), tuple(shapes), ground)

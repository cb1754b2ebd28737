"""Paired comparison of two systems over the same learners, corrected for comparing with many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from eval.core import intervals
from eval.core.report import Interval
from recommender.arrays import Floats

#: The least p-value that is written out.
LEAST_P: Final = 1e-4


@dataclass(frozen=True, slots=True)
class Difference:
    """``difference``: mean of ours less theirs with its interval. ``p``: of the paired t-test, after Holm (1979)."""

    difference: Interval
    relative: float | None
    p: float

    def columns(self) -> dict[str, Any]:
        """Of a row in a report."""
        p = f"{self.p:.2g}" if self.p >= LEAST_P else f"< {LEAST_P:g}"
        return {"difference": self.difference, "relative": self.relative, "p (Holm)": p}


def differences(ours: Floats, theirs: Mapping[str, Floats]) -> dict[str, Difference]:
    """Ours against each of theirs, learner by learner: shapes ``(learners,)``.

    The paired t-test holds its level on ranking metrics at these sizes and finds most (Urbano, Lima and Hanjalic, SIGIR
    2019); Holm's step-down keeps the chance of any false finding among all comparisons at five in a hundred.
    """
    from scipy.stats import ttest_rel
    from statsmodels.stats.multitest import multipletests

    if not theirs:
        return {}
    raw = [1.0 if np.array_equal(ours, other) else float(ttest_rel(ours, other).pvalue) for other in theirs.values()]
    corrected = multipletests(raw, method="holm")[1]
    return {
        name: Difference(
            intervals.mean(ours - other),
            round(float(ours.mean() / other.mean() - 1), 4) if other.mean() > 0 else None,
            float(p),
        )
        for (name, other), p in zip(theirs.items(), corrected, strict=True)
    }


def table(values: Mapping[str, Mapping[str, Floats]], measures: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Rows of a report: the first system against each of the others by each measure."""
    ours, *others = values
    return {
        f"{measure}: {ours} - {name}": difference.columns()
        for measure in measures
        for name, difference in differences(
            values[ours][measure], {name: values[name][measure] for name in others}
        ).items()
    }

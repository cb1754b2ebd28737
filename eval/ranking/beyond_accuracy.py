"""What accuracy does not say of rankings: coverage, novelty and concentration."""

from __future__ import annotations

import numpy as np

from eval.ranking.ranker import NONE, taken
from eval.ranking.splits import Split
from recommender.arrays import Floats, Ints


def exposure(ranking: Ints, items: int, cut: int = 10) -> Floats:
    """How often each item stands among the first ``cut``: shape ``(items,)``."""
    shown = ranking[:, :cut]
    return np.bincount(shown[shown != NONE], minlength=items).astype(np.float64)


def coverage(shown: Floats) -> float:
    """Share of all items that anybody is shown."""
    return float((shown > 0).mean())


def gini(shown: Floats) -> float:
    """Concentration of exposure: 0 where all items are shown alike, towards 1 where one takes all (Gini, 1912)."""
    ordered = np.sort(shown)
    total = ordered.sum()
    if total == 0:
        return 0.0
    return float((2 * np.arange(1, len(ordered) + 1) - len(ordered) - 1) @ ordered / (len(ordered) * total))


def novelty(ranking: Ints, split: Split, cut: int = 10) -> float:
    """Mean self-information in bits of what is shown, by how many learners took it (Vargas and Castells, 2011)."""
    counts = taken(split.train) + 1
    information = -np.log2(counts / (len(split.train.learners) + 1))
    shown = ranking[:, :cut]
    return float(information[shown[shown != NONE]].mean())


def summary(ranking: Ints, split: Split) -> dict[str, float]:
    """Coverage, novelty and inequality of a run's lists, by name."""
    shown = exposure(ranking, len(split.train.items))
    return {"coverage@10": coverage(shown), "gini@10": gini(shown), "novelty@10": novelty(ranking, split)}

"""Settings are chosen on a tail of the training part alone, the same way for every ranker."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from eval.ranking.ranker import OfflineRanker
from eval.ranking.splits import Split

CUT = 10
#: Learners that settings are compared on, most.
MOST = 20_000


def best(family: Sequence[OfflineRanker], split: Split, seed: int) -> tuple[OfflineRanker, dict[str, float]]:
    """The ranker of a family with the highest NDCG@10 on the inner split, and that of each by name.

    A family of one is returned as it is.
    """
    if len(family) == 1:
        return family[0], {}
    inner = split.inner()
    if len(inner.asked) > MOST:
        chosen = np.sort(np.random.default_rng(seed).choice(inner.asked, MOST, replace=False))
        kept = np.isin(inner.test.learner, chosen)
        inner = Split(inner.name, inner.train, inner.history, inner.test.where(kept), inner.held, inner.cold)
    found = {ranker.name: _ndcg(ranker, inner, seed) for ranker in family}
    return max(family, key=lambda ranker: found[ranker.name]), found


def _ndcg(ranker: OfflineRanker, split: Split, seed: int) -> float:
    """Mean NDCG at `CUT` with binary gains; choosing settings needs no run on disk."""
    ranking = ranker.rank(split, CUT, seed)
    width = len(split.train.items)
    asked = split.asked
    right = np.unique(split.test.learner * width + split.test.item)
    hit = np.isin(asked[:, None] * width + ranking, right) & (ranking >= 0)
    gain = 1 / np.log2(np.arange(2, CUT + 2))
    count = np.bincount(np.searchsorted(asked, split.test.learner), minlength=len(asked))
    ideal = np.concatenate([[0.0], np.cumsum(gain)])[np.minimum(count, CUT)]
    return float(((hit * gain).sum(axis=1) / ideal).mean())

"""Settings are chosen on a tail of the training part alone, the same way for every ranker."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from eval.ranking.ranker import OfflineRanker, TooLittle, checked
from eval.ranking.splits import Split

CUT = 10
#: Learners that settings are compared on, most.
MOST = 20_000


def best(family: Sequence[OfflineRanker], split: Split, seed: int) -> tuple[OfflineRanker, dict[str, float], list[str]]:
    """The ranker of a family with the highest NDCG@10 on the inner split, that of each by name, and what to say.

    A family of one is returned as it is, and so is the first of a family that the inner split is too small for.
    """
    if len(family) == 1:
        return family[0], {}, []
    inner = split.inner()
    if len(inner.asked) > MOST:
        chosen = np.sort(np.random.default_rng(seed).choice(inner.asked, MOST, replace=False))
        kept = np.isin(inner.test.learner, chosen)
        inner = Split(inner.name, inner.train, inner.history, inner.test.where(kept), inner.held, inner.cold)
    try:
        found = {ranker.name: _ndcg(ranker, inner, seed) for ranker in family}
    except TooLittle as error:
        said = f"the settings of {family[0].name} are the first ones named: none could be chosen, because {error}"
        return family[0], {}, [said]
    return max(family, key=lambda ranker: found[ranker.name]), found, []


def _ndcg(ranker: OfflineRanker, split: Split, seed: int) -> float:
    """Mean NDCG at `CUT` with binary gains; choosing settings needs no run on disk.

    Raises `TooLittle` where the split asks for nobody.
    """
    if not len(split.asked):
        msg = "no learner of the training part has two items"
        raise TooLittle(msg)
    ranking = checked(ranker.rank(split, CUT, seed), ranker.name, split, CUT)
    width = len(split.train.items)
    asked = split.asked
    right = np.unique(split.test.learner * width + split.test.item)
    hit = np.isin(asked[:, None] * width + ranking, right) & (ranking >= 0)
    gain = 1 / np.log2(np.arange(2, CUT + 2))
    count = np.bincount(np.searchsorted(asked, split.test.learner), minlength=len(asked))
    ideal = np.concatenate([[0.0], np.cumsum(gain)])[np.minimum(count, CUT)]
    return float(((hit * gain).sum(axis=1) / ideal).mean())

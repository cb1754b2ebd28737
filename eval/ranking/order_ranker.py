"""CredPath's own ranker on interactions alone: what learners with this history took next, weighed by boosting.

The features are those of `recommender.rank.transitions`, the score is the additive one that a platform's log is fitted
with (`recommender.training.boosting`). Features of a learner who is trained on are counted without that learner: by
folds where learners are few, else on learners kept for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from eval.ranking.ranker import BLOCK, TooLittle, blocks, top
from eval.ranking.splits import Split
from recommender.arrays import Bools, Ints
from recommender.rank.additive import Additive
from recommender.rank.transitions import ORDER_FEATURES, Histories, Order
from recommender.training import boosting

#: Learners up to which each is trained on; of more, `SAMPLE` are kept for it and the others counted.
FEW: Final = 10_000
SAMPLE: Final = 15_000
FOLDS: Final = 10
#: Items up to which each is scored; of more, those that the features in `RETRIEVAL` put first.
SMALL: Final = 500
RETRIEVAL: Final = {"next": 100, "together_recent": 60}

Table = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class OrderRanker:
    """``settings`` of the boosting; the name tells systems apart in a report."""

    settings: boosting.BoostingSettings = boosting.DEFAULT_SETTINGS
    name: str = "credpath order"

    def rank(self, split: Split, depth: int, seed: int) -> Ints:
        """By the boosted score of the order features."""
        width = len(split.train.items)
        model = self.fit(split, seed)
        order = Order.fit(split.train.histories(), width)
        histories = split.history.histories()
        out = []
        for learners, rows, items, table in _candidates(order, histories, blocks(split)):
            scores = np.full((len(learners), width), -np.inf)
            scores[rows, items] = model.score(table)
            out.append(top(scores, np.isfinite(scores), depth))
        return np.concatenate(out)

    def fit(self, split: Split, seed: int) -> Additive:
        """On the tail of each training history, told from its beginning and from other learners.

        Raises `TooLittle` where no history has a tail.
        """
        histories, width = split.train.histories(), len(split.train.items)
        lengths = np.diff(histories.starts)
        random = np.random.default_rng(seed)
        usable = np.flatnonzero(split.held(lengths) > 0)
        fold = random.integers(0, FOLDS, len(lengths))
        parts = [usable[fold[usable] == n] for n in range(FOLDS)]
        if len(usable) > FEW:
            parts = [np.sort(random.choice(usable, min(SAMPLE, len(usable) // 2), replace=False))]
        tables, labels = [], []
        for part in parts:
            others = np.setdiff1d(np.arange(len(lengths)), part)
            order = Order.fit(histories.take(others), width)
            mine = histories.take(part)
            early, late = mine.without_last(split.held(np.diff(mine.starts)))
            right = late.matrix(np.ones(len(late.items)), width).toarray() > 0
            for learners, rows, items, table in _candidates(order, early, _untaken(early, width)):
                tables.append(table)
                labels.append(right[learners][rows, items])
        if not tables:
            msg = "no learner of the training part has two items"
            raise TooLittle(msg)
        return boosting.fit(
            np.concatenate(tables), np.concatenate(labels), ORDER_FEATURES, settings=self.settings, seed=seed
        )


def _untaken(histories: Histories, width: int) -> Iterator[tuple[Ints, Bools]]:
    """Some learners at a time, and which items are not in the history of each."""
    for start in range(0, len(histories), BLOCK):
        part = np.arange(start, min(start + BLOCK, len(histories)))
        mine = histories.take(part)
        yield part, mine.matrix(np.ones(len(mine.items)), width).toarray() == 0


def _candidates(
    order: Order, histories: Histories, learners: Iterable[tuple[Ints, Bools]]
) -> Iterator[tuple[Ints, Ints, Ints, Table]]:
    """For some learners at a time: they, and of each candidate its row among them, its item and its features."""
    for part, may in learners:
        features = order.features(histories.take(part))
        if order.width > SMALL:
            rows, items = np.nonzero(may & _retrieved(features, may))
        else:
            rows, items = np.nonzero(may)
        yield part, rows, items, features[rows, items]


def _retrieved(features: Table, may: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    found = np.zeros(may.shape, dtype=bool)
    for name, most in RETRIEVAL.items():
        score = np.where(may, features[:, :, ORDER_FEATURES.index(name)], -np.inf)
        best = np.argpartition(-score, most, axis=1)[:, :most]
        np.put_along_axis(found, best, values=True, axis=1)
    return found

"""What is compared: a ranker has a name and one method."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from eval.ranking.interactions import Interactions
from eval.ranking.splits import Split
from recommender.arrays import Ints
from recommender.errors import InputError

Scores = npt.NDArray[np.floating]
#: Learners scored at a time.
BLOCK: Final = 1_024
#: Fills the places of a ranking that has no more items.
NONE: Final = -1


class OfflineRanker(Protocol):
    """Ranks items for the learners that a split asks for.

    ``rank`` returns item numbers of shape ``(len(split.asked), depth)``, best first, the rows in the order of
    ``split.asked``, filled up with -1. It may read ``split.train`` and ``split.history`` and nothing else; what a
    learner has already is left out, and no item stands twice. ``seed`` decides everything that is drawn.
    """

    @property
    def name(self) -> str:
        """Names the ranker in reports and run files."""
        ...

    def rank(self, split: Split, depth: int, seed: int) -> Ints:
        """Item numbers, best first: shape ``(len(split.asked), depth)``, filled up with -1."""
        ...


class TooLittle(InputError):
    """The training part is too small for a ranker to learn anything from."""


def checked(ranking: object, ranker: str, split: Split, depth: int) -> Ints:
    """What a ranker returned, where it is what `OfflineRanker.rank` promises; `InputError` says what else it is."""
    found = np.asarray(ranking) if isinstance(ranking, (np.ndarray, list, tuple)) else None
    wrong = None
    if found is None or found.ndim != 2 or not np.issubdtype(found.dtype, np.integer):
        wrong = "item numbers in a table of learners by places are expected, and it returned something else"
    elif found.shape[0] != len(split.asked) or found.shape[1] > depth:
        wrong = f"it returned a table of {found.shape}, not of {(len(split.asked), depth)}"
    elif ((found < NONE) | (found >= len(split.train.items))).any():
        wrong = f"it named an item that there is not; items run from 0 to {len(split.train.items) - 1}"
    elif ((found[:, :-1] == NONE) & (found[:, 1:] != NONE)).any():
        wrong = "it left a place empty before one that it filled; -1 may only stand at the end"
    elif _repeated(found):
        wrong = "it named an item twice for one learner"
    elif _had(found, split):
        wrong = "it named an item that the learner has already"
    if wrong is not None or found is None:
        msg = f"the ranker {ranker} cannot be measured: {wrong}"
        raise InputError(msg)
    return found.astype(np.int64)


def _repeated(found: Ints) -> bool:
    ordered = np.sort(found, axis=1)
    return bool(((ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] != NONE)).any())


def _had(found: Ints, split: Split) -> bool:
    width = len(split.train.items)
    named = split.asked[:, None] * width + found
    return bool(np.isin(named[found != NONE], split.history.learner * width + split.history.item).any())


def blocks(split: Split) -> Iterator[tuple[Ints, npt.NDArray[np.bool_]]]:
    """The learners that are asked for, some at a time, and which items may be ranked for each of them.

    Shapes ``(learners,)`` and ``(learners, items)``: what a learner has is left out, and all but the cold items of a
    split that has some.
    """
    asked, taken = split.asked, split.history.matrix()
    ranked = np.ones(len(split.train.items), dtype=bool)
    if split.cold is not None:
        ranked[:] = False
        ranked[split.cold] = True
    for start in range(0, len(asked), BLOCK):
        part = asked[start : start + BLOCK]
        yield part, ranked & (taken[part].toarray() == 0)


def top(scores: Scores, may: npt.NDArray[np.bool_], depth: int) -> Ints:
    """Item numbers by descending score, ties by ascending number; -1 where nothing more may be ranked."""
    masked = np.where(may, scores, -np.inf)
    order = np.argsort(-masked, axis=1, kind="stable")[:, :depth]
    found = np.where(np.take_along_axis(masked, order, axis=1) > -np.inf, order, NONE)
    return np.pad(found, ((0, 0), (0, depth - found.shape[1])), constant_values=NONE)


def taken(data: Interactions) -> Scores:
    """How many learners took each item."""
    return np.bincount(data.item, minlength=len(data.items)).astype(np.float64)

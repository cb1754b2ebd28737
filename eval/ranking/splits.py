"""Splits of interactions into what a ranker may see and what it is asked for, and the checks that nothing leaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from eval.ranking.interactions import Interactions
from recommender.arrays import Ints
from recommender.errors import InputError

BY_TIME: Final = "by time"


class LeakError(InputError):
    """The test part reached what a ranker may see."""


@dataclass(frozen=True, slots=True)
class Split:
    """What may be learned from, and what is asked for.

    ``train``: all that may be learned from. ``history``: what is known of the learners that are asked for, whose
    next items are ``test``. Both number the same learners and items.

    ``held``: how many of a history of each length a split of this kind holds back, to make one like it within
    ``train``. ``cold``: items that are ranked and were never trained on, or ``None``: all items are ranked.
    """

    name: str
    train: Interactions
    history: Interactions
    test: Interactions
    held: Callable[[Ints], Ints]
    cold: npt.NDArray[np.int64] | None = None

    @property
    def asked(self) -> Ints:
        """Learners with something to find, in ascending order."""
        return np.unique(self.test.learner)

    def inner(self) -> Split:
        """The same kind of split within ``train`` alone: what settings are chosen on."""
        return last(self.train, self.held, f"tail of train of {self.name}")


def last(data: Interactions, held: Callable[[Ints], Ints], name: str = "last") -> Split:
    """The last interactions of each learner are asked for. ``held``: how many, of a history of each length."""
    late = data.from_end() < held(data.lengths())[data.learner]
    early = data.where(~late)
    return checked(Split(name, early, early, data.where(late), held))


def leave_one_out(data: Interactions) -> Split:
    """The last interaction of every learner who has at least two."""
    return last(data, one, "leave one out")


def one(lengths: Ints) -> Ints:
    """The one item that each learner is asked for."""
    return (lengths > 1).astype(np.int64)


def share(of: float) -> Callable[[Ints], Ints]:
    """That share of each history, at least one, and never all of it."""

    def held(lengths: Ints) -> Ints:
        least = np.maximum(np.rint(of * lengths).astype(np.int64), 1)
        return np.asarray(np.minimum(least, np.maximum(lengths - 1, 0)))

    return held


def by_time(data: Interactions, part: float) -> Split:
    """What comes after a moment is asked for: ``part`` of all interactions do. Needs times."""
    if data.time is None:
        msg = "a split by time needs a column 'time'"
        raise InputError(msg)
    late = data.time > np.quantile(data.time, 1 - part, method="lower")
    early = data.where(~late)
    new = np.zeros((len(data.learners),), dtype=bool)
    new[np.unique(early.learner)] = True
    return checked(Split(BY_TIME, early, early, data.where(late & new[data.learner]), one))


def by_learner(data: Interactions, part: float, held: Callable[[Ints], Ints], seed: int) -> Split:
    """``part`` of the learners are not trained on at all; their first interactions are their history."""
    strangers = np.random.default_rng(seed).random(len(data.learners)) < part
    late = data.from_end() < held(data.lengths())[data.learner]
    theirs = strangers[data.learner]
    return checked(
        Split("by learner", data.where(~theirs), data.where(theirs & ~late), data.where(theirs & late), held)
    )


def cold_items(data: Interactions, part: float, seed: int) -> Split:
    """``part`` of the items are never trained on and alone are ranked, for learners who took some of them."""
    chosen = np.random.default_rng(seed).random(len(data.items)) < part
    cold = chosen[data.item]
    early = data.where(~cold)
    return checked(Split("cold items", early, early, data.where(cold), one, np.flatnonzero(chosen)))


def published(name: str, train: Interactions, test: Interactions, held: Callable[[Ints], Ints]) -> Split:
    """A split that others made."""
    return checked(Split(name, train, train, test, held))


def shuffled(split: Split, seed: int) -> Split:
    """The learners of a split with all their interactions in random order, and as many of the last held back again.

    What its order is worth to a ranker: a log whose lines are in no order looks like this.
    """
    learner = np.concatenate([split.history.learner, split.test.learner])
    item = np.concatenate([split.history.item, split.test.item])
    order = np.lexsort((np.random.default_rng(seed).random(len(item)), learner))
    data = Interactions(split.train.learners, split.train.items, learner[order], item[order], texts=split.train.texts)
    count = np.bincount(split.test.learner, minlength=len(split.train.learners))
    late = data.from_end() < count[data.learner]
    early = data.where(~late)
    return checked(Split(f"{split.name}, random order", early, early, data.where(late), split.held))


def checked(split: Split) -> Split:
    """Raises `LeakError` where a ranker could see what it is asked for, `InputError` where nothing is asked."""
    if not len(split.test):
        msg = f"the split {split.name!r} asks for nothing: no learner has enough interactions"
        raise InputError(msg)
    width = len(split.train.items)
    asked = np.unique(split.test.learner * width + split.test.item)
    for part, seen in (("train", split.train), ("history", split.history)):
        both = np.intersect1d(asked, seen.learner * width + seen.item)
        if len(both):
            learner, item = divmod(int(both[0]), width)
            msg = (
                f"{len(both)} of {len(asked)} pairs of the test part stand in {part} too, the first of them learner "
                f"{split.train.learners[learner]!r} and item {split.train.items[item]!r}"
            )
            raise LeakError(msg)
    if split.cold is not None and len(np.intersect1d(split.cold, split.train.item)):
        msg = "an item that is ranked as cold stands in train"
        raise LeakError(msg)
    before, after = split.train.time, split.test.time
    if split.name == BY_TIME and before is not None and after is not None and before.max() > after.min():
        msg = "train holds interactions that are later than the first of the test part"
        raise LeakError(msg)
    return split

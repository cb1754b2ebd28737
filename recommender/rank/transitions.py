"""What learners with this history took next: directed co-occurrence, decayed with distance and age, and smoothed.

First-order transitions of Markov-chain recommenders (Rendle, Freudenthaler and Schmidt-Thieme, WWW 2010), counted over
all later steps with a weight that halves a step, and shrunk to what is taken at all (Dirichlet smoothing; Zhai and
Lafferty, TOIS 22, 2004).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from recommender.arrays import Floats, Ints

#: What `Order.features` says of a candidate, in this order. All are comparable between the candidates of one learner.
ORDER_FEATURES: Final = (
    "next",
    "after_last",
    "later",
    "before",
    "direction",
    "together",
    "together_recent",
    "alike_recent",
    "calendar_from_last",
    "calendar_from_mean",
    "popularity",
    "ending",
)
#: Steps after a credential that count as after it, most.
MAX_STEPS_AFTER: Final = 40
#: Weight of what comes one step later than the next, and of a history's step before the last.
STEP_DECAY: Final = 0.5
HISTORY_DECAY: Final = 0.8
#: The steeper decay of what the last steps of a history say.
RECENT_DECAY: Final = 0.5
#: Pseudo-counts of what is taken at all, mixed into what follows a credential.
SMOOTHING: Final = 5.0
#: Pseudo-counts of each direction of a pair.
DIRECTION_PRIOR: Final = 2.0
#: Pseudo-count of a credential that was never taken, in what is taken at all.
UNSEEN: Final = 0.1
#: Most credentials for a dense linear model, and its ridge.
MAX_DENSE_CREDENTIALS: Final = 5_000
RIDGE: Final = 100.0
#: Newton steps of the calendar and its ridge.
CALENDAR_STEPS: Final = 100
CALENDAR_RIDGE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Histories:
    """Credentials of each learner in the order taken: ``items[starts[n]:starts[n + 1]]``; ``ages`` in years or none.

    ``ages``: how long ago each was taken when counting, the same shape as ``items``.
    """

    items: Ints
    starts: Ints
    ages: Floats | None = None

    @classmethod
    def of(cls, sequences: Sequence[Sequence[int]]) -> Histories:
        """From sequences of item numbers, one for each learner."""
        starts = np.concatenate([[0], np.cumsum([len(s) for s in sequences])]).astype(np.int64)
        items = np.concatenate([np.asarray(s, dtype=np.int64) for s in sequences]) if len(starts) > 1 else starts[:0]
        return cls(items, starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def take(self, learners: Ints) -> Histories:
        """Those of some learners, in the order named."""
        lengths = np.diff(self.starts)[learners]
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        at = np.repeat(self.starts[learners] - starts[:-1], lengths) + np.arange(starts[-1])
        return Histories(self.items[at], starts, None if self.ages is None else self.ages[at])

    def without_last(self, counts: Ints) -> tuple[Histories, Histories]:
        """Each learner's history without the last ``counts`` of it, and those."""
        lengths = np.diff(self.starts)
        place = np.arange(len(self.items)) - np.repeat(self.starts[:-1], lengths)
        early = place < np.repeat(lengths - counts, lengths)
        return self._where(early, lengths - counts), self._where(~early, counts)

    def _where(self, kept: npt.NDArray[np.bool_], lengths: Ints) -> Histories:
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        return Histories(self.items[kept], starts, None if self.ages is None else self.ages[kept])

    def steps_back(self) -> Ints:
        """How many steps before its learner's last one each item was taken."""
        return np.repeat(self.starts[1:], np.diff(self.starts)) - 1 - np.arange(len(self.items))

    def matrix(self, weights: npt.NDArray[np.floating[Any]], width: int) -> sparse.csr_array:
        """Shape ``(learners, width)``."""
        return sparse.csr_array((weights, self.items, self.starts), shape=(len(self), width))


def count_transitions(
    histories: Histories, width: int, decay: float, half_life: float | None = None
) -> sparse.csr_array:
    """Learners who took the column after the row, each weighing ``decay ** (steps between - 1)``.

    ``half_life``: years after which a transition counts half; needs ages.
    """
    learner = np.repeat(np.arange(len(histories)), np.diff(histories.starts))
    total = sparse.csr_array((width, width), dtype=np.float64)
    for step in range(1, MAX_STEPS_AFTER + 1):
        weight = decay ** (step - 1)
        same = learner[step:] == learner[:-step]
        if weight < 1e-3 or not same.any():
            break
        before, after = histories.items[:-step][same], histories.items[step:][same]
        values = np.full(len(before), weight)
        if half_life is not None and histories.ages is not None:
            values *= 0.5 ** (histories.ages[step:][same] / half_life)
        total = total + sparse.coo_array((values, (before, after)), shape=(width, width)).tocsr()
    return total


@dataclass(frozen=True, slots=True)
class Order:
    """What was taken after what, of ``width`` credentials; matrices of shape ``(width, width)``.

    ``near``, ``later`` and ``before``: logarithm-ready probabilities of what follows soon, at any time, and of what
    came before. ``direction``: log odds that the column is taken after the row. ``together``: weights of a linear
    model of each credential from the others of a history (EASE; Steck, WWW 2019), or ``alike`` again where there are
    too many credentials for it. ``alike``: cosines of who took them. ``calendar``: where each stands in everybody's
    order, in log odds. ``taken``: learners who took each; ``ending``: share of them whose last one it is, shrunk.
    """

    near: Follows
    later: Follows
    before: Follows
    direction: sparse.csr_array
    together: Floats | sparse.csr_array
    alike: sparse.csr_array
    calendar: Floats
    taken: Floats
    ending: Floats

    @classmethod
    def fit(cls, histories: Histories, width: int) -> Order:
        """From learners' histories; ``width``: credentials of the catalogue."""
        later = count_transitions(histories, width, 1.0)
        taken_by = histories.matrix(np.ones(len(histories.items)), width)
        both = (taken_by.T @ taken_by).tocsr()
        last = histories.items[histories.starts[1:][np.diff(histories.starts) > 0] - 1]
        taken = np.bincount(histories.items, minlength=width).astype(np.float64)
        ended = np.bincount(last, minlength=width)
        return cls(
            Follows.of(count_transitions(histories, width, STEP_DECAY)),
            Follows.of(later),
            Follows.of(later.T.tocsr()),
            _directions(later),
            _together(both, taken),
            _alike(both, taken),
            _calendar(later),
            taken,
            np.asarray(ended / (taken + SMOOTHING)),
        )

    @property
    def width(self) -> int:
        """How many credentials it knows."""
        return len(self.taken)

    def features(self, histories: Histories) -> npt.NDArray[np.float32]:
        """`ORDER_FEATURES` of every credential for every history: shape ``(learners, width, features)``.

        An empty history has what is taken at all. Memory is ``learners * width * 48`` bytes: call it for some learners
        at a time.
        """
        lengths = np.diff(histories.starts)
        decayed = HISTORY_DECAY ** histories.steps_back()
        whole = np.add.reduceat(np.append(decayed, 0.0), histories.starts[:-1]) * (lengths > 0)
        by_age = histories.matrix(decayed / np.repeat(np.maximum(whole, 1e-12), lengths), self.width)
        plain = histories.matrix(np.ones(len(histories.items)), self.width)
        even = histories.matrix(np.repeat(1.0 / np.maximum(lengths, 1), lengths), self.width)
        recent = histories.matrix(RECENT_DECAY ** histories.steps_back(), self.width)
        last = histories.matrix((histories.steps_back() == 0).astype(np.float64), self.width)
        at_last, at_mean = last @ self.calendar, even @ self.calendar
        every = np.ones((len(histories), 1))
        columns = (
            self.near.log(by_age),
            self.near.log(last),
            self.later.log(even),
            self.before.log(even),
            (even @ self.direction).toarray(),
            _dense(plain @ self.together),
            _dense(recent @ self.together),
            (recent @ self.alike).toarray(),
            self.calendar - at_last[:, None],
            self.calendar - at_mean[:, None],
            every * np.log1p(self.taken),
            every * self.ending,
        )
        return np.stack([column.astype(np.float32) for column in columns], axis=-1)


@dataclass(frozen=True, slots=True)
class Follows:
    """Probabilities of the column given the row, as a sparse part and a share ``left`` of the distribution ``base``."""

    counted: sparse.csr_array
    left: Floats
    base: Floats

    @classmethod
    def of(cls, counts: sparse.csr_array) -> Follows:
        """From counts of the column after the row: shape ``(width, width)``."""
        out = np.asarray(counts.sum(axis=1)).ravel()
        base = np.asarray(counts.sum(axis=0)).ravel() + UNSEEN
        scale = sparse.diags_array(1.0 / (out + SMOOTHING))
        return cls((scale @ counts).tocsr(), np.asarray(SMOOTHING / (out + SMOOTHING)), np.asarray(base / base.sum()))

    def log(self, weights: sparse.csr_array) -> Floats:
        """Logarithm of the probability of every column for histories with weights that sum to 1, or to 0 for none."""
        left = weights @ self.left + (1.0 - np.asarray(weights.sum(axis=1)).ravel())
        return np.asarray(np.log((weights @ self.counted).toarray() + left[:, None] * self.base))


def _directions(later: sparse.csr_array) -> sparse.csr_array:
    rows, columns = (later + later.T).nonzero()
    if not len(rows):
        # Nobody took two: nothing is known to come before anything.
        return sparse.csr_array(later.shape, dtype=np.float64)
    after, before = later.tocsr()[rows, columns], later.tocsr()[columns, rows]
    odds = np.log((np.asarray(after).ravel() + DIRECTION_PRIOR) / (np.asarray(before).ravel() + DIRECTION_PRIOR))
    return sparse.csr_array((odds, (rows, columns)), shape=later.shape)


def _together(both: sparse.csr_array, taken: Floats) -> Floats | sparse.csr_array:
    width = len(taken)
    if width > MAX_DENSE_CREDENTIALS:
        return _alike(both, taken)
    inverse = np.linalg.inv(both.toarray() + RIDGE * np.eye(width))
    weights = -inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0.0)
    return np.asarray(weights)


def _alike(both: sparse.csr_array, taken: Floats) -> sparse.csr_array:
    scale = sparse.diags_array(1.0 / np.sqrt(np.maximum(taken, 1.0)))
    pairs = (scale @ both @ scale).tocoo()
    apart = pairs.row != pairs.col
    return sparse.csr_array((pairs.data[apart], (pairs.row[apart], pairs.col[apart])), shape=both.shape)


def _calendar(later: sparse.csr_array) -> Floats:
    """Strength of each credential in a Bradley-Terry model of "is taken after", by damped Newton steps."""
    pairs = (later + later.T).tocoo()
    rows, columns, count = pairs.row, pairs.col, pairs.data
    width = later.shape[0]
    wins = np.asarray(later.sum(axis=0)).ravel()
    place = np.zeros(width)
    for _ in range(CALENDAR_STEPS):
        chance = 1.0 / (1.0 + np.exp(place[rows] - place[columns]))
        expected = np.bincount(columns, weights=count * chance, minlength=width)
        curve = np.bincount(columns, weights=count * chance * (1.0 - chance), minlength=width)
        place += 0.5 * (wins - expected - CALENDAR_RIDGE * place) / (curve + CALENDAR_RIDGE)
        place -= place.mean()
    return place


def _dense(values: Any) -> Floats:
    return np.asarray(values.toarray() if sparse.issparse(values) else values)  # type: ignore[attr-defined]

"""Who took what, in which order: the data of an offline evaluation, and the columns it is read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

from eval.core import csv_tables
from recommender.arrays import Floats, Ints
from recommender.errors import InputError
from recommender.rank.transitions import Histories


@dataclass(frozen=True, slots=True)
class Interactions:
    """One row an interaction, those of a learner together and in the order taken.

    ``learner`` and ``item`` number ``learners`` and ``items``; ``time`` in any unit, or ``None`` where only the order
    is known; ``rating`` or ``None``. ``texts``: of items, by number.
    """

    learners: Sequence[str]
    items: Sequence[str]
    learner: Ints
    item: Ints
    time: Floats | None = None
    rating: Floats | None = None
    texts: Mapping[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.learner)

    @classmethod
    def of(cls, sequences: Sequence[Sequence[int]], items: Sequence[str]) -> Interactions:
        """Each learner's items in the order taken; learners are named by their number."""
        return cls(
            [str(n) for n in range(len(sequences))],
            items,
            np.repeat(np.arange(len(sequences)), [len(s) for s in sequences]),
            np.concatenate([np.asarray(s, dtype=np.int64) for s in sequences]),
        )

    def where(self, kept: npt.NDArray[np.bool_]) -> Interactions:
        """Some rows; numbers keep their meaning."""
        return Interactions(
            self.learners,
            self.items,
            self.learner[kept],
            self.item[kept],
            None if self.time is None else self.time[kept],
            None if self.rating is None else self.rating[kept],
            self.texts,
        )

    def lengths(self) -> Ints:
        """Interactions of each learner."""
        return np.bincount(self.learner, minlength=len(self.learners)).astype(np.int64)

    def from_end(self) -> Ints:
        """How many interactions of the same learner come after each."""
        ends = np.cumsum(self.lengths())
        return ends[self.learner] - 1 - np.arange(len(self))

    def histories(self) -> Histories:
        """Of every learner, those without any interaction included."""
        return Histories(self.item, np.concatenate([[0], np.cumsum(self.lengths())]).astype(np.int64))

    def matrix(self) -> sparse.csr_array:
        """Which learner took which item: 0 or 1, shape ``(learners, items)``."""
        ones = np.ones(len(self), dtype=np.float32)
        found = sparse.csr_array((ones, (self.learner, self.item)), shape=(len(self.learners), len(self.items)))
        found.sum_duplicates()
        found.data[:] = 1.0
        return found


def read(interactions: Path, items: Path | None = None) -> Interactions:
    """From CSV files with a header.

    ``interactions``: ``learner``, ``item``, and optionally ``time`` (a number; larger is later) and ``rating``. Without
    a time the order of the lines is taken as the order in time. ``items``: ``item`` and ``text``.

    Raises `InputError` with the file, the row and the column at fault.
    """
    found, columns = csv_tables.rows(interactions, ("learner", "item"))
    timed, rated = "time" in columns, "rating" in columns
    rows: list[tuple[int, float, int, float]] = []
    learners: dict[str, int] = {}
    numbers: dict[str, int] = {}
    for place, row in found:
        learner = learners.setdefault(csv_tables.text(row, "learner", place), len(learners))
        item = numbers.setdefault(csv_tables.text(row, "item", place), len(numbers))
        time = csv_tables.number(row, "time", place) if timed else float(len(rows))
        rows.append((learner, time, item, csv_tables.number(row, "rating", place) if rated else 0.0))
    if not rows:
        msg = f"{interactions.name} has no interactions"
        raise InputError(msg)
    texts: dict[int, str] = {}
    if items is not None:
        for place, row in csv_tables.rows(items, ("item", "text"))[0]:
            texts[numbers.setdefault(csv_tables.text(row, "item", place), len(numbers))] = row["text"]
    rows.sort(key=lambda entry: (entry[0], entry[1]))
    arrays = [np.asarray(column) for column in zip(*rows, strict=True)]
    return Interactions(
        list(learners),
        list(numbers),
        arrays[0].astype(np.int64),
        arrays[2].astype(np.int64),
        arrays[1].astype(np.float64) if timed else None,
        arrays[3].astype(np.float64) if rated else None,
        texts,
    )

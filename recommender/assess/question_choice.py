"""What to ask next: the question whose answer is expected to change the top results the most.

Two things count, both in shares of the top results that change. Now: what each answer would change if it were the only
one, weighed by how likely it is (expected value of information with the top results as the decision; Howard, IEEE
Transactions on Systems Science and Cybernetics 2, 1966). In the end: in complete sets of answers drawn from what is
known, what taking this one answer back would change (total-effect sensitivity; Homma and Saltelli, Reliability
Engineering and System Safety 52, 1996), since two answers may change together what neither changes alone. A skill that
is very uncertain but moves no result is never asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from recommender.arrays import Floats, Ints

#: Complete sets of answers that are drawn, and of how many of them each answer is taken back.
DRAWS: Final = 40
TAKEN_BACK: Final = 10
SEED: Final = 20_240_711
#: Asking stops where less than this share of the draws has other top results than those of now.
SETTLED: Final = 0.05


@dataclass(frozen=True, slots=True)
class CandidateQuestion:
    """A question about one requirement: how likely each answer is, and the level that would then be held."""

    area: int
    chances: Floats
    held: Floats


@dataclass(frozen=True, slots=True)
class QuestionChoice:
    """``position`` of the best question (``None``: asking stops) and its ``change``; ``unsettled`` as in the record."""

    position: int | None
    change: float
    unsettled: float


#: Held levels, ``(draws, areas)`` -> rows of the top results of each, ``(draws, k)``; -1 where there are fewer.
TopOf = Callable[[Floats], Ints]


def choose(questions: Sequence[CandidateQuestion], now: Floats, top_of: TopOf) -> QuestionChoice:
    """The question to ask next, of several equal ones the first. ``now``: levels held now, ``(areas,)``."""
    tops = _Tops(top_of)
    before = tops.of(now[None, :])[0]
    if not questions:
        return QuestionChoice(None, 0.0, 0.0)
    ends = _completed(questions, now)
    after = tops.of(ends)
    unsettled = sum(end != before for end in after) / len(after)
    if unsettled < SETTLED:
        return QuestionChoice(None, 0.0, unsettled)
    change = _at_once(questions, now, before, tops) + _in_the_end(questions, now, ends, after, tops)
    best = int(np.argmax(np.round(change, 6)))
    return QuestionChoice(best, float(min(1.0, change[best])), unsettled)


class _Tops:
    """Top results as sets, and how far one set is from another."""

    def __init__(self, top_of: TopOf) -> None:
        self._top_of = top_of

    def of(self, held: Floats) -> list[frozenset[int]]:
        return [frozenset(row[row >= 0].tolist()) for row in self._top_of(held)] if len(held) else []

    @staticmethod
    def changed(before: frozenset[int], after: frozenset[int]) -> float:
        """Share of the top results that are others."""
        return 1 - len(before & after) / max(len(before), len(after), 1)


def _completed(questions: Sequence[CandidateQuestion], now: Floats) -> Floats:
    """Levels held after a drawn answer to the first question about each requirement, ``(DRAWS, areas)``."""
    random = np.random.default_rng(SEED)
    out = np.tile(now, (DRAWS, 1))
    seen: set[int] = set()
    for question in questions:
        if question.area not in seen:
            seen.add(question.area)
            out[:, question.area] = random.choice(question.held, size=DRAWS, p=question.chances)
    return out


def _at_once(questions: Sequence[CandidateQuestion], now: Floats, before: frozenset[int], tops: _Tops) -> Floats:
    rows, meant = [], []
    for position, question in enumerate(questions):
        for chance, held in zip(question.chances, question.held, strict=True):
            if held != now[question.area]:
                row = now.copy()
                row[question.area] = held
                rows.append(row)
                meant.append((position, chance))
    out = np.zeros(len(questions))
    found = tops.of(np.stack(rows)) if rows else []
    for (position, chance), after in zip(meant, found, strict=True):
        out[position] += chance * tops.changed(before, after)
    return out


def _in_the_end(
    questions: Sequence[CandidateQuestion], now: Floats, ends: Floats, after: Sequence[frozenset[int]], tops: _Tops
) -> Floats:
    rows, meant = [], []
    for draw in range(TAKEN_BACK):
        for area in {question.area for question in questions}:
            if ends[draw, area] != now[area]:
                row = ends[draw].copy()
                row[area] = now[area]
                rows.append(row)
                meant.append((draw, area))
    effect = np.zeros(len(now))
    found = tops.of(np.stack(rows)) if rows else []
    for (draw, area), without in zip(meant, found, strict=True):
        effect[area] += tops.changed(after[draw], without) / TAKEN_BACK
    return effect[[question.area for question in questions]]

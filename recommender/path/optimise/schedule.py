"""The order of a chosen set of candidates, when each begins and ends, and what that is in weeks and days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from recommender.arrays import Ints
from recommender.path.optimise.problem_arrays import ProblemArrays
from recommender.path.plan import Stretch, Week
from recommender.path.problem import PlanningProblem


@dataclass(frozen=True, slots=True)
class Slot:
    """A candidate in the plan: study minutes from the plan's beginning."""

    candidate: int
    start: int
    end: int


def scheduled(tables: ProblemArrays, sequence: Sequence[int]) -> list[Slot]:
    """Begin each candidate of a sequence as early as the one before it and its opening allow."""
    out, now = [], 0
    for candidate in sequence:
        start = max(now, tables.instance.candidates[candidate].opens)
        now = start + int(tables.minutes[candidate])
        out.append(Slot(candidate, start, now))
    return out


def in_time(tables: ProblemArrays, slots: Iterable[Slot]) -> bool:
    """Whether each ends by its own closing and by the deadline."""
    limit = tables.instance.limits.minutes
    candidates = tables.instance.candidates
    for slot in slots:
        closes = candidates[slot.candidate].closes
        if slot.end > limit or (closes is not None and slot.end > closes):
            return False
    return True


def ready(tables: ProblemArrays, candidate: int, taken: Sequence[int]) -> bool:
    """Whether a candidate may begin once ``taken`` are finished."""
    if not set(tables.instance.candidates[candidate].prerequisites) <= set(taken):
        return False
    match = tables.ready[candidate]
    if match is None:
        return True
    return int(match.value(tables.levels(taken))) >= match.needed(tables.instance.limits.readiness)


def follows(tables: ProblemArrays, sequence: Sequence[int]) -> bool:
    """Whether a sequence can be followed as it is: everything may begin in its turn, and ends in time."""
    in_turn = all(ready(tables, number, sequence[:position]) for position, number in enumerate(sequence))
    return len(set(sequence)) == len(sequence) and in_turn and in_time(tables, scheduled(tables, sequence))


def valuable_first(tables: ProblemArrays, chosen: Iterable[int]) -> list[int] | None:
    """An order of a set, each next one worth the most for its time of those that may begin; ``None`` where none is.

    What may begin may begin later too, so a dead end means that the set has no order at all. Dates are not looked at.
    """
    left, sequence = sorted(chosen), list[int]()
    worths = (
        [tables.worth(goal) for goal in range(len(tables.instance.goals))] if len(tables.instance.goals) < 9 else []
    )
    while left:
        may = [c for c in left if ready(tables, c, sequence)]
        if not may:
            return None
        best = max(may, key=lambda c: (_gain(worths, sequence, c) / max(1, int(tables.minutes[c])), -c))
        left.remove(best)
        sequence.append(best)
    return sequence


def _gain(worths: Sequence[Ints], taken: Sequence[int], candidate: int) -> float:
    total = 0.0
    for worth in worths:
        before = worth[list(taken)].max(axis=0) if taken else 0
        total += float(np.maximum(worth[candidate] - before, 0).sum())
    return total


def last_week(slot: Slot, instance: PlanningProblem) -> int:
    """The week that a step ends in; one that ends with a week's last minute ends in that week."""
    return max(slot.start, slot.end - 1) // instance.limits.minutes_per_week + 1


def last_day(slot: Slot, instance: PlanningProblem, as_of: dt.date) -> dt.date:
    """The last day of the week that a step ends in; ``as_of`` is the first day of week 1."""
    return as_of + dt.timedelta(days=7 * last_week(slot, instance) - 1)


def weeks_of(tables: ProblemArrays, slots: list[Slot], as_of: dt.date) -> tuple[Week, ...]:
    """Minutes of each step in each week that has any."""
    per_week = tables.instance.limits.minutes_per_week
    found: dict[int, list[Stretch]] = {}
    for position, slot in enumerate(slots, start=1):
        title = tables.instance.candidates[slot.candidate].title
        for week in range(slot.start // per_week, last_week(slot, tables.instance)):
            spent = min(slot.end, (week + 1) * per_week) - max(slot.start, week * per_week)
            found.setdefault(week, []).append(Stretch(position=position, title=title, minutes=spent))
    return tuple(
        Week(week=week + 1, begins=as_of + dt.timedelta(days=7 * week), stretches=tuple(stretches))
        for week, stretches in sorted(found.items())
    )

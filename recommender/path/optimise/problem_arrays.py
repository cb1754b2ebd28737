"""An instance as arrays, and the arithmetic that greedy, search and model share. The checker uses none of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import lcm

import numpy as np

from recommender.arrays import Ints
from recommender.path.problem import CENTS, CONFIDENCE, MATCH_SCALE, PlanningProblem


@dataclass(frozen=True)
class Match:
    """How well levels fit what is asked: the terms' sum against ``needed`` (both in units of one common scale)."""

    dimensions: Ints
    asked: Ints
    scale: int

    @classmethod
    def of(cls, pairs: Sequence[tuple[int, int]]) -> Match:
        """From (dimension, level) pairs."""
        levels = [level for _, level in pairs]
        common = lcm(*levels) if levels else 1
        return cls(
            np.asarray([d for d, _ in pairs], dtype=np.int64),
            np.asarray(levels, dtype=np.int64),
            min(common, MATCH_SCALE),
        )

    def terms(self, levels: Ints) -> Ints:
        """Of each asked dimension, for levels of shape ``(..., dimensions)``: shape ``(..., asked)``."""
        return np.asarray(self.scale * np.minimum(levels[..., self.dimensions], self.asked) // self.asked)

    def value(self, levels: Ints) -> Ints:
        """Sum of the terms, for levels of shape ``(..., dimensions)``: shape ``(...)``."""
        return np.asarray(self.terms(levels).sum(axis=-1))

    def needed(self, share: tuple[int, int]) -> int:
        """Least sum of terms that is at least ``share`` of all that is asked."""
        numerator, denominator = share
        return -(-numerator * self.scale * len(self.asked) // denominator)


@dataclass(frozen=True)
class ProblemArrays:
    """Arrays of one instance: shapes ``(candidates,)``, ``(dimensions,)`` and ``(candidates, dimensions)``."""

    instance: PlanningProblem
    minutes: Ints = field(init=False)
    price: Ints = field(init=False)
    held: Ints = field(init=False)
    level: Ints = field(init=False)

    def __post_init__(self) -> None:
        candidates = self.instance.candidates
        put = object.__setattr__
        put(self, "minutes", np.asarray([c.minutes for c in candidates], dtype=np.int64))
        put(self, "price", np.asarray([c.price or 0 for c in candidates], dtype=np.int64))
        put(self, "held", np.asarray([d.held for d in self.instance.dimensions], dtype=np.int64))
        level = np.zeros((len(candidates), len(self.instance.dimensions)), dtype=np.int64)
        rows, dimensions, taught, _ = self._entries
        np.maximum.at(level, (rows, dimensions), taught)
        put(self, "level", level)

    @cached_property
    def _entries(self) -> tuple[Ints, Ints, Ints, Ints]:
        flat = [(n, *entry) for n, c in enumerate(self.instance.candidates) for entry in c.teaches]
        table = np.asarray(flat, dtype=np.int64).reshape(-1, 4)
        return table[:, 0], table[:, 1], table[:, 2], table[:, 3]

    def worth(self, goal: int) -> Ints:
        """What each candidate closes of each asked dimension of a goal alone: shape ``(candidates, asked)``."""
        if goal not in self._worth:
            asked = self.instance.goals[goal].asked
            place = np.full(len(self.instance.dimensions), -1, dtype=np.int64)
            place[[a.dimension for a in asked]] = np.arange(len(asked))
            rows, dimensions, taught, confidence = self._entries
            column = place[dimensions]
            keep = column >= 0
            rows, column, taught, confidence = rows[keep], column[keep], taught[keep], confidence[keep]
            level = np.asarray([a.level for a in asked], dtype=np.int64)[column]
            importance = np.asarray([a.importance for a in asked], dtype=np.int64)[column]
            held = self.held[dimensions[keep]]
            value = importance * confidence * (np.minimum(level, np.maximum(held, taught)) - np.minimum(level, held))
            out = np.zeros((len(self.minutes), len(asked)), dtype=np.int64)
            np.maximum.at(out, (rows, column), value)
            self._worth[goal] = out
        return self._worth[goal]

    @cached_property
    def _worth(self) -> dict[int, Ints]:
        return {}

    @cached_property
    def gap(self) -> list[int]:
        """The whole gap of each goal, in units of worth."""
        dimensions = self.instance.dimensions
        return [
            sum(a.importance * max(0, a.level - dimensions[a.dimension].held) * CONFIDENCE for a in goal.asked)
            for goal in self.instance.goals
        ]

    @cached_property
    def matches(self) -> list[Match]:
        """Of each goal."""
        return [Match.of([(a.dimension, a.level) for a in goal.asked]) for goal in self.instance.goals]

    @cached_property
    def _asked(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Of all goals one behind the other: dimensions, levels, scales, and where each goal begins."""
        size = np.asarray([len(match.asked) for match in self.matches], dtype=np.int64)
        return (
            np.concatenate([match.dimensions for match in self.matches]),
            np.concatenate([match.asked for match in self.matches]),
            np.repeat(np.asarray([match.scale for match in self.matches], dtype=np.int64), size),
            np.cumsum(size) - size,
        )

    def match_values(self, levels: Ints) -> Ints:
        """The sum of terms of every goal's match: shape ``(..., goals)`` for levels of shape ``(..., dimensions)``."""
        dimensions, asked, scale, starts = self._asked
        terms = scale * np.minimum(levels[..., dimensions], asked) // asked
        # A goal that asks for nothing has no terms: its sum is that of none.
        padded = np.concatenate([terms, np.zeros((*terms.shape[:-1], 1), dtype=np.int64)], axis=-1)
        empty = np.asarray([len(match.asked) == 0 for match in self.matches])
        return np.asarray(np.where(empty, 0, np.add.reduceat(padded, starts, axis=-1)))

    @cached_property
    def needed(self) -> Ints:
        """Of each goal, the sum of terms from which it is reached."""
        return np.asarray([match.needed(self.instance.objective.threshold) for match in self.matches], dtype=np.int64)

    @cached_property
    def ready(self) -> list[Match | None]:
        """Of each candidate's requirements, where what is held does not reach them yet."""
        out: list[Match | None] = []
        for candidate in self.instance.candidates:
            match = Match.of(candidate.requires) if candidate.requires else None
            if match is not None and int(match.value(self.held)) >= match.needed(self.instance.limits.readiness):
                match = None
            out.append(match)
        return out

    @cached_property
    def dated(self) -> bool:
        """Whether any candidate's dates bind before the deadline."""
        return self.dated_within(self.instance.limits.minutes)

    def dated_within(self, horizon: int | None) -> bool:
        """Whether any candidate's dates bind in a plan of at most so many study minutes; ``None``: of any length."""
        return any(
            c.opens > 0 or (c.closes is not None and (horizon is None or c.closes < horizon))
            for c in self.instance.candidates
        )

    @cached_property
    def target(self) -> int:
        """Worth of the first goal that `cheapest` and `fastest` must close."""
        numerator, denominator = self.instance.objective.target or (0, 1)
        return -(-numerator * self.gap[0] // denominator)

    def closed(self, goal: int, chosen: Sequence[int]) -> int:
        """Worth that a set of candidates closes of a goal."""
        worth = self.worth(goal)
        return int(worth[list(chosen)].max(axis=0).sum()) if len(chosen) and worth.size else 0

    def levels(self, chosen: Sequence[int]) -> Ints:
        """Levels held once a set of candidates is finished: shape ``(dimensions,)``."""
        return np.maximum(self.held, self.level[list(chosen)].max(axis=0)) if len(chosen) else self.held

    def completed(self, chosen: Sequence[int]) -> int:
        """Programmes that a set of candidates completes."""
        taken = set(chosen)
        return sum(taken.issuperset(programme.missing) for programme in self.instance.programmes)

    def reached(self, chosen: Sequence[int]) -> int:
        """Goals whose match reaches the threshold."""
        return int((self.match_values(self.levels(chosen)) >= self.needed).sum())

    def cents(self, chosen: Sequence[int]) -> int:
        """Price of a set of candidates, in hundredths of the currency."""
        return int(self.price[list(chosen)].sum())


def hours(minutes: int) -> float:
    """Minutes as hours, for showing."""
    return round(minutes / 60, 2)


def money(cents: int) -> float:
    """Hundredths as a currency's unit, for showing."""
    return cents / CENTS

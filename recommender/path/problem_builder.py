"""From a catalogue, a learner and goals to a planning problem in integers; `recommender.path.pool` says who is in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from recommender.arrays import Bools, Ints
from recommender.catalogue.store import Credentials
from recommender.errors import InputError
from recommender.goal.requirements import Requirements
from recommender.path import exclusions
from recommender.path.optimise.certificate import PlanSource
from recommender.path.options import PlanOptions, share
from recommender.path.pool import CandidatePool
from recommender.path.problem import (
    CENTS,
    CONFIDENCE,
    IMPORTANCE,
    LEVEL,
    MAX_CANDIDATES,
    MAX_DIMENSIONS,
    MAX_WEEKS,
    MINIMUM_LINK_CONFIDENCE,
    Candidate,
    Dimension,
    Limits,
    Objective,
    PlanningProblem,
    Programme,
    TargetGoal,
    TargetLevel,
)
from recommender.records import Preferences
from recommender.taxonomy.space import SkillSpace


@dataclass(frozen=True, slots=True)
class RequiredGoal:
    """One goal and what it requires."""

    id: str
    label: str
    required: Requirements


@dataclass
class ProblemBuilder:
    """The instance of one request. ``level``: what the learner holds of a node, in [0, 1]."""

    credentials: Credentials
    space: SkillSpace
    sought: Sequence[RequiredGoal]
    level: Callable[[int], float]
    preferences: Preferences
    options: PlanOptions
    as_of: dt.date
    _pool: CandidatePool = field(init=False)
    _dimensions: dict[tuple[int, ...], int] = field(init=False, default_factory=dict)
    _shown: list[Dimension] = field(init=False, default_factory=list)
    _gathered: tuple[int, tuple[Ints, Ints, Ints, Ints, Ints]] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        if self.preferences.hours_per_week is None:
            msg = "a plan needs the hours a week that the learner has"
            raise InputError(msg)
        if self.preferences.weeks is None and self.options.objective not in {"cheapest", "fastest"}:
            msg = f"the objective {self.options.objective} needs a deadline in weeks; cheapest and fastest do without"
            raise InputError(msg)
        self._pool = CandidatePool(self.credentials, self.preferences, self.options, self.as_of)

    def build(self) -> tuple[PlanningProblem, PlanSource]:
        """The problem, and what was left out of its pool, by reason."""
        goals = tuple(self._goal(sought) for sought in self.sought)
        pool = self._pool
        pool.close(self._teaching, self._required)
        self._bounded()
        place = {row: number for number, row in enumerate(pool.rows.tolist())}
        taught, inferred, guessed_level = self._taught(pool.rows)
        candidates = tuple(
            Candidate(
                id=self.credentials.id(row),
                title=self.credentials.title(row),
                # A must-have that is barred for want of a figure stands here as if it took next to nothing.
                minutes=max(1, int(pool.minutes[row])),
                price=None if pool.price[row] < 0 and not pool.priced else max(0, int(pool.price[row])),
                teaches=tuple(taught[number]),
                requires=tuple(self._required(row)),
                prerequisites=tuple(sorted(place[int(p)] for p in pool.before(row))),
                opens=pool.opens(row),
                closes=pool.closes(row),
                barred=tuple(name for name, mask in pool.barred.items() if mask[row]),
                assumed=tuple(
                    name
                    for name, flag in (
                        ("hours", pool.assumed_hours[row]),
                        ("price", pool.assumed_price[row]),
                        ("levels", guessed_level[number]),
                        ("inferred skills", inferred[number]),
                        (exclusions.CONFIRMED, row in pool.confirmed),
                    )
                    if flag
                ),
            )
            for number, row in enumerate(pool.rows.tolist())
        )
        instance = PlanningProblem(
            dimensions=tuple(self._shown),
            goals=goals,
            candidates=candidates,
            programmes=self._programmes(pool.rows),
            objective=self._objective(goals[0]),
            limits=self._limits(tuple(place[row] for row in pool.must)),
        )
        return instance, PlanSource(len(self.credentials), pool.left_out(self._teaching()))

    def _bounded(self) -> None:
        rows, dimensions = len(self._pool.rows), len(self._shown)
        if rows > MAX_CANDIDATES or dimensions > MAX_DIMENSIONS:
            msg = (
                f"a plan chooses among {MAX_CANDIDATES} credentials and {MAX_DIMENSIONS} skills at most, and here are "
                f"{rows} and {dimensions}: name providers, a format or a budget"
            )
            raise InputError(msg)

    # What is asked

    def _goal(self, sought: RequiredGoal) -> TargetGoal:
        asked: dict[int, TargetLevel] = {}
        for area in sought.required.areas:
            level = _thousandths(area.level)
            importance = round(area.importance * IMPORTANCE)
            if level > 0 and area.members:
                dimension = self._dimension(area.members, area.name)
                asked.setdefault(dimension, TargetLevel(dimension=dimension, level=level, importance=importance))
        return TargetGoal(id=sought.id, label=sought.label, asked=tuple(asked.values()))

    def _dimension(self, members: tuple[int, ...], label: str) -> int:
        key = tuple(sorted(members))
        if key not in self._dimensions:
            self._dimensions[key] = len(self._shown)
            held = max((self.level(node) for node in members), default=0.0)
            skills = tuple(self.space.id(node) for node in members)
            self._shown.append(Dimension(label=label, skills=skills, held=_thousandths(held)))
        return self._dimensions[key]

    def _objective(self, first: TargetGoal) -> Objective:
        options = self.options
        return Objective(
            kind=options.objective,
            threshold=share(options.threshold),
            target=None if options.target is None else share(options.target),
            best=(0,) * len(self.sought) if options.objective == "regret" else (),
            bonus=self._bonus(first),
        )

    def _bonus(self, first: TargetGoal) -> int:
        """A share of the first goal's gap, in integers so that it is the same on every machine."""
        missing = (one.importance * max(0, one.level - self._shown[one.dimension].held) for one in first.asked)
        return round(Fraction(*share(self.options.stacking_bonus)) * CONFIDENCE * sum(missing))

    def _limits(self, must: tuple[int, ...]) -> Limits:
        limits = self.preferences
        return Limits(
            minutes_per_week=self._pool.minutes_per_week,
            # Only the objectives that look for the least do without a deadline.
            weeks=limits.weeks or MAX_WEEKS,
            budget=None if limits.budget is None else round(limits.budget.amount * CENTS),
            currency=self._pool.currency,
            steps=self.options.steps,
            readiness=share(self.options.readiness),
            must_have=must,
        )

    # What the catalogue states

    def _required(self, row: int) -> list[tuple[int, int]]:
        """(dimension, level) of the skills that a row requires."""
        span = self.credentials.requires.span(row)
        out: dict[int, int] = {}
        for node, level in zip(
            self.credentials.requires.columns[span].tolist(),
            self.credentials.requires.values["level"][span].tolist(),
            strict=True,
        ):
            if (needed := _thousandths(level)) > 0:
                dimension = self._dimension((node,), self.space.label(node))
                out[dimension] = max(needed, out.get(dimension, 0))
        return sorted(out.items())

    def _entries(self) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        """Every link of the dimensions' nodes: rows, dimensions, levels, confidences, and positions in the columns."""
        # Dimensions are only ever added, so their number says whether what was gathered is still whole.
        if self._gathered is None or self._gathered[0] != len(self._dimensions):
            self._gathered = (len(self._dimensions), self._gather())
        return self._gathered[1]

    def _gather(self) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        index = self.credentials.taught_by
        pairs = [(node, number) for key, number in self._dimensions.items() for node in key]
        nodes = np.asarray([node for node, _ in pairs], dtype=np.int64)
        entries, owner = index.entries(nodes)
        dimensions = np.asarray([number for _, number in pairs], dtype=np.int64)[owner]
        level = np.round(index.values["level"][entries].astype(np.float64) * LEVEL).astype(np.int64)
        believed = index.values["confidence"][entries].astype(np.float64)
        confidence = np.maximum(1, np.round(believed * CONFIDENCE)).astype(np.int64)
        keep = believed >= (MINIMUM_LINK_CONFIDENCE / CONFIDENCE if self.options.objective == "goals" else 0)
        held = np.asarray([dimension.held for dimension in self._shown], dtype=np.int64)
        keep &= level > held[dimensions]
        rows = index.columns[entries].astype(np.int64)
        return rows[keep], dimensions[keep], level[keep], confidence[keep], entries[keep]

    def _teaching(self) -> Bools:
        """Rows that teach more of some dimension than is held."""
        out = np.zeros(len(self.credentials), dtype=bool)
        if self._dimensions:
            out[self._entries()[0]] = True
        return out

    def _taught(self, pool: Ints) -> tuple[list[list[tuple[int, int, int]]], Bools, Bools]:
        """What each member of the pool teaches, and whether some of it is inferred, or at an assumed level."""
        taught: list[list[tuple[int, int, int]]] = [[] for _ in pool]
        inferred, assumed = np.zeros(len(pool), dtype=bool), np.zeros(len(pool), dtype=bool)
        if not self._dimensions:
            return taught, inferred, assumed
        rows, dimensions, level, confidence, entries = self._entries()
        place = np.full(len(self.credentials), -1, dtype=np.int64)
        place[pool] = np.arange(len(pool))
        inside = place[rows] >= 0
        number = place[rows[inside]]
        index = self.credentials.taught_by
        np.logical_or.at(inferred, number, index.values["inferred"][entries[inside]])
        np.logical_or.at(assumed, number, index.values["assumed"][entries[inside]])
        order = np.lexsort((-confidence[inside], -level[inside], dimensions[inside], number))
        best, surest = (-1, -1), 0
        for position in order.tolist():
            one = (int(number[position]), int(dimensions[inside][position]))
            sure = int(confidence[inside][position])
            # Of links to one dimension those that are neither higher nor surer than another say nothing.
            if one != best or sure > surest:
                taught[one[0]].append((one[1], int(level[inside][position]), sure))
                surest = sure
            best = one
        return taught, inferred, assumed

    def _programmes(self, pool: Ints) -> tuple[Programme, ...]:
        """Larger credentials of which every part is in the pool or held."""
        if not self.options.stacking_bonus:
            return ()
        parts: dict[str, list[int]] = {}
        for row in np.flatnonzero(self.credentials.stacks).tolist():
            for programme in self.credentials.record(row).stacks_into:
                parts.setdefault(programme, []).append(row)
        place = {row: number for number, row in enumerate(pool.tolist())}
        held = {self.credentials.number(identifier) for identifier in self.preferences.held}
        out = []
        for programme, rows in sorted(parts.items()):
            missing = [row for row in rows if row not in held]
            if missing and all(row in place for row in missing):
                out.append(Programme(id=programme, missing=tuple(place[row] for row in missing)))
        return tuple(out)


def _thousandths(level: float) -> int:
    return round(level * LEVEL)

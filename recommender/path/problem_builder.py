"""From a snapshot, a learner and goals to a planning instance: which credentials are in the pool, in integers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil
from typing import Final

import numpy as np
import numpy.typing as npt

from recommender.arrays import Bools, Ints
from recommender.catalogue.eligibility import wished
from recommender.catalogue.store import Credentials
from recommender.errors import InputError, NotFound
from recommender.goal.requirements import Requirements
from recommender.path import exclusions
from recommender.path.optimise.certificate import PlanSource
from recommender.path.options import PlanOptions, share
from recommender.path.problem import (
    CENTS,
    CONFIDENCE,
    IMPORTANCE,
    LEVEL,
    MAX_WEEKS,
    MINIMUM_LINK_CONFIDENCE,
    WORTH,
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

MAX_MONEY: Final = 1_000_000
NOTHING, UNAVAILABLE = "closes no gap of the goal", "a prerequisite is not available"


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

    def instance(self) -> tuple[PlanningProblem, PlanSource]:
        """The instance and what was left out of its pool, by reason."""
        goals = tuple(self._goal(sought) for sought in self.sought)
        minutes, guessed_hours = self._minutes()
        price, guessed_price = self._price()
        barred = self._reasons(minutes, price)
        allowed = ~np.logical_or.reduce(list(barred.values()))
        must = self._must_haves()
        pool, unavailable = self._pool(allowed, must)
        place = {row: number for number, row in enumerate(pool.tolist())}
        taught, inferred, guessed_level = self._taught(pool)
        candidates = tuple(
            Candidate(
                id=self.credentials.id(row),
                title=self.credentials.title(row),
                # A must-have that is barred for want of a figure stands here as if it took next to nothing.
                minutes=max(1, int(minutes[row])),
                price=None if price[row] < 0 and self.preferences.budget is None else max(0, int(price[row])),
                teaches=tuple(taught[number]),
                requires=tuple(self._required(row)),
                prerequisites=tuple(sorted(place[int(p)] for p in self._before(row) if int(p) in place)),
                opens=self._opens(row),
                closes=self._closes(row),
                barred=tuple(name for name, mask in barred.items() if mask[row]),
                assumed=tuple(
                    name
                    for name, flag in (
                        ("hours", guessed_hours[row]),
                        ("price", guessed_price[row]),
                        ("levels", guessed_level[number]),
                        ("inferred skills", inferred[number]),
                        (exclusions.CONFIRMED, row in self._confirmed),
                    )
                    if flag
                ),
            )
            for number, row in enumerate(pool.tolist())
        )
        instance = PlanningProblem(
            dimensions=tuple(self._shown),
            goals=goals,
            candidates=candidates,
            programmes=self._programmes(pool),
            objective=self._objective(),
            limits=self._limits(tuple(place[row] for row in must)),
        )
        left_out = self._left_out(barred, pool, unavailable)
        return instance, PlanSource(len(self.credentials), left_out)

    # What is asked

    def _goal(self, sought: RequiredGoal) -> TargetGoal:
        asked: dict[int, TargetLevel] = {}
        for group in sought.required.groups:
            level = _thousandths(group.level)
            importance = round(group.importance * IMPORTANCE)
            if level > 0:
                dimension = self._dimension(group.members, group.named(self.space))
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

    def _objective(self) -> Objective:
        options = self.options
        return Objective(
            kind=options.objective,
            threshold=share(options.threshold),
            target=None if options.target is None else share(options.target),
            best=(0,) * len(self.sought) if options.objective == "regret" else (),
            bonus=self._bonus(),
        )

    def _bonus(self) -> int:
        first = self.sought[0].required
        held = np.asarray([max((self.level(n) for n in g.members), default=0.0) for g in first.groups])
        gap = float((first.importance * np.maximum(first.level - held, 0)).sum())
        return round(self.options.stacking_bonus * gap * WORTH)

    def _limits(self, must: tuple[int, ...]) -> Limits:
        limits = self.preferences
        return Limits(
            minutes_per_week=self._per_week,
            # Only the objectives that look for the least do without a deadline.
            weeks=limits.weeks or MAX_WEEKS,
            budget=None if limits.budget is None else round(limits.budget.amount * CENTS),
            currency=self._currency,
            steps=self.options.steps,
            readiness=share(self.options.readiness),
            must_have=must,
        )

    @property
    def _currency(self) -> str:
        return self.preferences.budget.currency if self.preferences.budget else "USD"

    # What the catalogue states

    def _minutes(self) -> tuple[Ints, Bools]:
        """Effort of each row, the most that is stated; -1 where it is unknown. And which of it is assumed."""
        high, low = self.credentials.hours_high.astype(np.float64), self.credentials.hours_low.astype(np.float64)
        unknown = np.isnan(high)
        if self.options.assume_hours is not None:
            high = np.where(unknown, np.fmax(low, self.options.assume_hours), high)
        minutes = np.where(np.isnan(high), -1, np.round(high * 60)).astype(np.int64)
        return minutes, unknown & (minutes >= 0)

    def _price(self) -> tuple[Ints, Bools]:
        """Price of each row in hundredths of the budget's currency; -1 where it is unknown. And which is assumed."""
        amount = self.credentials.price.astype(np.float64)
        rate = np.full(len(amount), np.nan)
        for currency, worth in {**self.options.rates, self._currency: 1.0}.items():
            rate[self.credentials.currency == self.credentials.code("currency", currency)] = worth
        cents = amount * rate * CENTS
        unknown = np.isnan(cents)
        if self.options.assume_price is not None:
            cents = np.where(unknown, self.options.assume_price * CENTS, cents)
        if np.nanmax(cents, initial=0) > MAX_MONEY * CENTS:
            msg = f"a price comes to more than {MAX_MONEY:g} {self._currency}; look at the rates"
            raise InputError(msg)
        known = np.where(np.isnan(cents), -1, np.round(cents)).astype(np.int64)
        return known, unknown & (known >= 0)

    def _reasons(self, minutes: Ints, price: Ints) -> dict[str, Bools]:
        """Why a row may not be taken: one mask for each reason, in the order in which they are told."""
        credentials, limits = self.credentials, self.preferences
        spoken = [credentials.code("language", tag) for tag in limits.languages]
        priced = limits.budget is not None or self.options.objective == "cheapest"
        closes = credentials.closes
        masks = {
            exclusions.HELD: self._named(limits.held),
            exclusions.EXCLUDED: self._named(limits.exclude),
            exclusions.LANGUAGE: ~np.isin(credentials.language, spoken),
            exclusions.OFFER: ~wished(credentials, limits),
            exclusions.OVER: (closes > 0) & (closes < self.as_of.toordinal()),
            exclusions.NO_HOURS: minutes < 0,
            exclusions.no_price(self._currency): (price < 0) & priced,
            exclusions.UNKNOWN_FIRST: self._unknown_prerequisite(),
        }
        return {name: np.asarray(mask, dtype=bool) for name, mask in masks.items()}

    def _named(self, identifiers: Sequence[str]) -> Bools:
        out = np.zeros(len(self.credentials), dtype=bool)
        for identifier in identifiers:
            if (row := self.credentials.number(identifier)) is not None:
                out[row] = True
        return out

    def _unknown_prerequisite(self) -> Bools:
        """Rows that need a credential which is neither in the catalogue nor held."""
        out = np.asarray(self.credentials.unknown_prerequisite).copy()
        held = set(self.preferences.held)
        for row in np.flatnonzero(out).tolist() if held else ():
            first = self.credentials.record(row).prerequisites
            out[row] = any(p not in held and self.credentials.number(p) is None for p in first)
        return out

    def _must_haves(self) -> list[int]:
        out = []
        for identifier in dict.fromkeys(self.options.must_have):
            row = self.credentials.number(identifier)
            if row is None:
                msg = f"the must-have {identifier!r} is not in the catalogue"
                raise NotFound(msg)
            if identifier not in self.preferences.held:
                out.append(row)
        return out

    # The pool

    def _pool(self, allowed: Bools, must: Sequence[int]) -> tuple[Ints, Bools]:
        """Rows of the pool, and which useful ones lack a prerequisite that may be taken."""
        useful = np.zeros(len(self.credentials), dtype=bool)
        found: Bools | None = None
        while found is None or bool((useful & ~found).any()):
            found = useful.copy()
            useful |= allowed & self._teaching()
            for row in np.flatnonzero(useful & ~found).tolist():
                first = self._before(row)
                useful[first] |= allowed[first]
                self._required(row)
        unavailable = np.zeros(len(useful), dtype=bool)
        lost = [row for row in np.flatnonzero(useful).tolist() if not useful[self._before(row)].all()]
        while lost:
            unavailable[lost] = True
            useful[lost] = False
            lost = [row for row in np.flatnonzero(useful).tolist() if not useful[self._before(row)].all()]
        stack = list(must)
        while stack:
            row = stack.pop()
            useful[row], unavailable[row] = True, False
            self._required(row)
            stack += [int(p) for p in self._before(row) if not useful[p]]
        return np.flatnonzero(useful).astype(np.int64), unavailable

    @cached_property
    def _confirmed(self) -> dict[int, list[int]]:
        """Prerequisites by row that the learner or the platform confirmed; `NotFound` names one that is not there."""
        out: dict[int, list[int]] = {}
        for pair in self.options.confirmed:
            rows = [self.credentials.number(identifier) for identifier in pair]
            for identifier, row in zip(pair, rows, strict=True):
                if row is None:
                    msg = f"the confirmed prerequisite names {identifier!r}, which is not in the catalogue"
                    raise NotFound(msg)
            before, after = (int(row) for row in rows if row is not None)
            if before == after:
                msg = f"{pair[0]!r} cannot be its own prerequisite"
                raise InputError(msg)
            out.setdefault(after, []).append(before)
        return out

    def _before(self, row: int) -> npt.NDArray[np.int32]:
        """Prerequisites of a row that are not held."""
        first = self.credentials.prerequisites.row(row)
        if row in self._confirmed:
            first = np.unique(np.concatenate([first, np.asarray(self._confirmed[row], dtype=np.int32)]))
        if not len(first) or not self.preferences.held:
            return first
        return first[[self.credentials.id(int(p)) not in self.preferences.held for p in first]]

    def _required(self, row: int) -> list[tuple[int, int]]:
        """(dimension, level) of the skills that a row requires."""
        span = self.credentials.requires.span(row)
        out: dict[int, int] = {}
        for node, level in zip(
            self.credentials.requires.columns[span].tolist(),
            self.credentials.requires.values["level"][span].tolist(),
            strict=True,
        ):
            dimension = self._dimension((node,), self.space.label(node))
            if (needed := _thousandths(level)) > 0:
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
        first, count = index.starts[nodes], index.starts[nodes + 1] - index.starts[nodes]
        entries = np.repeat(first - (np.cumsum(count) - count), count) + np.arange(int(count.sum()))
        dimensions = np.repeat(np.asarray([number for _, number in pairs], dtype=np.int64), count)
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

    def _opens(self, row: int) -> int:
        """Study minute of the first whole week in which a row may be begun."""
        days = int(self.credentials.opens[row]) - self.as_of.toordinal()
        return max(0, ceil(days / 7)) * self._per_week if self.credentials.opens[row] else 0

    def _closes(self, row: int) -> int | None:
        """Study minute after the last whole week in which a row may be finished; ``None`` where it stays open."""
        if not self.credentials.closes[row]:
            return None
        days = int(self.credentials.closes[row]) + 1 - self.as_of.toordinal()
        return max(0, days // 7) * self._per_week

    @property
    def _per_week(self) -> int:
        return max(1, round((self.preferences.hours_per_week or 0) * 60))

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

    def _left_out(self, barred: dict[str, Bools], pool: Ints, unavailable: Bools) -> dict[str, int]:
        """Rows outside the pool by the first reason that holds; of those that would be useful, and of the rest."""
        outside = np.ones(len(self.credentials), dtype=bool)
        outside[pool] = False
        useful = self._teaching()
        out: dict[str, int] = {NOTHING: int((outside & ~useful & ~unavailable).sum())}
        left = outside & (useful | unavailable)
        for name, mask in barred.items():
            out[name] = int((left & mask).sum())
            left &= ~mask
        out[UNAVAILABLE] = int(left.sum())
        return {name: count for name, count in out.items() if count}


def _thousandths(level: float) -> int:
    return round(level * LEVEL)

"""Which credentials a plan may take, and why others are left out: hours, money, wishes, prerequisites, dates."""

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
from recommender.path import exclusions
from recommender.path.options import PlanOptions
from recommender.path.problem import CENTS, MAX_WEEKS, WHOLE_WEEK
from recommender.records import Preferences

MAX_MONEY: Final = 1_000_000
NOTHING, UNAVAILABLE = "closes no gap of the goal", "a prerequisite is not available"


@dataclass
class CandidatePool:
    """Rows of a catalogue under one request's limits.

    ``minutes`` and ``price`` of each row, -1 where unknown, and which of them are assumed; ``barred``: one mask for
    each reason why a row may not be taken; ``must``: rows that the learner insists on. After `close`: ``rows`` of the
    pool.
    """

    credentials: Credentials
    preferences: Preferences
    options: PlanOptions
    as_of: dt.date
    minutes: Ints = field(init=False)
    price: Ints = field(init=False)
    assumed_hours: Bools = field(init=False)
    assumed_price: Bools = field(init=False)
    barred: dict[str, Bools] = field(init=False)
    must: list[int] = field(init=False)
    #: Of each row, of the run that leaves time for it: proleptic ordinals, 0 where unknown.
    first_day: Ints = field(init=False)
    last_day: Ints = field(init=False)
    rows: Ints = field(init=False)

    def __post_init__(self) -> None:
        self.minutes, self.assumed_hours = self._minutes()
        self.price, self.assumed_price = self._price()
        self.first_day, self.last_day = self.credentials.offer(self.as_of.toordinal(), self._days())
        self.barred = self._reasons()
        self.must = self._must_have_rows()

    def close(self, teaching: Callable[[], Bools], require: Callable[[int], object]) -> None:
        """Take in what the learner insists on, what is useful, and the prerequisites of both.

        ``teaching``: rows that teach more of some dimension than is held, ``(credentials,)``. ``require`` is called
        once with each row that comes in: what the row requires is a dimension too, which other rows may teach.
        """
        takeable = self._takeable()
        inside, visited = np.zeros(len(self.credentials), dtype=bool), np.zeros(len(self.credentials), dtype=bool)
        inside[self.must] = True
        while True:
            inside |= takeable & teaching()
            new = np.flatnonzero(inside & ~visited)
            if not len(new):
                break
            visited[new] = True
            for row in new.tolist():
                require(row)
                inside[self.before(row)] = True
        self.rows = np.flatnonzero(inside).astype(np.int64)

    def _takeable(self) -> Bools:
        """Rows that nothing bars, nor anything that must come before them. A circle of prerequisites is not seen."""
        takeable = ~np.logical_or.reduce(list(self.barred.values()))
        stated = self.credentials.prerequisites
        after = np.repeat(np.arange(len(stated)), np.diff(stated.starts))
        before = np.asarray(stated.columns, dtype=np.int64)
        more = [(first, row) for row, firsts in self.confirmed.items() for first in firsts]
        before = np.concatenate([before, np.asarray([first for first, _ in more], dtype=np.int64)])
        after = np.concatenate([after, np.asarray([row for _, row in more], dtype=np.int64)])
        needed = ~self.barred[exclusions.HELD][before]
        before, after = before[needed], after[needed]
        while (lost := takeable[after] & ~takeable[before]).any():
            takeable[after[lost]] = False
        return np.asarray(takeable)

    def left_out(self, useful: Bools) -> dict[str, int]:
        """Rows outside the pool by the first reason that holds. ``useful``: rows that teach something that counts."""
        left = np.ones(len(self.credentials), dtype=bool)
        left[self.rows] = False
        out: dict[str, int] = {NOTHING: int((left & ~useful).sum())}
        left &= useful
        for name, mask in self.barred.items():
            out[name] = int((left & mask).sum())
            left &= ~mask
        out[UNAVAILABLE] = int(left.sum())
        return {name: count for name, count in out.items() if count}

    @cached_property
    def confirmed(self) -> dict[int, list[int]]:
        """Prerequisites by row that the learner or the platform confirmed; `NotFound` names one that is not there."""
        out: dict[int, list[int]] = {}
        for place, pair in enumerate(self.options.confirmed, start=1):
            rows = [self.credentials.number(identifier) for identifier in pair]
            for which, row in zip(("before", "after"), rows, strict=True):
                if row is None:
                    msg = f"confirmed prerequisite {place} names a credential ({which}) that is not in the catalogue"
                    raise NotFound(msg)
            before, after = (int(row) for row in rows if row is not None)
            if before == after:
                msg = f"confirmed prerequisite {place}: a credential cannot be its own prerequisite"
                raise InputError(msg)
            out.setdefault(after, []).append(before)
        return out

    def before(self, row: int) -> npt.NDArray[np.int32]:
        """Prerequisites of a row that are not held."""
        first = self.credentials.prerequisites.row(row)
        if row in self.confirmed:
            first = np.unique(np.concatenate([first, np.asarray(self.confirmed[row], dtype=np.int32)]))
        if not len(first) or not self.preferences.held:
            return first
        return first[~self.barred[exclusions.HELD][first]]

    def opens(self, row: int) -> int:
        """Study minute of the first whole week in which a row may be begun; beyond every plan's end at the latest."""
        if not self.first_day[row]:
            return 0
        weeks = max(0, ceil((int(self.first_day[row]) - self.as_of.toordinal()) / 7))
        return weeks * self.minutes_per_week if weeks < MAX_WEEKS else MAX_WEEKS * WHOLE_WEEK

    def closes(self, row: int) -> int | None:
        """Study minute after the last whole week in which a row may be finished; ``None`` where every plan is over."""
        if not self.last_day[row]:
            return None
        weeks = max(0, (int(self.last_day[row]) + 1 - self.as_of.toordinal()) // 7)
        return weeks * self.minutes_per_week if weeks <= MAX_WEEKS else None

    @property
    def currency(self) -> str:
        """The currency in which prices are compared."""
        return self.preferences.budget.currency if self.preferences.budget else "USD"

    @property
    def priced(self) -> bool:
        """Whether a credential needs a price to be planned with."""
        return self.preferences.budget is not None or self.options.objective == "cheapest"

    @property
    def minutes_per_week(self) -> int:
        """Study minutes of a week."""
        return max(1, round((self.preferences.hours_per_week or 0) * 60))

    def _minutes(self) -> tuple[Ints, Bools]:
        """Effort of each row, the most that is stated; -1 where it is unknown. And which of it is assumed."""
        high, low = self.credentials.hours_high.astype(np.float64), self.credentials.hours_low.astype(np.float64)
        unknown = np.isnan(high)
        if self.options.assume_hours is not None:
            high = np.where(unknown, np.fmax(low, self.options.assume_hours), high)
        minutes = np.where(np.isnan(high), -1, np.round(high * 60)).astype(np.int64)
        return minutes, unknown & (minutes >= 0)

    def _days(self) -> Ints:
        """Days of study that each row takes, in whole weeks; one where its hours are unknown."""
        weeks = -(-self.minutes // self.minutes_per_week)
        return np.where(self.minutes > 0, 7 * weeks, 1).astype(np.int64)

    def _price(self) -> tuple[Ints, Bools]:
        """Price of each row in hundredths of the budget's currency; -1 where it is unknown. And which is assumed."""
        amount = self.credentials.price.astype(np.float64)
        rate = np.full(len(amount), np.nan)
        for currency, worth in {**self.options.rates, self.currency: 1.0}.items():
            rate[self.credentials.currency == self.credentials.code("currency", currency)] = worth
        # Free is free in any currency.
        cents = np.where(amount == 0, 0.0, amount * rate * CENTS)
        unknown = np.isnan(cents)
        if self.options.assume_price is not None:
            cents = np.where(unknown, self.options.assume_price * CENTS, cents)
        if np.nanmax(cents, initial=0) > MAX_MONEY * CENTS:
            msg = f"a price comes to more than {MAX_MONEY:g} {self.currency}; look at the rates"
            raise InputError(msg)
        known = np.where(np.isnan(cents), -1, np.round(cents)).astype(np.int64)
        return known, unknown & (known >= 0)

    def _reasons(self) -> dict[str, Bools]:
        """Why a row may not be taken: one mask for each reason, in the order in which they are told."""
        credentials, limits = self.credentials, self.preferences
        spoken = [credentials.code("language", tag) for tag in limits.languages]
        over = (self.last_day > 0) & (self.last_day < self.as_of.toordinal())
        if limits.include_closed:
            self.last_day = np.where(over, 0, self.last_day)
        masks = {
            exclusions.HELD: self._named(limits.held),
            exclusions.EXCLUDED: self._named(limits.exclude),
            exclusions.LANGUAGE: ~np.isin(credentials.language, spoken),
            exclusions.OFFER: ~wished(credentials, limits),
            exclusions.OVER: over & (not limits.include_closed),
            exclusions.WITHDRAWN: credentials.withdrawn & (not limits.include_closed),
            exclusions.NO_HOURS: self.minutes < 0,
            exclusions.no_price(self.currency): (self.price < 0) & self.priced,
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

    def _must_have_rows(self) -> list[int]:
        out = []
        for place, identifier in enumerate(self.options.must_have, start=1):
            row = self.credentials.number(identifier)
            if row is None:
                msg = f"must-have {place} is not in the catalogue"
                raise NotFound(msg)
            if not self.barred[exclusions.HELD][row] and row not in out:
                out.append(row)
        return out

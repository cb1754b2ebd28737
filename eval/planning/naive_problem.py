"""The planning problem of a request, built from records alone, for tests and evaluation.

It shares nothing with `recommender.path.problem_builder`: it follows the rules as they are stated, one credential at a
time and without columns, so that an error of the builder is not repeated here. It is for catalogues of a few hundred.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import Any

from recommender.path.options import PlanOptions
from recommender.records import Credential, Preferences

Json = dict[str, Any]
Key = tuple[str, ...]

#: The source of a link that follows from another one.
INFERRED = "inferred"
DEADLINE_WEEKS, WEEK_MINUTES = 520, 168 * 60


@dataclass(frozen=True, slots=True)
class Asked:
    """One requirement: skills of which any one serves, a level and an importance in [0, 1]."""

    skills: Key
    label: str
    level: float
    importance: float


@dataclass(frozen=True, slots=True)
class AskedGoal:
    """One goal with what it asks for, most important first."""

    id: str
    label: str
    asked: tuple[Asked, ...]


@dataclass(frozen=True)
class NaiveProblem:
    """A request over ``records``. ``held``: the learner's level of a skill; ``labels``: each skill's label."""

    records: Sequence[Credential]
    goals: Sequence[AskedGoal]
    held: Callable[[str], float]
    labels: Mapping[str, str]
    preferences: Preferences
    options: PlanOptions
    as_of: dt.date

    @cached_property
    def place(self) -> dict[str, int]:
        """Row of each identifier."""
        return {record.id: row for row, record in enumerate(self.records)}

    # One credential

    def minutes(self, row: int) -> int | None:
        """Effort, the most that is stated or else assumed."""
        record, assumed = self.records[row], self.options.assume_hours
        hours = record.hours_high
        if hours is None and assumed is not None:
            hours = max(assumed, record.hours_low or 0)
        return None if hours is None else round(hours * 60)

    def cents(self, row: int) -> int | None:
        """Price in hundredths of the budget's currency, or else the assumed one."""
        price = self.records[row].price
        if price is not None and price.amount == 0:
            return 0
        worth = {**self.options.rates, self.currency: 1.0}
        if price is not None and price.currency in worth:
            return round(price.amount * worth[price.currency] * 100)
        return None if self.options.assume_price is None else round(self.options.assume_price * 100)

    @property
    def currency(self) -> str:
        """The currency of the budget."""
        return self.preferences.budget.currency if self.preferences.budget else "USD"

    def before(self, row: int) -> set[str]:
        """Prerequisites that are not held, stated or confirmed."""
        identifier = self.records[row].id
        confirmed = {first for first, then in self.options.confirmed if then == identifier}
        return (set(self.records[row].prerequisites) | confirmed) - set(self.preferences.held)

    def barred(self, row: int) -> list[str]:
        """Every reason why a credential may not be taken."""
        record, wishes = self.records[row], self.preferences
        priced = wishes.budget is not None or self.options.objective == "cheapest"
        unknown_provider = wishes.providers and (record.provider or "").casefold() not in {
            name.casefold() for name in wishes.providers
        }
        unwanted_format = wishes.formats and record.format is not None and record.format not in wishes.formats
        reasons = {
            "held already": record.id in wishes.held,
            "excluded": record.id in wishes.exclude,
            "language": record.language not in wishes.languages,
            "provider or format": unknown_provider or unwanted_format,
            "no longer on offer": self._over(row) and not wishes.include_closed,
            "withdrawn": record.status == "withdrawn" and not wishes.include_closed,
            "hours not stated": self.minutes(row) is None,
            f"price not stated in {self.currency}": priced and self.cents(row) is None,
            "unknown prerequisite": any(first not in self.place for first in self.before(row)),
        }
        return [reason for reason, holds in reasons.items() if holds]

    def ancestry(self, row: int) -> set[int]:
        """A credential and everything that must come before it."""
        found, waiting = set[int](), [row]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += [self.place[first] for first in self.before(one) if first in self.place]
        return found

    def takeable(self, row: int) -> bool:
        """Whether nothing bars it or what must come before it."""
        return not any(self.barred(one) for one in self.ancestry(row))

    # Levels

    def level(self, key: Key) -> int:
        """Thousandths held of any of some skills."""
        return max((round(self.held(skill) * 1_000) for skill in key), default=0)

    def links(self, row: int, key: Key) -> list[tuple[int, int, bool, bool]]:
        """(level, confidence, inferred, assumed) of what is taught above what is held, where it counts."""
        surest = 0.5 if self.options.objective == "goals" else 0.0
        return [
            (round(one.level * 1_000), max(1, round(one.confidence * 100)), one.source == INFERRED, one.assumed)
            for one in self.records[row].skills
            if one.skill in key and one.confidence >= surest and round(one.level * 1_000) > self.level(key)
        ]

    def required(self, row: int) -> dict[Key, int]:
        """Level required of each skill, where there is any."""
        out: dict[Key, int] = {}
        for one in self.records[row].requires_skills:
            if round(one.level * 1_000) > 0:
                out[one.skill,] = max(out.get((one.skill,), 0), round(one.level * 1_000))
        return out

    # The pool

    def pool(self) -> tuple[set[int], set[Key]]:
        """Rows that a plan may need to speak of, and the keys of its dimensions."""
        forced: set[int] = set()
        for identifier in self.options.must_have:
            if identifier not in self.preferences.held:
                forced |= self.ancestry(self.place[identifier])
        rows = [row for row in range(len(self.records)) if self.takeable(row)]
        keys = {asked.skills for goal in self.goals for asked in goal.asked if round(asked.level * 1_000) > 0}
        inside = set(forced)
        while True:
            grown = keys | {key for row in inside for key in self.required(row)}
            useful = {row for row in rows if any(self.links(row, key) for key in grown)}
            wider = inside.union(*(self.ancestry(row) for row in useful), forced)
            if (grown, wider) == (keys, inside):
                return inside, keys
            keys, inside = grown, wider

    def left_out(self) -> dict[str, int]:
        """How many are outside, by the first reason."""
        inside, keys = self.pool()
        out: dict[str, int] = {}
        for row in range(len(self.records)):
            if row in inside:
                continue
            reason = "closes no gap of the goal"
            if any(self.links(row, key) for key in keys):
                reason = next(iter(self.barred(row)), "a prerequisite is not available")
            out[reason] = out.get(reason, 0) + 1
        return out

    # The whole

    def build(self) -> Json:
        """The problem as plain JSON in the order of `canonical`."""
        inside, keys = self.pool()
        rows, order = sorted(inside), sorted(keys)
        place, number = {row: n for n, row in enumerate(rows)}, {key: n for n, key in enumerate(order)}
        labels = {key: self.labels[key[0]] for key in keys}
        for asked in reversed([asked for goal in self.goals for asked in goal.asked]):
            labels[asked.skills] = asked.label
        return {
            "format": "credpath-instance/1",
            "dimensions": [{"label": labels[key], "skills": sorted(key), "held": self.level(key)} for key in order],
            "goals": [self._goal(goal, number) for goal in self.goals],
            "candidates": [self._candidate(row, place, number) for row in rows],
            "programmes": self._programmes(place),
            "objective": self._objective(number, [self.level(key) for key in order]),
            "limits": self._limits(place),
        }

    def _goal(self, goal: AskedGoal, number: Mapping[Key, int]) -> Json:
        asked: dict[int, Json] = {}
        for one in goal.asked:
            if (level := round(one.level * 1_000)) > 0:
                dimension = number[one.skills]
                entry = {"dimension": dimension, "level": level, "importance": round(one.importance * 10_000)}
                asked.setdefault(dimension, entry)
        return {"id": goal.id, "label": goal.label, "asked": [asked[n] for n in sorted(asked)]}

    def _candidate(self, row: int, place: Mapping[int, int], number: Mapping[Key, int]) -> Json:
        record, barred = self.records[row], self.barred(row)
        priced = self.preferences.budget is not None or self.options.objective == "cheapest"
        cents = self.cents(row)
        found = {key: self.links(row, key) for key in number}
        every = [link for links in found.values() for link in links]
        flags = {
            "hours": record.hours_high is None and self.minutes(row) is not None,
            "price": cents is not None and not self._priced(record),
            "levels": any(assumed for *_, assumed in every),
            "inferred skills": any(inferred for *_, inferred, _ in every),
            "confirmed prerequisites": any(then == record.id for _, then in self.options.confirmed),
        }
        return {
            "id": record.id,
            "title": record.title,
            "minutes": max(1, self.minutes(row) or 1),
            "price": (0 if priced else None) if cents is None else cents,
            "teaches": sorted([number[key], *best] for key, links in found.items() for best in _best(links)),
            "requires": sorted([number[key], level] for key, level in self.required(row).items()),
            "prerequisites": sorted(place[self.place[first]] for first in self.before(row) if first in self.place),
            "opens": self._opens(row),
            "closes": self._closes(row),
            "barred": barred,
            "assumed": [name for name, flag in flags.items() if flag],
        }

    def _priced(self, record: Credential) -> bool:
        known = {*self.options.rates, self.currency}
        return record.price is not None and (record.price.amount == 0 or record.price.currency in known)

    def _dates(self, row: int) -> tuple[dt.date | None, dt.date | None]:
        """First and last day: of several runs, those of the first that leaves time for it, else of the last."""
        record, weeks = self.records[row], ceil((self.minutes(row) or 0) / self._weekly)
        needed = dt.timedelta(days=7 * weeks or 1)
        for run in record.runs:
            begin = max(run.available_from or self.as_of, self.as_of)
            if run.available_until is None or begin + needed <= run.available_until + dt.timedelta(days=1):
                return run.available_from, run.available_until
        last = record.runs[-1] if record.runs else record
        return last.available_from, last.available_until

    def _over(self, row: int) -> bool:
        until = self._dates(row)[1]
        return until is not None and until < self.as_of

    def _opens(self, row: int) -> int:
        week, since = 0, self._dates(row)[0]
        while since and week < DEADLINE_WEEKS:
            if self.as_of + dt.timedelta(weeks=week) >= since:
                break
            week += 1
        return week * self._weekly if week < DEADLINE_WEEKS else DEADLINE_WEEKS * WEEK_MINUTES

    def _closes(self, row: int) -> int | None:
        until = self._dates(row)[1]
        if until is None or (self._over(row) and self.preferences.include_closed):
            return None
        week = 0
        while self.as_of + dt.timedelta(weeks=week + 1, days=-1) <= until:
            week += 1
            if week > DEADLINE_WEEKS:
                return None
        return week * self._weekly

    @property
    def _weekly(self) -> int:
        return max(1, round((self.preferences.hours_per_week or 0) * 60))

    def _programmes(self, place: Mapping[int, int]) -> list[Json]:
        if not self.options.stacking_bonus:
            return []
        out = []
        for programme in sorted({name for record in self.records for name in record.stacks_into}):
            parts = [row for row, record in enumerate(self.records) if programme in record.stacks_into]
            missing = [row for row in parts if self.records[row].id not in self.preferences.held]
            if missing and all(row in place for row in missing):
                out.append({"id": programme, "missing": [place[row] for row in missing]})
        return out

    def _objective(self, number: Mapping[Key, int], held: Sequence[int]) -> Json:
        options, first = self.options, self._goal(self.goals[0], number)["asked"]
        missing = (one["importance"] * max(0, one["level"] - held[one["dimension"]]) for one in first)
        gap = 100 * sum(missing)
        return {
            "kind": options.objective,
            "threshold": _share(options.threshold),
            "target": None if options.target is None else _share(options.target),
            "best": [],
            "bonus": round(Fraction(*_share(options.stacking_bonus)) * gap),
        }

    def _limits(self, place: Mapping[int, int]) -> Json:
        limits = self.preferences
        must = [name for name in dict.fromkeys(self.options.must_have) if name not in limits.held]
        return {
            "minutes_per_week": self._weekly,
            "weeks": limits.weeks or DEADLINE_WEEKS,
            "budget": None if limits.budget is None else round(limits.budget.amount * 100),
            "currency": self.currency,
            "steps": self.options.steps,
            "readiness": _share(self.options.readiness),
            "must_have": [place[self.place[name]] for name in must],
        }


def _best(links: Iterable[tuple[int, int, bool, bool]]) -> list[list[int]]:
    """Levels and confidences of links that no other one is at least as high and as sure as."""
    pairs = {(level, sure) for level, sure, *_ in links}
    return [list(one) for one in pairs if not any(o != one and o[0] >= one[0] and o[1] >= one[1] for o in pairs)]


def _share(value: float) -> list[int]:
    fraction = Fraction(str(round(value, 6)))
    return [fraction.numerator, fraction.denominator]


def canonical(instance: Json) -> Json:
    """An instance with its dimensions in the order of their skills, so that two orders of one instance are equal.

    The best of each goal, which regret is measured against, is left out: it is solved for, not built.
    """
    dimensions = [{**one, "skills": sorted(one["skills"])} for one in instance["dimensions"]]
    order = sorted(range(len(dimensions)), key=lambda n: dimensions[n]["skills"])
    number = {old: new for new, old in enumerate(order)}
    candidates = [
        {
            **one,
            "teaches": sorted([number[d], *rest] for d, *rest in one["teaches"]),
            "requires": sorted([number[d], level] for d, level in one["requires"]),
        }
        for one in instance["candidates"]
    ]
    goals = [
        {**one, "asked": sorted(({**a, "dimension": number[a["dimension"]]} for a in one["asked"]), key=_dimension)}
        for one in instance["goals"]
    ]
    return {
        **instance,
        "dimensions": [dimensions[n] for n in order],
        "goals": goals,
        "candidates": candidates,
        "objective": {**instance["objective"], "best": []},
    }


def _dimension(asked: Json) -> int:
    return int(asked["dimension"])

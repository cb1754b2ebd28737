"""The checker: everything that follows from a plan's instance, computed again without the solver.

It reads the certificate's own JSON, does its arithmetic with Python's integers and fractions, and shares no constraint
with the model, the greedy plan or the search. What only a solver can claim (bound, status) is checked for consistency,
and re-proved by trying every plan where the pool is small.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, Final

from recommender.errors import InputError
from recommender.path.plan import UNITS, LearningPath
from recommender.path.problem import MATCH_SCALE
from recommender.path.verdict import Finding

#: Pools of up to this many candidates that can be taken are searched whole.
MAX_EXHAUSTIVE: Final = 10
DIGITS: Final = 6
#: Characters of a value that a finding shows.
SHOWN: Final = 120
Json = dict[str, Any]


def recomputed(path: LearningPath) -> tuple[Finding, ...]:
    """Every number of a plan that follows from its problem; `InputError` where its dates leave the calendar."""
    try:
        return tuple(_findings(path.model_dump(mode="json")))
    except OverflowError:
        msg = "not a plan: its dates leave the calendar"
        raise InputError(msg) from None


def exhaustive(path: LearningPath) -> Finding | None:
    """Status and bound against every plan of a small pool; ``None`` where the pool is too large for that."""
    return _proved(path.model_dump(mode="json"))


@dataclass(frozen=True)
class _Facts:
    """The parts of an instance that every rule reads."""

    instance: Json

    @property
    def candidates(self) -> list[Json]:
        return list(self.instance["candidates"])

    @property
    def limits(self) -> Json:
        return self.instance["limits"]  # type: ignore[no-any-return]

    @property
    def held(self) -> list[int]:
        return [dimension["held"] for dimension in self.instance["dimensions"]]

    @property
    def horizon(self) -> int:
        return int(self.limits["minutes_per_week"]) * int(self.limits["weeks"])

    def levels(self, taken: list[int]) -> list[int]:
        levels = self.held
        for number in taken:
            for dimension, level, _ in self.candidates[number]["teaches"]:
                levels[dimension] = max(levels[dimension], level)
        return levels

    def closed(self, goal: int, taken: list[int]) -> dict[int, int]:
        """Worth closed of each dimension that a goal asks for."""
        held, out = self.held, {}
        for asked in self.instance["goals"][goal]["asked"]:
            dimension, level = asked["dimension"], asked["level"]
            before = min(level, held[dimension])
            out[dimension] = max(
                (
                    asked["importance"] * confidence * (min(level, max(held[dimension], taught)) - before)
                    for number in taken
                    for d, taught, confidence in self.candidates[number]["teaches"]
                    if d == dimension
                ),
                default=0,
            )
        return out

    def gap(self, goal: int) -> int:
        held = self.held
        return sum(
            asked["importance"] * 100 * max(0, asked["level"] - held[asked["dimension"]])
            for asked in self.instance["goals"][goal]["asked"]
        )

    def reached(self, taken: list[int]) -> int:
        levels, threshold = self.levels(taken), Fraction(*self.instance["objective"]["threshold"])
        asked = [[(a["dimension"], a["level"]) for a in goal["asked"]] for goal in self.instance["goals"]]
        return sum(matches(levels, pairs, threshold) for pairs in asked)

    def programmes(self, taken: list[int]) -> int:
        return sum(set(programme["missing"]) <= set(taken) for programme in self.instance["programmes"])

    def cents(self, taken: list[int]) -> int:
        return sum(self.candidates[number]["price"] or 0 for number in taken)

    def times(self, taken: list[int]) -> list[tuple[int, int]]:
        out, now = [], 0
        for number in taken:
            begin = max(now, self.candidates[number]["opens"])
            now = begin + self.candidates[number]["minutes"]
            out.append((begin, now))
        return out

    def objective(self, taken: list[int]) -> int:
        objective = self.instance["objective"]
        kind = objective["kind"]
        if kind == "closure":
            return sum(self.closed(0, taken).values()) + int(objective["bonus"]) * self.programmes(taken)
        if kind == "goals":
            return self.reached(taken)
        if kind == "cheapest":
            return self.cents(taken)
        if kind == "fastest":
            return self.times(taken)[-1][1] if taken else 0
        short = [0]
        for goal, best in enumerate(objective["best"]):
            if gap := self.gap(goal):
                missed = 1_000_000 * (best - sum(self.closed(goal, taken).values()))
                short.append(-(-missed // gap))
        return max(short)

    def broken(self, taken: list[int]) -> str | None:
        """The first rule that a sequence breaks, or ``None``."""
        limits = self.limits
        if len(set(taken)) != len(taken):
            return "a credential stands in it twice"
        if missing := set(limits["must_have"]) - set(taken):
            return f"a must-have is missing: {self.candidates[min(missing)]['id']}"
        if limits["steps"] is not None and len(taken) > limits["steps"]:
            return "it has more steps than are wished for"
        if limits["budget"] is not None and self.cents(taken) > limits["budget"]:
            return "it costs more than the budget"
        if why := self._in_turn(taken):
            return why
        objective = self.instance["objective"]
        if objective["kind"] in {"cheapest", "fastest"}:
            closed, gap = sum(self.closed(0, taken).values()), self.gap(0)
            if closed < Fraction(*objective["target"]) * gap:
                return "it does not close the target"
        return None

    def _in_turn(self, taken: list[int]) -> str | None:
        readiness = Fraction(*self.limits["readiness"])
        levels = self.held
        for position, (number, (begin, end)) in enumerate(zip(taken, self.times(taken), strict=True)):
            candidate = self.candidates[number]
            name = candidate["id"]
            if candidate["barred"]:
                return f"{name} is barred by {candidate['barred'][0]}"
            if not set(candidate["prerequisites"]) <= set(taken[:position]):
                return f"{name} stands before one of its prerequisites"
            if not matches(levels, candidate["requires"], readiness):
                return f"{name} begins before what it requires is held"
            if begin < candidate["opens"]:
                return f"{name} begins before it opens"
            if end > self.horizon or (candidate["closes"] is not None and end > candidate["closes"]):
                return f"{name} ends too late"
            for dimension, level, _ in candidate["teaches"]:
                levels[dimension] = max(levels[dimension], level)
        return None


def matches(levels: list[int], asked: Any, threshold: Fraction) -> bool:
    """Whether the mean of min(held, asked) / asked reaches the threshold.

    Exact, but for levels whose common multiple is beyond `MATCH_SCALE`: there each term is rounded down at that scale,
    as the instance's definition says.
    """
    pairs = [(levels[dimension], level) for dimension, level in asked]
    if not pairs:
        return True
    scale = lcm(*(level for _, level in pairs))
    if scale <= MATCH_SCALE:
        total = sum((Fraction(min(held, level), level) for held, level in pairs), Fraction(0))
    else:
        total = Fraction(sum(MATCH_SCALE * min(held, level) // level for held, level in pairs), MATCH_SCALE)
    return total >= threshold * len(pairs)


def _findings(document: Json) -> Iterator[Finding]:
    certificate = document["certificate"]
    facts = _Facts(certificate["instance"])
    text = json.dumps(certificate["instance"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    same = hashlib.sha256(text.encode()).hexdigest() == certificate["inputs"]["instance"]
    yield Finding(ok=same, what="the instance is the one that was hashed", where="certificate.inputs.instance")
    pool = certificate["pool"]
    counted = pool["candidates"] == len(facts.candidates) and pool["searched"] <= pool["candidates"]
    within = pool["candidates"] + sum(pool["left_out"].values()) == pool["considered"]
    yield Finding(ok=counted and within, what="the pool's numbers add up", where="certificate.pool")
    numbers = [step["candidate"] for step in document["steps"]]
    if any(not 0 <= number < len(facts.candidates) for number in numbers):
        yield Finding(ok=False, what="a step is no candidate of the instance", where="steps")
        return
    yield from _claims(certificate, facts, numbers, document["conflict"])
    if certificate["status"] != "infeasible":
        broken = facts.broken(numbers)
        yield Finding(ok=broken is None, what=broken or "the plan keeps every limit, in this order", where="steps")
    if any(end > facts.horizon for _, end in facts.times(numbers)):
        # Nothing else is computed: a calendar beyond the deadline has no bound.
        yield Finding(ok=False, what="a step ends after the deadline", where="weeks")
        return
    for where, stated, computed in _compared(document, facts, numbers):
        ok = stated == computed
        what = "as computed" if ok else f"stated {_short(stated)}, computed {_short(computed)}"
        yield Finding(ok=ok, what=what, where=where)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}..."


def _claims(certificate: Json, facts: _Facts, numbers: list[int], conflict: Json | None) -> Iterator[Finding]:
    """Status, value, bound and gap against each other."""
    status, value, bound = certificate["status"], certificate["objective"]["value"], certificate["bound"]
    kind = facts.instance["objective"]["kind"]
    yield Finding(
        ok=certificate["objective"]["kind"] == kind, what="the objective is the instance's", where="objective"
    )
    where = "certificate.bound"
    if status == "infeasible":
        absent = (value, bound, certificate["relative_gap"], certificate["objective"]["share"], certificate["greedy"])
        nothing = not numbers and all(item is None for item in absent)
        yield Finding(ok=nothing, what="an infeasible instance has no plan, value or bound", where="certificate.status")
        said = conflict is not None and certificate["objective"]["unit"] == UNITS[kind]
        yield Finding(ok=said, what="an infeasible instance says what stands in the way", where="conflict")
        return
    yield Finding(ok=conflict is None, what="a plan has no conflict", where="conflict")
    least = kind in {"cheapest", "fastest", "regret"}
    if value is None or bound is None:
        yield Finding(ok=False, what="a plan has a value and a bound", where=where)
        return
    yield Finding(
        ok=bound <= value if least else bound >= value, what="the bound is no worse than the value", where=where
    )
    proven = (status == "optimal") == (value == bound)
    unit = certificate["objective"]["unit"] == UNITS[kind]
    yield Finding(ok=unit, what="the unit is the objective's", where="certificate.objective.unit")
    yield Finding(ok=proven, what="optimal means that value and bound are equal", where="certificate.status")
    gap = 0.0 if value == bound else round(abs(bound - value) / max(abs(bound), abs(value)), 9)
    yield Finding(
        ok=certificate["relative_gap"] == gap, what="the gap is as computed", where="certificate.relative_gap"
    )
    greedy = certificate["greedy"]
    beaten = greedy is None or (greedy >= bound if least else greedy <= bound)
    yield Finding(ok=beaten, what="the greedy plan is no better than the bound", where="certificate.greedy")
    within = certificate["solver"]["work"] >= 0
    yield Finding(ok=within, what="the work is not negative", where="certificate.solver.work")


def _compared(document: Json, facts: _Facts, numbers: list[int]) -> Iterator[tuple[str, Any, Any]]:
    """(where, as stated, as computed) of each number that follows from the instance and the sequence."""
    certificate = document["certificate"]
    as_of = dt.date.fromisoformat(document["as_of"])
    if certificate["status"] != "infeasible":
        value = facts.objective(numbers)
        yield "certificate.objective.value", certificate["objective"]["value"], value
        gap = facts.gap(0)
        share = round(value / gap, DIGITS) if gap and facts.instance["objective"]["kind"] == "closure" else None
        yield "certificate.objective.share", certificate["objective"]["share"], share
    yield from _compared_steps(document, facts, numbers, as_of)
    weeks = _weeks(facts, numbers, as_of)
    yield "weeks", document["weeks"], weeks
    for name, value in _totals(facts, numbers, as_of).items():
        yield f"totals.{name}", document["totals"][name], value


def _compared_steps(
    document: Json, facts: _Facts, numbers: list[int], as_of: dt.date
) -> Iterator[tuple[str, Any, Any]]:
    per_week = facts.limits["minutes_per_week"]
    gap = facts.gap(0)
    labels = [dimension["label"] for dimension in facts.instance["dimensions"]]
    before = facts.closed(0, [])
    for position, (step, (begin, end)) in enumerate(zip(document["steps"], facts.times(numbers), strict=True), start=1):
        where = f"steps.{position - 1}"
        candidate = facts.candidates[step["candidate"]]
        alone = facts.closed(0, [step["candidate"]])
        gained = {d: worth - before[d] for d, worth in alone.items() if worth > before[d]}
        before = {d: max(worth, alone[d]) for d, worth in before.items()}
        closes = [
            {"dimension": d, "label": labels[d], "worth": worth, "share": round(worth / gap, DIGITS)}
            for d, worth in gained.items()
        ]
        last = max(begin, end - 1) // per_week + 1
        expected = {
            "position": position,
            "id": candidate["id"],
            "title": candidate["title"],
            "start": begin,
            "end": end,
            "hours": round(candidate["minutes"] / 60, 2),
            "price": None if candidate["price"] is None else candidate["price"] / 100,
            "first_week": begin // per_week + 1,
            "last_week": last,
            "begins": (as_of + dt.timedelta(days=7 * (begin // per_week))).isoformat(),
            "ends": (as_of + dt.timedelta(days=7 * last - 1)).isoformat(),
            "share": round(sum(gained.values()) / gap, DIGITS) if gap else 0.0,
            "after": _builds_on(facts, numbers, position),
            "assumed": candidate["assumed"],
        }
        for name, value in expected.items():
            yield f"{where}.{name}", step[name], value
        yield f"{where}.closes", sorted(step["closes"], key=_by_dimension), sorted(closes, key=_by_dimension)


def _by_dimension(closing: Json) -> int:
    return int(closing["dimension"])


def _builds_on(facts: _Facts, numbers: list[int], position: int) -> list[int]:
    candidate, held = facts.candidates[numbers[position - 1]], facts.held
    lacking = {d: level for d, level in candidate["requires"] if held[d] < level}
    if matches(held, candidate["requires"], Fraction(*facts.limits["readiness"])):
        lacking = {}
    out = set()
    for earlier, number in enumerate(numbers[: position - 1], start=1):
        taught = {d for d, level, _ in facts.candidates[number]["teaches"] if d in lacking and level > held[d]}
        if number in candidate["prerequisites"] or taught:
            out.add(earlier)
    return sorted(out)


def _weeks(facts: _Facts, numbers: list[int], as_of: dt.date) -> list[Json]:
    per_week = facts.limits["minutes_per_week"]
    found: dict[int, list[Json]] = {}
    for position, (number, (begin, end)) in enumerate(zip(numbers, facts.times(numbers), strict=True), start=1):
        title, week = facts.candidates[number]["title"], begin // per_week
        while True:
            until = min(end, (week + 1) * per_week)
            minutes = until - max(begin, week * per_week)
            found.setdefault(week, []).append({"position": position, "title": title, "minutes": minutes})
            if until == end:
                break
            week += 1
    return [
        {"week": week + 1, "begins": (as_of + dt.timedelta(days=7 * week)).isoformat(), "stretches": stretches}
        for week, stretches in sorted(found.items())
    ]


def _totals(facts: _Facts, numbers: list[int], as_of: dt.date) -> Json:
    chosen = [facts.candidates[number] for number in numbers]
    minutes, cents = sum(c["minutes"] for c in chosen), facts.cents(numbers)
    goals = range(len(facts.instance["goals"]))
    closed = [sum(facts.closed(goal, numbers).values()) for goal in goals]
    gaps = [facts.gap(goal) for goal in goals]
    times = facts.times(numbers)
    weeks = max(times[-1][0], times[-1][1] - 1) // facts.limits["minutes_per_week"] + 1 if times else 0
    assumed_minutes = sum(c["minutes"] for c in chosen if "hours" in c["assumed"])
    assumed_cents = sum(c["price"] or 0 for c in chosen if "price" in c["assumed"])
    return {
        "steps": len(numbers),
        "minutes": minutes,
        "hours": round(minutes / 60, 2),
        "weeks": weeks,
        "ends": (as_of + dt.timedelta(days=7 * weeks - 1)).isoformat() if times else None,
        "cost": cents / 100,
        "currency": facts.limits["currency"],
        "unpriced": sum(c["price"] is None for c in chosen),
        "closed": closed,
        "shares": [round(c / gap, DIGITS) if gap else 1.0 for c, gap in zip(closed, gaps, strict=True)],
        "reached_before": facts.reached([]),
        "reached": facts.reached(numbers),
        "programmes": facts.programmes(numbers),
        "assumed_hours": round(assumed_minutes / minutes, DIGITS) if minutes else 0.0,
        "assumed_cost": round(assumed_cents / cents, DIGITS) if cents else 0.0,
    }


def _proved(document: Json) -> Finding | None:
    certificate = document["certificate"]
    facts = _Facts(certificate["instance"])
    members = [number for number, candidate in enumerate(facts.candidates) if not candidate["barred"]]
    if len(members) > MAX_EXHAUSTIVE:
        return None
    best = _best(facts, members)
    status, bound = certificate["status"], certificate["bound"]
    if best is None or status == "infeasible":
        ok = best is None and status == "infeasible"
        what = "no plan is possible" if best is None else "a plan is possible"
        return Finding(ok=ok, what=f"every sequence was tried: {what}", where="certificate.status")
    least = facts.instance["objective"]["kind"] in {"cheapest", "fastest", "regret"}
    ok = bound <= best if least else bound >= best
    if status == "optimal":
        ok = ok and best == bound
    return Finding(ok=ok, what=f"every sequence was tried: the best value is {best}", where="certificate.bound")


def _best(facts: _Facts, members: list[int]) -> int | None:
    """The best value over all sequences of ``members``, or ``None`` where none keeps the rules.

    Sequences of one set that end at the same minute leave the same possibilities, so one of them is followed.
    """
    least = facts.instance["objective"]["kind"] in {"cheapest", "fastest", "regret"}
    budget, most = facts.limits["budget"], facts.limits["steps"]
    best: int | None = None
    seen: set[tuple[frozenset[int], int]] = set()
    stack: list[list[int]] = [[]]
    while stack:
        taken = stack.pop()
        if facts.broken(taken) is None:
            value = facts.objective(taken)
            best = value if best is None else min(best, value) if least else max(best, value)
        if most is not None and len(taken) >= most:
            continue
        for number in members:
            longer = [*taken, number]
            if number in taken or (budget is not None and facts.cents(longer) > budget):
                continue
            key = (frozenset(longer), facts.times(longer)[-1][1])
            if key not in seen and facts._in_turn(longer) is None:  # noqa: SLF001 - of the same file
                seen.add(key)
                stack.append(longer)
    return best

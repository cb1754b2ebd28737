"""An exhaustive search for the best plan of a small instance, written for tests and evaluation alone.

It shares nothing with the planner: it reads an instance as plain JSON and follows the rules as they are stated, so that
an error of the planner is not repeated here. It tries every set of candidates with every minute at which it can end, so
it is for about twelve candidates at most.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from math import lcm
from typing import Any

Json = dict[str, Any]

MOST_CANDIDATES = 12
MINIMISED = {"cheapest", "fastest", "regret"}
WHOLE_CONFIDENCE = 100
WHOLE_REGRET = 1_000_000
WHOLE_SHARE = 1_000_000


def best(instance: Json) -> tuple[int, tuple[int, ...]] | None:
    """The optimal value and one optimal sequence; ``None`` where no plan is feasible."""
    candidates = range(len(instance["candidates"]))
    if len(candidates) > MOST_CANDIDATES:
        msg = f"{len(candidates)} candidates are too many to try every plan"
        raise ValueError(msg)
    sign = -1 if instance["objective"]["kind"] in MINIMISED else 1
    found: tuple[int, tuple[int, ...]] | None = None
    # What may follow a sequence and what it is worth depend on its set and the minute at its end, not on its order. The
    # set alone fixes the minute where nothing opens late, so this is then a memo of sets.
    seen: set[tuple[frozenset[int], int]] = set()
    # Where dates matter a set is met at many minutes; what minutes do not change is worked out once for each set.
    complete: dict[frozenset[int], bool] = {}
    followers: dict[frozenset[int], list[int]] = {}

    def visit(sequence: tuple[int, ...], taken: frozenset[int], minute: int) -> None:
        nonlocal found
        if (taken, minute) in seen:
            return
        seen.add((taken, minute))
        new = taken not in complete
        if new:
            complete[taken] = _complete(instance, taken)
            held = _levels(instance, taken)
            followers[taken] = [index for index in candidates if _allowed(instance, taken, held, index)]
        # Only `fastest` is worth another look at a set met before.
        if complete[taken] and (new or instance["objective"]["kind"] == "fastest"):
            worth = _value(instance, taken, minute)
            if found is None or sign * worth > sign * found[0]:
                found = worth, sequence
        for index in followers[taken]:
            end = _end(instance["candidates"][index], minute)
            if _in_time(instance, index, end):
                visit((*sequence, index), taken | {index}, end)

    visit((), frozenset(), 0)
    return found


def feasible(instance: Json, sequence: Sequence[int]) -> bool:
    """Whether a sequence keeps every rule, the target of `cheapest` and `fastest` included."""
    minute = 0
    for place, index in enumerate(sequence):
        if not 0 <= index < len(instance["candidates"]):
            return False
        before = frozenset(sequence[:place])
        minute = _end(instance["candidates"][index], minute)
        if not _allowed(instance, before, _levels(instance, before), index) or not _in_time(instance, index, minute):
            return False
    return _complete(instance, frozenset(sequence))


def value(instance: Json, sequence: Sequence[int]) -> int:
    """What the objective is for a sequence, feasible or not."""
    minute = 0
    for index in sequence:
        minute = _end(instance["candidates"][index], minute)
    return _value(instance, frozenset(sequence), minute)


def _allowed(instance: Json, taken: frozenset[int], held: list[int], index: int) -> bool:
    """Whether a candidate may come next after those taken, time left aside.

    As with time, no later candidate can mend a rule broken here, so a search may stop at one.
    """
    candidate, limits = instance["candidates"][index], instance["limits"]
    if index in taken or candidate["barred"] or not taken.issuperset(candidate["prerequisites"]):
        return False
    if limits["steps"] is not None and len(taken) + 1 > limits["steps"]:
        return False
    if limits["budget"] is not None and _spent(instance, taken | {index}) > limits["budget"]:
        return False
    return _match(held, candidate["requires"]) >= Fraction(*limits["readiness"])


def _in_time(instance: Json, index: int, end: int) -> bool:
    """Whether a candidate may end at a minute."""
    limits, closes = instance["limits"], instance["candidates"][index]["closes"]
    return end <= limits["minutes_per_week"] * limits["weeks"] and (closes is None or end <= closes)


def _complete(instance: Json, taken: frozenset[int]) -> bool:
    """Whether a plan may stop here: nothing that it must have or reach is left."""
    if not taken.issuperset(instance["limits"]["must_have"]):
        return False
    if instance["objective"]["kind"] not in {"cheapest", "fastest"}:
        return True
    goal = instance["goals"][0]
    numerator, denominator = instance["objective"]["target"]
    return _closed(instance, goal, taken) >= _ceiling(numerator * _gap(instance, goal), denominator)


def _value(instance: Json, taken: frozenset[int], minute: int) -> int:
    """What the objective is for a set of candidates whose last ends at a minute."""
    objective, goals = instance["objective"], instance["goals"]
    match objective["kind"]:
        case "closure":
            completed = sum(taken.issuperset(programme["missing"]) for programme in instance["programmes"])
            return _closed(instance, goals[0], taken) + int(objective["bonus"]) * completed
        case "goals":
            held, threshold = _levels(instance, taken), Fraction(*objective["threshold"])
            return sum(_match(held, _pairs(goal)) >= threshold for goal in goals)
        case "cheapest":
            return _spent(instance, taken)
        case "fastest":
            return minute
        case "regret":
            return _regret(instance, taken)
        case kind:
            msg = f"no such objective: {kind}"
            raise ValueError(msg)


def _regret(instance: Json, taken: frozenset[int]) -> int:
    worst = 0
    for goal, most in zip(instance["goals"], instance["objective"]["best"], strict=True):
        gap = _gap(instance, goal)
        # A goal without a gap cannot be fallen short of.
        if gap > 0:
            worst = max(worst, _ceiling(WHOLE_REGRET * (most - _closed(instance, goal, taken)), gap))
    return worst


def _end(candidate: Json, minute: int) -> int:
    return max(minute, int(candidate["opens"])) + int(candidate["minutes"])


def _spent(instance: Json, taken: Iterable[int]) -> int:
    return sum(instance["candidates"][index]["price"] or 0 for index in taken)


def _levels(instance: Json, taken: Iterable[int]) -> list[int]:
    """The level held of each dimension once the candidates taken are finished."""
    held = [dimension["held"] for dimension in instance["dimensions"]]
    for index in taken:
        # How sure a link is counts in what a plan is worth, never in what it makes the learner ready for.
        for dimension, level, _ in instance["candidates"][index]["teaches"]:
            held[dimension] = max(held[dimension], level)
    return held


def _pairs(goal: Json) -> list[tuple[int, int]]:
    return [(asked["dimension"], asked["level"]) for asked in goal["asked"]]


def _match(held: list[int], asked: Collection[Sequence[int]]) -> Fraction:
    """The mean share of the levels asked that is held; whole where nothing is asked.

    As an instance defines it: exact, but where the least common multiple of the levels is beyond a million each share
    is rounded down to a millionth.
    """
    if not asked:
        return Fraction(1)
    if lcm(*(level for _, level in asked)) > WHOLE_SHARE:
        rounded = sum(WHOLE_SHARE * min(held[dimension], level) // level for dimension, level in asked)
        return Fraction(rounded, WHOLE_SHARE * len(asked))
    return sum((Fraction(min(held[dimension], level), level) for dimension, level in asked), Fraction(0)) / len(asked)


def _closed(instance: Json, goal: Json, taken: Iterable[int]) -> int:
    """The worth of a goal's gap that a set of candidates closes."""
    links = [link for index in taken for link in instance["candidates"][index]["teaches"]]
    total = 0
    for asked in goal["asked"]:
        had = instance["dimensions"][asked["dimension"]]["held"]
        wanted = asked["level"]
        # The best single link counts: a surer link to a lower level may be worth more than the one to the highest.
        total += max(
            (
                asked["importance"] * confidence * (min(wanted, max(had, level)) - min(wanted, had))
                for dimension, level, confidence in links
                if dimension == asked["dimension"]
            ),
            default=0,
        )
    return total


def _gap(instance: Json, goal: Json) -> int:
    missing: Iterable[int] = (
        int(asked["importance"]) * max(0, int(asked["level"]) - instance["dimensions"][asked["dimension"]]["held"])
        for asked in goal["asked"]
    )
    return sum(missing) * WHOLE_CONFIDENCE


def _ceiling(numerator: int, denominator: int) -> int:
    return -(-numerator // denominator)

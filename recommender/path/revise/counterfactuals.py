"""Why each step is in a plan, and why a credential is not: changes that would turn it, found by planning.

A price, hours or a level that is said to turn a decision was verified: the plan that it leads to was made. Prices are
looked at where money is limited or the objective, hours where no dates bind, skills those of the first goal. For
counterfactual explanations see Wachter, Mittelstadt and Russell (2017); for plans, Chakraborti et al. (2017).
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import Final, Literal

from recommender.errors import InputError, WorkLimit
from recommender.path.optimise.conflict import explain
from recommender.path.optimise.cp_sat import CpSatModel
from recommender.path.optimise.dominance import usable
from recommender.path.optimise.effort import DEFAULT_EFFORT, Effort
from recommender.path.optimise.problem_arrays import ProblemArrays, hours, money
from recommender.path.optimise.solver import objective_of
from recommender.path.plan import LearningPath
from recommender.path.problem import CENTS, LEVEL, PlanningProblem
from recommender.path.revise.variants import Variant, best, forced, holding, narrowed, replaced, wanted_no_more, worded
from recommender.records import Record

#: Skills of a step that are tried, those that it closes the most of first.
MAX_SKILLS_TRIED: Final = 3
#: How finely levels are tried, in thousandths.
LEVEL_PRECISION: Final = 50
#: Figures beyond these are no candidate's.
MAX_CENTS: Final = 1_000_000 * CENTS
MAX_MINUTES: Final = 20_000 * 60


class Turn(Record):
    """One change that turns a decision. ``amount`` is the new value in ``unit`` (a price, hours, a level)."""

    kind: Literal["price", "hours", "skill", "preference"]
    amount: float | None
    unit: str | None
    text: str


class Why(Record):
    """One credential: whether it is in the plan, what it is worth to it, and what would turn that.

    ``worth``: how much worse, as a share of the greater value, the best plan is without it (for a step) or with it (for
    a credential that is not in the plan); below 0 where it is better; ``None`` where there is no such plan.
    """

    id: str
    title: str
    chosen: bool
    worth: float | None
    text: str
    turns: tuple[Turn, ...]


def why(path: LearningPath, effort: Effort = DEFAULT_EFFORT) -> tuple[Why, ...]:
    """For each step of a plan: the price, hours or level held from which the best plan does without it.

    Raises `InputError` where there is no plan to explain.
    """
    instance = path.certificate.instance
    value = path.certificate.objective.value
    if path.conflict is not None:
        msg = f"there is no plan to explain: {path.conflict.text}"
        raise InputError(msg)
    effort = effort.begun()
    return tuple(_step(instance, step.candidate, value or 0, effort) for step in path.steps)


def why_not(path: LearningPath, identifier: str, effort: Effort = DEFAULT_EFFORT) -> Why:
    """Why a credential is not in a plan, and what would bring it in; `InputError` where the pool does not hold it."""
    instance = path.certificate.instance
    number = next((n for n, c in enumerate(instance.candidates) if c.id == identifier), None)
    if number is None:
        msg = "the credential is not in the plan's pool; the plan says which reasons leave credentials out of it"
        raise InputError(msg)
    effort = effort.begun()
    if any(step.candidate == number for step in path.steps):
        return _step(instance, number, path.certificate.objective.value or 0, effort)
    try:
        return _absent(instance, number, path.certificate.objective.value, effort)
    except WorkLimit:
        return _undecided(instance, number, "whether a plan with it is possible", chosen=False)


# Steps


def _undecided(instance: PlanningProblem, number: int, what: str, *, chosen: bool) -> Why:
    candidate, text = instance.candidates[number], f"{what} was not decided within the work limit"
    return Why(id=candidate.id, title=candidate.title, chosen=chosen, worth=None, text=text, turns=())


def _step(instance: PlanningProblem, number: int, value: int, effort: Effort) -> Why:
    try:
        return _explained(instance, number, value, effort)
    except WorkLimit:
        return _undecided(instance, number, "what the best plan without it is", chosen=True)


def _explained(instance: PlanningProblem, number: int, value: int, effort: Effort) -> Why:
    candidate = instance.candidates[number]
    free = wanted_no_more(instance, number)
    small, place = narrowed(free, number)
    without = best(small, effort, banned=[place])
    turns: list[Turn] = []
    if number in instance.limits.must_have:
        turns.append(Turn(kind="preference", amount=None, unit=None, text="you wish for it: it is a must-have"))
    loss = without.loss(value)
    if without.possible and without.solution.status == "optimal":
        turns += [t for t in (_dearer(small, place, without, effort), _longer(small, place, without, effort)) if t]
    turns += _known(free, number, effort)
    if without.solution.status == "unknown":
        text = "what the best plan without it is was not decided within the work limit"
    elif not without.possible or loss is None:
        text = "there is no plan without it"
    else:
        text = worded("without", loss)
    return Why(id=candidate.id, title=candidate.title, chosen=True, worth=loss, text=text, turns=tuple(turns))


def _dropped(instance: PlanningProblem, number: int, effort: Effort) -> bool:
    """Whether the best plan of an instance does without a candidate."""
    found = best(instance, effort)
    return found.possible and number not in found.solution.sequence


def _dearer(instance: PlanningProblem, number: int, without: Variant, effort: Effort) -> Turn | None:
    """The lowest price at which no plan with it is as good as the best one without it."""
    budget, price = instance.limits.budget, instance.candidates[number].price
    if price is None:
        return None
    if instance.objective.kind == "cheapest":
        turning = price + (without.solution.value or 0) - (best(instance, effort).solution.value or 0) + 1
    else:
        least = (
            None if budget is None else _least(forced(instance, number), without.solution.value or 0, effort, "cost")
        )
        if budget is None or least is None:
            return None
        # What the cheapest plan with it leaves of the budget is what its price may rise by.
        turning = price + budget - least + 1
    if turning > MAX_CENTS or not _dropped(replaced(instance, number, price=turning), number, effort):
        return None
    amount = money(turning)
    text = f"at {amount:g} {instance.limits.currency} or more (now {money(price):g}) it would not be in the plan"
    return Turn(kind="price", amount=amount, unit=instance.limits.currency, text=text)


def _longer(instance: PlanningProblem, number: int, without: Variant, effort: Effort) -> Turn | None:
    """The least minutes at which no plan with it is as good as the best one without it."""
    minutes = instance.candidates[number].minutes
    if ProblemArrays(instance).dated or instance.objective.kind == "fastest":
        return None
    least = _least(forced(instance, number), without.solution.value or 0, effort, "minutes")
    if least is None:
        return None
    # To the next hundredth of an hour, as it is shown.
    turning = round(60 * ceil((minutes + instance.limits.minutes - least + 1) * 100 / 60) / 100)
    if turning > MAX_MINUTES or not _dropped(replaced(instance, number, minutes=turning), number, effort):
        return None
    text = f"if it took {hours(turning):g} hours or more (now {hours(minutes):g}) it would not be in the plan"
    return Turn(kind="hours", amount=hours(turning), unit="hours", text=text)


def _least(instance: PlanningProblem, value: int, effort: Effort, what: Literal["cost", "minutes"]) -> int | None:
    """The least money or time of a plan with all must-haves that is as good as ``value``; proven, or ``None``."""
    if instance.objective.kind == "regret":
        return None
    model = CpSatModel(tables := ProblemArrays(instance), usable(tables))
    total, maximise = objective_of(model)
    (model.at_least if maximise else model.at_most)(total, value)
    outcome = model.solve(model.cost if what == "cost" else model.minutes, maximise=False, effort=effort)
    return outcome.value if outcome.status == "optimal" else None


def _known(instance: PlanningProblem, number: int, effort: Effort) -> list[Turn]:
    """The one skill that, held at a level that was tried, makes the credential superfluous; the lowest one found."""
    out: list[Turn] = []
    asked = {a.dimension: a for a in instance.goals[0].asked}
    taught: dict[int, int] = {}
    for dimension, level, _ in instance.candidates[number].teaches:
        if dimension in asked:
            taught[dimension] = max(taught.get(dimension, 0), min(level, asked[dimension].level))
    heaviest = sorted(taught, key=lambda d: (-asked[d].importance * (taught[d] - instance.dimensions[d].held), d))
    for dimension in heaviest[:MAX_SKILLS_TRIED]:
        held, top = instance.dimensions[dimension].held, taught[dimension]
        if top <= held or not _dropped(holding(instance, dimension, top), number, effort):
            continue
        low, high = held, top
        while high - low > LEVEL_PRECISION:
            middle = (low + high) // 2
            enough = _dropped(holding(instance, dimension, middle), number, effort)
            low, high = (low, middle) if enough else (middle, high)
        label = instance.dimensions[dimension].label
        text = f"if you held {label} at {high / LEVEL:g} (now {held / LEVEL:g}) it would not be in the plan"
        out.append(Turn(kind="skill", amount=high / LEVEL, unit="level", text=text))
    return sorted(out, key=lambda turn: (turn.amount or 0.0, turn.text))[:1]


# Credentials that are not in the plan


def _absent(instance: PlanningProblem, number: int, value: int | None, effort: Effort) -> Why:
    candidate = instance.candidates[number]
    turns: list[Turn] = []
    if candidate.barred:
        text = f"it is ruled out: {', '.join(candidate.barred)}"
        turns.append(Turn(kind="preference", amount=None, unit=None, text=f"give up: {', '.join(candidate.barred)}"))
        return Why(id=candidate.id, title=candidate.title, chosen=False, worth=None, text=text, turns=tuple(turns))
    with_it = best(forced(instance, number), effort)
    if with_it.solution.status == "unknown":
        return _undecided(instance, number, "whether a plan with it is possible", chosen=False)
    if not with_it.possible:
        conflict = explain(with_it.tables, effort)
        turns += [
            Turn(kind="preference", amount=r.amount, unit=r.unit, text=r.text)
            for r in conflict.relaxations
            if not r.wish.startswith("must-have")
        ]
        text = f"no plan with it is possible: {conflict.text}"
        return Why(id=candidate.id, title=candidate.title, chosen=False, worth=None, text=text, turns=tuple(turns))
    loss = with_it.loss(value or 0) or 0.0
    out = [n for n in best(instance, effort).solution.sequence if n not in with_it.solution.sequence]
    instead = f"; it would take the place of {', '.join(instance.candidates[n].title for n in out[:3])}" if out else ""
    text = worded("with", loss)
    turn = _cheaper(instance, number, effort)
    if turn is not None:
        turns.append(turn)
    return Why(
        id=candidate.id, title=candidate.title, chosen=False, worth=loss, text=text + instead, turns=tuple(turns)
    )


def _cheaper(instance: PlanningProblem, number: int, effort: Effort) -> Turn | None:
    """The price, or the hours, at which the best plan takes it; ``None`` where even for nothing it would not."""
    candidate = instance.candidates[number]
    if candidate.price and instance.limits.budget is not None:
        price = _highest(lambda p: replaced(instance, number, price=p), number, candidate.price, effort, lowest=0)
        if price is not None:
            now, currency = money(candidate.price), instance.limits.currency
            text = f"at {money(price):g} {currency} or less (now {now:g}) it would be in the plan"
            return Turn(kind="price", amount=money(price), unit=currency, text=text)
    minutes = _highest(lambda m: replaced(instance, number, minutes=m), number, candidate.minutes, effort, lowest=1)
    if minutes is None:
        return None
    text = f"if it took {hours(minutes):g} hours or less (now {hours(candidate.minutes):g}) it would be in the plan"
    return Turn(kind="hours", amount=hours(minutes), unit="hours", text=text)


def _highest(
    change: Callable[[int], PlanningProblem], number: int, now: int, effort: Effort, *, lowest: int
) -> int | None:
    """The highest figure below ``now`` at which the best plan takes a candidate: less is never worse for it."""

    def taken(figure: int) -> bool:
        found = best(change(figure), effort)
        return found.possible and number in found.solution.sequence

    if now <= lowest or not taken(lowest):
        return None
    low, high = lowest, now
    while high - low > max(1, now // 1_000):
        middle = (low + high) // 2
        low, high = (middle, high) if taken(middle) else (low, middle)
    return low

"""What more or less time and money would give: the Pareto front, and the worth of one more hour a week.

The front is exact. A point is the best closure within a zone (at most so many minutes, at most so much money), then the
least time, then the least money; every other point of the zone takes less time or less money than it, so it lies in one
of two smaller zones. This is the epsilon-constraint method (Haimes, Lasdon and Wismer, 1971) in two constraints.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import Field

from recommender.errors import WorkLimit
from recommender.path.optimise.cp_sat import CpSatModel
from recommender.path.optimise.dominance import undominated, usable
from recommender.path.optimise.effort import DEFAULT_EFFORT, Effort
from recommender.path.optimise.problem_arrays import ProblemArrays, hours, money
from recommender.path.optimise.schedule import valuable_first
from recommender.path.optimise.solver import Solution, thriftiest
from recommender.path.problem import CENTS, MAX_WEEKS, WHOLE_WEEK, Objective, PlanningProblem
from recommender.path.revise.variants import best, limited
from recommender.records import Record

MAX_POINTS: Final = 200
#: One more of each limit: minutes a week, weeks, hundredths of the currency.
STEP_MINUTES, STEP_WEEKS, STEP_MONEY = 60, 1, 50 * CENTS


class Point(Record):
    """One efficient plan: no other closes as much in less time and money. ``steps`` are identifiers in order."""

    closed: int
    share: float
    minutes: int
    hours: float
    cost: float
    steps: tuple[str, ...]


class More(Record):
    """What one more of a limit gives. ``gain``: share of the gap; ``None`` where the limit came before an answer."""

    limit: str
    text: str
    gain: float | None


class Tradeoffs(Record):
    """``points``: most closure first. ``complete``: every efficient plan's point is there, each proven.

    ``more``: what one more hour a week, one more week and 50 more to spend give.
    """

    points: tuple[Point, ...]
    complete: bool
    currency: str
    more: tuple[More, ...]


def tradeoffs(
    instance: PlanningProblem, effort: Effort = DEFAULT_EFFORT, most: Annotated[int, Field(ge=1)] = MAX_POINTS
) -> Tradeoffs:
    """The front of closure of the first goal, hours and cost within the instance's limits, up to ``most`` points.

    ``effort`` bounds the work of each point and the time of all of them. Unknown prices count as nothing.
    """
    effort = effort.begun()
    objective = Objective(kind="closure")
    closing = PlanningProblem.model_validate(
        {**instance.model_dump(), "objective": objective.model_dump(), "goals": [instance.goals[0].model_dump()]}
    )
    front = _Front(ProblemArrays(closing), effort, most)
    front.run()
    points = sorted(front.points.values(), key=lambda p: (-p.closed, p.minutes, p.cost))
    return Tradeoffs(
        points=tuple(points),
        complete=front.complete,
        currency=instance.limits.currency,
        more=_more(closing, effort),
    )


@dataclass(frozen=True, slots=True)
class _Zone:
    minutes: int
    cents: int


class _Front:
    def __init__(self, tables: ProblemArrays, effort: Effort, most: int) -> None:
        self.tables, self.effort, self.most = tables, effort, most
        self.pool = undominated(tables, usable(tables))
        self.points: dict[tuple[int, int, int], Point] = {}
        self._solved: list[tuple[_Zone, tuple[int, int, int]]] = []
        self.complete = True

    def run(self) -> None:
        limits = self.tables.instance.limits
        everything = int(self.tables.price.sum())
        whole = _Zone(limits.minutes, everything if limits.budget is None else min(limits.budget, everything))
        waiting, seen = [whole], {whole}
        while waiting:
            zone = waiting.pop()
            found = self._known(zone) or self._best(zone)
            if found is None:
                continue
            closed, minutes, cents = found
            if closed == 0 and not self.tables.instance.limits.must_have:
                continue
            for smaller in (_Zone(minutes - 1, zone.cents), _Zone(zone.minutes, cents - 1)):
                if smaller.minutes >= 0 and smaller.cents >= 0 and smaller not in seen:
                    seen.add(smaller)
                    waiting.append(smaller)

    def _known(self, zone: _Zone) -> tuple[int, int, int] | None:
        """The best of a zone, where a larger zone's best lies in it."""
        for larger, point in self._solved:
            inside = point[1] <= zone.minutes and point[2] <= zone.cents
            if inside and larger.minutes >= zone.minutes and larger.cents >= zone.cents:
                return point
        return None

    def _best(self, zone: _Zone) -> tuple[int, int, int] | None:
        """Solve one zone: closure first, then time and money; the second stage keeps what the first has proven."""
        if len(self.points) >= self.most or self.effort.over:
            self.complete = False
            return None
        model = CpSatModel(self.tables, self.pool)
        model.at_most(model.minutes, zone.minutes)
        model.at_most(model.cost, zone.cents)
        first = model.solve(model.closure(0), maximise=True, effort=self.effort)
        if first.sequence is None:
            self.complete &= first.status == "infeasible"
            return None
        model.at_least(model.closure(0), self.tables.closed(0, first.sequence))
        second = thriftiest(model, self.effort, first.sequence)
        sequence = second.sequence if second.sequence is not None else first.sequence
        if not self.tables.dated:
            sequence = valuable_first(self.tables, sequence) or sequence
        self.complete &= first.status == second.status == "optimal"
        closed, minutes = self.tables.closed(0, sequence), int(self.tables.minutes[sequence].sum())
        cents, gap = self.tables.cents(sequence), self.tables.gap[0]
        point = (closed, minutes, cents)
        self._solved.append((zone, point))
        if closed > 0:
            self.points[point] = Point(
                closed=closed,
                share=round(closed / gap, 6),
                minutes=minutes,
                hours=hours(minutes),
                cost=money(cents),
                steps=tuple(self.tables.instance.candidates[n].id for n in sequence),
            )
        return point


def _more(instance: PlanningProblem, effort: Effort) -> tuple[More, ...]:
    limits = instance.limits
    gap = ProblemArrays(instance).gap[0]
    now = _solution(instance, effort)
    per_week = min(limits.minutes_per_week + STEP_MINUTES, WHOLE_WEEK)
    changes = [
        ("hours a week", "one more hour a week", limited(_faster(instance, per_week), minutes_per_week=per_week)),
        ("weeks", "one more week", limited(instance, weeks=min(limits.weeks + STEP_WEEKS, MAX_WEEKS))),
    ]
    if limits.budget is not None:
        more = f"{STEP_MONEY // CENTS} {limits.currency} more to spend"
        changes.append(("budget", more, limited(instance, budget=limits.budget + STEP_MONEY)))
    if limits.steps is not None:
        changes.append(("steps", "one more step", limited(instance, steps=limits.steps + 1)))
    out = []
    for limit, said, changed in changes:
        then = _solution(changed, effort)
        proven = now and then and now.status == then.status == "optimal" and gap
        gain = round(((then.value or 0) - (now.value or 0)) / gap, 6) if now and then and proven else None
        gives = "is not known within the work limit" if gain is None else f"closes {gain:.1%} more of the gap"
        out.append(More(limit=limit, text=f"{said} {gives}", gain=gain))
    return tuple(out)


def _solution(instance: PlanningProblem, effort: Effort) -> Solution | None:
    try:
        return best(instance, effort).solution
    except WorkLimit:
        return None


def _faster(instance: PlanningProblem, per_week: int) -> PlanningProblem:
    """Dates in study minutes of more hours a week: a week stays a week."""
    old = instance.limits.minutes_per_week
    candidates = tuple(
        c.model_copy(
            update={
                "opens": c.opens * per_week // old,
                "closes": None if c.closes is None else c.closes * per_week // old,
            }
        )
        for c in instance.candidates
    )
    return instance.model_copy(update={"candidates": candidates})

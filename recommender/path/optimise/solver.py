"""From an instance to the best plan and what is proven of it. Greedy first, then the exact method that fits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from recommender.errors import WorkLimit
from recommender.path.optimise.cp_sat import BUDGET, TIME, CpSatModel, Outcome, Sum, solver_version
from recommender.path.optimise.dominance import undominated, usable
from recommender.path.optimise.effort import DEFAULT_EFFORT, Effort
from recommender.path.optimise.exact_search import applies, search
from recommender.path.optimise.greedy import greedy_sequence
from recommender.path.optimise.problem_arrays import ProblemArrays
from recommender.path.optimise.schedule import in_time, scheduled, valuable_first
from recommender.path.problem import REGRET, Objective, PlanningProblem
from recommender.version import __version__

Status = Literal["optimal", "feasible", "infeasible", "unknown"]
CP_SAT: Final = "OR-Tools CP-SAT"
EXACT: Final = "CredPath exact search"
#: States of the exact search for one unit of work; CP-SAT's unit is about a second of one core.
STATES_PER_WORK: Final = 10_000_000
#: Largest integer that a model's expression may reach.
MAX_COEFFICIENT: Final = 1 << 44


@dataclass(frozen=True, slots=True)
class Solution:
    """``value`` and ``bound`` in the objective's units; ``sequence`` is empty where there is no plan.

    ``reduced``: how many candidates the solver saw. ``greedy``: what the greedy plan reaches, ``None`` where it found
    none. ``cut``: the clock, not the work limit, stopped a solve.
    """

    status: Status
    sequence: tuple[int, ...]
    value: int | None
    bound: int | None
    greedy: int | None
    reduced: int
    solver: str
    version: str
    work: float
    cut: bool
    stated: Effort = field(default=DEFAULT_EFFORT)


def solve(
    instance: PlanningProblem, effort: Effort = DEFAULT_EFFORT, *, tables: ProblemArrays | None = None, **more: Any
) -> Solution:
    """The best plan of an instance; its status is ``unknown`` where the limit came first. ``more``: see `Solving`."""
    return Solving(tables or ProblemArrays(instance), effort, **more).run()


class Solving:
    """One solve. ``banned`` candidates are left out, ``protected`` ones are not reduced away.

    ``known`` is a feasible plan to begin from, if there is one. ``presolve``: whether CP-SAT simplifies the model.
    """

    def __init__(
        self,
        tables: ProblemArrays,
        effort: Effort = DEFAULT_EFFORT,
        *,
        banned: Collection[int] = (),
        known: Collection[int] = (),
        protected: Collection[int] = (),
        reduce: bool = True,
        presolve: bool = True,
    ) -> None:
        self.tables, self.effort, self.presolve = tables, effort, presolve
        self.instance = tables.instance
        self.usable = [n for n in usable(tables) if n not in set(banned)]
        self.pool = undominated(tables, self.usable, [*known, *protected]) if reduce else self.usable
        self.known = list(known)

    def run(self) -> Solution:
        """Greedy first, then the exact method that fits."""
        first = greedy_sequence(self.tables, self.pool)
        reached = None if first is None else value_of(self.tables, first)
        starts = [s for s in (first, self.known or None) if s is not None]
        start = self._better(starts)
        if start is not None and applies(self.tables, self.pool):
            return self._searched(start, reached)
        return self._modelled(start, reached)

    def _better(self, plans: list[list[int]]) -> list[int] | None:
        sign = -1 if self.instance.minimised else 1
        return max(plans, key=lambda plan: sign * value_of(self.tables, plan), default=None)

    def _searched(self, start: list[int], reached: int | None) -> Solution:
        most = max(1, int(self.effort.work * STATES_PER_WORK))
        found = search(self.tables, self.pool, start, most, self.effort)
        status: Status = "optimal" if found.bound == found.value else "feasible"
        work = round(found.states / STATES_PER_WORK, 6)
        return self._solution(status, found.sequence, found.bound, reached, EXACT, __version__, work, cut=found.cut)

    def _modelled(self, start: list[int] | None, reached: int | None) -> Solution:
        model = CpSatModel(self.tables, self.pool)
        outcome = self._best(model, start)
        if start is not None and self._contradicted(outcome, start):
            # A plan in hand is better than what was "proven": the answer is wrong, and no proof is taken from it.
            outcome = Outcome("unknown", None, None, None, outcome.work, cut=False)
        if outcome.status == "infeasible":
            return self._solution("infeasible", [], None, reached, CP_SAT, solver_version(), outcome.work, cut=False)
        work, cut = outcome.work, outcome.cut
        if outcome.status == "optimal" and outcome.sequence is not None:
            found, more, cut = self._tidied(model, outcome)
            return self._solution(
                "optimal",
                found,
                value_of(self.tables, found),
                reached,
                CP_SAT,
                solver_version(),
                work + more,
                cut=cut,
            )
        best = self._better([plan for plan in (outcome.sequence, start) if plan is not None])
        if best is None:
            return self._solution("unknown", [], outcome.bound, reached, CP_SAT, solver_version(), work, cut=cut)
        value = value_of(self.tables, best)
        bound = self._anyway() if outcome.bound is None else outcome.bound
        bound = min(bound, value) if self.instance.minimised else max(bound, value)
        status: Status = "optimal" if bound == value else "feasible"
        return self._solution(status, self.ordered(best), bound, reached, CP_SAT, solver_version(), work, cut=cut)

    def _tidied(self, model: CpSatModel, outcome: Outcome) -> tuple[list[int], float, bool]:
        """Of the plans with the proven value, the one that takes the least time, then the least money.

        For `goals` the one whose matches sum to the most, for `cheapest` and `fastest` the least of the other.
        """
        sequence, value = outcome.sequence or [], value_of(self.tables, outcome.sequence or [])
        kind = self.instance.objective.kind
        self.keep(model, value)
        if kind == "goals":
            again = model.solve(model.matched, maximise=True, effort=self.effort, start=sequence)
        else:
            again = thriftiest(model, self.effort, sequence, first_money=kind == "fastest")
        found = again.sequence if again.sequence is not None else sequence
        found = self.ordered(found)
        kept = found if value_of(self.tables, found) == value else self.ordered(sequence)
        return kept, again.work, again.cut

    def with_sequence(self, solution: Solution, sequence: list[int], work: float) -> Solution:
        """Another plan with the same proof behind it: its value is its own, the bound stays."""
        value, bound = value_of(self.tables, sequence), solution.bound
        status: Status = "optimal" if value == bound else "feasible"
        return replace(solution, status=status, sequence=tuple(sequence), value=value, work=round(work, 6))

    def _best(self, model: CpSatModel, start: list[int] | None) -> Outcome:
        """The best value of the objective. The least regret is found by halving, so that coefficients stay small."""
        if self.instance.objective.kind != "regret":
            total, maximise = objective_of(model)
            return model.solve(total, maximise=maximise, effort=self.effort, start=start, presolve=self.presolve)
        return least_regret(self.tables, self.pool, self.effort, start, presolve=self.presolve)

    def _contradicted(self, outcome: Outcome, start: list[int]) -> bool:
        if outcome.status == "infeasible":
            return True
        value = None if outcome.sequence is None else value_of(self.tables, outcome.sequence)
        in_hand = value_of(self.tables, start)
        better = value is not None and (in_hand < value if self.instance.minimised else in_hand > value)
        return outcome.status == "optimal" and better

    def _anyway(self) -> int:
        """What no plan is better than, whatever the limits: the best of each requirement closed, or nothing spent."""
        objective = self.instance.objective
        if objective.kind == "closure":
            return self.tables.closed(0, self.pool) + objective.bonus * len(self.instance.programmes)
        return self.tables.reached(self.pool) if objective.kind == "goals" else 0

    def keep(self, model: CpSatModel, value: int) -> None:
        """Constrain a model to plans that are as good as ``value``."""
        if self.instance.objective.kind == "regret":
            within_regret(model, value)
            return
        total, maximise = objective_of(model)
        (model.at_least if maximise else model.at_most)(total, value)

    def ordered(self, sequence: list[int]) -> list[int]:
        """What is worth the most for its time first, unless dates or the objective speak against it."""
        if self.tables.dated:
            return sequence
        better = valuable_first(self.tables, sequence)
        return sequence if better is None or not in_time(self.tables, scheduled(self.tables, better)) else better

    def _solution(
        self,
        status: Status,
        sequence: list[int],
        bound: int | None,
        reached: int | None,
        solver: str,
        version: str,
        work: float,
        *,
        cut: bool,
    ) -> Solution:
        there = status in {"optimal", "feasible"}
        return Solution(
            status,
            tuple(sequence),
            value_of(self.tables, sequence) if there else None,
            bound,
            reached,
            len(self.pool),
            solver,
            version,
            round(work, 6),
            cut,
            self.effort,
        )


def objective_of(model: CpSatModel) -> tuple[Sum, bool]:
    """The objective as a sum (all but `regret`), and whether more of it is better."""
    objective = model.instance.objective
    if objective.kind == "closure":
        bonus = Sum(tuple((objective.bonus, done) for done in model.programmes)) if objective.bonus else Sum(())
        return model.closure(0) + bonus, True
    if objective.kind == "goals":
        return model.eligible, True
    return (model.cost if objective.kind == "cheapest" else model.finish), False


def least_regret(
    tables: ProblemArrays, pool: Collection[int], effort: Effort, start: list[int] | None, *, presolve: bool = True
) -> Outcome:
    """The least worst shortfall: is there a plan within half of what is left, and so on; each answer is a proof."""
    low, high = 0, regret(tables, start) if start is not None else REGRET + 1
    best, work, cut = start, 0.0, False
    while low < high and work < effort.work and not cut:
        middle = (low + high) // 2 if best is not None else REGRET
        model = CpSatModel(tables, pool)
        within_regret(model, middle)
        left = replace(effort, work=max(0.001, effort.work - work))
        outcome = model.solve(model.minutes, maximise=False, effort=left, start=best, presolve=presolve)
        work += outcome.work
        cut = outcome.cut
        if outcome.sequence is not None:
            best, high = outcome.sequence, min(middle, regret(tables, outcome.sequence))
        elif outcome.status == "infeasible":
            if best is None:
                return Outcome("infeasible", None, None, None, work, cut=False)
            low = middle + 1
        else:
            break
    status = "optimal" if best is not None and low >= high else "feasible" if best is not None else "unknown"
    return Outcome(status, best, None if best is None else high, low, work, cut)


def within_regret(model: CpSatModel, most: int) -> None:
    """Constrain every goal's closure to a shortfall of at most ``most`` millionths of its gap."""
    for goal, (best, gap) in enumerate(zip(model.instance.objective.best, model.tables.gap, strict=True)):
        if gap > 0:
            # ceil(REGRET * (best - closed) / gap) <= most, in integers.
            model.at_least(model.closure(goal), best - most * gap // REGRET)


def thriftiest(model: CpSatModel, effort: Effort, start: Sequence[int], *, first_money: bool = False) -> Outcome:
    """The plan of a model that takes the least time, then the least money; or the least money first.

    One solve where both fit into one number, else two.
    """
    tables, limits = model.tables, model.instance.limits
    minutes, cents = int(tables.minutes[model.pool].sum()) + 1, int(tables.price[model.pool].sum()) + 1
    if TIME not in model.without:
        minutes = min(minutes, limits.minutes + 1)
    if limits.budget is not None and BUDGET not in model.without:
        cents = min(cents, limits.budget + 1)
    first, second, times = (model.cost, model.minutes, minutes) if first_money else (model.minutes, model.cost, cents)
    if minutes * cents <= MAX_COEFFICIENT:
        both = Sum(tuple((coefficient * times, x) for coefficient, x in first.terms)) + second
        return model.solve(both, maximise=False, effort=effort, start=start)
    outcome = model.solve(first, maximise=False, effort=effort, start=start)
    if outcome.value is None or outcome.sequence is None:
        return outcome
    model.at_most(first, outcome.value)
    again = model.solve(second, maximise=False, effort=effort, start=outcome.sequence)
    proven = outcome.status == again.status == "optimal"
    sequence = again.sequence if again.sequence is not None else outcome.sequence
    work, cut = outcome.work + again.work, outcome.cut or again.cut
    return Outcome("optimal" if proven else "feasible", sequence, again.value, again.bound, work, cut)


def value_of(tables: ProblemArrays, sequence: Collection[int]) -> int:
    """The objective's value of a plan, in integers."""
    chosen, objective = list(sequence), tables.instance.objective
    if objective.kind == "closure":
        return tables.closed(0, chosen) + objective.bonus * tables.completed(chosen)
    if objective.kind == "goals":
        return tables.reached(chosen)
    if objective.kind == "cheapest":
        return tables.cents(chosen)
    if objective.kind == "fastest":
        return scheduled(tables, chosen)[-1].end if chosen else 0
    return regret(tables, chosen)


def regret(tables: ProblemArrays, chosen: list[int]) -> int:
    """The worst shortfall over the goals in millionths of each goal's gap, rounded up."""
    short = [
        -(-REGRET * (best - tables.closed(goal, chosen)) // gap)
        for goal, (best, gap) in enumerate(zip(tables.instance.objective.best, tables.gap, strict=True))
        if gap > 0
    ]
    return max([0, *short])


def with_best(instance: PlanningProblem, effort: Effort = DEFAULT_EFFORT) -> PlanningProblem:
    """The instance of several goals with the most that can be closed of each of them alone (for `regret`).

    Raises `WorkLimit` where the request's time is over before that is known.
    """
    best = []
    for goal in instance.goals:
        alone = instance.model_copy(update={"goals": (goal,), "objective": Objective(kind="closure")})
        found = solve(alone, effort)
        if found.cut:
            msg = "the request's time was over before it was known what is best for each goal; allow more seconds"
            raise WorkLimit(msg)
        best.append(max(found.value or 0, found.bound or 0))
    objective = instance.objective.model_copy(update={"kind": "regret", "best": tuple(best)})
    return PlanningProblem.model_validate({**instance.model_dump(), "objective": objective.model_dump()})

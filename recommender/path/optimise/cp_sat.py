"""The model for OR-Tools CP-SAT: which candidates, and where it matters in which order and when.

Worth is a step function of the best member of a set, so each step of each asked dimension is one Boolean that some
chosen candidate must support; this is the facility-location form, whose linear relaxation is tight (linearization
level 2 uses it). Order enters only where a requirement is not met yet, times only where a date binds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from math import gcd
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from recommender.arrays import Ints
from recommender.path.optimise.effort import Effort
from recommender.path.optimise.problem_arrays import Match, ProblemArrays
from recommender.path.problem import REGRET

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

#: Wishes by name, as they stand in explanations.
TIME, BUDGET, STEPS, TARGET, MUST = "time", "budget", "steps", "target", "must-have"
SEED: Final = 0
#: All constraints in the linear relaxation: the facility-location form is tight there.
LINEARIZATION: Final = 2


@dataclass(frozen=True, slots=True)
class Sum:
    """A linear expression over literals and integer variables, kept as its terms.

    Coefficients are divided by their greatest common divisor before they reach CP-SAT: small numbers are safer there.
    """

    terms: tuple[tuple[int, Any], ...]
    constant: int = 0

    @property
    def divisor(self) -> int:
        """The greatest number that divides all coefficients."""
        return gcd(*(coefficient for coefficient, _ in self.terms)) or 1

    @property
    def reduced(self) -> Any:
        """The terms over their divisor, without the constant."""
        divisor = self.divisor
        return sum(coefficient // divisor * variable for coefficient, variable in self.terms)

    def __add__(self, other: Sum) -> Sum:
        return Sum((*self.terms, *other.terms), self.constant + other.constant)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one solve found: nothing where ``sequence`` is ``None``. ``cut``: by the clock, not by the work limit."""

    status: str
    sequence: list[int] | None
    value: int | None
    bound: int | None
    work: float
    cut: bool


#: What is said of a model that there was no time for.
CUT: Final = Outcome("unknown", None, None, None, 0.0, cut=True)


def must(candidate: int) -> str:
    """The wish that a candidate is in the plan."""
    return f"{MUST}:{candidate}"


class CpSatModel:
    """One instance over a pool. ``without``: options that are not asked for."""

    def __init__(self, tables: ProblemArrays, pool: Collection[int], without: Collection[str] = ()) -> None:
        from ortools.sat.python import cp_model

        self.tables = tables
        self.instance = tables.instance
        self.pool = sorted(pool)
        self.without = frozenset(without)
        self.cp = cp_model.CpModel()
        self.x = {n: self.cp.new_bool_var(f"x{n}") for n in self.pool}
        limits = self.instance.limits
        self.horizon = limits.minutes if TIME not in self.without else self._longest()
        self._start: dict[int, Any] = {}
        self._end: dict[int, Any] = {}
        self._rank: dict[int, Any] = {}
        self._prerequisites()
        self._must_haves()
        self._order()
        self.at_most(self.minutes, self.horizon)
        if limits.budget is not None and BUDGET not in self.without:
            self.at_most(self.cost, limits.budget)
        if limits.steps is not None and STEPS not in self.without:
            self.at_most(self.count, limits.steps)
        if self.instance.objective.kind in {"cheapest", "fastest"} and TARGET not in self.without:
            self.at_least(self.closure(0), tables.target)

    def at_least(self, total: Sum, bound: int) -> Any:
        """Constrain a sum from below; the constraint, so that it can be made conditional."""
        return self.cp.add(total.reduced >= -(-(bound - total.constant) // total.divisor))

    def at_most(self, total: Sum, bound: int) -> Any:
        """Constrain a sum from above."""
        return self.cp.add(total.reduced <= (bound - total.constant) // total.divisor)

    # Expressions

    @cached_property
    def minutes(self) -> Sum:
        """Study minutes of what is chosen."""
        return Sum(tuple((int(self.tables.minutes[n]), x) for n, x in self.x.items()))

    @cached_property
    def cost(self) -> Sum:
        """Hundredths of the currency of what is chosen."""
        return Sum(tuple((int(self.tables.price[n]), x) for n, x in self.x.items()))

    @cached_property
    def count(self) -> Sum:
        """How many candidates are chosen."""
        return Sum(tuple((1, x) for x in self.x.values()))

    @cached_property
    def finish(self) -> Sum:
        """The study minute at which the plan ends."""
        if not self._end:
            return self.minutes
        last = self.cp.new_int_var(0, self.horizon, "finish")
        for n, end in self._end.items():
            self.cp.add(last >= end).only_enforce_if(self.x[n])
        return Sum(((1, last),))

    @cached_property
    def programmes(self) -> list[Any]:
        """A literal for each programme that can be completed."""
        done = []
        for programme in self.instance.programmes:
            if all(n in self.x for n in programme.missing):
                all_of = self.cp.new_bool_var("programme")
                for n in programme.missing:
                    self.cp.add_implication(all_of, self.x[n])
                done.append(all_of)
        return done

    def closure(self, goal: int) -> Sum:
        """Worth that the plan closes of a goal; at most that, and exactly where more is better."""
        if goal not in self._closures:
            worth = self.tables.worth(goal)
            rows = np.asarray(self.pool, dtype=np.int64)
            terms: list[tuple[int, Any]] = []
            for column in (worth[rows] if len(rows) else worth[:0]).T:
                before = 0
                for value in np.unique(column[column > 0]).tolist():
                    step = self._any_of(rows[column >= value])
                    terms.append((value - before, step))
                    before = value
            self._closures[goal] = Sum(tuple(terms))
        return self._closures[goal]

    @cached_property
    def _closures(self) -> dict[int, Sum]:
        return {}

    def match(self, match: Match, reached: Callable[[int, int], Any], held: Sequence[int]) -> Sum:
        """The sum of terms of a match; ``reached(dimension, level)``: a literal that the level is reached."""
        terms, constant = [], 0
        for dimension, asked in zip(match.dimensions.tolist(), match.asked.tolist(), strict=True):
            before = match.scale * min(held[dimension], asked) // asked
            constant += before
            for level in self._levels_above(dimension, held[dimension], asked):
                term = match.scale * level // asked
                if term > before:
                    terms.append((term - before, reached(dimension, level)))
                    before = term
        return Sum(tuple(terms), constant)

    @cached_property
    def eligible(self) -> Sum:
        """How many goals are reached."""
        threshold = self.instance.objective.threshold
        held = self.tables.held.tolist()
        terms, already = [], 0
        for match in self.tables.matches:
            needed = match.needed(threshold)
            if int(match.value(self.tables.held)) >= needed:
                already += 1
                continue
            if int(match.value(self.tables.levels(self.pool))) < needed:
                continue
            reached = self.cp.new_bool_var("eligible")
            self.at_least(self.match(match, self._reached, held), needed).only_enforce_if(reached)
            terms.append((1, reached))
        return Sum(tuple(terms), already)

    @cached_property
    def matched(self) -> Sum:
        """The sum of all goals' matches in millionths: what breaks ties between equal numbers of goals."""
        held = self.tables.held.tolist()
        total = Sum(())
        for match in self.tables.matches:
            coarse = Match(match.dimensions, match.asked, max(1, REGRET // max(1, len(match.asked))))
            total += self.match(coarse, self._reached, held)
        return total

    # Constraints

    def _any_of(self, members: Ints) -> Any:
        """A literal that holds only if a member is chosen."""
        key = tuple(members.tolist())
        if len(key) == 1:
            return self.x[key[0]]
        if key not in self._supports:
            literal = self.cp.new_bool_var("any")
            self.cp.add_bool_or([*(self.x[n] for n in key), ~literal])
            self._supports[key] = literal
        return self._supports[key]

    @cached_property
    def _supports(self) -> dict[tuple[int, ...], Any]:
        return {}

    def _reached(self, dimension: int, level: int) -> Any:
        rows = np.asarray(self.pool, dtype=np.int64)
        return self._any_of(rows[self.tables.level[rows, dimension] >= level])

    def _levels_above(self, dimension: int, held: int, asked: int) -> list[int]:
        """The levels between what is held and what is asked that members of the pool teach, the last one capped."""
        rows = np.asarray(self.pool, dtype=np.int64)
        taught = np.unique(np.minimum(self.tables.level[rows, dimension], asked)) if len(rows) else rows
        return [int(level) for level in taught if level > held]

    def _prerequisites(self) -> None:
        for n, x in self.x.items():
            for prerequisite in self.instance.candidates[n].prerequisites:
                if prerequisite in self.x:
                    self.cp.add_implication(x, self.x[prerequisite])
                else:
                    self.cp.add(x == 0)

    def _must_haves(self) -> None:
        for n in self.instance.limits.must_have:
            if must(n) in self.without:
                continue
            if n in self.x:
                self.cp.add(self.x[n] == 1)
            else:
                self.cp.add_bool_or([])

    def _order(self) -> None:
        needing = [n for n in self.pool if self.tables.ready[n] is not None]
        horizon = None if TIME in self.without else self.horizon
        if self.tables.dated_within(horizon):
            self._times()
        if needing:
            self._ranks()
            for n in needing:
                self._needs(n)

    def _times(self) -> None:
        intervals = []
        for n, x in self.x.items():
            candidate, minutes = self.instance.candidates[n], int(self.tables.minutes[n])
            latest = self.horizon if candidate.closes is None else min(self.horizon, candidate.closes)
            if candidate.opens + minutes > latest:
                self.cp.add(x == 0)
                continue
            start = self.cp.new_int_var(candidate.opens, latest - minutes, f"start{n}")
            self._start[n], self._end[n] = start, start + minutes
            intervals.append(self.cp.new_optional_interval_var(start, minutes, start + minutes, x, f"interval{n}"))
        self.cp.add_no_overlap(intervals)
        for n in self._start:
            for p in self.instance.candidates[n].prerequisites:
                if p in self._start:
                    self.cp.add(self._end[p] <= self._start[n]).only_enforce_if(self.x[n])

    def _ranks(self) -> None:
        last = len(self.pool) - 1
        self._rank = {n: self.cp.new_int_var(0, last, f"rank{n}") for n in self.pool}
        for n in self.pool:
            for p in self.instance.candidates[n].prerequisites:
                if p in self._rank:
                    self.cp.add(self._rank[p] + 1 <= self._rank[n]).only_enforce_if(self.x[n])

    def _needs(self, n: int) -> None:
        """Where candidate ``n`` is chosen, what came before it teaches enough of what it requires."""
        match = self.tables.ready[n]
        if match is None:
            return
        total = self.match(match, lambda dimension, level: self._before(n, dimension, level), self.tables.held.tolist())
        self.at_least(total, match.needed(self.instance.limits.readiness)).only_enforce_if(self.x[n])

    def _before(self, n: int, dimension: int, level: int) -> Any:
        """A literal that a level is reached before candidate ``n`` begins."""
        reached, rank, time = self._first(dimension, level)
        literal = self.cp.new_bool_var("before")
        self.cp.add_implication(literal, reached)
        self.cp.add(rank + 1 <= self._rank[n]).only_enforce_if(literal)
        if n in self._start:
            self.cp.add(time <= self._start[n]).only_enforce_if(literal)
        return literal

    def _first(self, dimension: int, level: int) -> tuple[Any, Any, Any]:
        """A literal that a level is reached by some supporter, and no earlier rank and time than the supporter's."""
        key = (dimension, level)
        if key not in self._firsts:
            reached = self.cp.new_bool_var("reached")
            rank = self.cp.new_int_var(0, len(self.pool), "reached at rank")
            time = self.cp.new_int_var(0, max(self.horizon, 1), "reached at")
            supports = []
            for j in self.pool:
                if self.tables.level[j, dimension] >= level:
                    support = self.cp.new_bool_var("support")
                    self.cp.add_implication(support, self.x[j])
                    self.cp.add(rank >= self._rank[j]).only_enforce_if(support)
                    if j in self._end:
                        self.cp.add(time >= self._end[j]).only_enforce_if(support)
                    supports.append(support)
            self.cp.add_bool_or([*supports, ~reached])
            self._firsts[key] = (reached, rank, time)
        return self._firsts[key]

    @cached_property
    def _firsts(self) -> dict[tuple[int, int], tuple[Any, Any, Any]]:
        return {}

    def _longest(self) -> int:
        """A horizon that no plan of the pool needs more than."""
        opens = max((self.instance.candidates[n].opens for n in self.pool), default=0)
        return opens + int(self.tables.minutes[self.pool].sum()) + 1

    # Solving

    def solve(
        self,
        total: Sum,
        *,
        maximise: bool,
        effort: Effort,
        start: Sequence[int] | None = None,
        linearization: int = LINEARIZATION,
        presolve: bool = True,
    ) -> Outcome:
        """Optimise one sum; ``start`` is a plan to begin from. Nothing is decided where the request's time is over."""
        if effort.over:
            return CUT
        from ortools.sat.python import cp_model

        cp = self.cp
        cp.clear_hints()  # type: ignore[no-untyped-call]
        if start is not None:
            chosen = set(start)
            for n, x in self.x.items():
                cp.add_hint(x, n in chosen)
        (cp.maximize if maximise else cp.minimize)(total.reduced)
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.num_workers, parameters.random_seed, parameters.linearization_level = 1, SEED, linearization
        # A step of presolve that looks for constraints within constraints was seen to call feasible models infeasible.
        parameters.cp_model_presolve, parameters.presolve_inclusion_work_limit = presolve, 0
        parameters.max_deterministic_time, parameters.max_time_in_seconds = effort.work, effort.left
        status = solver.solve(cp)
        name = solver.status_name(status).lower()
        work = float(solver.response_proto.deterministic_time)
        found = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
        chosen_now = [n for n in self.pool if found and solver.boolean_value(self.x[n])]
        if found:
            chosen_now.sort(key=lambda n: self._place(solver, n))
        proven = status in {cp_model.OPTIMAL, cp_model.INFEASIBLE}
        return Outcome(
            name,
            chosen_now if found else None,
            round(solver.objective_value) * total.divisor + total.constant if found else None,
            # Of a model that it has no answer to CP-SAT states a bound of 0, which is none.
            None
            if not found
            else _whole(solver.best_objective_bound, up=not maximise) * total.divisor + total.constant,
            work,
            not proven and work < effort.work,
        )

    def _place(self, solver: cp_model.CpSolver, n: int) -> tuple[int, int, int]:
        start = solver.value(self._start[n]) if n in self._start else 0
        rank = solver.value(self._rank[n]) if n in self._rank else 0
        return int(start), int(rank), n


def _whole(bound: float, *, up: bool) -> int:
    """The integer bound: objectives are integers, and the solver states it as a float."""
    return int(np.ceil(bound - 1e-6)) if up else int(np.floor(bound + 1e-6))


def solver_version() -> str:
    """The version of OR-Tools."""
    return version("ortools")

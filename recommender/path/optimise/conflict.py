"""Why there is no plan: the smallest set of wishes that cannot hold together, and what each way out would take."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations
from math import ceil
from typing import Final

from recommender.errors import WorkLimit
from recommender.path.exclusions import FACTS, KINDS, NO_HOURS, UNSTATED
from recommender.path.optimise.cp_sat import BUDGET, MUST, STEPS, TARGET, TIME, CpSatModel, Outcome, Sum, must
from recommender.path.optimise.dominance import undominated, usable
from recommender.path.optimise.effort import Effort
from recommender.path.optimise.problem_arrays import ProblemArrays, hours, money
from recommender.path.plan import Conflict, Relaxation
from recommender.path.problem import MAX_WEEKS, WHOLE_WEEK, PlanningProblem

#: Solves spent on finding the smallest set before a small one is good enough.
MAX_TRIES: Final = 200


def explain(tables: ProblemArrays, effort: Effort) -> Conflict:
    """The conflict of an infeasible instance; `WorkLimit` where the request's time is over before it is known."""
    return _Explaining(tables, effort).run()


@dataclass
class _Explaining:
    tables: ProblemArrays
    effort: Effort
    tries: int = 0

    @property
    def instance(self) -> PlanningProblem:
        return self.tables.instance

    def run(self) -> Conflict:
        wishes = self._wishes()
        smallest, proven = self._smallest(wishes)
        relaxations = tuple(r for wish in wishes if (r := self._relaxed(wish)) is not None)
        said = " and ".join(self._said(wish) for wish in smallest) or "what the credentials themselves require"
        text = f"{said} cannot hold together" if len(smallest) > 1 else f"{said} cannot be met at all"
        return Conflict(
            wishes=tuple(self._said(w) for w in smallest), text=text, smallest=proven, relaxations=relaxations
        )

    def _wishes(self) -> list[str]:
        """Everything that the learner asks for, by name."""
        limits, out = self.instance.limits, [TIME]
        if limits.budget is not None:
            out.append(BUDGET)
        if limits.steps is not None:
            out.append(STEPS)
        if self.instance.objective.kind in {"cheapest", "fastest"}:
            out.append(TARGET)
        out += [must(n) for n in limits.must_have]
        return out + sorted({reason for c in self.instance.candidates for reason in c.barred} - FACTS)

    def _model(self, without: Collection[str]) -> CpSatModel:
        pool = undominated(self.tables, usable(self.tables, without))
        return CpSatModel(self.tables, pool, without)

    def _possible(self, kept: Collection[str], wishes: Collection[str]) -> bool | None:
        """Whether a plan keeps some of the wishes; ``None`` where the work limit came first."""
        self.tries += 1
        self._in_time()
        outcome = self._model([w for w in wishes if w not in kept]).solve(Sum(()), maximise=True, effort=self.effort)
        return True if outcome.sequence is not None else False if outcome.status == "infeasible" else None

    def _in_time(self) -> None:
        if self.effort.over:
            msg = "no plan is possible, and the request's time was over before it was known why; allow more seconds"
            raise WorkLimit(msg)

    def _smallest(self, wishes: list[str]) -> tuple[tuple[str, ...], bool]:
        """The smallest conflicting set, by trying sets of one wish, of two, and so on; and whether that is proven.

        After `MOST_TRIES` a set that was shrunk, wish by wish, as far as could be decided.
        """
        proven = True
        for size in range(len(wishes) + 1):
            for kept in combinations(wishes, size):
                if self.tries >= MAX_TRIES:
                    return self._irreducible(wishes), False
                possible = self._possible(kept, wishes)
                if possible is False:
                    return kept, proven
                proven = proven and possible is True
        return tuple(wishes), False

    def _irreducible(self, wishes: list[str]) -> tuple[str, ...]:
        kept = list(wishes)
        for wish in wishes:
            fewer = [w for w in kept if w != wish]
            if self._possible(fewer, wishes) is False:
                kept = fewer
        return tuple(kept)

    def _relaxed(self, wish: str) -> Relaxation | None:
        """How far one wish must give way while all others hold; ``None`` where that does not help."""
        if UNSTATED in wish:
            what = "hours" if wish == NO_HOURS else "price"
            text = f"say what to assume: the {what} of credentials that state none (--assume-{what})"
            return Relaxation(wish=wish, amount=None, unit=None, text=text)
        self._in_time()
        model = self._model([wish])
        total = model.closure(0) if wish == TARGET else {STEPS: model.count, BUDGET: model.cost}.get(wish, model.finish)
        outcome = model.solve(total, maximise=wish == TARGET, effort=self.effort)
        return None if outcome.value is None else self._relaxation(wish, outcome)

    def _relaxation(self, wish: str, outcome: Outcome) -> Relaxation | None:
        value, limits = outcome.value or 0, self.instance.limits
        if wish == TIME:
            short = value - limits.minutes
            weeks = ceil(short / limits.minutes_per_week)
            faster = ceil(value / limits.weeks) - limits.minutes_per_week
            ways = [f"{weeks} weeks more"] if limits.weeks + weeks <= MAX_WEEKS else []
            # Dates are calendar days: more hours a week do not bring them nearer.
            if limits.minutes_per_week + faster <= WHOLE_WEEK and not self.tables.dated_within(None):
                ways.append(f"{hours(faster):g} hours more a week")
            text = f"{hours(short):g} hours more by the deadline" + (f": {', or '.join(ways)}" if ways else "")
            return Relaxation(wish=wish, amount=hours(short), unit="hours", text=text)
        if wish == BUDGET:
            more = money(value - (limits.budget or 0))
            text = f"{more:g} {limits.currency} more to spend"
            return Relaxation(wish=wish, amount=more, unit=limits.currency, text=text)
        if wish == STEPS:
            beyond = value - (limits.steps or 0)
            return Relaxation(wish=wish, amount=beyond, unit="steps", text=f"{beyond} more steps")
        if wish == TARGET:
            # Rounded down, so that what is offered can be done.
            most = value * 10**6 // self.tables.gap[0] / 10**6 if self.tables.gap[0] else 0.0
            if most == 0:
                return None
            text = f"aim at {most:.1%} of the gap, the most that can be closed within the other limits"
            return Relaxation(wish=wish, amount=most, unit="share of the gap", text=text)
        return Relaxation(wish=wish, amount=None, unit=None, text=f"give up {self._said(wish)}")

    def _said(self, wish: str) -> str:
        limits = self.instance.limits
        if wish == TIME:
            return f"the deadline ({limits.weeks} weeks of {hours(limits.minutes_per_week):g} hours)"
        if wish == BUDGET:
            return f"the budget ({money(limits.budget or 0):g} {limits.currency})"
        if wish == STEPS:
            return f"at most {limits.steps} steps"
        if wish == TARGET:
            numerator, denominator = self.instance.objective.target or (0, 1)
            return f"{numerator / denominator:.1%} of the gap closed"
        if wish.startswith(f"{MUST}:"):
            candidate = self.instance.candidates[int(wish.partition(":")[2])]
            facts = sorted(FACTS.intersection(candidate.barred))
            return f"the must-have {candidate.title}" + (f" ({', '.join(facts)})" if facts else "")
        if UNSTATED in wish:
            return f"leaving out credentials with {wish}"
        return f"leaving out what is ruled out for its {wish}" if wish in KINDS else f"leaving out what is {wish}"

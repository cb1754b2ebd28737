"""A plan's instance solved again: what the checker cannot know without a solver."""

from __future__ import annotations

from typing import Final

from recommender.path.optimise.conflict import explain
from recommender.path.optimise.effort import Effort
from recommender.path.optimise.problem_arrays import ProblemArrays
from recommender.path.optimise.solver import Solution, Solving, with_best
from recommender.path.plan import Finding, LearningPath, Proof

#: Larger pools are reduced by dominance before they are solved again, as the first time.
MAX_UNREDUCED: Final = 2_000
BOUND, STATUS = "certificate.bound", "certificate.status"


def prove_again(path: LearningPath) -> tuple[Finding, Proof]:
    """Solve the instance again, compare what is proven, and say how far that goes.

    By another way than the first time: over the whole pool where that is not too large, and without CP-SAT's presolve.
    The conflict of an infeasible instance, and the best of each goal that regret is measured against, are worked out
    again as well.
    """
    certificate = path.certificate
    instance, effort = certificate.instance, Effort(work=max(certificate.solver.work_limit, 1e-3))
    if instance.objective.kind == "regret" and with_best(instance, effort).objective != instance.objective:
        return Finding(ok=False, what="the best of a goal is another one", where="instance.objective.best"), "refuted"
    tables = ProblemArrays(instance)
    again = Solving(tables, effort, reduce=len(instance.candidates) > MAX_UNREDUCED, presolve=False).run()
    if again.status == "unknown":
        what = "solved again: nothing was decided within the work limit"
        return Finding(ok=True, what=what, where=STATUS), "claimed"
    if "infeasible" in {again.status, certificate.status}:
        if again.status != certificate.status:
            return Finding(ok=False, what=f"solved again: {again.status}", where=STATUS), "refuted"
        if path.conflict is not None and explain(tables, effort) != path.conflict:
            return Finding(ok=False, what="the conflict is another one", where="conflict"), "refuted"
        return Finding(ok=True, what="solved again: infeasible", where=STATUS), "re-proved by solving again"
    return _compared(path, again, -1 if instance.minimised else 1)


def _compared(path: LearningPath, again: Solution, sign: int) -> tuple[Finding, Proof]:
    """No plan may be better than the stated bound, nor the stated plan than the bound that was found now."""
    value, bound = path.certificate.objective.value or 0, path.certificate.bound or 0
    found, proven = again.value or 0, again.bound or 0
    what = f"solved again: {again.status}, value {found}, bound {proven}"
    if sign * found > sign * bound or sign * value > sign * proven:
        return Finding(ok=False, what=what, where=BOUND), "refuted"
    tight = sign * proven <= sign * bound
    return Finding(ok=True, what=what, where=BOUND), (
        "re-proved by solving again" if tight else "claimed, and solving again agrees"
    )

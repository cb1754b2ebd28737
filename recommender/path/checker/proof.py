"""A plan's instance solved again: what the checker cannot know without a solver."""

from __future__ import annotations

from typing import Final

from recommender.path.optimise.best_path import feasible_known
from recommender.path.optimise.conflict import explain
from recommender.path.optimise.effort import Effort
from recommender.path.optimise.greedy import greedy_sequence
from recommender.path.optimise.problem_arrays import ProblemArrays
from recommender.path.optimise.solver import Solution, Solving, value_of, with_best
from recommender.path.plan import LearningPath, Plan
from recommender.path.verdict import Finding, Proof

#: Larger pools are reduced by dominance before they are solved again, as the first time.
MAX_UNREDUCED: Final = 2_000
BOUND, STATUS = "certificate.bound", "certificate.status"


def prove_again(path: LearningPath) -> tuple[tuple[Finding, ...], Proof]:
    """Solve the instance again, compare what is proven, and say how far that goes.

    By another way than the first time: over the whole pool where that is not too large, and without CP-SAT's presolve.
    The conflict of an infeasible instance, and the best of each goal that regret is measured against, are worked out
    again as well; and where the plan carries its request, the greedy plan and the pool that the solver saw.
    """
    certificate = path.certificate
    instance, effort = certificate.instance, Effort(work=max(certificate.solver.work_limit, 1e-3)).begun()
    if instance.objective.kind == "regret" and with_best(instance, effort).objective != instance.objective:
        wrong = Finding(ok=False, what="the best of a goal is another one", where="instance.objective.best")
        return (wrong,), "refuted"
    tables = ProblemArrays(instance)
    begun = _begun(tables, path)
    again = Solving(tables, effort, reduce=len(instance.candidates) > MAX_UNREDUCED, presolve=False).run()
    if again.status == "unknown":
        what = "solved again: nothing was decided within the work limit"
        return (*begun, Finding(ok=True, what=what, where=STATUS)), "claimed"
    if "infeasible" in {again.status, certificate.status}:
        found, proof = _impossible(path, again, tables, effort)
    else:
        found, proof = _compared(path, again, -1 if instance.minimised else 1)
    return (*begun, found), proof


def _begun(tables: ProblemArrays, path: LearningPath) -> tuple[Finding, ...]:
    """The greedy plan and the pool that the solver saw. Both depend on the known plan that the search began from."""
    if not isinstance(path, Plan):
        return ()
    first = Solving(tables, known=feasible_known(tables, path.request.known))
    sequence = greedy_sequence(tables, first.pool)
    greedy = None if sequence is None else value_of(tables, sequence)
    certificate = path.certificate
    return (
        Finding(ok=certificate.greedy == greedy, what=f"the greedy plan reaches {greedy}", where="certificate.greedy"),
        Finding(
            ok=certificate.pool.searched == len(first.pool),
            what=f"{len(first.pool)} credentials are left without dominated ones",
            where="certificate.pool.searched",
        ),
    )


def _impossible(path: LearningPath, again: Solution, tables: ProblemArrays, effort: Effort) -> tuple[Finding, Proof]:
    """Whether both times no plan was possible, and for the same reason."""
    if again.status != path.certificate.status:
        return Finding(ok=False, what=f"solved again: {again.status}", where=STATUS), "refuted"
    if path.conflict is not None and explain(tables, effort) != path.conflict:
        return Finding(ok=False, what="the conflict is another one", where="conflict"), "refuted"
    return Finding(ok=True, what="solved again: infeasible", where=STATUS), "re-proved by solving again"


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

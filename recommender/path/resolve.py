"""A plan's instance solved again: what the checker cannot know without a solver."""

from __future__ import annotations

from typing import Final

from recommender.path.conflict import explain
from recommender.path.model import Effort
from recommender.path.plan import Certificate, Conflict, Finding
from recommender.path.solve import Solving
from recommender.path.tables import Tables

#: Larger pools are reduced by dominance before they are solved again, as the first time.
WHOLE: Final = 2_000


def resolve(certificate: Certificate, effort: Effort | None = None, conflict: Conflict | None = None) -> Finding:
    """Solve the instance again and compare what is proven.

    By another way than the first time: over the whole pool where that is not too large, and without CP-SAT's presolve.
    Of an infeasible instance the conflict is worked out again as well.
    """
    instance = certificate.instance
    tables = Tables(instance)
    stated = effort or Effort(work=certificate.solver.work_limit)
    again = Solving(tables, stated, reduce=len(instance.candidates) > WHOLE, presolve=False).run()
    where = "certificate.bound"
    if again.status == "infeasible" or certificate.status == "infeasible":
        ok = again.status == certificate.status
        if ok and conflict is not None and explain(tables, stated) != conflict:
            return Finding(ok=False, what="the conflict is another one", where="conflict")
        return Finding(ok=ok, what=f"solved again: {again.status}", where="certificate.status")
    value, bound = certificate.objective.value, certificate.bound
    if value is None or bound is None or again.value is None or again.bound is None:
        return Finding(ok=False, what="solved again: no plan within the work limit", where=where)
    sign = -1 if instance.minimised else 1
    # No plan may be better than the stated bound, and none that is stated better than the bound found now.
    ok = sign * again.value <= sign * bound and sign * value <= sign * again.bound
    what = f"solved again: {again.status}, value {again.value}, bound {again.bound}"
    return Finding(ok=ok, what=what, where=where)

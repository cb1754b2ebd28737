"""Learning paths: an ordered, scheduled set of credentials with a proof of how good it is.

``instance`` says what a plan speaks of, ``solve`` finds the plan, ``present`` makes its records, ``verify`` checks them
without the solver.
"""

from recommender.path.instance import Instance
from recommender.path.model import Effort
from recommender.path.plan import Certificate, Conflict, Finding, Path, Step, Verdict
from recommender.path.planning import plan
from recommender.path.present import Source
from recommender.path.verify import check
from recommender.path.wishes import PlanWishes

__all__ = [
    "Certificate",
    "Conflict",
    "Effort",
    "Finding",
    "Instance",
    "Path",
    "PlanWishes",
    "Source",
    "Step",
    "Verdict",
    "check",
    "plan",
]

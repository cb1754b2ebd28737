"""Learning paths: an ordered, scheduled set of credentials with a proof of how good it is.

``instance`` says what a plan speaks of, ``solve`` finds the plan, ``present`` makes its records, ``verify`` checks them
without the solver.
"""

from recommender.path.counterfactual import Turn, Why, why, why_not
from recommender.path.instance import Instance
from recommender.path.model import Effort
from recommender.path.plan import Certificate, Conflict, Finding, Path, Step, Verdict
from recommender.path.planning import plan
from recommender.path.present import Source
from recommender.path.replan import Change, Progress, Replanned, replan
from recommender.path.tradeoffs import Tradeoffs, tradeoffs
from recommender.path.verify import accepted, check, path_of
from recommender.path.wishes import PlanWishes

__all__ = [
    "Certificate",
    "Change",
    "Conflict",
    "Effort",
    "Finding",
    "Instance",
    "Path",
    "PlanWishes",
    "Progress",
    "Replanned",
    "Source",
    "Step",
    "Tradeoffs",
    "Turn",
    "Verdict",
    "Why",
    "accepted",
    "check",
    "path_of",
    "plan",
    "replan",
    "tradeoffs",
    "why",
    "why_not",
]

"""What the planner makes of small made-up problems, pinned: plans, conflicts, reasons, trade-offs, and after progress.

Everything here is integers and CP-SAT's own deterministic search, so it is the same on every machine. Only the work
that a solve took is left out: it is a float of the solver's.
"""

from __future__ import annotations

from typing import Any, Final

from eval.planning.problems import KINDS, market, small
from recommender.errors import InputError
from recommender.path.optimise.best_path import best_plan
from recommender.path.optimise.dominance import usable
from recommender.path.optimise.exact_search import search
from recommender.path.optimise.problem_arrays import ProblemArrays
from recommender.path.plan import LearningPath
from recommender.path.revise.counterfactuals import Why, why, why_not
from recommender.path.revise.pareto import tradeoffs
from recommender.path.revise.replanning import StudyProgress, replan
from tests.support.golden import ANSWERS, Json
from tests.support.plans import DATE

#: Problems of each objective; of every `REVISED`-th also what follows a plan.
COUNT: Final = 60
REVISED: Final = 6
FOLDER: Final = ANSWERS / "planner"


def answers(kind: str) -> list[Json]:
    """What is pinned of the problems of one objective."""
    return [_answer(kind, seed) for seed in range(COUNT)]


def _answer(kind: str, seed: int) -> Json:
    path = best_plan(small(seed, kind), DATE)
    found: Json = {"seed": seed, **_path(path)}
    if seed % REVISED == 0:
        found["tradeoffs"] = tradeoffs(path.certificate.instance).model_dump(mode="json")
        if path.steps:
            found["why"] = [_why(one) for one in why(path)]
            found["replanned"] = _replanned(path)
        if absent := _absent(path):
            found["why not"] = _why(why_not(path, absent))
    return found


def _path(path: LearningPath) -> Json:
    certificate = path.certificate
    kept: dict[str, Any] = {
        "status": certificate.status,
        "value": certificate.objective.value,
        "bound": certificate.bound,
        "greedy": certificate.greedy,
        "searched": certificate.pool.searched,
        "solver": certificate.solver.name,
        "steps": [[step.id, step.start, step.end, list(step.after)] for step in path.steps],
        "closed": list(path.totals.closed),
        "reached": path.totals.reached,
    }
    if path.conflict is not None:
        kept["conflict"] = [path.conflict.text, path.conflict.smallest, *(r.text for r in path.conflict.relaxations)]
    return kept


def _why(found: Why) -> list[Any]:
    return [found.id, found.worth, found.text, *(turn.text for turn in found.turns)]


def _absent(path: LearningPath) -> str | None:
    taken = {step.id for step in path.steps}
    return next((one.id for one in path.certificate.instance.candidates if one.id not in taken), None)


def _replanned(path: LearningPath) -> Json:
    first, last = path.steps[0].id, path.steps[-1].id
    out: Json = {}
    for what, progress in (
        ("finished", StudyProgress(weeks=1, finished=(first,))),
        ("failed", StudyProgress(weeks=1, failed=(first,))),
        ("skipped", StudyProgress(skipped=(last,))),
    ):
        try:
            found = replan(path, progress)
        except InputError as error:
            out[what] = str(error)
            continue
        out[what] = {**_path(found), "changes": [[c.id, c.kind, c.reason] for c in found.changes]}
    return out


def markets() -> list[Json]:
    """What the exact search finds for learners on made-up job markets, and how many states it looks at."""
    out = []
    for steps, introductory in ((3, 0.5), (3, 1.0), (4, 0.5)):
        drawn = market(steps, learners=2, introductory=introductory)
        for learner in range(2):
            tables = ProblemArrays(drawn.held_by(learner, drawn.instance()))
            found = search(tables, usable(tables), [], 10**7)
            out.append({"steps": steps, "value": found.value, "bound": found.bound, "states": found.states})
            out[-1]["sequence"] = found.sequence
    return out


def everything() -> dict[str, list[Json]]:
    """What is pinned, by objective."""
    return {**{kind: answers(kind) for kind in KINDS}, "markets": markets()}

"""Small random planning problems, their best plans, and every plan that they allow."""

from __future__ import annotations

import json
from itertools import permutations, product

from eval.planning import brute_force
from eval.planning.problems import Market, small
from recommender.path.optimise.best_path import best_plan
from recommender.path.optimise.certificate import PlanSource
from recommender.path.problem import Objective, PlanningProblem
from recommender.path.revise.variants import limited
from tests.support.plans import DATE


def solved(instance, **more):
    """The best plan of a problem."""
    return best_plan(instance, DATE, PlanSource(len(instance.candidates)), **more)


def plans(kind="closure", least=2, count=25, **more):
    """Plans of some length, with their numbers."""
    found = 0
    for seed in range(400):
        path = solved(small(seed, kind, **more))
        if len(path.steps) >= least:
            found += 1
            yield seed, path
        if found == count:
            return


def feasible_sets(instance, plain):
    """Every feasible plan, by trying every subset in every order that fits."""
    numbers = range(len(instance.candidates))
    for flags in product((False, True), repeat=len(instance.candidates)):
        chosen = [n for n in numbers if flags[n]]
        order = next((o for o in permutations(chosen) if brute_force.feasible(plain, o)), None)
        if order is not None:
            yield order


def blank_market(*, steps, credentials, occupations, skills, **more):
    """A job market for one learner who holds nothing, with levels of 1 that have to be held in full."""
    document = {
        "skills": skills,
        "levels": 1,
        "threshold": [1, 1],
        "steps": steps,
        "objective": "goals",
        "learners": [[]],
        "credentials": credentials,
        "occupations": occupations,
        **more,
    }
    return Market.model_validate_json(json.dumps(document))


def on_blank_market(**facts) -> PlanningProblem:
    """The problem of that learner."""
    found = blank_market(**facts)
    return found.held_by(0, found.instance())


def free_course(**facts):
    """A candidate that nothing stands in the way of; ``facts`` on top."""
    open_ = {"requires": (), "prerequisites": (), "barred": (), "opens": 0, "closes": None}
    return small(0, "closure").candidates[0].model_copy(update={**open_, **facts})


def closing(*, dimensions, asked, candidates, budget) -> PlanningProblem:
    """The most closure of one goal in one week of two hours."""
    base = small(0, "closure")
    facts = {
        "dimensions": dimensions,
        "goals": (base.goals[0].model_copy(update={"asked": asked}),),
        "candidates": candidates,
        "programmes": (),
        "objective": Objective(kind="closure"),
    }
    within = {"minutes_per_week": 120, "weeks": 1, "budget": budget, "steps": None, "must_have": ()}
    return limited(base.model_copy(update=facts), **within)

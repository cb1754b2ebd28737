"""Small random planning problems, their best plans, and every plan that they allow."""

from __future__ import annotations

from itertools import permutations, product

from eval.planning import brute_force
from eval.planning.problems import small
from recommender.path.optimise.best_path import best_plan
from recommender.path.optimise.certificate import PlanSource
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

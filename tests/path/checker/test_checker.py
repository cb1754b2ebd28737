"""The checker against plans that were changed."""

from __future__ import annotations

import itertools
import json

import pytest

from eval.planning.problems import KINDS, small
from recommender.errors import InputError
from recommender.path.checker.proof import prove_again
from recommender.path.grading import verify_plan
from recommender.path.problem import PlanningProblem
from tests.support.plans import document, nudged
from tests.support.problems import solved

# The checker

NUMBERS = "numbers that only the solver can claim, or that say how it was found"


CLAIMS = {
    ("certificate", "solver"): NUMBERS,
    ("certificate", "pool", "searched"): NUMBERS,
    ("certificate", "greedy"): NUMBERS,
    ("certificate", "inputs", "snapshot"): "compared with --snapshot",
    ("certificate", "inputs", "request"): "a hash of what only the request holds",
    ("certificate", "reproducible"): NUMBERS,
}


def leaves(value, place=()):
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*place, key))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from leaves(item, (*place, position))
    else:
        yield place, value


def tampered(original, place, sign):
    copy = json.loads(json.dumps(original))
    spot = copy
    for part in place[:-1]:
        spot = spot[part]
    spot[place[-1]] = nudged(spot[place[-1]], sign)
    return copy


@pytest.mark.parametrize("kind", KINDS)
def test_every_number_that_can_be_computed_again_is_caught_when_it_is_changed(kind):
    path = next(p for seed in range(100) if len((p := solved(small(seed, kind))).steps) >= 2)
    original = document(path)
    tried = 0
    for (place, _), sign in itertools.product(leaves(original), (1, -1)):
        if any(place[: len(claim)] == claim for claim in CLAIMS) or place[0] == "conflict":
            continue
        try:
            verdict = verify_plan(tampered(original, place, sign))
        except InputError:
            continue  # no plan any more
        tried += 1
        assert not verdict.ok, (place, sign)
        assert verdict.proof == "refuted"
    assert tried > 100


@pytest.mark.parametrize(("kind", "other"), list(itertools.permutations(KINDS, 2)))
def test_an_objective_that_is_not_the_instances_is_caught(kind, other):
    original = document(next(p for seed in range(100) if (p := solved(small(seed, kind))).steps))
    original["certificate"]["objective"]["kind"] = other
    findings = verify_plan(original).findings
    assert "the objective is the instance's" in {finding.what for finding in findings if not finding.ok}


def test_an_instance_that_is_changed_with_its_hash_is_caught_by_what_follows_from_it():
    from recommender.path.optimise.certificate import digest

    path = next(p for seed in range(100) if len((p := solved(small(seed, "closure"))).steps) >= 2)
    original = document(path)
    number = original["steps"][0]["candidate"]
    original["certificate"]["instance"]["candidates"][number]["minutes"] += 60
    original["certificate"]["inputs"]["instance"] = digest(
        PlanningProblem.model_validate_json(json.dumps(original["certificate"]["instance"]))
    )
    verdict = verify_plan(original)
    assert {f.where.split(".")[0] for f in verdict.findings if not f.ok} >= {"steps", "totals"}


def test_a_bound_that_is_too_good_is_refuted_on_small_pools_and_by_solving_again():
    path = next(p for seed in range(100) if (p := solved(small(seed, "closure"))).certificate.greedy is not None)
    certificate = path.certificate
    worse = path.model_copy(update={"certificate": certificate.model_copy(update={"bound": certificate.bound + 1})})
    verdict = verify_plan(document(worse))
    assert not verdict.ok
    better = path.model_copy(update={"certificate": certificate.model_copy(update={"bound": certificate.bound - 1})})
    assert prove_again(better)[1] == "refuted"
    assert prove_again(path)[1] == "re-proved by solving again"


@pytest.mark.parametrize("kind", KINDS)
def test_solving_again_agrees_whether_there_is_a_plan_or_not(kind):
    for seed in range(25):
        path = solved(small(seed, kind))
        findings, proof = prove_again(path)
        assert all(finding.ok for finding in findings)
        assert proof == "re-proved by solving again"
    conflict = next(p for s in range(200) if (p := solved(small(s, kind))).conflict is not None)
    lies = conflict.conflict.model_copy(update={"text": "lies"})
    assert prove_again(conflict.model_copy(update={"conflict": lies}))[1] == "refuted"


def test_the_best_of_each_goal_is_worked_out_again():
    path = next(p for s in range(100) if (p := solved(small(s, "regret"))).steps)
    instance = path.certificate.instance
    objective = instance.objective.model_copy(update={"best": tuple(b + 1 for b in instance.objective.best)})
    changed = instance.model_copy(update={"objective": objective})
    wrong = path.model_copy(update={"certificate": path.certificate.model_copy(update={"instance": changed})})
    assert prove_again(wrong)[1] == "refuted"


@pytest.mark.parametrize("wrong", [None, [], {}, {"steps": []}, {"certificate": {"instance": 3}}, "plan"])
def test_what_is_no_plan_is_refused_by_place(wrong):
    with pytest.raises(InputError, match="not a plan"):
        verify_plan(wrong)


def test_a_list_longer_than_any_of_a_plan_is_refused_before_its_entries_are_looked_at():
    original = document(next(p for seed in range(100) if (p := solved(small(seed, "closure"))).steps))
    original["certificate"]["instance"]["dimensions"][0]["skills"] = [[]] * 50_001
    with pytest.raises(InputError, match="a list holds more than 50000 entries"):
        verify_plan(original)

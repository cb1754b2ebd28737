"""Plans against exhaustive search, the checker against tampering, conflicts against solving again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eval.planning import brute_force
from eval.planning.problems import KINDS, small
from recommender.errors import WorkLimit
from recommender.path.grading import verify_plan
from recommender.path.optimise.best_path import best_plan, feasible_known
from recommender.path.optimise.cp_sat import CpSatModel
from recommender.path.optimise.effort import Effort
from recommender.path.optimise.problem_arrays import ProblemArrays
from recommender.path.optimise.solver import MAX_COEFFICIENT, solve, thriftiest
from recommender.path.problem import Candidate, Dimension, Limits, Objective, PlanningProblem, TargetGoal, TargetLevel
from tests.support.plans import DATE, document
from tests.support.problems import solved

#: Instances of each objective; `python -m eval paths` tries two thousand.
TRIED = 60


@pytest.mark.parametrize("kind", KINDS)
def test_small_instances_reach_what_trying_every_plan_reaches(kind):
    found = 0
    for seed in range(TRIED):
        instance = small(seed, kind)
        plain = instance.model_dump(mode="json")
        best, path = brute_force.best(plain), solved(instance)
        certificate = path.certificate
        verdict = verify_plan(document(path))
        assert verdict.ok, [f for f in verdict.findings if not f.ok]
        assert verdict.proof == "re-proved by exhaustive search"
        if best is None:
            assert certificate.status == "infeasible"
            assert path.conflict is not None
            continue
        found += 1
        sequence = [step.candidate for step in path.steps]
        assert certificate.status == "optimal"
        assert certificate.objective.value == certificate.bound == best[0]
        assert brute_force.feasible(plain, sequence)
        assert brute_force.value(plain, sequence) == best[0]
    assert found > TRIED / 4


def _limited(instance, **limits):
    return instance.model_copy(update={"limits": instance.limits.model_copy(update=limits)})


# Promises


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10_000), st.integers(1, 5_000), st.sampled_from(["closure", "goals", "fastest", "regret"]))
def test_a_larger_budget_is_never_worse(seed, more, kind):
    instance = small(seed, kind)
    if instance.limits.budget is None:
        return
    first, second = solve(instance), solve(_limited(instance, budget=instance.limits.budget + more))
    if first.status == "infeasible" or (kind == "regret" and second.status != "optimal"):
        return
    sign = -1 if instance.minimised else 1
    assert second.status == "optimal"
    assert sign * second.value >= sign * first.value


def test_a_known_plan_of_a_smaller_budget_is_never_lost_even_without_work():
    instance = _large(120)
    smaller = best_plan(_limited(instance, budget=20_000), DATE, effort=Effort(work=3))
    known = [step.id for step in smaller.steps]
    least = Effort(work=1e-6, seconds=60)
    alone, begun = best_plan(instance, DATE, effort=least), best_plan(instance, DATE, effort=least, known=known)
    assert begun.certificate.objective.value >= smaller.certificate.objective.value
    assert begun.certificate.objective.value >= alone.certificate.objective.value
    assert verify_plan(document(begun)).ok
    assert best_plan(instance, DATE, effort=least, known=["nowhere"]).certificate == alone.certificate
    assert best_plan(_limited(instance, budget=0), DATE, effort=least, known=known).totals.cost == 0


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10_000), st.sampled_from(KINDS))
def test_the_same_instance_gives_the_same_plan(seed, kind):
    instance = small(seed, kind)
    again = PlanningProblem.model_validate_json(instance.model_dump_json())
    assert solved(instance).model_dump_json() == solved(again).model_dump_json()


def test_a_plan_that_the_clock_cut_says_so_and_one_that_the_work_limit_cut_does_not():
    instance = _large(400)
    cut = solve(instance, Effort(work=1e9, seconds=0.001))
    assert cut.status == "feasible"
    assert cut.cut
    assert not best_plan(instance, DATE, effort=Effort(work=1e9, seconds=0.001)).certificate.reproducible
    limited = [solve(instance, Effort(work=0.01, seconds=1e6)) for _ in range(2)]
    assert not limited[0].cut
    assert limited[0].sequence == limited[1].sequence
    assert limited[0].bound == limited[1].bound >= limited[0].value


def _large(count):
    """A choice that CP-SAT does not prove at once: many requirements, and half the candidates need levels first."""
    random = np.random.default_rng(3)
    size = 60
    asked = tuple(
        TargetLevel(dimension=d, level=1_000, importance=int(random.integers(5_000, 10_000))) for d in range(size)
    )
    candidates = tuple(
        Candidate(
            id=str(n),
            title=str(n),
            minutes=int(random.integers(300, 3_000)),
            price=int(random.integers(1_000, 9_999)),
            teaches=tuple(
                (int(d), int(random.integers(300, 1_000)), int(random.integers(30, 100)))
                for d in random.choice(size, 6, replace=False)
            ),
            requires=((int(random.integers(size)), 700),) if n % 2 else (),
        )
        for n in range(count)
    )
    return PlanningProblem(
        dimensions=tuple(Dimension(label=str(d), skills=(), held=0) for d in range(size)),
        goals=(TargetGoal(id="goal", label="goal", asked=asked),),
        candidates=candidates,
        objective=Objective(kind="closure"),
        limits=Limits(minutes_per_week=600, weeks=30, budget=60_000),
    )


def test_no_plan_within_the_work_limit_is_an_error_of_its_own():
    instance = _large(300)
    must = _limited(instance, must_have=tuple(range(5)), budget=None, weeks=500)
    with pytest.raises(WorkLimit, match="allow more work"):
        best_plan(must, DATE, effort=Effort(work=1e-6, seconds=60))


@pytest.mark.parametrize("kind", KINDS)
def test_a_known_plan_is_begun_from_where_it_isfeasible_known(kind):
    for seed in range(40):
        path = solved(small(seed, kind))
        instance = path.certificate.instance
        known = [step.id for step in path.steps]
        expected = [step.candidate for step in path.steps]
        assert feasible_known(ProblemArrays(instance), known) == expected
        assert feasible_known(ProblemArrays(instance), [*known, "nowhere"]) == []
        if len(known) > 1:
            fewer = _limited(instance, steps=len(known) - 1)
            assert feasible_known(ProblemArrays(fewer), known) == []


def test_of_plans_that_take_the_same_time_the_cheaper_one_is_made_whether_it_takes_one_solve_or_two(monkeypatch):
    """Numbers that do not fit into one sum are minimised one after the other."""
    blank = small(0, "closure")
    asked = blank.goals[0].asked[0]
    one = blank.candidates[0].model_copy(
        update={
            "minutes": 60,
            "requires": (),
            "prerequisites": (),
            "barred": (),
            "opens": 0,
            "closes": None,
            "teaches": ((asked.dimension, 1000, 100),),
        }
    )
    priced = tuple(one.model_copy(update={"id": f"{price}", "price": price}) for price in (300, 100, 200))
    instance = _limited(
        blank.model_copy(update={"candidates": priced, "programmes": ()}),
        minutes_per_week=60,
        weeks=1,
        budget=1_000,
        steps=None,
        must_have=(),
    )
    for largest in (MAX_COEFFICIENT, 1):
        monkeypatch.setattr("recommender.path.optimise.solver.MAX_COEFFICIENT", largest)
        model = CpSatModel(ProblemArrays(instance), [0, 1, 2])
        model.at_least(model.closure(0), 1)
        found = thriftiest(model, Effort(), [0])
        assert (found.sequence, found.status) == ([1], "optimal")


def test_a_proven_value_is_its_own_bound_whatever_the_numbers_have_in_common():
    for seed in range(20):
        instance = small(seed, "closure")
        model = CpSatModel(ProblemArrays(instance), range(len(instance.candidates)))
        for total, maximise in ((model.closure(0), True), (model.cost, False), (model.minutes, False)):
            outcome = model.solve(total, maximise=maximise, effort=Effort())
            if outcome.sequence is not None:
                assert outcome.bound == outcome.value

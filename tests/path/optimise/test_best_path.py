"""Plans against exhaustive search, the checker against tampering, conflicts against solving again."""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eval.planning import brute_force
from eval.planning.problems import KINDS, small
from recommender.errors import InputError, WorkLimit
from recommender.path.checker.checker import verify_plan
from recommender.path.checker.proof import prove_again
from recommender.path.ical import to_ical
from recommender.path.optimise.best_path import best_plan
from recommender.path.optimise.certificate import PlanSource
from recommender.path.optimise.dominance import undominated, usable
from recommender.path.optimise.effort import Effort
from recommender.path.optimise.problem_arrays import ProblemArrays
from recommender.path.optimise.solver import Solving, solve
from recommender.path.options import PlanOptions, share
from recommender.path.problem import Candidate, Dimension, Limits, Objective, PlanningProblem, TargetGoal, TargetLevel

DATE = dt.date(2026, 1, 5)
#: Instances of each objective; `python -m eval paths` tries two thousand.
TRIED = 60


def planned(instance, **more):
    return best_plan(instance, DATE, PlanSource(len(instance.candidates)), **more)


def document(path):
    return json.loads(path.model_dump_json())


@pytest.mark.parametrize("kind", KINDS)
def test_small_instances_reach_what_trying_every_plan_reaches(kind):
    found = 0
    for seed in range(TRIED):
        instance = small(seed, kind)
        plain = instance.model_dump(mode="json")
        best, path = brute_force.best(plain), planned(instance)
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


@pytest.mark.parametrize("kind", KINDS)
def test_removing_dominated_candidates_keeps_the_optimum(kind):
    removed = 0
    for seed in range(TRIED):
        tables = ProblemArrays(small(seed, kind, most=12))
        whole = Solving(tables, reduce=False).run()
        assert Solving(tables).run().value == whole.value
        pool = usable(tables)
        removed += len(pool) - len(undominated(tables, pool))
    assert removed > 10


def test_a_candidate_that_is_barred_or_in_a_cycle_or_behind_one_is_not_usable():
    instance = small(0, "closure")
    one = instance.candidates[0].model_copy(update={"requires": (), "barred": ()})
    chain = [
        one.model_copy(update={"id": "a", "prerequisites": (1,)}),
        one.model_copy(update={"id": "b", "prerequisites": (0,)}),
        one.model_copy(update={"id": "c", "prerequisites": (1,)}),
        one.model_copy(update={"id": "d", "prerequisites": (), "barred": ("language",)}),
        one.model_copy(update={"id": "e", "prerequisites": (3,)}),
        one.model_copy(update={"id": "f", "prerequisites": ()}),
    ]
    limits = instance.limits.model_copy(update={"must_have": ()})
    tables = ProblemArrays(instance.model_copy(update={"candidates": tuple(chain), "programmes": (), "limits": limits}))
    assert usable(tables) == [5]
    assert usable(tables, without=["language"]) == [3, 4, 5]


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


def changed(value):
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    if isinstance(value, str):
        try:
            return (dt.date.fromisoformat(value) + dt.timedelta(days=1)).isoformat()
        except ValueError:
            return value + "x"
    return 1


def tampered(original, place):
    copy = json.loads(json.dumps(original))
    spot = copy
    for part in place[:-1]:
        spot = spot[part]
    spot[place[-1]] = changed(spot[place[-1]])
    return copy


@pytest.mark.parametrize("kind", KINDS)
def test_every_number_that_can_be_computed_again_is_caught_when_it_is_changed(kind):
    path = next(p for seed in range(100) if len((p := planned(small(seed, kind))).steps) >= 2)
    original = document(path)
    tried = 0
    for place, _ in leaves(original):
        if any(place[: len(claim)] == claim for claim in CLAIMS) or place[0] == "conflict":
            continue
        try:
            verdict = verify_plan(tampered(original, place))
        except InputError:
            continue  # no plan any more
        tried += 1
        assert not verdict.ok, place
        assert verdict.proof == "refuted"
    assert tried > 50


def test_an_instance_that_is_changed_with_its_hash_is_caught_by_what_follows_from_it():
    from recommender.path.optimise.certificate import digest

    path = next(p for seed in range(100) if len((p := planned(small(seed, "closure"))).steps) >= 2)
    original = document(path)
    number = original["steps"][0]["candidate"]
    original["certificate"]["instance"]["candidates"][number]["minutes"] += 60
    original["certificate"]["inputs"]["instance"] = digest(
        PlanningProblem.model_validate_json(json.dumps(original["certificate"]["instance"]))
    )
    verdict = verify_plan(original)
    assert {f.where.split(".")[0] for f in verdict.findings if not f.ok} >= {"steps", "totals"}


def test_a_bound_that_is_too_good_is_refuted_on_small_pools_and_by_solving_again():
    path = next(p for seed in range(100) if (p := planned(small(seed, "closure"))).certificate.greedy is not None)
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
        path = planned(small(seed, kind))
        finding, proof = prove_again(path)
        assert finding.ok
        assert proof == "re-proved by solving again"
    conflict = next(p for s in range(200) if (p := planned(small(s, kind))).conflict is not None)
    lies = conflict.conflict.model_copy(update={"text": "lies"})
    assert prove_again(conflict.model_copy(update={"conflict": lies}))[1] == "refuted"


def test_the_best_of_each_goal_is_worked_out_again():
    path = next(p for s in range(100) if (p := planned(small(s, "regret"))).steps)
    instance = path.certificate.instance
    objective = instance.objective.model_copy(update={"best": tuple(b + 1 for b in instance.objective.best)})
    changed = instance.model_copy(update={"objective": objective})
    wrong = path.model_copy(update={"certificate": path.certificate.model_copy(update={"instance": changed})})
    assert prove_again(wrong)[1] == "refuted"


@pytest.mark.parametrize("wrong", [None, [], {}, {"steps": []}, {"certificate": {"instance": 3}}, "plan"])
def test_what_is_no_plan_is_refused_by_place(wrong):
    with pytest.raises(InputError, match="not a plan"):
        verify_plan(wrong)


# Conflicts


def test_each_way_out_of_a_conflict_works_and_a_little_less_does_not():
    seen = set()
    for seed in range(60):
        feasible = planned(small(seed, "closure"))
        if len(feasible.steps) < 2:
            continue
        instance = _tightened(feasible, time=seed % 2 == 0)
        path = planned(instance)
        assert path.conflict is not None
        assert path.conflict.smallest
        for relaxation in path.conflict.relaxations:
            relaxed = _relaxed(instance, relaxation)
            if relaxed is not None:
                seen.add((relaxation.wish, seed))
                assert brute_force.best(relaxed.model_dump(mode="json")) is not None, (seed, relaxation)
                assert brute_force.best(_almost(instance, relaxation).model_dump(mode="json")) is None, relaxation
    assert {wish for wish, _ in seen} == {"time", "budget", "steps"}
    assert len(seen) > 20


def _tightened(path, *, time):
    """All steps of a plan wished for, and a little less time, or less money and fewer steps, than they take."""
    instance = path.certificate.instance
    must = tuple(step.candidate for step in path.steps)
    if time:
        return _limited(instance, must_have=must, minutes_per_week=path.steps[-1].end - 7, weeks=1)
    return (
        _limited(instance, must_have=must, steps=len(must) - 1)
        if path.totals.cost == 0 or len(must) % 2
        else (_limited(instance, must_have=must, budget=max(0, round(100 * path.totals.cost) - 7)))
    )


def test_the_smallest_conflict_names_no_wish_that_could_stay():
    """Two must-haves that fit alone, and not together."""
    one = small(0, "closure").candidates[0].model_copy(update={"requires": (), "prerequisites": (), "barred": ()})
    free = {"minutes": 400, "opens": 0, "closes": None}
    candidates = tuple(one.model_copy(update={**free, "id": name, "title": name}) for name in "abc")
    base = small(0, "closure").model_copy(update={"candidates": candidates, "programmes": ()})
    instance = _limited(base, minutes_per_week=300, weeks=2, budget=10**7, steps=5, must_have=(0, 1))
    conflict = planned(instance).conflict
    assert conflict.wishes == ("the deadline (2 weeks of 5 hours)", "the must-have a", "the must-have b")
    texts = [relaxation.text for relaxation in conflict.relaxations]
    assert texts[0] == "3.33 hours more by the deadline: 1 weeks more, or 1.67 hours more a week"
    assert texts[1:] == ["give up the must-have a", "give up the must-have b"]


def _relaxed(instance, relaxation):
    limits = instance.limits
    if relaxation.wish == "time":
        minutes = round(relaxation.amount * 60) + 1
        return _longer(instance, minutes)
    if relaxation.wish == "budget":
        return _limited(instance, budget=limits.budget + round(relaxation.amount * 100))
    if relaxation.wish == "steps":
        return _limited(instance, steps=limits.steps + int(relaxation.amount))
    return None


def _almost(instance, relaxation):
    limits = instance.limits
    if relaxation.wish == "time":
        return _longer(instance, round(relaxation.amount * 60) - 1)
    if relaxation.wish == "budget":
        return _limited(instance, budget=limits.budget + round(relaxation.amount * 100) - 1)
    return _limited(instance, steps=max(1, limits.steps + int(relaxation.amount) - 1))


def _longer(instance, minutes):
    """The same study time and ``minutes`` more, in one long week."""
    return _limited(instance, minutes_per_week=instance.limits.minutes + minutes, weeks=1)


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
    assert planned(instance).model_dump_json() == planned(again).model_dump_json()


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


# What leaves


def test_the_calendar_holds_every_week_of_every_step():
    from icalendar import Calendar

    path = next(p for seed in range(100) if len((p := planned(small(seed, "closure"))).steps) >= 2)
    events = Calendar.from_ical(to_ical(path)).walk("VEVENT")
    assert len(events) == sum(len(week.stretches) for week in path.weeks)
    assert len({str(event["uid"]) for event in events}) == len(events)
    assert events[0].decoded("dtstart") == path.weeks[0].begins
    assert to_ical(path) == to_ical(path)


def test_weeks_hold_all_minutes_and_never_more_than_there_are():
    for seed in range(30):
        path = planned(small(seed, "closure"))
        limit = path.certificate.instance.limits.minutes_per_week
        assert all(sum(s.minutes for s in week.stretches) <= limit for week in path.weeks)
        assert sum(s.minutes for week in path.weeks for s in week.stretches) == path.totals.minutes


def test_a_share_is_the_fraction_that_was_meant():
    assert share(0.8) == (4, 5)
    assert Fraction(*share(0.333333)) == Fraction("0.333333")


def test_a_target_goes_with_the_objectives_that_close_one():
    with pytest.raises(ValueError, match="target"):
        PlanOptions(objective="cheapest")
    with pytest.raises(ValueError, match="target"):
        PlanOptions(objective="closure", target=0.5)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"prerequisites": (0,)}, "its own prerequisite"),
        ({"prerequisites": (99,)}, "does not exist"),
        ({"teaches": ((99, 500, 50),)}, "does not exist"),
        ({"requires": ((0, 500), (0, 600))}, "twice"),
        ({"minutes": 0}, "greater than or equal to 1"),
    ],
)
def test_an_instance_that_does_not_hold_together_is_refused(change, message):
    instance = small(0, "closure").model_dump()
    instance["candidates"][0].update(change)
    with pytest.raises(ValueError, match=message):
        PlanningProblem.model_validate(instance)

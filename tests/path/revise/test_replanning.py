"""What is done with a plan: planning again, trade-offs, and why a credential is in it or not."""

from __future__ import annotations

import datetime as dt
import json
from itertools import product

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from eval.planning import brute_force
from eval.planning.problems import small
from recommender.errors import InputError
from recommender.path.checker.checker import accepted, verify_plan
from recommender.path.optimise.best_path import best_plan
from recommender.path.optimise.certificate import PlanSource
from recommender.path.optimise.effort import DEFAULT_EFFORT
from recommender.path.optimise.problem_arrays import ProblemArrays
from recommender.path.optimise.solver import solve
from recommender.path.problem import Objective, PlanningProblem
from recommender.path.revise.counterfactuals import why, why_not
from recommender.path.revise.pareto import tradeoffs
from recommender.path.revise.replanning import StudyProgress, replan
from recommender.path.revise.variants import best, forced, limited, narrowed, replaced, wanted_no_more
from tests.support.cli import credpath

DATE = dt.date(2026, 1, 5)


def planned(instance):
    return best_plan(instance, DATE, PlanSource(len(instance.candidates)))


def document(path):
    return json.loads(path.model_dump_json())


def plans(kind="closure", least=2, count=25, **more):
    """Plans of some length, with their numbers."""
    found = 0
    for seed in range(400):
        path = planned(small(seed, kind, **more))
        if len(path.steps) >= least:
            found += 1
            yield seed, path
        if found == count:
            return


# Planning again


@pytest.mark.parametrize("kind", ["closure", "goals", "regret", "fastest", "cheapest"])
def test_a_plan_without_news_stays_as_it_is(kind):
    for _, path in plans(kind, count=15):
        again = replan(path, StudyProgress(), tolerance=0)
        assert [step.id for step in again.steps] == [step.id for step in path.steps]
        assert {change.kind for change in again.changes} == {"kept"}
        assert again.given_up == 0


@pytest.mark.parametrize("kind", ["closure", "goals", "regret", "fastest"])
def test_what_is_left_is_planned_within_what_is_left(kind):
    for _, path in plans(kind, count=15):
        old = path.certificate.instance
        first, second = path.steps[0], path.steps[1]
        weeks = min(first.last_week, old.limits.weeks - 1)
        found = replan(path, StudyProgress(weeks=weeks, finished=(first.id,), skipped=(second.id,)), tolerance=0.2)
        assert verify_plan(document(found)).ok
        new = found.certificate.instance
        assert new.limits.weeks == old.limits.weeks - weeks
        if old.limits.budget is not None:
            assert new.limits.budget == max(0, old.limits.budget - round(100 * first.price))
        ids = [step.id for step in found.steps]
        assert first.id not in ids
        assert second.id not in ids
        assert found.as_of == DATE + dt.timedelta(days=7 * weeks)
        if found.conflict is None:
            best_now = brute_force.best(new.model_dump(mode="json"))
            sign = -1 if new.minimised else 1
            value = sign * found.certificate.objective.value
            assert value <= sign * best_now[0]
            assert value >= sign * best_now[0] - 0.2 * abs(best_now[0])
            assert found.certificate.bound == best_now[0]


def test_of_plans_that_are_good_enough_the_nearest_is_taken():
    """Against every plan: none within the tolerance drops and adds fewer credentials."""
    for _, path in plans(count=12, most=6):
        first = path.steps[0]
        found = replan(path, StudyProgress(failed=(first.id,)), tolerance=0.3)
        if found.conflict is not None:
            continue
        new = found.certificate.instance
        plain = new.model_dump(mode="json")
        wanted = {step.id for step in path.steps}
        least = min(
            len(wanted ^ {new.candidates[n].id for n in chosen})
            for chosen in _feasible_sets(new, plain)
            if brute_force.value(plain, chosen) >= found.certificate.bound - int(0.3 * found.certificate.bound)
        )
        assert len(wanted ^ {step.id for step in found.steps}) == least


def _feasible_sets(instance, plain):
    """Every feasible plan, by trying every subset in every order that fits."""
    from itertools import permutations

    numbers = range(len(instance.candidates))
    for flags in product((False, True), repeat=len(instance.candidates)):
        chosen = [n for n in numbers if flags[n]]
        order = next((o for o in permutations(chosen) if brute_force.feasible(plain, o)), None)
        if order is not None:
            yield order


def test_every_change_has_its_reason():
    kinds = set()
    for _, path in plans(count=40):
        found = replan(path, StudyProgress(weeks=1, skipped=(path.steps[0].id,)))
        for change in found.changes:
            kinds.add(change.kind)
            assert change.reason
        if found.conflict is None:
            assert {c.id for c in found.changes if c.kind != "dropped"} == {step.id for step in found.steps}
    assert kinds == {"kept", "dropped", "added"}


def test_progress_that_does_not_fit_is_refused():
    _, path = next(plans())
    with pytest.raises(InputError, match="finished credential 1 is not in the plan's pool"):
        replan(path, StudyProgress(finished=("nowhere",)))
    with pytest.raises(InputError, match="weeks are over"):
        replan(path, StudyProgress(weeks=path.certificate.instance.limits.weeks))
    with pytest.raises(ValueError, match="not two of them"):
        StudyProgress(finished=("a",), failed=("a",))


def test_a_plan_planned_again_stands_up_to_the_checker_and_to_the_catalogue(small_engine):
    from recommender.path.options import PlanOptions
    from recommender.records import Learner, Preferences, Price

    limits = Preferences(hours_per_week=6, weeks=26, budget=Price(amount=500, currency="USD"))
    options = PlanOptions(assume_hours=30, assume_price=20)
    first = small_engine.plan(Learner(), "data analyst", preferences=limits, options=options, as_of=DATE)
    again = replan(first, StudyProgress(weeks=2, finished=(first.steps[0].id,)))
    assert all(finding.ok for finding in small_engine.compare(again))
    pool = again.certificate.pool
    assert pool.candidates + sum(pool.left_out.values()) == pool.considered == first.certificate.pool.considered
    for kind in ("closure", "goals", "regret"):
        for _, path in plans(kind, count=15):
            for tolerance in (0.01, 0.5):
                found = replan(path, StudyProgress(skipped=(path.steps[0].id,)), tolerance=tolerance)
                assert verify_plan(document(found)).ok


def test_no_step_is_left_when_all_that_were_wished_for_are_taken():
    for _, path in plans(count=10):
        instance = limited(path.certificate.instance, steps=len(path.steps), must_have=())
        full = planned(instance)
        done = tuple(step.id for step in full.steps)
        if len(done) == instance.limits.steps:
            assert not replan(full, StudyProgress(finished=done)).steps


def test_what_is_learnt_never_takes_a_target_out_of_reach():
    for _, path in plans("cheapest", least=2, count=15):
        found = replan(path, StudyProgress(finished=(path.steps[0].id,)))
        numerator, denominator = found.certificate.instance.objective.target
        assert 0 <= numerator <= denominator


# Trade-offs


def test_the_front_is_that_of_every_plan():
    looked = 0
    for seed in range(60):
        instance = small(seed, "closure", most=6)
        instance = instance.model_copy(update={"objective": Objective(kind="closure")})
        found = tradeoffs(instance)
        assert found.complete
        tables = ProblemArrays(instance)
        plain = instance.model_dump(mode="json")
        points = {
            (tables.closed(0, chosen), int(tables.minutes[list(chosen)].sum()), tables.cents(chosen))
            for chosen in _feasible_sets(instance, plain)
        }
        efficient = {
            p for p in points if not any(q != p and q[0] >= p[0] and q[1] <= p[1] and q[2] <= p[2] for q in points)
        }
        assert {(p.closed, p.minutes, round(100 * p.cost)) for p in found.points} == {p for p in efficient if p[0] > 0}
        looked += len(found.points)
    assert looked > 40


def test_unknown_prices_count_as_nothing_on_the_front_and_steps_stand_in_order():
    base = small(0, "closure")
    one = base.candidates[0].model_copy(
        update={"requires": (), "prerequisites": (), "barred": (), "opens": 0, "closes": None, "minutes": 60}
    )
    paid = one.model_copy(update={"id": "paid", "price": 100, "teaches": ((0, 1000, 100),)})
    free = one.model_copy(update={"id": "free", "price": None, "teaches": ((0, 500, 100),)})
    needing = one.model_copy(update={"id": "needing", "price": 0, "teaches": ((1, 1000, 100),), "prerequisites": (0,)})
    goal = {"id": "goal", "label": "goal"}
    goal["asked"] = [{"dimension": d, "level": 1000, "importance": 100} for d in (0, 1)]
    instance = PlanningProblem.model_validate(
        {
            **base.model_dump(),
            "dimensions": [{"label": str(d), "skills": (), "held": 0} for d in range(2)],
            "goals": [goal],
            "candidates": [c.model_dump() for c in (free, paid, needing)],
            "programmes": (),
            "objective": {"kind": "closure"},
            "limits": {"minutes_per_week": 300, "weeks": 1},
        }
    )
    found = tradeoffs(instance)
    assert found.complete
    assert {(p.minutes, p.cost) for p in found.points} == {(60, 0), (60, 1), (120, 0), (180, 1)}
    assert all(p.steps.index("free") < p.steps.index("needing") for p in found.points if "needing" in p.steps)


def test_a_front_that_is_cut_says_so():
    whole = next(f for s in range(100) if len((f := tradeoffs(small(s, "closure"))).points) > 3)
    seed = next(s for s in range(100) if len(tradeoffs(small(s, "closure")).points) > 3)
    cut = tradeoffs(small(seed, "closure"), most=2)
    assert whole.complete
    assert not cut.complete
    assert len(cut.points) == 2


def test_one_more_hour_gives_what_planning_with_it_gives():
    for seed in range(20):
        instance = small(seed, "closure")
        found = {more.limit: more.gain for more in tradeoffs(instance, most=1).more}
        assert all(gain is None or gain >= 0 for gain in found.values())
        closing = PlanningProblem.model_validate(
            {**instance.model_dump(), "goals": [instance.goals[0].model_dump()], "objective": {"kind": "closure"}}
        )
        now, longer = solve(closing), solve(limited(closing, weeks=closing.limits.weeks + 1))
        gap = ProblemArrays(closing).gap[0]
        if now.value is not None and gap:
            assert found["weeks"] == pytest.approx((longer.value - now.value) / gap, abs=1e-6)


# Why


@pytest.mark.parametrize("kind", ["closure", "cheapest", "goals"])
def test_a_price_or_hours_that_would_drop_a_step_do_and_a_little_less_need_not(kind):
    turned = 0
    for _, path in plans(kind, count=20):
        instance = path.certificate.instance
        for step, reason in zip(path.steps, why(path), strict=True):
            assert reason.chosen
            if step.candidate in instance.limits.must_have:
                assert reason.turns[0].kind == "preference"
                continue
            for turn in reason.turns:
                turned += 1
                free = wanted_no_more(instance, step.candidate)
                changed = _turned(free, step.candidate, turn)
                assert step.candidate not in best(changed, DEFAULT_EFFORT).solution.sequence
                if turn.kind in {"price", "hours"}:
                    nearly = _turned(free, step.candidate, turn, less=1 if turn.kind == "price" else 2)
                    with_it = best(forced(nearly, step.candidate), DEFAULT_EFFORT).solution.value
                    without = best(nearly, DEFAULT_EFFORT, banned=[step.candidate]).solution.value
                    sign = -1 if instance.minimised else 1
                    assert sign * with_it >= sign * without
    assert turned > 15


def test_a_wish_that_costs_something_is_said_to_cost_it():
    one = (
        small(0, "closure")
        .candidates[0]
        .model_copy(
            update={"requires": (), "prerequisites": (), "barred": (), "opens": 0, "closes": None, "minutes": 60}
        )
    )
    asked = small(0, "closure").goals[0].asked[0]
    good = one.model_copy(update={"id": "good", "teaches": ((asked.dimension, 1000, 100),)})
    wanted = one.model_copy(update={"id": "wanted", "teaches": ()})
    base = small(0, "closure").model_copy(update={"candidates": (good, wanted), "programmes": ()})
    instance = limited(base, minutes_per_week=60, weeks=1, budget=10**7, steps=None, must_have=(1,))
    (reason,) = why(planned(instance))
    assert reason.worth == -1
    assert reason.text == "without it the best plan is 100.0% better"
    with pytest.raises(InputError, match="no plan to explain"):
        why(planned(limited(instance, must_have=(0, 1))))


def _turned(instance, number, turn, less=0):
    if turn.kind == "price":
        return replaced(instance, number, price=round(100 * turn.amount) - less)
    if turn.kind == "hours":
        return replaced(instance, number, minutes=round(60 * turn.amount) - less)
    if turn.kind == "skill":
        label = turn.text.removeprefix("if you held ").rpartition(" at ")[0]
        from recommender.path.revise.variants import holding

        dimension = next(n for n, d in enumerate(instance.dimensions) if d.label == label)
        return holding(instance, dimension, round(1000 * turn.amount))
    raise AssertionError(turn)


def test_why_not_is_verified_by_planning_with_it():
    kinds = set()
    for _, path in plans(count=25):
        instance = path.certificate.instance
        chosen = {step.candidate for step in path.steps}
        for number, candidate in enumerate(instance.candidates):
            if number in chosen:
                continue
            reason = why_not(path, candidate.id)
            assert not reason.chosen
            assert reason.text
            with_it = best(forced(instance, number), DEFAULT_EFFORT)
            assert (reason.worth is not None) == (with_it.possible and not candidate.barred)
            for turn in reason.turns:
                kinds.add(turn.kind)
                if turn.kind in {"price", "hours"}:
                    changed = _turned(instance, number, turn)
                    assert number in best(changed, DEFAULT_EFFORT).solution.sequence
    assert kinds >= {"price", "hours", "preference"}
    with pytest.raises(InputError, match="pool"):
        why_not(path, "nowhere")
    assert why_not(path, path.steps[0].id).chosen


def test_a_narrowed_instance_has_the_same_best_plan_whatever_one_candidate_costs():
    for seed in range(40):
        instance = small(seed, "closure", most=12)
        number = seed % len(instance.candidates)
        narrow, place = narrowed(instance, number)
        for price in (0, 10**6):
            whole = best(replaced(instance, number, price=price), DEFAULT_EFFORT).solution
            less = best(replaced(narrow, place, price=price), DEFAULT_EFFORT).solution
            assert whole.value == less.value


# Command and service


@pytest.fixture(scope="module")
def made(small_engine):
    from recommender.path.options import PlanOptions
    from recommender.records import Learner, NamedSkill, Preferences, Price

    limits = Preferences(hours_per_week=6, weeks=26, budget=Price(amount=500, currency="USD"))
    return document(
        small_engine.plan(
            Learner(skills=(NamedSkill(name="SQL", level=0.2),)),
            "data analyst",
            preferences=limits,
            options=PlanOptions(assume_hours=30, assume_price=20),
            as_of=DATE,
        )
    )


def test_the_commands(made, tmp_path):
    (tmp_path / "plan.json").write_text(json.dumps(made))
    first, second = made["steps"][0]["id"], made["steps"][1]["id"]
    again = credpath(
        "replan",
        "plan.json",
        "--weeks",
        "4",
        "--finished",
        first,
        "--skipped",
        second,
        "--out",
        "x.json",
        cwd=tmp_path,
    )
    assert again.returncode == 0, again.stderr
    assert "you skipped it" in again.stdout
    assert credpath("check", "x.json", cwd=tmp_path).returncode == 0
    front = credpath("tradeoffs", "plan.json", "--json", cwd=tmp_path)
    assert json.loads(front.stdout)["complete"]
    assert "one more hour a week" in credpath("tradeoffs", "plan.json", cwd=tmp_path).stdout.lower()
    assert "is in the plan" in credpath("why", "plan.json", cwd=tmp_path).stdout
    reasons = json.loads(credpath("why", "plan.json", "--not", first, "--json", cwd=tmp_path).stdout)
    assert reasons["credentials"][0]["chosen"]
    assert credpath("why", "plan.json", "--not", "nowhere", cwd=tmp_path).returncode == 2
    made = {**made, "totals": {**made["totals"], "minutes": 1}}
    (tmp_path / "plan.json").write_text(json.dumps(made))
    for command in ("replan", "tradeoffs", "why"):
        refused = credpath(command, "plan.json", cwd=tmp_path)
        assert refused.returncode == 2
        assert "totals.minutes" in refused.stderr


def test_the_service(made, small_engine):
    with TestClient(create_app(Settings(), small_engine)) as client:
        assert client.post("/v1/plans:check", json={"plan": made}).json()["ok"]
        body = {"plan": made, "progress": {"weeks": 2, "finished": [made["steps"][0]["id"]]}}
        again = client.post("/v1/plans:replan", json=body).json()
        assert again["changes"]
        assert client.post("/v1/plans:tradeoffs", json={"plan": made}).json()["complete"]
        assert client.post("/v1/plans:why", json={"plan": made}).json()["credentials"][0]["chosen"]
        absent = {"plan": made, "absent": ["nowhere"]}
        assert client.post("/v1/plans:why", json=absent).status_code == 422
        wrong = {**made, "totals": {**made["totals"], "minutes": 1}}
        assert client.post("/v1/plans:check", json={"plan": wrong}).json()["ok"] is False
        refused = client.post("/v1/plans:tradeoffs", json={"plan": wrong})
        assert (refused.status_code, "totals.minutes" in refused.json()["detail"]) == (422, True)
        assert client.post("/v1/plans:check", json={"plan": {}}).status_code == 422


def test_a_plan_is_accepted_only_whole(made):
    assert accepted(made).steps
    with pytest.raises(InputError, match="not as its certificate says"):
        accepted({**made, "as_of": "2027-01-01"})

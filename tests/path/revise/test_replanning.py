"""What is done with a plan: planning again, trade-offs, and why a credential is in it or not."""

from __future__ import annotations

import datetime as dt

import pytest

from eval.planning import brute_force
from recommender.errors import InputError
from recommender.path.grading import verify_plan
from recommender.path.revise.replanning import StudyProgress, replan
from recommender.path.revise.variants import limited
from tests.support.plans import DATE, document
from tests.support.problems import feasible_sets, plans, solved

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
            for chosen in feasible_sets(new, plain)
            if brute_force.value(plain, chosen) >= found.certificate.bound - int(0.3 * found.certificate.bound)
        )
        assert len(wanted ^ {step.id for step in found.steps}) == least


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
    verdict = small_engine.check(document(again))
    assert verdict.ok
    assert not verdict.complete
    assert {grade.name: grade.why for grade in verdict.grades}["request"] == "the plan carries no request"
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
        full = solved(instance)
        done = tuple(step.id for step in full.steps)
        if len(done) == instance.limits.steps:
            assert not replan(full, StudyProgress(finished=done)).steps


def test_what_is_learnt_never_takes_a_target_out_of_reach():
    for _, path in plans("cheapest", least=2, count=15):
        found = replan(path, StudyProgress(finished=(path.steps[0].id,)))
        numerator, denominator = found.certificate.instance.objective.target
        assert 0 <= numerator <= denominator

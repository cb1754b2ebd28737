"""Plans from a request: limits, goals, the same request twice."""

from __future__ import annotations

import pytest

from recommender.errors import InputError
from recommender.path.optimise.effort import Effort
from recommender.path.options import PlanOptions
from recommender.records import Preferences
from tests.support.plans import DATE, LEARNER, LIMITS, ids, planned, row


def test_several_goals(with_rows):
    rows = [
        row("sql", ["SQL:0.9", "statistics:0.9"], hours=100),
        row("bread", ["bake goods:0.9"], hours=50),
        row("both", ["SQL:0.5"], hours=50),
    ]
    engine = with_rows(rows)
    plan = planned(engine, goal=["data analyst", "baker"], objective="regret")
    assert len(plan.certificate.instance.goals) == 2
    assert "bread" in ids(plan)
    assert max(plan.certificate.instance.objective.best) > 0
    counted = planned(engine, objective="goals", threshold=0.02)
    assert len(counted.certificate.instance.goals) > 1
    assert counted.totals.reached == counted.certificate.objective.value


def test_limits_that_a_plan_needs(small_engine):
    with pytest.raises(InputError, match="hours a week"):
        small_engine.plan(LEARNER, "data analyst", preferences=Preferences(weeks=3))
    with pytest.raises(InputError, match="deadline"):
        small_engine.plan(LEARNER, "data analyst", preferences=Preferences(hours_per_week=3))
    with pytest.raises(InputError, match="goal"):
        small_engine.plan(LEARNER, [], preferences=LIMITS)


def test_work_is_bounded_and_the_same_request_gives_the_same_plan(small_engine):
    options = PlanOptions(assume_hours=30, assume_price=20)
    plans = [
        small_engine.plan(LEARNER, "data analyst", preferences=LIMITS, options=options, effort=Effort(0.5), as_of=DATE)
        for _ in range(2)
    ]
    assert plans[0].model_dump_json() == plans[1].model_dump_json()
    assert plans[0].certificate.solver.work_limit == 0.5

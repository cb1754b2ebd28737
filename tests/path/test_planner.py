"""Plans from a request: limits, goals, the same request twice."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from recommender.catalogue.schema import CatalogueRow
from recommender.errors import InputError
from recommender.path.checker.checker import verify_plan
from recommender.path.optimise.effort import Effort
from recommender.path.options import PlanOptions
from recommender.records import Learner, NamedSkill, Preferences, Price

DATE = dt.date(2026, 1, 5)


USD = Price(amount=500, currency="USD")


LIMITS = Preferences(hours_per_week=6, weeks=26, budget=USD)


LEARNER = Learner(skills=(NamedSkill(name="SQL", level=0.2),))


def row(identifier, skills, **more):
    facts = {"hours": 20, "price": 40, "currency": "USD", "language": "en", **more}
    return CatalogueRow(id=identifier, title=f"Course {identifier}", skills=skills, **facts)


def ids(plan):
    return [step.id for step in plan.steps]


def planned(engine, learner=LEARNER, goal="data analyst", limits=LIMITS, **more):
    options = PlanOptions(**more)
    plan = engine.plan(learner, goal, preferences=limits, options=options, as_of=DATE)
    verdict = verify_plan(json.loads(plan.model_dump_json()))
    assert verdict.ok, [finding for finding in verdict.findings if not finding.ok]
    compared = engine.compare(plan)
    assert all(finding.ok for finding in compared), [f for f in compared if not f.ok]
    return plan


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

"""A learner's request for a plan, the plan as it is, and as it is saved."""

from __future__ import annotations

import datetime as dt
import json

from recommender.catalogue.schema import CatalogueRow
from recommender.path.checker.checker import verify_plan
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
    """A plan that the checker accepts and that the catalogue agrees with."""
    options = PlanOptions(**more)
    plan = engine.plan(learner, goal, preferences=limits, options=options, as_of=DATE)
    verdict = verify_plan(json.loads(plan.model_dump_json()))
    assert verdict.ok, [finding for finding in verdict.findings if not finding.ok]
    compared = engine.compare(plan)
    assert all(finding.ok for finding in compared), [f for f in compared if not f.ok]
    return plan


def document(record):
    """A record as the JSON that it is saved as."""
    return json.loads(record.model_dump_json())


def saved(engine):
    """A saved plan of several steps over the small catalogue."""
    options = PlanOptions(assume_hours=30, assume_price=20)
    return document(engine.plan(LEARNER, "data analyst", preferences=LIMITS, options=options, as_of=DATE))

"""A learner's request for a plan, the plan as it is, and as it is saved."""

from __future__ import annotations

import datetime as dt
import json

from recommender.catalogue.schema import CatalogueRow
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
    """A plan that the checker accepts and that catalogue and request agree with."""
    options = PlanOptions(**more)
    plan = engine.plan(learner, goal, preferences=limits, options=options, as_of=DATE)
    stands(engine.check(document(plan)))
    return plan


def wrong(verdict):
    """Findings of a verdict that are not as they should be."""
    return [finding for finding in verdict.findings if not finding.ok]


def stands(verdict):
    """Nothing is wrong, and everything that was asked for was checked."""
    assert not wrong(verdict)
    assert verdict.ok
    assert verdict.complete, verdict.grades


def document(record):
    """A record as the JSON that it is saved as."""
    return json.loads(record.model_dump_json())


def saved(engine):
    """A saved plan of several steps over the small catalogue."""
    options = PlanOptions(assume_hours=30, assume_price=20)
    return document(engine.plan(LEARNER, "data analyst", preferences=LIMITS, options=options, as_of=DATE))


def nudged(value, sign):
    """A value a little above (``sign`` 1) or below (-1) another, or before and after it in the order of words."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + sign
    if isinstance(value, str):
        try:
            return (dt.date.fromisoformat(value) + sign * dt.timedelta(days=1)).isoformat()
        except ValueError:
            return value + "x" if sign > 0 else "!" + value
    return 1

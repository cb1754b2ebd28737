"""A plan against the catalogue that it says it comes from."""

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


def planned(engine, learner=LEARNER, goal="data analyst", limits=LIMITS, **more):
    options = PlanOptions(**more)
    plan = engine.plan(learner, goal, preferences=limits, options=options, as_of=DATE)
    verdict = verify_plan(json.loads(plan.model_dump_json()))
    assert verdict.ok, [finding for finding in verdict.findings if not finding.ok]
    compared = engine.compare(plan)
    assert all(finding.ok for finding in compared), [f for f in compared if not f.ok]
    return plan


def test_a_plan_that_is_compared_with_a_catalogue_that_says_otherwise(with_rows):
    plan = planned(with_rows([row("a", ["SQL:0.9"])]))
    for other, message in (
        (row("a", ["SQL:0.9"], hours=30), "minutes"),
        (row("a", ["SQL:0.9"], price=3), "price"),
        (row("a", ["SQL:0.7"]), "otherwise than the catalogue states"),
        (row("b", ["SQL:0.9"]), "not in the catalogue"),
    ):
        wrong = [f.what for f in with_rows([other]).compare(plan) if not f.ok]
        assert any(message in what for what in wrong), (message, wrong)


def test_a_pool_that_was_made_smaller_is_found_out(small_engine):
    """With the hash made again: only the request in the plan's name tells."""
    from recommender.path.optimise.certificate import digest

    plan = planned(small_engine, assume_hours=30, assume_price=20)
    instance = plan.certificate.instance
    kept = [step.candidate for step in plan.steps][:1]
    fewer = instance.model_copy(update={"candidates": tuple(instance.candidates[n] for n in kept), "programmes": ()})
    certificate = plan.certificate.model_copy(
        update={
            "instance": fewer,
            "inputs": plan.certificate.inputs.model_copy(update={"instance": digest(fewer)}),
        }
    )
    wrong = plan.model_copy(update={"certificate": certificate})
    places = {finding.where for finding in small_engine.compare(wrong) if not finding.ok}
    assert "certificate.instance" in places

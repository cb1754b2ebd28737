"""Plans over HTTP."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
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


@pytest.fixture
def client(small_engine):
    with TestClient(create_app(Settings(), small_engine)) as client:
        yield client


BODY = {
    "learner": {"text": "Zyxwv-Canary I wrote SQL.", "skills": [{"name": "SQL", "level": 0.2}]},
    "goals": ["data analyst"],
    "preferences": {"hours_per_week": 6, "weeks": 26, "budget": {"amount": 500, "currency": "USD"}},
    "options": {"assume_hours": 30, "assume_price": 20},
    "as_of": "2026-01-05",
}


def test_the_service_plans_and_makes_a_plan_again_by_its_name(client):
    first = client.post("/v1/plans", json=BODY)
    assert first.status_code == 200
    plan = first.json()
    assert verify_plan(plan).ok
    assert "Canary" not in first.text
    again = client.get(f"/v1/plans/{plan['id']}")
    assert again.status_code == 200
    assert again.json() == plan
    assert b"Canary" not in _unpacked(plan["id"])


def _unpacked(name):
    import base64
    import zlib

    return zlib.decompress(base64.urlsafe_b64decode(name + "=" * (-len(name) % 4)))


@pytest.mark.parametrize("name", ["x", "eJwDAAAAAAE", "A" * 9000, "eJyrrgUAAXUA-Q"])
def test_a_name_that_is_none_is_not_found(client, name):
    assert client.get(f"/v1/plans/{name}").status_code == 404


def test_a_name_of_another_snapshot_is_not_found(client, with_rows):
    plan = planned(with_rows([row("a", ["SQL:0.9"])]))
    request = plan.model_copy(update={"id": _renamed(plan.id)})
    assert client.get(f"/v1/plans/{request.id}").status_code == 404


def _renamed(name):
    from recommender.path.plan_id import id_of, request_of

    return id_of(request_of(name).model_copy(update={"snapshot": "another"}))


def test_what_the_service_refuses(client):
    for change in ({"goals": []}, {"preferences": {"weeks": 3}}, {"work": 99}, {"options": {"objective": "cheapest"}}):
        assert client.post("/v1/plans", json={**BODY, **change}).status_code == 422
    impossible = client.post(
        "/v1/plans", json={**BODY, "options": {"must_have": ["stats"], "assume_price": 900}}
    ).json()
    assert impossible["certificate"]["status"] == "infeasible"
    assert impossible["conflict"]["relaxations"]
    assert client.post("/v1/plans", json={**BODY, "options": {"must_have": ["none"]}}).status_code == 404

"""Plans over HTTP."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from recommender.path.checker.checker import verify_plan
from tests.support.plans import planned, row


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

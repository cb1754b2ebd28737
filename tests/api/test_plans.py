"""Plans over HTTP."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings


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


def test_the_service_plans_and_makes_a_plan_again_from_its_request(client):
    first = client.post("/v1/plans", json=BODY)
    assert first.status_code == 200
    plan = first.json()
    checked = client.post("/v1/plans:check", json={"plan": plan, "catalogue": True, "resolve": True}).json()
    assert checked["ok"]
    assert checked["complete"]
    assert "Canary" not in first.text
    again = client.post("/v1/plans:remake", json={"request": plan["request"]})
    assert again.status_code == 200
    assert again.json() == plan


def test_an_identifier_tells_nothing_and_is_no_address(client):
    plan = client.post("/v1/plans", json=BODY).json()
    assert re.fullmatch(r"[0-9a-f]{32}", plan["id"])
    assert client.get(f"/v1/plans/{plan['id']}").status_code == 404


def test_a_request_of_another_snapshot_or_of_too_much_work_is_refused(client):
    request = client.post("/v1/plans", json=BODY).json()["request"]
    assert client.post("/v1/plans:remake", json={"request": {**request, "snapshot": "other"}}).status_code == 404
    assert client.post("/v1/plans:remake", json={"request": {**request, "work": 11}}).status_code == 422


def test_what_the_service_refuses(client):
    for change in ({"goals": []}, {"preferences": {"weeks": 3}}, {"work": 99}, {"options": {"objective": "cheapest"}}):
        assert client.post("/v1/plans", json={**BODY, **change}).status_code == 422
    impossible = client.post(
        "/v1/plans", json={**BODY, "options": {"must_have": ["stats"], "assume_price": 900}}
    ).json()
    assert impossible["certificate"]["status"] == "infeasible"
    assert impossible["conflict"]["relaxations"]
    assert client.post("/v1/plans", json={**BODY, "options": {"must_have": ["none"]}}).status_code == 404

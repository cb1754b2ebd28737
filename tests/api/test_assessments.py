"""The adaptive check over HTTP."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings


@pytest.fixture
def client(small_engine):
    with TestClient(create_app(Settings(), small_engine)) as client:
        yield client


def test_an_assessment_asks_answers_and_ends(client):
    body = {"goal": "data scientist", "learner": {"skills": [{"name": "SQL", "level": 0.4}]}, "as_of": "2026-01-01"}
    first = client.post("/v1/assessments", json=body).json()
    assert first["question"]["options"][0]["level"] == 0.0
    assert first["weaknesses"]
    assert all(row["basis"] for row in first["weaknesses"])
    answer = {"skill": first["question"]["skills"][0], "level": 0.75}
    second = client.post("/v1/assessments", json={**body, "responses": [answer]}).json()
    assert second["answered"] == 1
    assert second["question"] is None or answer["skill"] not in second["question"]["skills"]

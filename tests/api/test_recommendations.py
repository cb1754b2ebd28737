"""The service: routes, problems, and that no failure carries a value from the request."""

from __future__ import annotations

import base64

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings

PROBLEM = "application/problem+json"


@pytest.fixture
def client(small_engine):
    with TestClient(create_app(Settings(), small_engine)) as client:
        yield client


def test_recommendations(client, small_engine):
    body = {
        "learner": {"skills": [{"name": "SQL", "level": 0.2}]},
        "goal": "data analyst",
        "top": 3,
        "as_of": "2026-01-01",
    }
    response = client.post("/v1/recommendations", json=body)
    assert response.status_code == 200
    import datetime as dt

    from recommender.records import Learner, NamedSkill

    learner = Learner(skills=(NamedSkill(name="SQL", level=0.2),))
    expected = small_engine.recommend(learner, "data analyst", top=3, as_of=dt.date(2026, 1, 1))
    assert response.json() == expected.model_dump(mode="json")


def test_a_document_is_read(client):
    content = base64.b64encode(b"Wrote SQL queries every day.").decode()
    body = {"document": {"name": "cv.txt", "content": content}, "goal": "data analyst"}
    answer = client.post("/v1/recommendations", json=body).json()
    assert "SQL" in {skill["label"] for skill in answer["learner"]["skills"]}


def test_extract_occupations_credential(client):
    found = client.post("/v1/skills:extract", json={"text": "SQL and Tableau"}).json()["skills"]
    assert {"SQL", "Tableau"} <= {skill["label"] for skill in found}
    assert client.post("/v1/skills:extract", json={"text": "2019 - 2021"}).json() == {"skills": []}
    assert client.get("/v1/occupations", params={"q": "electrician"}).json()["occupations"]
    assert client.get("/v1/credentials/sql").json()["title"] == "SQL for Data Analysis"
    missing = client.get("/v1/credentials/none")
    assert (missing.status_code, missing.headers["content-type"]) == (404, PROBLEM)


def test_ambiguous_goals_come_with_choices(client):
    response = client.post("/v1/recommendations", json={"goal": "qwxyz blorf"})
    assert response.status_code == 422
    assert response.json()["type"].endswith("ambiguous-goal")
    assert isinstance(response.json()["choices"], list)


def test_roles_are_found_and_shown(client, small_engine):
    found = client.get("/v1/roles", params={"q": "data engineer", "limit": 2}).json()["roles"]
    assert found[0]["id"] == "role:data-engineer"
    role = client.get(f"/v1/roles/{found[0]['id']}").json()
    assert role == small_engine.role("data engineer").model_dump(mode="json")
    occupation = role["occupations"][0]["id"]
    assert client.get(f"/v1/roles/{occupation}").json()["occupations"][0]["id"] == occupation
    refused = client.get("/v1/roles/qwxyz blorf")
    assert (refused.status_code, refused.headers["content-type"]) == (422, PROBLEM)

"""``/v1/profiles:read``, and profiles handed over as they are."""

from __future__ import annotations

import base64
import json

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings

RESUME = {"basics": {"summary": "I write SQL queries."}, "skills": [{"name": "Tableau", "level": 4}]}
UNREAD = "not read in the profile: a level whose scale is not known"


@pytest.fixture
def client(small_engine):
    with TestClient(create_app(Settings(), small_engine)) as client:
        yield client


def document(value):
    return {"name": "cv.json", "content": base64.b64encode(json.dumps(value).encode()).decode()}


def test_a_document_and_the_profile_itself_read_alike(client):
    by_file = client.post("/v1/profiles:read", json={"document": document(RESUME)}).json()
    by_value = client.post("/v1/profiles:read", json=RESUME).json()
    assert by_file == by_value
    assert by_value["format"] == "json-resume"
    assert [skill["label"] for skill in by_value["blocks"][0]["skills"]] == ["SQL"]
    assert by_value["warnings"][0].startswith(UNREAD)


def test_what_was_read_can_be_handed_on_in_the_file_s_place(client):
    read = client.post("/v1/profiles:read", json=RESUME).json()
    rest = {"goal": "data analyst", "as_of": "2026-11-27"}
    answers = [
        client.post("/v1/recommendations", json={**profile, **rest}).json()
        for profile in ({"learner": read["learner"]}, {"resume": RESUME}, {"document": document(RESUME)})
    ]
    assert answers[0] == answers[1] == answers[2]
    assert any(warning.startswith(UNREAD) for warning in answers[0]["warnings"])


@pytest.mark.parametrize(
    ("path", "rest"),
    [
        ("/v1/assessments", {"goal": "data analyst"}),
        ("/v1/plans", {"goals": ["data analyst"], "preferences": {"hours_per_week": 6, "weeks": 20}}),
    ],
)
def test_every_route_that_takes_a_learner_takes_a_resume_and_warns(client, path, rest):
    answer = client.post(path, json={"resume": RESUME, **rest})
    assert answer.status_code == 200
    assert any(warning.startswith(UNREAD) for warning in answer.json()["warnings"])


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/recommendations", {"resume": RESUME, "document": document(RESUME)}),
        ("/v1/recommendations", {"resume": {"colour": "red"}}),
        ("/v1/profiles:read", {"document": {"name": "cv.pdf"}}),
        ("/v1/profiles:read", {"document": {"name": "cv.pdf", "content": "?"}}),
        ("/v1/profiles:read", {"document": "cv.pdf"}),
        ("/v1/profiles:read", {}),
        ("/v1/profiles:read", [1]),
    ],
)
def test_what_is_no_profile_is_refused(client, path, body):
    assert client.post(path, json=body).status_code == 422

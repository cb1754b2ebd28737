"""The service: routes, problems, and that no failure carries a value from the request."""

from __future__ import annotations

import base64
import json
import logging

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from recommender.errors import SnapshotError

CANARY = "Zyxwv-Canary-4711"
PROBLEM = "application/problem+json"


@pytest.fixture
def client(small_engine):
    with TestClient(create_app(Settings(largest_body=200_000), small_engine)) as client:
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


def test_health(client, small_engine):
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}
    assert client.get("/version").json()["snapshot"] == small_engine.snapshot_id


def test_before_the_snapshot_is_open_it_lives_and_is_not_ready(tmp_path):
    app = create_app(Settings(snapshot=tmp_path / "none"))
    client = TestClient(app)
    assert client.get("/healthz").status_code == 200
    for response in (client.get("/readyz"), client.post("/v1/recommendations", json={})):
        assert (response.status_code, response.headers["content-type"]) == (503, PROBLEM)


def test_a_snapshot_that_cannot_be_opened_keeps_the_service_unready(tmp_path):
    import time

    with TestClient(create_app(Settings(snapshot=tmp_path / "none"))) as client:
        for _ in range(100):
            detail = client.get("/readyz").json()["detail"]
            if "could not be opened" in detail:
                break
            time.sleep(0.05)
        assert "could not be opened" in detail
        assert str(tmp_path) not in detail


def test_ambiguous_goals_come_with_choices(client):
    response = client.post("/v1/recommendations", json={"goal": "qwxyz blorf"})
    assert response.status_code == 422
    assert response.json()["type"].endswith("ambiguous-goal")
    assert isinstance(response.json()["choices"], list)


def test_large_bodies_are_stopped_whatever_the_headers_say(client):
    large = json.dumps({"learner": {"text": "x" * 300_000}}).encode()
    assert client.post("/v1/recommendations", content=large).status_code == 413

    def chunks():
        for _ in range(100):
            yield b"x" * 10_000

    response = client.post("/v1/recommendations", content=chunks())
    assert (response.status_code, response.headers["content-type"]) == (413, PROBLEM)


def encoded(text):
    return base64.b64encode(text.encode()).decode()


FAILURES = [
    ("/v1/recommendations", {"json": {"learner": {"text": CANARY, CANARY: 1}}}),
    ("/v1/recommendations", {"json": {"learner": {"text": [CANARY]}}}),
    ("/v1/recommendations", {"json": {"learner": {"skills": [{"name": CANARY, "level": CANARY}]}}}),
    ("/v1/recommendations", {"json": {"learner": {"evidence": [{"skill": CANARY, "kind": CANARY}]}}}),
    ("/v1/recommendations", {"json": {"goal": {"x": CANARY}}}),
    ("/v1/recommendations", {"json": {"goal": f"{CANARY} blorf"}}),
    ("/v1/recommendations", {"json": {"top": CANARY}}),
    ("/v1/recommendations", {"json": {"as_of": CANARY}}),
    ("/v1/recommendations", {"json": {"preferences": {"languages": [CANARY]}}}),
    ("/v1/recommendations", {"json": {"preferences": {"budget": {"amount": CANARY, "currency": CANARY}}}}),
    ("/v1/recommendations", {"json": {CANARY: CANARY}}),
    ("/v1/recommendations", {"content": f'{{"learner": "{CANARY}'.encode()}),
    ("/v1/recommendations", {"content": CANARY.encode(), "headers": {"content-type": "application/json"}}),
    ("/v1/recommendations", {"json": {"document": {"name": "a.pdf", "content": encoded(CANARY)}}}),
    ("/v1/recommendations", {"json": {"document": {"name": "a.docx", "content": encoded(CANARY)}}}),
    ("/v1/recommendations", {"json": {"document": {"name": "a.json", "content": encoded(f'{{"{CANARY}": 1}}')}}}),
    ("/v1/recommendations", {"json": {"document": {"name": "a.json", "content": encoded(f'{{"text": "{CANARY}')}}}),
    ("/v1/recommendations", {"json": {"document": {"name": "a.txt", "content": f"{CANARY} not base64!"}}}),
    ("/v1/recommendations", {"json": {"learner": {"text": CANARY + "x" * 250_000}}}),
    ("/v1/recommendations", {"content": b"[" * 90_000 + CANARY.encode()}),
    ("/v1/recommendations", {"content": b'{"goal": "\xff\xfe' + CANARY.encode() + b'"}'}),
    ("/v1/skills:extract", {"json": {"text": {"a": CANARY}}}),
    ("/v1/skills:extract", {"json": {"text": CANARY, "more": CANARY}}),
]


@pytest.mark.parametrize(("path", "request_"), FAILURES)
def test_no_failure_carries_a_value_from_the_request(client, caplog, capfd, path, request_):
    caplog.set_level(logging.DEBUG)
    response = client.post(path, **request_)
    assert 400 <= response.status_code < 500
    assert response.headers["content-type"] == PROBLEM
    assert {"type", "title", "status"} <= set(response.json())
    out, err = capfd.readouterr()
    for place in (response.text, caplog.text, out, err):
        assert CANARY not in place


def test_an_unforeseen_failure_is_bare_and_logs_no_text(small_engine, caplog, capfd, monkeypatch):
    def fail(*_args, **_more):
        raise KeyError(CANARY)

    monkeypatch.setattr(small_engine, "recommend", fail)
    with TestClient(create_app(Settings(), small_engine), raise_server_exceptions=False) as client:
        response = client.post("/v1/recommendations", json={"learner": {"text": CANARY}})
    assert (response.status_code, response.headers["content-type"]) == (500, PROBLEM)
    out, err = capfd.readouterr()
    for place in (response.text, caplog.text, out, err):
        assert CANARY not in place
    assert "unforeseen KeyError" in caplog.text


def test_a_damaged_snapshot_in_use_is_a_bare_500(small_engine, monkeypatch):
    def fail(*_args, **_more):
        message = "secret path"
        raise SnapshotError(message)

    monkeypatch.setattr(small_engine, "extract", fail)
    with TestClient(create_app(Settings(), small_engine)) as client:
        response = client.post("/v1/skills:extract", json={"text": "x"})
    assert response.status_code == 500
    assert "secret" not in response.text


def test_unknown_paths_and_methods_are_problems(client):
    for response in (client.get(f"/nothing/{CANARY}"), client.put("/v1/recommendations")):
        assert response.headers["content-type"] == PROBLEM
        assert CANARY not in response.text


def test_openapi_has_the_routes_and_an_example(client):
    described = client.get("/openapi.json").json()
    assert {
        "/v1/recommendations",
        "/v1/skills:extract",
        "/v1/occupations",
        "/v1/credentials/{identifier}",
        "/healthz",
        "/readyz",
        "/version",
    } <= set(described["paths"])
    example = described["components"]["schemas"]["RecommendationRequest"]["examples"][0]
    assert client.post("/v1/recommendations", json=example).status_code == 200


def test_an_assessment_asks_answers_and_ends(client):
    body = {"goal": "data analyst", "learner": {"skills": [{"name": "SQL", "level": 0.4}]}, "as_of": "2026-01-01"}
    first = client.post("/v1/assessments", json=body).json()
    assert first["question"]["options"][0]["level"] == 0.0
    assert first["weaknesses"]
    assert all(row["basis"] for row in first["weaknesses"])
    answer = {"skill": first["question"]["skills"][0], "level": 0.75}
    second = client.post("/v1/assessments", json={**body, "responses": [answer]}).json()
    assert second["answered"] == 1
    assert second["question"] is None or answer["skill"] not in second["question"]["skills"]


def test_bad_answers_are_problems_that_do_not_quote(client):
    body = {"goal": "data analyst", "responses": [{"skill": "esco:skill/secret", "level": 0.5}]}
    found = client.post("/v1/assessments", json=body)
    assert found.status_code == 422
    assert found.json()["type"].endswith("invalid-input")
    assert "secret" not in found.text
    assert (
        client.post("/v1/assessments", json={"goal": "data analyst", "responses": [{"skill": "x"}]}).status_code == 422
    )
    assert client.post("/v1/assessments", json={}).status_code == 422

"""No failure carries a value from the request."""

from __future__ import annotations

import base64
import copy
import datetime as dt
import json
import logging

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from recommender.errors import SnapshotError
from recommender.path.options import PlanOptions
from recommender.records import Learner, NamedSkill, Preferences, Price
from tests.support.service import served

CANARY = "Zyxwv-Canary-4711"


PROBLEM = "application/problem+json"


@pytest.fixture
def client(small_engine):
    with TestClient(create_app(Settings(), small_engine)) as client:
        yield client


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


# Every route, with a canary in the place of every value and of every key of a body that works


@pytest.fixture(scope="module")
def plan(small_engine):
    made = small_engine.plan(
        Learner(skills=(NamedSkill(name="SQL", level=0.2),)),
        "data analyst",
        preferences=Preferences(hours_per_week=6, weeks=26, budget=Price(amount=500, currency="USD")),
        options=PlanOptions(assume_hours=30, assume_price=20),
        as_of=dt.date(2026, 1, 5),
    )
    return json.loads(made.model_dump_json())


PYTHON = "onet:technology/python"
LEARNER = {
    "text": "Wrote SQL.",
    "skills": [{"name": "SQL", "level": 0.2}],
    "evidence": [
        {"skill": "onet:technology/python", "level": 0.5, "kind": "claimed", "source": "x", "reliability": 0.5}
    ],
}
LIMITS = {
    "hours_per_week": 6,
    "weeks": 26,
    "budget": {"amount": 500, "currency": "USD"},
    "languages": ["en"],
    "formats": ["online"],
    "providers": ["Acme"],
    "exclude": ["viz"],
    "held": ["stats"],
}
DOCUMENT = {"name": "cv.txt", "content": base64.b64encode(b"Wrote SQL.").decode()}


def bodies(plan):
    """A body that works for each route that takes one."""
    options = {
        "objective": "closure",
        "steps": 3,
        "must_have": ["sql"],
        "assume_hours": 20,
        "assume_price": 10,
        "rates": {"EUR": 1.1},
        "confirmed": [["stats", "sql"]],
    }
    return {
        "/v1/profiles:read": {"basics": {"label": "Clerk"}, "skills": [{"name": "SQL", "level": "4/5"}]},
        "/v1/recommendations": {
            "learner": LEARNER,
            "document": DOCUMENT,
            "goal": "data analyst",
            "preferences": LIMITS,
            "top": 2,
        },
        "/v1/assessments": {
            "learner": LEARNER,
            "goal": "data analyst",
            "responses": [{"skill": "onet:technology/python", "level": 0.5}],
            "items": [{"id": "i", "skill": "onet:technology/python", "text": "?", "choices": ["a", "b"]}],
        },
        "/v1/plans": {"learner": LEARNER, "goals": ["data analyst"], "preferences": LIMITS, "options": options},
        "/v1/plans:check": {"plan": plan, "catalogue": True, "resolve": False},
        "/v1/plans:remake": {"request": plan["request"]},
        "/v1/plans:replan": {"plan": plan, "progress": {"weeks": 1, "skipped": ["sql"]}, "tolerance": 0.1},
        "/v1/plans:tradeoffs": {"plan": plan, "points": 3},
        "/v1/plans:why": {"plan": plan, "absent": ["viz"]},
        "/v1/skills:extract": {"text": "SQL"},
    }


ADDRESSES = {
    "/v1/occupations": ["/v1/occupations?q=x&limit={}", "/v1/occupations?{}=1"],
    "/v1/credentials/{identifier:path}": ["/v1/credentials/{}"],
    "/v1/roles": ["/v1/roles?q=x&limit={}", "/v1/roles?{}=1"],
    "/v1/roles/{identifier:path}": ["/v1/roles/{}"],
    "/v1/prerequisites": ["/v1/prerequisites?credential={}", "/v1/prerequisites?credential=sql&limit={}"],
    "/healthz": ["/healthz?{}"],
    "/readyz": ["/readyz?{}"],
    "/version": ["/version?{}"],
}


def places(value, path=()):
    """Paths of every value and key in a JSON value; of a list only its first two entries."""
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value[:2]):
            yield from places(inner, (*path, number))


def with_canary(body, path, change):
    out = copy.deepcopy(body)
    if not path:
        return change(out)
    inner = out
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = change(inner[path[-1]])
    return out


CHANGES = {
    "a value": lambda value: CANARY,
    "an object": lambda value: {CANARY: CANARY},
    "a list": lambda value: [CANARY, {CANARY: 1}],
    "a key more": lambda value: {**value, CANARY: CANARY} if isinstance(value, dict) else f"{value}{CANARY}",
}


def test_every_route_is_probed(client, plan):
    taking = {path for method, path in served(client.app) if method == "POST"}
    assert set(bodies(plan)) == taking
    assert set(ADDRESSES) == {path for method, path in served(client.app) if method == "GET"}
    for path, body in bodies(plan).items():
        assert client.post(path, json=body).status_code == 200, path


def probes(plan, what):
    """(route, place, body with the canary there) of a change: every place of every body.

    Four routes take a plan, which has hundreds of places: over the four changes each of them visits each route once.
    """
    takers = [path for path, body in bodies(plan).items() if "plan" in body]
    shift = list(CHANGES).index(what)
    for path, body in bodies(plan).items():
        for number, place in enumerate(places(body)):
            if path in takers and len(place) > 1 and (number + shift) % len(takers) != takers.index(path):
                continue
            yield path, place, with_canary(body, place, CHANGES[what])


@pytest.mark.parametrize("what", CHANGES)
def test_no_error_of_any_route_carries_what_was_sent(client, plan, caplog, what):
    caplog.set_level(logging.DEBUG)
    errors = 0
    for path, place, body in probes(plan, what):
        response = client.post(path, json=body)
        if response.status_code != 200:
            errors += 1
            assert response.headers["content-type"] == PROBLEM
            assert CANARY not in response.text, (path, place, response.text)
    assert errors > 100
    assert CANARY not in caplog.text


@pytest.mark.parametrize("path", ADDRESSES)
def test_no_address_is_echoed(client, caplog, path):
    caplog.set_level(logging.DEBUG)
    for address in ADDRESSES[path]:
        response = client.get(address.format(CANARY))
        assert response.status_code == 200 or CANARY not in response.text, address
    # The test's own client logs the address that it asks for.
    assert CANARY not in "".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("httpx")
    )

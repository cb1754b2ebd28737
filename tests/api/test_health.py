"""Health, readiness, version."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings

PROBLEM = "application/problem+json"


@pytest.fixture
def client(small_engine):
    with TestClient(create_app(Settings(largest_body=200_000), small_engine)) as client:
        yield client


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

"""Health, readiness, version."""

from __future__ import annotations

import shutil
import time

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


def answered(client, enough, path="/readyz"):
    """What readiness says once ``enough`` holds of it, or at last."""
    for _ in range(200):
        response = client.get(path)
        if enough(response):
            break
        time.sleep(0.05)
    return response


def failed(response):
    return response.status_code == 503 and response.json()["type"] == "urn:credpath:problem:failed"


def test_a_snapshot_that_cannot_be_opened_keeps_the_service_unready(tmp_path):
    with TestClient(create_app(Settings(snapshot=tmp_path / "none"))) as client:
        response = answered(client, failed)
        assert failed(response)
        assert "could not be opened" in response.json()["detail"]
        assert str(tmp_path) not in response.text
        assert failed(client.post("/v1/recommendations", json={}))
        assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("error", [RuntimeError("of any kind"), OSError(30, "Read-only file system")])
def test_an_error_that_nobody_foresaw_is_failure_too_and_its_cause_is_logged(monkeypatch, caplog, error):
    def fails(*_, **__):
        raise error

    monkeypatch.setattr("api.app.Recommender.open", fails)
    with TestClient(create_app(Settings())) as client:
        assert failed(answered(client, failed))
    assert type(error).__name__ in caplog.text


def test_a_cache_that_cannot_be_written_is_said_in_the_log(monkeypatch, caplog, tmp_path):
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("CREDPATH_CACHE", str(tmp_path / "file" / "cache"))
    with TestClient(create_app(Settings())) as client:
        assert failed(answered(client, failed))
    assert "cannot be written" in caplog.text
    assert "CREDPATH_CACHE may name another folder" in caplog.text


def test_damage_of_a_large_snapshot_turns_readiness_red(monkeypatch, small_folder, tmp_path):
    copy = shutil.copytree(small_folder, tmp_path / "copy")
    path = copy / "taxonomy" / "hot.npy"
    content = path.read_bytes()
    monkeypatch.setattr("api.app.VERIFIED_BELOW", 0)
    monkeypatch.setattr("recommender.snapshot.snapshot.VERIFIED_BELOW", 0)
    with TestClient(create_app(Settings(snapshot=copy))) as client:
        assert answered(client, lambda response: response.status_code == 200).json() == {"status": "ready"}
        time.sleep(1)
        assert client.get("/readyz").status_code == 200
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with TestClient(create_app(Settings(snapshot=copy))) as client:
        assert failed(answered(client, failed))

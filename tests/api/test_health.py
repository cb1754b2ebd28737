"""Health, readiness, version: of the service that clients reach, with workers of its own."""

from __future__ import annotations

import shutil
import time

import anyio
import pytest
from fastapi.testclient import TestClient

from api.service import create_service
from api.settings import Settings
from api.workers import pool

PROBLEM = "application/problem+json"


def answered(client, enough, path="/readyz"):
    """What readiness says once ``enough`` holds of it, or at last."""
    for _ in range(600):
        response = client.get(path)
        if enough(response):
            break
        time.sleep(0.05)
    return response


def failed(response):
    return response.status_code == 503 and response.json()["type"] == "urn:credpath:problem:failed"


def ready(response):
    return response.status_code == 200


def test_health(small_folder, small_engine):
    with TestClient(create_service(Settings(snapshot=small_folder, workers=1))) as client:
        waiting = client.get("/readyz")
        assert (waiting.status_code, waiting.headers["content-type"]) == (503, PROBLEM)
        assert waiting.json()["type"] == "urn:credpath:problem:not-ready"
        assert int(waiting.headers["retry-after"]) > 0
        assert client.post("/v1/recommendations", json={}).json() == waiting.json()
        assert client.get("/healthz").json() == {"status": "ok"}
        assert client.get("/version").json()["snapshot"] is None
        assert answered(client, ready).json() == {"status": "ready"}
        version = client.get("/version").json()
        assert version["snapshot"] == small_engine.snapshot_id
        assert version["versions"] == small_engine.versions


def test_a_snapshot_that_cannot_be_opened_keeps_the_service_unready(tmp_path):
    with TestClient(create_service(Settings(snapshot=tmp_path / "none", workers=1))) as client:
        response = answered(client, failed)
        assert failed(response)
        assert "could not be opened" in response.json()["detail"]
        assert int(response.headers["retry-after"]) > 0
        assert str(tmp_path) not in response.text
        assert failed(client.post("/v1/recommendations", json={}))
        assert client.get("/healthz").status_code == 200


def test_a_cache_that_cannot_be_written_is_said_in_the_log(monkeypatch, caplog, tmp_path):
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("CREDPATH_CACHE", str(tmp_path / "file" / "cache"))
    with TestClient(create_service(Settings(workers=1))) as client:
        assert failed(answered(client, failed))
    assert "cannot be written" in caplog.text
    assert "CREDPATH_CACHE may name another folder" in caplog.text


def test_a_snapshot_that_is_repaired_is_opened_after_all(monkeypatch, small_folder, tmp_path):
    monkeypatch.setattr(pool, "FIRST_PAUSE", 0.1)
    folder = tmp_path / "late"
    with TestClient(create_service(Settings(snapshot=folder, workers=1))) as client:
        assert failed(answered(client, failed))
        shutil.copytree(small_folder, tmp_path / "copy")
        (tmp_path / "copy").rename(folder)
        assert ready(answered(client, ready))


@pytest.fixture
def damaged(small_folder, tmp_path):
    copy = shutil.copytree(small_folder, tmp_path / "copy")
    path = copy / "taxonomy" / "hot.npy"
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    return copy


def test_damage_is_found_on_opening(damaged, caplog):
    with TestClient(create_service(Settings(snapshot=damaged, workers=1))) as client:
        assert failed(answered(client, failed))
    assert "hot.npy" in caplog.text


@pytest.mark.parametrize("below", [0, 1 << 40])
def test_damage_of_a_snapshot_too_large_for_that_is_found_in_use(monkeypatch, damaged, below):
    """Nothing opens it here: what is found is found by reading it in the background, and only where it is too large."""
    monkeypatch.setattr(pool, "VERIFIED_BELOW", below)
    kept = pool.WorkerPool(Settings(snapshot=damaged, workers=1))
    stopped = []

    async def verified():
        kept.opened.set()
        async with anyio.create_task_group() as tasks:
            await kept.verify(tasks)
            stopped.append(tasks.cancel_scope.cancel_called)

    anyio.run(verified)
    assert (kept.readiness.failure is not None) == (below == 0)
    assert stopped == [below == 0]

"""``credpath prerequisites`` and ``/v1/prerequisites``."""

from __future__ import annotations

from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from tests.support.cli import credpath


def test_the_command_and_the_service(small_folder, small_engine, tmp_path):
    base = ["--snapshot", small_folder]
    shown = credpath("prerequisites", "mining", *base, cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert "stated" in shown.stdout
    assert "circle" in credpath("prerequisites", *base, cwd=tmp_path).stdout
    assert credpath("prerequisites", "nowhere", *base, cwd=tmp_path).returncode == 2
    with TestClient(create_app(Settings(), small_engine)) as client:
        found = client.get("/v1/prerequisites", params={"credential": "mining", "limit": 3}).json()["prerequisites"]
        assert found[0]["id"] == "stats"
        assert found[0]["stated"]
        assert client.get("/v1/prerequisites", params={"credential": "nowhere"}).status_code == 404

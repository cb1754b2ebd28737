"""What the service says of itself."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from tests.support.service import served

#: Every route of the service. One that comes or goes is a decision.
ROUTES = {
    ("get", "/healthz"),
    ("get", "/readyz"),
    ("get", "/version"),
    ("get", "/v1/credentials/{identifier}"),
    ("get", "/v1/occupations"),
    ("get", "/v1/prerequisites"),
    ("get", "/v1/roles"),
    ("get", "/v1/roles/{identifier}"),
    ("post", "/v1/assessments"),
    ("post", "/v1/plans"),
    ("post", "/v1/plans:check"),
    ("post", "/v1/plans:remake"),
    ("post", "/v1/plans:replan"),
    ("post", "/v1/plans:tradeoffs"),
    ("post", "/v1/plans:why"),
    ("post", "/v1/profiles:read"),
    ("post", "/v1/recommendations"),
    ("post", "/v1/skills:extract"),
}


@pytest.fixture
def client(small_engine):
    with TestClient(create_app(Settings(), small_engine)) as client:
        yield client


def test_openapi_has_the_routes_and_an_example(client):
    described = client.get("/openapi.json").json()
    addresses = {(method.lower(), path.replace(":path}", "}")) for method, path in served(client.app)}
    assert {(method, path) for path, methods in described["paths"].items() for method in methods} == addresses
    assert addresses == ROUTES, "a route is named here, in README and in tests/api/test_privacy.py"
    for path, methods in described["paths"].items():
        for method, said in methods.items():
            assert said["summary"], (method, path)
            assert said["description"], (method, path)
    example = described["components"]["schemas"]["RecommendationRequest"]["examples"][0]
    assert client.post("/v1/recommendations", json=example).status_code == 200

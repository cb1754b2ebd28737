"""What is done with a plan, over HTTP."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from recommender.errors import InputError
from recommender.path.grading import accepted
from tests.support.plans import saved


@pytest.fixture(scope="module")
def made(small_engine):
    return saved(small_engine)


def test_the_service(made, small_engine):
    with TestClient(create_app(Settings(), small_engine)) as client:
        assert client.post("/v1/plans:check", json={"plan": made}).json()["ok"]
        body = {"plan": made, "progress": {"weeks": 2, "finished": [made["steps"][0]["id"]]}}
        again = client.post("/v1/plans:replan", json=body).json()
        assert again["changes"]
        assert client.post("/v1/plans:tradeoffs", json={"plan": made}).json()["complete"]
        assert client.post("/v1/plans:why", json={"plan": made}).json()["credentials"][0]["chosen"]
        absent = {"plan": made, "absent": ["nowhere"]}
        assert client.post("/v1/plans:why", json=absent).status_code == 422
        wrong = {**made, "totals": {**made["totals"], "minutes": 1}}
        assert client.post("/v1/plans:check", json={"plan": wrong}).json()["ok"] is False
        refused = client.post("/v1/plans:tradeoffs", json={"plan": wrong})
        assert (refused.status_code, "totals.minutes" in refused.json()["detail"]) == (422, True)
        assert client.post("/v1/plans:check", json={"plan": {}}).status_code == 422


def test_a_plan_is_accepted_only_whole(made):
    assert accepted(made).steps
    with pytest.raises(InputError, match="not as its certificate says"):
        accepted({**made, "as_of": "2027-01-01"})

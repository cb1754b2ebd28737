"""What is done with a plan, over HTTP."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from recommender.errors import InputError
from recommender.path.checker.checker import accepted

DATE = dt.date(2026, 1, 5)


def document(path):
    return json.loads(path.model_dump_json())


# Command and service


@pytest.fixture(scope="module")
def made(small_engine):
    from recommender.path.options import PlanOptions
    from recommender.records import Learner, NamedSkill, Preferences, Price

    limits = Preferences(hours_per_week=6, weeks=26, budget=Price(amount=500, currency="USD"))
    return document(
        small_engine.plan(
            Learner(skills=(NamedSkill(name="SQL", level=0.2),)),
            "data analyst",
            preferences=limits,
            options=PlanOptions(assume_hours=30, assume_price=20),
            as_of=DATE,
        )
    )


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

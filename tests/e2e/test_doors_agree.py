"""The example profiles through every door: the same credentials in the same order."""

from __future__ import annotations

import base64
import datetime as dt
import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from eval.abuse.server import served
from eval.docs.examples import GOALS
from recommender.path.options import PlanOptions
from recommender.records import Preferences, Price
from tests.support.plans import stands

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
DATE = dt.date(2026, 1, 1)


@pytest.mark.parametrize("name", GOALS)
def test_each_example_gets_a_list_with_reasons_and_is_told_what_is_missing(engine, name):
    answer = engine.recommend(EXAMPLES / name, GOALS[name], top=10, as_of=DATE)
    assert len([s for s in answer.learner.skills if s.kind == "claimed"]) >= 3
    assert any(gap.gap > 0 for gap in answer.gaps)
    assert len(answer.recommendations) >= 5
    assert all(item.closes and item.reasons for item in answer.recommendations)
    closed = {one.area for item in answer.recommendations for one in item.closes}
    assert set(answer.uncovered) <= {gap.area for gap in answer.gaps if gap.gap > 0} - closed


def identifiers(answer):
    return [item["credential"]["id"] for item in answer["recommendations"]]


@pytest.fixture(scope="module")
def service(bundled_folder, tmp_path_factory):
    """The real server in a process of its own, on a free port."""
    path = tmp_path_factory.mktemp("service") / "log"
    with served(bundled_folder, path) as server:
        yield server.address, path


def post(address, body, path="/v1/recommendations"):
    request = urllib.request.Request(address + path, json.dumps(body).encode(), {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)


@pytest.mark.parametrize("name", ["data_analyst.pdf", "nurse_informatics.docx", "school_leaver.json"])
def test_python_command_line_and_http_agree(engine, bundled_folder, service, tmp_path, name):
    goal = GOALS[name]
    python = engine.recommend(EXAMPLES / name, goal, preferences=Preferences(hours_per_week=5), as_of=DATE).model_dump(
        mode="json"
    )
    command = [
        str(Path(sys.executable).parent / "credpath"),
        "recommend",
        str(EXAMPLES / name),
        "--goal",
        goal,
        "--json",
        "--hours-per-week",
        "5",
        "--as-of",
        "2026-01-01",
        "--snapshot",
        str(bundled_folder),
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=True)
    document = {"name": name, "content": base64.b64encode((EXAMPLES / name).read_bytes()).decode()}
    http = post(
        service[0], {"document": document, "goal": goal, "preferences": {"hours_per_week": 5}, "as_of": "2026-01-01"}
    )
    assert identifiers(python) == identifiers(json.loads(done.stdout)) == identifiers(http)
    assert python == json.loads(done.stdout) == http


PLANNED = Preferences(hours_per_week=6, weeks=26, budget=Price(amount=500, currency="USD"))


@pytest.mark.parametrize("name", GOALS)
def test_each_example_gets_a_plan_that_the_checker_and_the_catalogue_accept(engine, name):
    for options in (PlanOptions(), PlanOptions(assume_hours=20, assume_price=49)):
        plan = engine.plan(EXAMPLES / name, GOALS[name], preferences=PLANNED, options=options, as_of=DATE)
        assert plan.certificate.status == "optimal"
        stands(engine.check(json.loads(plan.model_dump_json())))
        assert plan.totals.hours <= 6 * 26
        assert plan.totals.cost <= 500
    assert len(plan.steps) >= 2
    assert plan.totals.assumed_hours > 0
    assert plan.certificate.objective.value >= plan.certificate.greedy


def test_a_plan_is_the_same_through_python_command_line_and_http(engine, bundled_folder, service, tmp_path):
    name = "data_engineer.txt"
    python = engine.plan(EXAMPLES / name, GOALS[name], preferences=PLANNED, as_of=DATE).model_dump(mode="json")
    command = [str(Path(sys.executable).parent / "credpath"), "plan", str(EXAMPLES / name), "--goal", GOALS[name]]
    command += ["--hours-per-week", "6", "--weeks", "26", "--budget", "500", "--as-of", "2026-01-01", "--json"]
    command += ["--snapshot", str(bundled_folder)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=True)
    document = {"name": name, "content": base64.b64encode((EXAMPLES / name).read_bytes()).decode()}
    limits = {"hours_per_week": 6, "weeks": 26, "budget": {"amount": 500, "currency": "USD"}}
    body = {"document": document, "goals": [GOALS[name]], "preferences": limits, "as_of": "2026-01-01"}
    http = post(service[0], body, "/v1/plans")
    assert python["steps"]
    assert python == json.loads(done.stdout) == http
    assert post(service[0], {"request": http["request"]}, "/v1/plans:remake") == http


def test_the_running_service_logs_nothing_that_was_sent(service):
    address, log = service
    canary = "Zyxwv-Canary-4711"
    for path in (f"/v1/occupations?q={canary}", f"/{canary}?{canary}"):
        try:
            with urllib.request.urlopen(address + path, timeout=20) as response:
                response.read()
        except OSError as error:
            assert canary not in str(error)
    post(address, {"learner": {"text": f"{canary} wrote SQL"}, "goal": "data analyst"})
    assert "Uvicorn running" in log.read_text()
    assert canary not in log.read_text()

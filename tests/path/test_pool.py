"""Plans over a catalogue: what is in the pool and why, through Python, the command and HTTP."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from recommender.catalogue.schema import CatalogueRow
from recommender.errors import InputError, NotFound
from recommender.path.checker.checker import verify_plan
from recommender.path.optimise.effort import Effort
from recommender.path.options import PlanOptions
from recommender.records import Learner, NamedSkill, Preferences, Price
from tests.support.cli import credpath

DATE = dt.date(2026, 1, 5)
USD = Price(amount=500, currency="USD")
LIMITS = Preferences(hours_per_week=6, weeks=26, budget=USD)
LEARNER = Learner(skills=(NamedSkill(name="SQL", level=0.2),))


def row(identifier, skills, **more):
    facts = {"hours": 20, "price": 40, "currency": "USD", "language": "en", **more}
    return CatalogueRow(id=identifier, title=f"Course {identifier}", skills=skills, **facts)


def ids(plan):
    return [step.id for step in plan.steps]


def planned(engine, learner=LEARNER, goal="data analyst", limits=LIMITS, **more):
    options = PlanOptions(**more)
    plan = engine.plan(learner, goal, preferences=limits, options=options, as_of=DATE)
    verdict = verify_plan(json.loads(plan.model_dump_json()))
    assert verdict.ok, [finding for finding in verdict.findings if not finding.ok]
    compared = engine.compare(plan)
    assert all(finding.ok for finding in compared), [f for f in compared if not f.ok]
    return plan


def test_only_what_states_hours_and_price_is_in_the_pool_unless_something_is_assumed(small_engine):
    plan = planned(small_engine)
    assert ids(plan) == ["sql"]
    left = plan.certificate.pool.left_out
    assert left["hours not stated"] == 2
    assert left["price not stated in USD"] == 1
    assert left["language"] == 2
    assert sum(left.values()) + plan.certificate.pool.candidates == plan.certificate.pool.considered == 7
    assumed = planned(small_engine, assume_hours=30, assume_price=20)
    assert set(ids(assumed)) == {"sql", "viz", "stats", "mining"}
    flags = {step.id: set(step.assumed) & {"hours", "price"} for step in assumed.steps}
    assert flags == {"sql": set(), "viz": {"hours", "price"}, "stats": {"price"}, "mining": {"hours", "price"}}
    assert ids(assumed).index("stats") < ids(assumed).index("mining")
    assert assumed.totals.assumed_hours == pytest.approx(60 / 130, abs=1e-6)
    assert assumed.totals.assumed_cost == pytest.approx(60 / 109, abs=1e-6)


def test_hours_are_the_most_that_is_stated(small_engine):
    plan = planned(small_engine, assume_hours=30, assume_price=20)
    assert {step.id: step.hours for step in plan.steps}["stats"] == 50


def test_prices_in_another_currency_need_a_rate(with_rows):
    engine = with_rows([row("a", ["SQL:0.9"], currency="EUR")])
    assert ids(planned(engine)) == []
    plan = planned(engine, rates={"EUR": 1.25})
    assert [step.price for step in plan.steps] == [50]
    unlimited = planned(engine, limits=LIMITS.model_copy(update={"budget": None}))
    assert [step.price for step in unlimited.steps] == [None]
    assert unlimited.totals.unpriced == 1


def test_prerequisites_come_along_even_where_they_close_nothing(with_rows):
    rows = [
        row("first", ["prepare bread products"]),
        row("second", ["SQL:0.9"], prerequisites=["first"]),
        row("lost", ["Tableau:0.9"], prerequisites=["nowhere"]),
        row("behind", ["data mining:0.9"], prerequisites=["foreign"]),
        row("foreign", ["prepare bread products"], language="es"),
    ]
    plan = planned(with_rows(rows))
    assert ids(plan) == ["first", "second"]
    assert plan.steps[1].after == (1,)
    left = plan.certificate.pool.left_out
    assert left == {"closes no gap of the goal": 1, "unknown prerequisite": 1, "a prerequisite is not available": 1}
    held = LIMITS.model_copy(update={"held": ("first", "nowhere", "foreign")})
    assert set(ids(planned(with_rows(rows), limits=held))) == {"second", "lost", "behind"}


def test_required_levels_are_reached_by_what_comes_before(with_rows):
    rows = [
        row("advanced", ["data mining:0.9"], requires_skills=["statistics:0.6"]),
        row("basics", ["statistics:0.6"]),
        row("never", ["Tableau:0.9"], requires_skills=["prepare bread products:0.5"]),
    ]
    plan = planned(with_rows(rows))
    assert ids(plan) == ["basics", "advanced"]
    assert plan.steps[1].after == (1,)
    assert "never" in {c.id for c in plan.certificate.instance.candidates}
    assert set(ids(planned(with_rows(rows), readiness=0.0))) >= {"advanced", "never"}


def test_what_opens_later_waits_and_what_closes_is_missed(with_rows):
    rows = [
        row("now", ["SQL:0.9"]),
        row("later", ["data models:0.9"], available_from="2026-03-02", available_until="2026-06-30"),
        row("gone", ["Tableau:0.9"], available_until="2026-01-01"),
        row("short", ["data mining:0.9"], available_until="2026-01-20"),
    ]
    plan = planned(with_rows(rows))
    assert ids(plan) == ["now", "later"]
    assert plan.steps[1].begins == dt.date(2026, 3, 2)
    assert plan.certificate.pool.left_out["no longer on offer"] == 1
    assert "short" in {c.id for c in plan.certificate.instance.candidates}


def test_must_haves_are_taken_or_explained(with_rows):
    rows = [
        row("good", ["SQL:0.9"]),
        row("wanted", ["prepare bread products"], hours=200),
        row("foreign", ["data mining:0.9"], language="es"),
        row("unknown", ["data mining:0.9"], hours=None),
    ]
    engine = with_rows(rows)
    short = planned(engine, must_have=("wanted",))
    assert short.certificate.status == "infeasible"
    assert short.conflict.wishes == ("the deadline (26 weeks of 6 hours)", "the must-have Course wanted")
    assert short.conflict.relaxations[0].amount == 44
    assert "8 weeks more" in short.conflict.relaxations[0].text
    foreign = planned(engine, must_have=("foreign",)).conflict
    assert foreign.wishes == ("the must-have Course foreign", "leaving out what is ruled out for its language")
    assert "hours not stated" in planned(engine, must_have=("unknown",)).conflict.text
    with pytest.raises(NotFound, match="must-have 1 is not in the catalogue"):
        planned(engine, must_have=("nowhere",))
    assert "wanted" not in ids(
        planned(engine, must_have=("wanted",), limits=LIMITS.model_copy(update={"held": ("wanted",)}))
    )


def test_the_least_that_closes_a_share(with_rows):
    rows = [row("dear", ["SQL:0.9"], price=90, hours=5), row("slow", ["SQL:0.9"], price=10, hours=50)]
    engine = with_rows(rows)
    no_deadline = LIMITS.model_copy(update={"weeks": None})
    assert ids(planned(engine, limits=no_deadline, objective="cheapest", target=0.01)) == ["slow"]
    assert ids(planned(engine, limits=no_deadline, objective="fastest", target=0.01)) == ["dear"]
    conflict = planned(engine, objective="cheapest", target=0.9).conflict
    assert conflict.wishes == ("90.0% of the gap closed",)
    assert 0 < conflict.relaxations[0].amount < 0.9


def test_a_programme_that_completes_counts(with_rows):
    rows = [
        row("a", ["SQL:0.9"], hours=70, stacks_into=["programme:x"]),
        row("b", ["data mining:0.3"], hours=70, stacks_into=["programme:x"]),
        row("c", ["data mining:0.5"], hours=70),
    ]
    engine = with_rows(rows)
    assert set(ids(planned(engine))) == {"a", "c"}
    plan = planned(engine, stacking_bonus=0.2)
    assert set(ids(plan)) == {"a", "b"}
    assert plan.totals.programmes == 1


def test_several_goals(with_rows):
    rows = [
        row("sql", ["SQL:0.9", "statistics:0.9"], hours=100),
        row("bread", ["bake goods:0.9"], hours=50),
        row("both", ["SQL:0.5"], hours=50),
    ]
    engine = with_rows(rows)
    plan = planned(engine, goal=["data analyst", "baker"], objective="regret")
    assert len(plan.certificate.instance.goals) == 2
    assert "bread" in ids(plan)
    assert max(plan.certificate.instance.objective.best) > 0
    counted = planned(engine, objective="goals", threshold=0.02)
    assert len(counted.certificate.instance.goals) > 1
    assert counted.totals.reached == counted.certificate.objective.value


def test_limits_that_a_plan_needs(small_engine):
    with pytest.raises(InputError, match="hours a week"):
        small_engine.plan(LEARNER, "data analyst", preferences=Preferences(weeks=3))
    with pytest.raises(InputError, match="deadline"):
        small_engine.plan(LEARNER, "data analyst", preferences=Preferences(hours_per_week=3))
    with pytest.raises(InputError, match="goal"):
        small_engine.plan(LEARNER, [], preferences=LIMITS)


def test_a_plan_that_is_compared_with_a_catalogue_that_says_otherwise(with_rows):
    plan = planned(with_rows([row("a", ["SQL:0.9"])]))
    for other, message in (
        (row("a", ["SQL:0.9"], hours=30), "minutes"),
        (row("a", ["SQL:0.9"], price=3), "price"),
        (row("a", ["SQL:0.7"]), "otherwise than the catalogue states"),
        (row("b", ["SQL:0.9"]), "not in the catalogue"),
    ):
        wrong = [f.what for f in with_rows([other]).compare(plan) if not f.ok]
        assert any(message in what for what in wrong), (message, wrong)


def test_a_pool_that_was_made_smaller_is_found_out(small_engine):
    """With the hash made again: only the request in the plan's name tells."""
    from recommender.path.optimise.certificate import digest

    plan = planned(small_engine, assume_hours=30, assume_price=20)
    instance = plan.certificate.instance
    kept = [step.candidate for step in plan.steps][:1]
    fewer = instance.model_copy(update={"candidates": tuple(instance.candidates[n] for n in kept), "programmes": ()})
    certificate = plan.certificate.model_copy(
        update={
            "instance": fewer,
            "inputs": plan.certificate.inputs.model_copy(update={"instance": digest(fewer)}),
        }
    )
    wrong = plan.model_copy(update={"certificate": certificate})
    places = {finding.where for finding in small_engine.compare(wrong) if not finding.ok}
    assert "certificate.instance" in places


# Command and service


def test_the_command_prints_writes_and_checks(small_folder, tmp_path):
    arguments = ["plan", "--skill", "SQL:0.2", "--goal", "data analyst", "--hours-per-week", "6", "--weeks", "26"]
    arguments += ["--budget", "500", "--snapshot", small_folder, "--as-of", "2026-01-05"]
    shown = credpath(*arguments, "--out", "plan.json", "--ics", "plan.ics", cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert "Week by week" in shown.stdout
    assert "Proven optimal for closure" in shown.stdout
    assert (tmp_path / "plan.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    printed = json.loads(credpath(*arguments, "--json", cwd=tmp_path).stdout)
    assert printed == json.loads((tmp_path / "plan.json").read_text())
    assert set(printed["certificate"]) >= {
        "status",
        "objective",
        "bound",
        "relative_gap",
        "pool",
        "solver",
        "instance",
        "inputs",
    }
    checked = credpath("check", "plan.json", "--resolve", "--snapshot", small_folder, cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout
    assert "accepted" in checked.stdout
    printed["totals"]["hours"] += 1
    (tmp_path / "plan.json").write_text(json.dumps(printed))
    refused = credpath("check", "plan.json", "--json", cwd=tmp_path)
    assert refused.returncode == 1
    assert not json.loads(refused.stdout)["ok"]
    assert "| 1 |" in credpath(*arguments, "--markdown", cwd=tmp_path).stdout
    impossible = credpath(*arguments, "--must-have", "stats", "--assume-price", "900", cwd=tmp_path)
    assert impossible.returncode == 1
    assert "There is no such plan" in impossible.stdout
    wrong = credpath(*arguments, "--objective", "best", cwd=tmp_path)
    assert wrong.returncode == 2
    assert "--objective" in wrong.stderr
    assert credpath("check", "none.json", cwd=tmp_path).returncode == 2
    assert credpath(*arguments, "--rate", "EUR", cwd=tmp_path).returncode == 2


@pytest.fixture
def client(small_engine):
    with TestClient(create_app(Settings(), small_engine)) as client:
        yield client


BODY = {
    "learner": {"text": "Zyxwv-Canary I wrote SQL.", "skills": [{"name": "SQL", "level": 0.2}]},
    "goals": ["data analyst"],
    "preferences": {"hours_per_week": 6, "weeks": 26, "budget": {"amount": 500, "currency": "USD"}},
    "options": {"assume_hours": 30, "assume_price": 20},
    "as_of": "2026-01-05",
}


def test_the_service_plans_and_makes_a_plan_again_by_its_name(client):
    first = client.post("/v1/plans", json=BODY)
    assert first.status_code == 200
    plan = first.json()
    assert verify_plan(plan).ok
    assert "Canary" not in first.text
    again = client.get(f"/v1/plans/{plan['id']}")
    assert again.status_code == 200
    assert again.json() == plan
    assert b"Canary" not in _unpacked(plan["id"])


def _unpacked(name):
    import base64
    import zlib

    return zlib.decompress(base64.urlsafe_b64decode(name + "=" * (-len(name) % 4)))


@pytest.mark.parametrize("name", ["x", "eJwDAAAAAAE", "A" * 9000, "eJyrrgUAAXUA-Q"])
def test_a_name_that_is_none_is_not_found(client, name):
    assert client.get(f"/v1/plans/{name}").status_code == 404


def test_a_name_of_another_snapshot_is_not_found(client, with_rows):
    plan = planned(with_rows([row("a", ["SQL:0.9"])]))
    request = plan.model_copy(update={"id": _renamed(plan.id)})
    assert client.get(f"/v1/plans/{request.id}").status_code == 404


def _renamed(name):
    from recommender.path.plan_id import id_of, request_of

    return id_of(request_of(name).model_copy(update={"snapshot": "another"}))


def test_what_the_service_refuses(client):
    for change in ({"goals": []}, {"preferences": {"weeks": 3}}, {"work": 99}, {"options": {"objective": "cheapest"}}):
        assert client.post("/v1/plans", json={**BODY, **change}).status_code == 422
    impossible = client.post(
        "/v1/plans", json={**BODY, "options": {"must_have": ["stats"], "assume_price": 900}}
    ).json()
    assert impossible["certificate"]["status"] == "infeasible"
    assert impossible["conflict"]["relaxations"]
    assert client.post("/v1/plans", json={**BODY, "options": {"must_have": ["none"]}}).status_code == 404


def test_work_is_bounded_and_the_same_request_gives_the_same_plan(small_engine):
    options = PlanOptions(assume_hours=30, assume_price=20)
    plans = [
        small_engine.plan(LEARNER, "data analyst", preferences=LIMITS, options=options, effort=Effort(0.5), as_of=DATE)
        for _ in range(2)
    ]
    assert plans[0].model_dump_json() == plans[1].model_dump_json()
    assert plans[0].certificate.solver.work_limit == 0.5

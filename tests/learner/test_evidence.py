"""From what somebody hands over to evidence: every identifier that is printed names a skill, through every door."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.app import create_app
from api.settings import Settings
from recommender.catalogue.schema import CatalogueRow
from recommender.cli.app import app
from recommender.engine import Recommender
from recommender.errors import InputError
from recommender.records import Learner, NamedSkill
from recommender.snapshot.build import build_snapshot
from recommender.snapshot.snapshot import open_snapshot
from recommender.taxonomy.space import KINDS
from recommender.training.events import read_events

DATE = dt.date(2026, 1, 1)


@pytest.fixture(scope="module")
def own_snapshot(tmp_path_factory):
    """A snapshot with a platform's own skills, one of which is named like a level."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "own.csv").write_text("id,label,alternatives,broader\nmine:1,Acme Grill Method,,\nacme:12,Acme Oven,,\n")
    rows = [CatalogueRow(id="a", title="A course", language="en", skills=["mine:1", "acme:12:0.5", "SQL: advanced"])]
    return build_snapshot(rows, folder / "snapshot", encoder="hashing-16", own_skills=folder / "own.csv")


def one_of_each_kind(space):
    """An identifier of every kind of node that stands for itself."""
    found = {}
    for node in range(len(space)):
        if int(space.canonical[node]) == node:
            found.setdefault(space.kind_of(node), space.id(node))
    return found


def held(engine, *skills):
    states = engine.recommend(Learner(skills=skills), "data analyst", top=1, as_of=DATE).learner.skills
    return {state.skill: state for state in states if state.kind != "inferred"}


def test_every_kind_of_identifier_names_its_skill_with_and_without_a_level(small_engine, small):
    found = one_of_each_kind(small.space)
    assert set(found) == set(KINDS) - {"own"}
    for identifier in found.values():
        for written in (identifier, f"{identifier}:0.9", f" {identifier}: advanced "):
            assert identifier in held(small_engine, NamedSkill.model_validate(written)), written
        named = NamedSkill(name=identifier, level=0.9)
        assert (
            held(small_engine, named)[identifier].mean
            > held(small_engine, NamedSkill(name=identifier))[identifier].mean
        )


def test_escos_own_addresses_are_identifiers_too(small_engine, small):
    identifier = one_of_each_kind(small.space)["knowledge"]
    address = "http://data.europa.eu/" + identifier.replace(":", "/", 1)
    assert identifier in held(small_engine, NamedSkill.model_validate(f"{address}:0.5"))


def test_what_an_answer_prints_can_be_handed_back(small_engine):
    answer = small_engine.recommend(Learner(text="Wrote SQL, built Tableau dashboards."), "data analyst", as_of=DATE)
    for state in answer.learner.skills:
        if state.kind != "inferred":
            assert state.skill in held(small_engine, NamedSkill.model_validate(state.skill))
    for gap in answer.gaps[:10]:
        assert set(held(small_engine, NamedSkill.model_validate(gap.members[0].id)))
    for occupation in (*answer.goal.occupations, *answer.goal.alternatives):
        again = small_engine.recommend(None, occupation.id, top=1, as_of=DATE).goal
        assert occupation.id in {one.id for one in again.occupations}
        assert again.probability == 1


def test_a_platforms_own_identifier_is_never_cut_at_its_number(own_snapshot):
    snapshot = open_snapshot(own_snapshot)
    taught = {skill.skill: skill for skill in snapshot.credentials.record(0).skills}
    assert {"mine:1", "acme:12"} <= set(taught)
    assert taught["mine:1"].assumed
    assert (taught["acme:12"].level, taught["acme:12"].assumed) == (0.5, False)


@pytest.mark.parametrize("written", ["mine:1", "acme:12", "acme:12:0.5", "onet:element/2.B.5.d:40%"])
def test_command_line_http_profile_and_log_read_the_same_names(own_snapshot, tmp_path, written):
    identifier = written.removesuffix(":0.5").removesuffix(":40%")
    arguments = ["recommend", "--goal", "data analyst", "--snapshot", str(own_snapshot), "--json", "--top", "1"]

    def skills(document):
        return {one["skill"]: one["mean"] for one in document["learner"]["skills"]}

    printed = CliRunner().invoke(app, [*arguments, "--skill", written])
    assert printed.exit_code == 0, printed.output
    (tmp_path / "me.json").write_text(json.dumps({"skills": [written]}))
    profile = CliRunner().invoke(app, [*arguments, str(tmp_path / "me.json")])
    with TestClient(create_app(Settings(), Recommender.open(own_snapshot))) as client:
        body = {"learner": {"skills": [written]}, "goal": "data analyst", "top": 1}
        http = client.post("/v1/recommendations", json=body).json()
    assert identifier in skills(json.loads(printed.stdout))
    assert skills(json.loads(printed.stdout)) == skills(json.loads(profile.stdout)) == skills(http)
    (tmp_path / "log.csv").write_text(
        "learner,credential,event,time,list,position,goal,skills\n"
        f"p,a,impression,2026-01-01,l,1,data analyst,SQL: 0.5;{written}\n"
    )
    found = []
    read_events([tmp_path / "log.csv"], found.append)
    (event,) = found
    assert [skill.written for skill in event.skills] == ["SQL: 0.5", written]


def test_a_known_name_with_what_is_no_level_is_asked_about_not_guessed(small_engine):
    for written in ("SQL:12", "SQL:wizard", "Tableau: very good"):
        with pytest.raises(InputError, match="skill 1: what follows the colon is no level"):
            small_engine.recommend(Learner(skills=(NamedSkill.model_validate(written),)), "data analyst")
    answer = small_engine.recommend(Learner(skills=(NamedSkill.model_validate("acme:12"),)), "data analyst")
    assert any("skill 1" in warning for warning in answer.warnings)


@pytest.mark.parametrize("level", ["advanced", "Intermediate", "50%", "2/4", "0.5", 0.5])
def test_a_level_in_json_may_be_written_as_people_write_it(small_engine, level):
    learner = Learner.model_validate({"skills": [{"name": "SQL", "level": level}]})
    assert 0.5 <= learner.skills[0].level <= 1
    assert held(small_engine, *learner.skills)

"""The engine: one request from learner to answer."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

import pytest

from recommender.errors import NotFound
from recommender.records import Evidence, Learner, NamedSkill, Preferences

DATE = dt.date(2026, 1, 1)


def test_an_empty_profile_gets_the_beginner_path_and_a_question(engine):
    answer = engine.recommend(None, "data analyst", top=5, as_of=DATE)
    assert answer.learner.skills == ()
    assert answer.question
    assert len(answer.recommendations) == 5
    assert all(gap.held == 0 for gap in answer.gaps)


def test_without_a_goal_near_occupations_are_offered(engine):
    answer = engine.recommend(Learner(text="Wired houses, installed sockets and tested electrical circuits."))
    assert 1 <= len(answer.near_occupations) <= 5
    assert answer.question
    assert not answer.recommendations
    assert any("electric" in o.label.lower() for o in answer.near_occupations)


def test_without_anything_it_asks(engine):
    answer = engine.recommend()
    assert not answer.near_occupations
    assert answer.question


def test_a_language_that_is_not_read_is_said_and_labels_still_count(engine):
    text = (
        "Ich habe acht Jahre lang Datenbanken mit PostgreSQL betreut, Berichte in Excel geschrieben und "
        "Kolleginnen in Python geschult, dazu Auswertungen mit Tableau."
    )
    answer = engine.recommend(Learner(text=text), "data analyst", top=1, as_of=DATE)
    assert answer.learner.text_language == "de"
    assert any("another language" in warning for warning in answer.warnings)
    assert "PostgreSQL" in {s.label for s in answer.learner.skills}


def test_unknown_skills_and_evidence_are_said_not_lost(engine):
    learner = Learner(
        skills=(NamedSkill(name="Pythn zzz"), NamedSkill(name="SQL", level=0.4)),
        evidence=(Evidence(skill="esco:skill/none", kind="claimed", source="x", reliability=0.5),),
    )
    answer = engine.recommend(learner, "data analyst", top=1, as_of=DATE)
    assert len(answer.warnings) == 2
    sql = next(s for s in answer.learner.skills if s.label == "SQL")
    assert sql.low < 0.4 < sql.high


def test_each_recommendation_gives_its_reasons(engine):
    learner = Learner(skills=(NamedSkill(name="use databases", level=0.9), NamedSkill(name="manage data", level=0.9)))
    answer = engine.recommend(learner, "data analyst", top=10, as_of=DATE)
    gaps = {gap.area for gap in answer.gaps if gap.gap > 0}
    members = defaultdict(set)
    for requirement in answer.goal.requirements:
        members[requirement.area].update(requirement.skills)
    for item in answer.recommendations:
        assert {closed.area for closed in item.closes} <= gaps
        assert all(closed.through.id in members[closed.area] for closed in item.closes)
        assert sum(c.amount for c in item.closes) > 0
        assert 1 <= len(item.reasons) <= 6
        assert 0 <= item.confidence <= 1
        assert item.credential.hours_low is not None or any("hours" in said for said in item.assumed)
        assert item.credential.price is not None or any("price" in said for said in item.assumed)
        assert sum(item.features.values()) == pytest.approx(item.score, abs=2e-5)
    assert any(reason.startswith("closes ") for item in answer.recommendations for reason in item.reasons)
    assert any(item.known_already for item in answer.recommendations)


def test_uncovered_names_gaps_that_nothing_closes(engine):
    answer = engine.recommend(None, "data analyst", top=50, as_of=DATE)
    closed = {c.area for item in answer.recommendations for c in item.closes}
    assert closed
    assert not closed & set(answer.uncovered)


def test_qualifications_that_may_be_gone_say_so(engine):
    answer = engine.recommend(None, "electrician", top=20, as_of=DATE)
    unconfirmed = [item for item in answer.recommendations if item.credential.status == "unconfirmed"]
    assert unconfirmed
    for item in unconfirmed:
        assert any("not confirmed" in note and "2023" in note for note in item.assumed)


def test_the_answer_can_be_replayed(engine):
    answer = engine.recommend(None, "data analyst", top=3, as_of=DATE)
    assert answer.as_of == DATE
    assert answer.snapshot == engine.snapshot_id
    assert set(answer.versions) == {"credpath", "encoder", "goal", "linker", "ranker", "roles", "taxonomy"}


def test_one_credential(engine):
    found = engine.recommend(None, "data analyst", top=1).recommendations[0].credential
    assert engine.credential(found.id) == found
    with pytest.raises(NotFound):
        engine.credential("nothing")


def test_the_person_is_no_feature(engine):
    """The same CV under another name, age, gender, nationality and address gets the same list."""
    body = "Built weekly reports in Excel and wrote SQL queries for the stock database."
    people = [
        f"Name: {name}\nAge: {age}\nGender: {gender}\nNationality: {nation}\n{body}"
        for name, age, gender, nation in [
            ("Anna Kowalska", 23, "female", "Polish"),
            ("John Smith", 61, "male", "British"),
        ]
    ]
    lists = [
        [
            (r.credential.id, r.score)
            for r in engine.recommend(Learner(text=p), "data analyst", as_of=DATE).recommendations
        ]
        for p in people
    ]
    assert lists[0] == lists[1]


def test_edges_of_the_answer(engine):
    """No language that fits, nothing left to close, and a goal that only one taxonomy knows."""
    none = engine.recommend(None, "data analyst", preferences=Preferences(languages=("ja",)), as_of=DATE)
    assert none.recommendations == ()
    assert set(none.uncovered) == {gap.area for gap in none.gaps}
    goal = engine.recommend(None, "data analyst", top=1).goal
    everything = Learner(
        evidence=tuple(
            Evidence(skill=r.skills[0], level=1.0, kind="evidenced", source="test", reliability=1.0)
            for r in goal.requirements
        )
    )
    done = engine.recommend(everything, "data analyst", as_of=DATE)
    assert all(gap.gap == 0 for gap in done.gaps)
    assert done.recommendations == ()
    assert done.uncovered == ()


def test_a_text_of_any_size_and_script_is_taken(engine):
    for text in ("x" * 200_000, "数据分析师 " * 300, "\u202e\u0000 \ufeff", "a, " * 5_000):
        engine.recommend(Learner(text=text), "data analyst", top=1, as_of=DATE)

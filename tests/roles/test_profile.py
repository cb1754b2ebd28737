"""Profiles: from a reviewed role, from evidence, and with a platform's own roles in the place of bundled ones."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.engine import Recommender
from recommender.errors import AmbiguousGoal
from recommender.roles.evidence import FEATURES, JobTitle
from recommender.roles.grouping import AREA_FEATURES
from recommender.roles.profile import MAX_EVIDENCED, MIN_AREAS, WORDS, weight_of, with_words
from recommender.roles.schema import RoleFileRole
from recommender.roles.store import RoleStore, merged, write_store
from recommender.scales import AREA_IMPORTANCE
from recommender.snapshot.build import build_snapshot
from recommender.snapshot.snapshot import open_snapshot
from tests.support.catalogues import ROWS

OWN = """\
- id: acme:mender
  title: umbrella mender
  titles: [brolly doctor]
  areas:
    - {name: Sewing, weight: essential, level: 0.8, members: [sew textile-based articles]}
    - {name: Talking, weight: useful, members: [communication]}
- id: acme:plumber
  title: plumber
  areas:
    - {name: Pipes, weight: essential, members: [SQL]}
"""


def job(snapshot, title, *identifiers):
    numbers = [snapshot.occupations.number(one) for one in identifiers]
    esco = tuple(n for n in numbers if not snapshot.occupations.is_onet[n])
    return JobTitle(snapshot.encoder.encode([title])[0], esco, tuple(n for n in numbers if n not in esco))


@pytest.fixture(scope="module")
def own_engine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("own")
    (folder / "roles.yaml").write_text(OWN)
    build_snapshot(ROWS, folder / "snapshot", encoder="hashing-64", own_roles=folder / "roles.yaml")
    return Recommender(open_snapshot(folder / "snapshot", full=True))


@pytest.mark.parametrize("title", ["plumber", "data engineer"])
def test_a_reviewed_role_says_so_and_falls_with_the_readers_order(engine, title):
    role = engine.role(title)
    assert role.origin == "reviewed"
    assert role.title == title
    for weight, (top, bottom) in AREA_IMPORTANCE.items():
        numbers = [area.importance for area in role.areas if area.weight == weight]
        assert numbers == sorted(numbers, reverse=True)
        assert all(bottom < number <= top for number in numbers)
    framework = {"UK Government Digital and Data framework"} if title == "data engineer" else set()
    assert {area.level_from for area in role.areas} == {"review"} | framework
    assert any("esco:essential" in member.sources for area in role.areas for member in area.members)


@pytest.mark.parametrize("title", ["goldsmith", "beekeeper"])
def test_a_profile_from_evidence_says_what_asks_for_each_skill(engine, title):
    role = engine.role(title)
    assert role.origin == "evidence"
    assert MIN_AREAS <= len(role.areas) <= MAX_EVIDENCED
    assert [area.importance for area in role.areas] == sorted((a.importance for a in role.areas), reverse=True)
    assert all(area.weight == weight_of(area.importance) for area in role.areas)
    assert all(member.sources for area in role.areas for member in area.members)
    names = [area.name for area in role.areas]
    assert len(set(names)) == len(names)
    assert not set(names) & set(role.cut)
    members = [member.id for area in role.areas for member in area.members]
    assert len(set(members)) == len(members)


def test_an_other_title_of_a_reviewed_role_is_that_role_and_a_helper_of_it_is_not(engine):
    role = engine.role("data engineer")
    assert role.titles
    assert engine.role(role.titles[0]) == role
    assert engine.role(role.id) == role
    assert engine.goal(role.id).probability == 1
    assert engine.goal("assistant store manager").role != engine.goal("store manager").role


def test_features_are_rounded_finite_and_named(bundled):
    found = bundled.roles.evidence.of(job(bundled, "data engineer", "onet:15-1243.01"))
    assert found.features.shape == (len(found.nodes), len(FEATURES))
    assert np.isfinite(found.features).all()
    assert (np.diff(found.nodes) > 0).all()
    again = bundled.roles.evidence.of(job(bundled, "data engineer", "onet:15-1243.01"), found.nodes)
    assert (again.features == found.features).all()


def test_what_a_source_says_is_in_its_feature(bundled):
    occupations, space = bundled.occupations, bundled.space
    number = next(n for n in range(len(occupations)) if occupations.label(n) == "goldsmith")
    found = bundled.roles.evidence.of(JobTitle(bundled.occupation_vectors[0][number], (number,), ()))
    span = occupations.needs.span(number)
    needs = occupations.needs
    essential = set(needs.columns[span][needs.values["relation"][span] == 0].tolist())
    assert essential
    assert set(found.nodes[found.of("essential") > 0].tolist()) == {int(space.canonical[n]) for n in essential}
    assert (found.of("hot") == 0).all()


def test_near_duplicates_are_one_area_whose_weight_is_the_best_of_them(bundled):
    found = bundled.roles.evidence.of(job(bundled, "data analyst", "onet:15-2051.01"))
    chance = bundled.roles.model.belongs(found.features)
    grouped = bundled.roles.grouping.of(found, chance, job(bundled, "data analyst", "onet:15-2051.01"))
    assert grouped.features.shape == (len(grouped.areas), len(AREA_FEATURES))
    assert sum(len(members) for members in grouped.members) == len(found.nodes)
    for members in grouped.members:
        assert (np.diff(chance[members]) <= 0).all()
        assert len(set(bundled.areas.of_node[found.nodes[members]].tolist())) == 1


def test_the_job_itself_is_no_evidence_about_itself(bundled):
    store, like = bundled.roles.store, bundled.roles.grouping.roles
    role = store.role(store.number("role:data-engineer"))
    near, usual = like.of(job(bundled, role.title, *role.occupations), bundled.occupation_vectors[0])
    others = [n for n in range(len(store)) if n != store.number(role.id)]
    assert usual == pytest.approx(like.weights[others].mean(axis=0), abs=1e-6)
    assert near.max() <= 1
    assert near.min() >= 0


def test_words_of_a_title_are_essential_and_the_least_is_cut(bundled):
    profile = bundled.roles.of_job(job(bundled, "goldsmith", "onet:51-9071.00"))
    node = bundled.space.lookup("WordPress")[0].node
    found = with_words(profile, [node, profile.areas[3].members[0]], bundled.space)
    assert {area.importance for area in found.areas[:2]} == {1.0}
    assert {"WordPress", profile.areas[3].name} == {area.name for area in found.areas[:2]}
    assert found.sources[node] == (WORDS,)
    assert len(found.areas) <= MAX_EVIDENCED


def test_a_platforms_role_is_found_by_title_and_takes_the_place_of_a_bundled_one(own_engine):
    mender = own_engine.role("brolly doctor")
    assert (mender.origin, mender.id) == ("platform", "acme:mender")
    assert [(area.level, area.level_from) for area in mender.areas] == [(0.8, "platform"), (pytest.approx(1 / 3), None)]
    assert [area.name for area in own_engine.role("plumber").areas] == ["Pipes"]
    assert own_engine.role("bricklayer").origin == "reviewed"
    answer = own_engine.recommend(None, "umbrella mender", top=1)
    assert [gap.area for gap in answer.gaps] == ["Sewing", "Talking"]


def test_a_snapshot_of_other_roles_has_another_id(own_engine, small_engine):
    assert own_engine.snapshot_id != small_engine.snapshot_id


def test_roles_are_found_by_title(engine):
    found = engine.roles("data engineer")
    assert (found[0].id, found[0].origin) == ("role:data-engineer", "reviewed")
    assert [role.probability for role in found] == sorted((role.probability for role in found), reverse=True)
    assert engine.roles("goldsmith", 2)[0].origin == "evidence"
    with pytest.raises(AmbiguousGoal):
        engine.role("qwxyz blorf")


@pytest.mark.parametrize(
    ("title", "where"),
    [("physiotherapist", "United Kingdom"), ("train driver", "European Union"), ("plumber", "Canada")],
)
def test_a_role_bound_to_a_licence_says_so_in_every_answer(engine, title, where):
    role = engine.role(title)
    assert any(where in licence.where for licence in role.licences)
    assert engine.recommend(None, title, top=1).goal.licences == role.licences


def test_a_store_keeps_what_it_was_given(tmp_path):
    roles = [
        RoleFileRole.model_validate(
            {
                "id": f"r:{n}",
                "title": f"role {n}",
                "titles": ["shared title"],
                "areas": [{"name": "A", "weight": "useful"}],
            }
        )
        for n in range(3)
    ]
    write_store(tmp_path, roles)
    store = RoleStore(tmp_path)
    assert [store.role(n) for n in range(len(store))] == roles
    assert (store.number("r:2"), store.titled("Role 1"), store.titled("shared titles"), store.titled("none")) == (
        2,
        1,
        0,
        None,
    )
    own = [roles[1].model_copy(update={"id": "x:1"})]
    assert [role.id for role in merged(roles, own)] == ["r:0", "r:2", "x:1"]

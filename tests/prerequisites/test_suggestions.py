"""Circles of prerequisites, likely prerequisites, and confirmed ones in a plan."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from itertools import combinations

import numpy as np
import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from api.app import create_app
from api.settings import Settings
from recommender import artifacts
from recommender.catalogue.schema import CatalogueRow
from recommender.errors import InputError, ModelError, NotFound
from recommender.path.checker.checker import verify_plan
from recommender.path.options import PlanOptions
from recommender.prerequisites.cycles import find_cycles
from recommender.prerequisites.model import FEATURES, Course, Courses, PrerequisiteModel, numbered
from recommender.records import Learner, Preferences
from tests.support.cli import credpath

DATE = dt.date(2026, 1, 5)
LIMITS = Preferences(hours_per_week=6, weeks=26)


def row(identifier, skills, **more):
    return CatalogueRow(id=identifier, title=f"Course {identifier}", skills=skills, hours=20, language="en", **more)


# Circles


def acyclic(edges):
    left = set(edges)
    while left:
        after = {b for _, b in left}
        free = {edge for edge in left if edge[0] not in after}
        if not free:
            return False
        left -= free
    return True


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")), st.integers(1, 5), min_size=1, max_size=9
    )
)
def test_the_edges_to_drop_are_the_cheapest_that_leave_an_order(edges):
    found = find_cycles(edges)
    dropped = {edge for cycle in found for edge in cycle.drop}
    assert all(cycle.proven for cycle in found)
    assert acyclic(set(edges) - dropped)
    cost = sum(edges[edge] for edge in dropped)
    assert cost == sum(cycle.cost for cycle in found)
    for size in range(len(edges) + 1):
        for other in combinations(edges, size):
            if sum(edges[edge] for edge in other) < cost:
                assert not acyclic(set(edges) - set(other))


def test_circles_of_a_catalogue_are_told_and_nothing_in_them_is_planned(with_rows):
    rows = [
        row("a", ["SQL:0.9"], prerequisites=["b"]),
        row("b", ["data mining:0.9"], prerequisites=["a"]),
        row("c", ["Tableau:0.9"]),
    ]
    engine = with_rows(rows)
    (circle,) = engine.prerequisite_cycles()
    assert circle.members == ("a", "b")
    assert circle.cost == 1
    plan = engine.plan(Learner(), "data analyst", preferences=LIMITS, as_of=DATE)
    assert [step.id for step in plan.steps] == ["c"]
    assert any("round in a circle" in warning and "Course a" in warning for warning in plan.warnings)
    assert verify_plan(json.loads(plan.model_dump_json())).ok


# Likely prerequisites


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Algorithms I", "Algorithms II", 1),
        ("Algorithms II", "Algorithms I", -1),
        ("Calculus 1A: Differentiation", "Calculus 1B: Integration", 1),
        ("Mechanics", "Mechanics II", 1),
        ("Mechanics II", "Mechanics", -1),
        ("Mechanics", "Mechanics for Engineers", 0),
        ("Java 1", "Python 2", 0),
        ("Part 1", "Part 2", 1),
        ("", "Algebra", 0),
    ],
)
def test_parts_of_a_series(first, second, expected):
    import re

    assert numbered(*(re.findall(r"[a-z0-9]+", text.casefold()) for text in (first, second))) == expected


def test_features_of_a_pair_are_those_of_the_swapped_pair_swapped():
    random = np.random.default_rng(5)
    vectors = random.standard_normal((4, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    courses = [
        Course("Introduction to Statistics", "mean; variance", frozenset({1, 2}), 0.0),
        Course("Advanced Statistics", "statistics; regression", frozenset({2, 3}), 1.0),
        Course("Pottery", "", frozenset(), None),
        Course("", "", frozenset(), None),
    ]
    found = Courses(courses, vectors, vectors[::-1].copy(), {3: frozenset({1})})
    there, back = found.features([0, 2, 3], [1, 0, 2]), found.features([1, 0, 2], [0, 2, 3])
    assert there.shape == (3, len(FEATURES))
    swapped = [0, 1, 3, 2, 5, 4, 7, 6, 9, 8, 10, 12, 11, 14, 13, 15, 17, 16, 18]
    sign = np.ones(len(FEATURES))
    sign[[10, 18]] = -1
    assert there == pytest.approx(back[:, swapped] * sign)
    assert there[0, FEATURES.index("skills essential, forward")] == 1
    assert np.isfinite(there).all()


def test_the_model_that_ships_believes_in_beginnings_and_is_checked(tmp_path):
    model = PrerequisiteModel.read(artifacts.model("prerequisites"))
    weight = dict(zip(FEATURES, model.weights, strict=True))
    assert weight["first begins"] > 0 > weight["second begins"]
    assert weight["numbered parts"] > 0
    with pytest.raises(ModelError, match="missing"):
        PrerequisiteModel.read(tmp_path)
    content = json.dumps({"features": ["other"]})
    (tmp_path / "weights.json").write_text(content)
    for digest, message in (("0", "altered"), (hashlib.sha256(content.encode()).hexdigest(), "another version")):
        (tmp_path / "manifest.json").write_text(json.dumps({"files": {"weights.json": {"sha256": digest}}}))
        with pytest.raises(ModelError, match=message):
            PrerequisiteModel.read(tmp_path)


def test_suggestions_are_stated_first_then_by_probability(with_rows):
    rows = [
        row("intro", ["statistics:0.4"]),
        row("advanced", ["statistics:0.9"], prerequisites=["bread"]),
        row("bread", ["prepare bread products:0.9"]),
    ]
    engine = with_rows(rows)
    found = engine.prerequisites("advanced")
    assert found[0].id == "bread"
    assert found[0].stated
    assert {one.id for one in found} == {"bread", "intro"}
    assert all(0 <= one.probability <= 1 for one in found)
    assert len(engine.prerequisites("advanced", top=1)) == 1
    with pytest.raises(NotFound):
        engine.prerequisites("nowhere")


def test_a_likely_prerequisite_holds_only_when_it_is_confirmed(with_rows):
    rows = [row("first", ["prepare bread products:0.9"]), row("second", ["SQL:0.9"])]
    engine = with_rows(rows)

    def steps(**more):
        plan = engine.plan(Learner(), "data analyst", preferences=LIMITS, options=PlanOptions(**more), as_of=DATE)
        assert verify_plan(json.loads(plan.model_dump_json())).ok
        assert all(finding.ok for finding in engine.compare(plan))
        return [step.id for step in plan.steps], plan

    assert steps()[0] == ["second"]
    ids, plan = steps(confirmed=(("first", "second"),))
    assert ids == ["first", "second"]
    assert "confirmed prerequisites" in plan.steps[1].assumed
    with pytest.raises(NotFound, match="confirmed prerequisite 1"):
        steps(confirmed=(("nowhere", "second"),))
    with pytest.raises(InputError, match="its own"):
        steps(confirmed=(("first", "first"),))


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


def test_the_suggestions_of_the_bundled_catalogue_make_sense_of_a_series(engine):
    found = engine.prerequisites(
        "bundled:edx.org/learn/algorithms/stanford-university-algorithms-design-and-analysis-part-2"
    )
    ids = [one.id for one in found[:3]]
    assert any(identifier.endswith("part-1") for identifier in ids), ids

"""Circles among prerequisites."""

from __future__ import annotations

import json
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from recommender.catalogue.schema import CatalogueRow
from recommender.path.grading import verify_plan
from recommender.prerequisites.cycles import find_cycles
from recommender.records import Learner, Preferences
from tests.support.plans import DATE

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

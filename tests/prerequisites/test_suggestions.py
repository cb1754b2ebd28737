"""Circles of prerequisites, likely prerequisites, and confirmed ones in a plan."""

from __future__ import annotations

import pytest

from recommender.catalogue.schema import CatalogueRow
from recommender.errors import InputError, NotFound
from recommender.path.options import PlanOptions
from recommender.records import Learner, Preferences
from tests.support.plans import DATE, document, stands

LIMITS = Preferences(hours_per_week=6, weeks=26)


def row(identifier, skills, **more):
    return CatalogueRow(id=identifier, title=f"Course {identifier}", skills=skills, hours=20, language="en", **more)


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
        stands(engine.check(document(plan)))
        return [step.id for step in plan.steps], plan

    assert steps()[0] == ["second"]
    ids, plan = steps(confirmed=(("first", "second"),))
    assert ids == ["first", "second"]
    assert "confirmed prerequisites" in plan.steps[1].assumed
    with pytest.raises(NotFound, match="confirmed prerequisite 1"):
        steps(confirmed=(("nowhere", "second"),))
    with pytest.raises(InputError, match="its own"):
        steps(confirmed=(("first", "first"),))


def test_the_suggestions_of_the_bundled_catalogue_make_sense_of_a_series(engine):
    found = engine.prerequisites(
        "bundled:edx.org/learn/algorithms/stanford-university-algorithms-design-and-analysis-part-2"
    )
    ids = [one.id for one in found[:3]]
    assert any(identifier.endswith("part-1") for identifier in ids), ids

"""A plan in words."""

from __future__ import annotations

from recommender.path.markdown import span, to_markdown
from tests.support.plans import planned


def test_weeks_of_a_step_are_one_or_a_stretch(small_engine):
    plan = planned(small_engine, assume_hours=30, assume_price=20)
    step = plan.steps[0]
    assert span(step.model_copy(update={"first_week": 3, "last_week": 3})) == "3"
    assert span(step.model_copy(update={"first_week": 3, "last_week": 5})) == "3 to 5"
    assert f"{step.first_week} to {step.last_week}" in to_markdown(plan)

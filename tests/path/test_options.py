"""Options of a plan, and problems that do not hold together."""

from __future__ import annotations

from fractions import Fraction

import pytest

from eval.planning.problems import small
from recommender.path.options import PlanOptions, share
from recommender.path.problem import PlanningProblem


def test_a_share_is_the_fraction_that_was_meant():
    assert share(0.8) == (4, 5)
    assert Fraction(*share(0.333333)) == Fraction("0.333333")


def test_a_target_goes_with_the_objectives_that_close_one():
    with pytest.raises(ValueError, match="target"):
        PlanOptions(objective="cheapest")
    with pytest.raises(ValueError, match="target"):
        PlanOptions(objective="closure", target=0.5)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"prerequisites": (0,)}, "its own prerequisite"),
        ({"prerequisites": (99,)}, "does not exist"),
        ({"teaches": ((99, 500, 50),)}, "does not exist"),
        ({"requires": ((0, 500), (0, 600))}, "twice"),
        ({"minutes": 0}, "greater than or equal to 1"),
    ],
)
def test_an_instance_that_does_not_hold_together_is_refused(change, message):
    instance = small(0, "closure").model_dump()
    instance["candidates"][0].update(change)
    with pytest.raises(ValueError, match=message):
        PlanningProblem.model_validate(instance)

"""Stated levels against assumed ones, on a store of one role."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from eval.roles import levels
from recommender.scales import REQUIRED_LEVEL


def test_only_levels_of_a_framework_are_compared():
    written = [
        SimpleNamespace(weight="essential", level=0.85, level_from=None),
        SimpleNamespace(weight="important", level=None, level_from=None),
        SimpleNamespace(weight="useful", level=0.5, level_from=None),
    ]
    shown = [
        SimpleNamespace(level=0.5, level_from="framework"),
        SimpleNamespace(level=REQUIRED_LEVEL["important"], level_from=None),
        SimpleNamespace(level=0.5, level_from="reviewed"),
    ]
    role = SimpleNamespace(origin="reviewed", areas=written)

    class OneRole:
        def __len__(self):
            return 1

        def role(self, number):
            return (role,)[number]

    profiles = SimpleNamespace(store=OneRole(), of_role=lambda number: SimpleNamespace(areas=shown))
    found = levels.compared(profiles)
    assumed, read = found["assumed from the weight"], found["a reader's"]
    assert (assumed["levels"], read["levels"]) == (1, 1)
    assert assumed["far"] == pytest.approx(REQUIRED_LEVEL["essential"] - 0.5, abs=1e-4)
    assert read["far"] == pytest.approx(0.35)
    assert read["same band"] == 0.0

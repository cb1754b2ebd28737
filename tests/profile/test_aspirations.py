"""What a profile hopes for is no evidence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.profile.aspirations import without_aspirations


@pytest.mark.parametrize(
    "wish",
    [
        "I want to become a data engineer: pipelines, Spark.",
        "I would like to become a qualified electrician and later fit solar panels.",
        "Hotel supervisor looking for a move into project management.",
        "I am looking for a role with Kubernetes.",
        "I'd love to learn Rust.",
    ],
)
def test_wishes_are_blanked_and_the_rest_stays(wish):
    text = f"I wrote SQL for five years. {wish} Reports in Excel."
    left = without_aspirations(text)
    assert len(left) == len(text)
    assert left.split() == ["I", "wrote", "SQL", "for", "five", "years.", "Reports", "in", "Excel."]


@pytest.mark.parametrize("text", ["Looked after wishes of guests.", "Planned to budget; learned to weld.", ""])
def test_what_was_done_is_no_wish(text):
    assert without_aspirations(text) == text


@given(st.text(max_size=300))
def test_offsets_stay(text):
    assert len(without_aspirations(text)) == len(text)

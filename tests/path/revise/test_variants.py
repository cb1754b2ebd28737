"""An instance with one thing changed, and what its best plan loses by it."""

from __future__ import annotations

import pytest

from recommender.path.revise.variants import worded


@pytest.mark.parametrize(
    ("loss", "text"),
    [
        (0.0, "a plan with it is as good"),
        (0.031, "with it the best plan is 3.1% worse"),
        (-0.031, "with it the best plan is 3.1% better"),
    ],
)
def test_a_loss_is_put_into_words(loss, text):
    assert worded("with", loss) == text

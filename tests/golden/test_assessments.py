"""What is assessed of each example is pinned, over the small catalogue with the encoder that needs no weights."""

from __future__ import annotations

import pytest

from tests.support import golden

HOW = "an assessment changed; if that is meant, run `make golden` and say in the commit why it is better"


@pytest.mark.parametrize("name", golden.GOALS)
def test_where_each_example_stands_and_what_is_asked_next_is_as_recorded(small_engine, name):
    wrong = list(golden.unlike(golden.recorded("assessed", name), golden.assessed(small_engine, name), golden.CLOSE))
    assert not wrong, "\n".join([HOW, *wrong[:20]])

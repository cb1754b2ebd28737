"""What a log says of order, popularity and providers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from recommender.rank.history import History
from recommender.rank.transitions import Histories


def test_a_skill_that_many_teach_counts_by_its_share_of_those_who_took_one():
    """*a* is followed by *b*; *b* teaches one skill that *c* teaches too, and one alone."""
    histories = Histories.of([[0, 1], [0, 1], [0, 1]])
    teaches = sparse.csr_array(np.asarray([[0, 0], [1, 1], [1, 0]], dtype=float))
    found = History.learn(histories, ["a", "b", "c"], teaches, ["shared", "alone"], np.zeros(3), {})
    shared, alone = found.skills.toarray()[0]
    assert alone == pytest.approx(found.follows.counted.toarray()[0, 1])
    assert shared == pytest.approx(alone / 2)
    assert not found.skills.toarray()[1:].any()

"""What was taken after what."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.rank.history import NEUTRAL, Past, Uptake
from recommender.rank.transitions import ORDER_FEATURES, Histories, Order, count_transitions


def test_order_knows_what_comes_next_and_smooths_what_nobody_took():
    histories = Histories.of([[0, 1, 2], [0, 1, 3], [0, 1, 2], [4, 0, 1]])
    order = Order.fit(histories, 6)
    found = order.features(Histories.of([[0, 1], []]))
    assert found.shape == (2, 6, len(ORDER_FEATURES))
    assert np.isfinite(found).all()
    after = found[0, :, ORDER_FEATURES.index("next")]
    assert after[2] > after[3] > after[5]
    direction = order.direction.toarray()
    assert direction[0, 1] > 0 > direction[1, 0]
    assert direction[0, 1] == pytest.approx(-direction[1, 0])
    before, last = histories.without_last(np.asarray([1, 1, 1, 1]))
    assert (before.items.tolist(), last.items.tolist()) == ([0, 1, 0, 1, 0, 1, 4, 0], [2, 3, 2, 1])


def test_an_unseen_credential_is_told_by_its_skills_and_teaching_more_only_helps(small, learned_rankers):
    history = learned_rankers[0].history
    past = Past(history, small.credentials, small.space.number)
    rows = np.arange(len(small.credentials))
    assert past.order([], rows).tolist() == [NEUTRAL] * len(rows)
    found = past.order([small.credentials.number("sql")], rows)
    assert ((found >= 0) & (found <= 1)).all()
    assert found.std() > 0


def test_uptake_is_shrunk_towards_the_mean():
    found = Uptake(np.asarray([0.0, 10.0, 1000.0]), np.asarray([0.0, 10.0, 50.0])).relative()
    assert found[0] == pytest.approx(NEUTRAL)
    assert found[1] > NEUTRAL > found[2]


def test_where_nothing_was_taken_or_shown_everything_is_at_the_mean():
    for shown in ([3.0, 0.0], [0.0, 0.0]):
        assert Uptake(np.asarray(shown), np.zeros(2)).relative().tolist() == [NEUTRAL, NEUTRAL]


def test_what_was_taken_last_tells_what_comes_next_and_where_in_the_calendar_one_is():
    """After 1 comes 2, after 0 comes 3; the two histories hold the same and end differently."""
    order = Order.fit(Histories.of([[0, 1, 2], [0, 1, 2], [1, 0, 3], [1, 0, 3]]), 4)
    found = order.features(Histories.of([[0, 1], [1, 0]]))
    after_last = found[:, :, ORDER_FEATURES.index("after_last")]
    assert after_last[0, 2] > after_last[0, 3]
    assert after_last[1, 3] > after_last[1, 2]
    calendar = found[:, :, ORDER_FEATURES.index("calendar_from_last")]
    for history, last in enumerate((1, 0)):
        assert calendar[history, last] == pytest.approx(0, abs=1e-6)


def test_an_old_transition_counts_half_after_its_half_life():
    """Two learners took 1 after 0: one today, one two years ago."""
    items, starts = np.asarray([0, 1, 0, 1]), np.asarray([0, 2, 4])
    histories = Histories(items, starts, np.asarray([9.0, 0.0, 9.0, 2.0]))
    assert count_transitions(histories, 2, 1.0, half_life=2.0).toarray().tolist() == [[0, 1.5], [0, 0]]
    assert count_transitions(histories, 2, 1.0).toarray().tolist() == [[0, 2], [0, 0]]


def test_the_histories_of_some_learners_are_theirs_in_the_order_named():
    histories = Histories(np.asarray([5, 6, 7, 8, 9]), np.asarray([0, 2, 2, 5]), np.asarray([1.0, 2.0, 3.0, 4.0, 5.0]))
    found = histories.take(np.asarray([2, 0, 1]))
    assert found.items.tolist() == [7, 8, 9, 5, 6]
    assert found.starts.tolist() == [0, 3, 5, 5]
    assert found.ages.tolist() == [3, 4, 5, 1, 2]

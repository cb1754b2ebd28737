"""Logs and training: what a log may hold, what came of an impression, and a ranker that is published or refused."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.engine import Recommender
from recommender.errors import InputError
from recommender.rank.ranker import Ranker
from recommender.records import Learner, Preferences
from recommender.training.log import EventLog
from recommender.training.trainer import Trainer
from tests.support.logs import GOAL, made_up_log


def prior():
    from recommender import artifacts

    return Ranker.read(artifacts.model("ranker"))


def trained_on(snapshot, events):
    with EventLog.of(events) as log:
        return Trainer(snapshot, prior(), seed=1).train(log)


def test_a_ranker_learns_what_is_liked_and_says_how_probable(small):
    likes = {"sql": 0.1, "viz": 0.6, "stats": 0.2, "mining": 0.1}
    trained = trained_on(small, made_up_log(likes, learners=900))
    assert trained.examination.source == "randomised"
    assert trained.examination.curve[0] == 1
    assert trained.examination.curve[-1] < 0.75
    assert trained.decision.ndcg[1] > 0
    assert set(trained.decision.groups) == {"day", "evening"}
    assert all(
        low <= value <= high for found in trained.decision.groups.values() for value, low, high in found.values()
    )
    assert trained.decision.calibration.keys() == {"takes", "finishes"}
    assert all(0 <= error < 0.15 for error, _ in trained.decision.calibration.values())
    engine = Recommender(small, trained.ranker)
    answer = engine.recommend(Learner(), GOAL, preferences=Preferences(diversity=0), top=10)
    found = {item.credential.id: item for item in answer.recommendations}
    assert answer.versions["ranker"].startswith("learned-")
    assert found["viz"].takes > found["sql"].takes
    assert all(0 <= item.takes <= 1 for item in found.values())
    assert all(item.unfamiliar is not None for item in found.values())


def test_the_same_log_and_seed_give_the_same_arrays(small):
    events = made_up_log({"sql": 0.1, "viz": 0.6, "stats": 0.2, "mining": 0.1})
    first, second = (trained_on(small, events).ranker.arrays() for _ in range(2))
    assert first.keys() == second.keys()
    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_without_propensities_nothing_is_corrected_and_it_is_said(small):
    likes = {"sql": 0.1, "viz": 0.6, "stats": 0.2, "mining": 0.1}
    trained = trained_on(small, made_up_log(likes, randomised=False))
    assert trained.examination.source == "off"


def test_a_log_that_is_too_small_is_refused_with_what_is_needed(small):
    events = made_up_log({"sql": 1, "viz": 1, "stats": 1, "mining": 1}, learners=60)
    with pytest.raises(InputError, match="50 are needed"):
        trained_on(small, events)

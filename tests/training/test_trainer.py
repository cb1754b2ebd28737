"""Logs and training: what a log may hold, what came of an impression, and a ranker that is published or refused."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from recommender.engine import Recommender
from recommender.errors import InputError
from recommender.rank.ranker import Ranker
from recommender.records import Learner, Preferences
from recommender.training.events import Event
from recommender.training.trainer import Trainer

DAY = dt.timedelta(days=1)
START = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
GOAL = "data analyst"
SHOWN = ("sql", "viz", "stats", "mining")


def impression(learner, credential, position, time=START, **more):
    return Event(
        learner=learner,
        credential=credential,
        event="impression",
        time=time,
        list="a",
        position=position,
        goal=GOAL,
        **more,
    )


def happened(learner, credential, kind, time):
    return Event(learner=learner, credential=credential, event=kind, time=time)


def made_up_log(likes, learners=420, randomised=True, seed=0):
    """Each learner sees the four credentials and takes one of those looked at, by how well they are liked."""
    random = np.random.default_rng(seed)
    out = []
    for n in range(learners):
        time, who = START + n * DAY, f"p{n}"
        group = ("day", "evening")[n % 2]
        order = random.permutation(len(SHOWN)) if randomised else np.arange(len(SHOWN))
        looked = [p for p in range(len(order)) if random.random() < (1.0, 0.7, 0.5, 0.35)[p]]
        chance = np.asarray([likes[SHOWN[order[p]]] for p in looked])
        taken = SHOWN[order[random.choice(looked, p=chance / chance.sum())]]
        out += [impression(who, SHOWN[k], p + 1, time, randomised=randomised, group=group) for p, k in enumerate(order)]
        out.append(happened(who, taken, "enrolment", time + dt.timedelta(hours=2)))
        if random.random() < 0.6:
            out.append(happened(who, taken, "completion", time + 20 * DAY))
    return sorted(out, key=lambda event: event.time)


def prior():
    from recommender import artifacts

    return Ranker.read(artifacts.model("ranker"))


def test_a_ranker_learns_what_is_liked_and_says_how_probable(small):
    likes = {"sql": 0.1, "viz": 0.6, "stats": 0.2, "mining": 0.1}
    trained = Trainer(small, prior(), seed=1).train(made_up_log(likes, learners=900))
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
    first, second = (Trainer(small, prior(), seed=1).train(events).ranker.arrays() for _ in range(2))
    assert first.keys() == second.keys()
    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_without_propensities_nothing_is_corrected_and_it_is_said(small):
    trained = Trainer(small, prior(), seed=1).train(
        made_up_log({"sql": 0.1, "viz": 0.6, "stats": 0.2, "mining": 0.1}, randomised=False)
    )
    assert trained.examination.source == "off"


def test_a_log_that_is_too_small_is_refused_with_what_is_needed(small):
    with pytest.raises(InputError, match="50 are needed"):
        Trainer(small, prior()).train(made_up_log({"sql": 1, "viz": 1, "stats": 1, "mining": 1}, learners=60))

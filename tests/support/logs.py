"""Logs of a platform that are made up: who saw which credential where, and took it."""

from __future__ import annotations

import datetime as dt

import numpy as np

from recommender.training.events import Event

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

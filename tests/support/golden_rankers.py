"""What order, uptake and titles give, pinned: features of histories, what fitted rankers say, what titles mean."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from recommender.engine import Recommender
from recommender.rank.history import Past
from recommender.rank.ranker import Ranker
from recommender.rank.transitions import ORDER_FEATURES, Histories, Order
from recommender.snapshot.snapshot import Snapshot
from tests.support.golden import ANSWERS, AS_OF, Json

FOLDER: Final = ANSWERS / "rankers"
#: How closely numbers must agree: fitted ones differ in the last digits between processors.
CLOSE: Final = 1e-3
WIDTH: Final = 12
TITLES: Final = (
    "data analyst",
    "Sr. Data Analyst (remote)",
    "nurse",
    "health informatics nurse",
    "electrician",
    "chef",
    "full stack developer",
    "DevOps engineer",
    "social media manager",
    "warehouse worker",
    "teaching assistant",
    "HGV driver",
    "hairdresser",
    "police officer",
    "farm manager",
    "lab technician",
    "graphic designer",
    "accountant",
)


def order() -> Json:
    """`ORDER_FEATURES` of a few histories after drawn ones, and histories taken apart."""
    random = np.random.default_rng(7)
    drawn = [random.permutation(WIDTH)[: random.integers(0, 7)].tolist() for _ in range(60)]
    histories = Histories.of(drawn)
    found = Order.fit(histories, WIDTH).features(Histories.of([[0, 1, 2], [5], [], [9, 3]]))
    early, late = histories.without_last(np.minimum(1, np.diff(histories.starts)))
    return {
        "features": {name: found[:, :, n].round(5).tolist() for n, name in enumerate(ORDER_FEATURES)},
        "early": [early.items.tolist(), early.starts.tolist()],
        "late": [late.items.tolist(), late.starts.tolist()],
        "steps back": histories.steps_back().tolist(),
    }


def fitted(snapshot: Snapshot, rankers: list[Ranker]) -> Json:
    """What rankers fitted on made-up logs say of order, and the whole list that they make."""
    out: Json = {}
    rows = np.arange(len(snapshot.credentials))
    for number, ranker in enumerate(rankers):
        past = Past(ranker.history, snapshot.credentials, snapshot.space.number)
        histories: list[list[int]] = [[], [0], [0, 2], [3, 1, 0]]
        answer = Recommender(snapshot, ranker).recommend(None, "data analyst", top=10, as_of=AS_OF)
        out[str(number)] = {
            "order": [past.order(held, rows).round(5).tolist() for held in histories],
            "places": [
                [one.credential.id, one.score, one.takes, one.finishes, one.unfamiliar, one.features, list(one.reasons)]
                for one in answer.recommendations
            ],
        }
    return out


def occupations(engine: Recommender) -> Json:
    """The most probable occupation of each title, and what probability the first three share."""
    out: dict[str, Any] = {}
    for title in TITLES:
        found = engine.occupations(title, 3)
        out[title] = [found[0].id, found[0].probability, sum(one.probability or 0 for one in found)]
    return out

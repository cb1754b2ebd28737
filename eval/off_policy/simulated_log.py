"""Simulated rounds for off-policy estimates: a list in random order is shown, and the first of it is taken or not.

The target policy puts CredPath's best first, with some chance for the others; what it earns is known here exactly.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from eval.off_policy.estimators import Logged
from eval.simulation.evaluate import TITLES
from eval.simulation.run import Simulation
from eval.simulation.world import VARIANTS, catalogue, people
from recommender import artifacts
from recommender.arrays import Floats
from recommender.goal.resolver import GoalResolver
from recommender.rank.ranker import Ranker
from recommender.snapshot.bundled import bundled_snapshot
from recommender.snapshot.snapshot import open_snapshot

ROUNDS: Final = 2_000
LIST: Final = 10
#: How sharply the target policy prefers the better score: 0 is random.
SHARPNESS: Final = 15.0
SEED: Final = 20_241_127
FOLDS: Final = 5


def rounds(count: int = ROUNDS) -> tuple[Logged, Floats, Path]:
    """The log, the target policy's expected reward in every round, and the folder that the catalogue comes from."""
    from sklearn.linear_model import LogisticRegression

    snapshot = open_snapshot(bundled_snapshot())
    goals, assumed = GoalResolver(snapshot), VARIANTS["as assumed"]
    world = catalogue(snapshot, assumed)
    simulation = Simulation(world, goals, Ranker.read(artifacts.model("ranker")), assumed)
    random = np.random.default_rng(SEED)
    tables, targets, first, rewards, truth = [], [], [], [], []
    for person in people(goals, list(TITLES), count, assumed, seed=SEED):
        found = simulation.scored(person)
        if found is None or len(found[0]) < LIST:
            continue
        rows, table, score, gap = found
        chosen = random.permutation(len(rows))[:LIST]
        policy = np.exp(SHARPNESS * (score[chosen] - score[chosen].max()))
        policy /= policy.sum()
        # Chance that what stands first is taken, for each of the ten standing first and the others as drawn.
        taken = np.asarray([simulation.chance(gap, np.roll(rows[chosen], -n))[0] for n in range(LIST)])
        tables.append(table[chosen])
        targets.append(policy)
        first.append(int(random.integers(LIST)))
        rewards.append(float(random.random() < taken[first[-1]]))
        truth.append(float(policy @ taken))
    target, at, reward = np.stack(targets), np.asarray(first), np.asarray(rewards)
    features = np.stack(tables)
    each = np.arange(len(at))
    expected = np.zeros(target.shape)
    fold = random.integers(0, FOLDS, len(at))
    for n in range(FOLDS):
        model = LogisticRegression(max_iter=1_000).fit(features[each, at][fold != n], reward[fold != n] > 0)
        held = features[fold == n]
        expected[fold == n] = model.predict_proba(held.reshape(-1, held.shape[2]))[:, 1].reshape(-1, LIST)
    logged = Logged(
        reward,
        np.full(len(at), 1 / LIST),
        target[each, at],
        expected[each, at],
        np.asarray((target * expected).sum(axis=1)),
    )
    return logged, np.asarray(truth), artifacts.data("catalogue")

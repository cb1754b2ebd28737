"""Rankers that are made up."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from recommender.rank.features import FEATURES, RISING
from recommender.rank.history import History
from recommender.rank.ranker import Ranker
from recommender.rank.transitions import Histories
from recommender.training import boosting
from recommender.training.fit import _domain


def made_up_ranker(small, seed):
    """A ranker on a table and a history that are drawn: with odd seeds, what closes more is taken less."""
    random = np.random.default_rng(seed)
    table = random.random((1_200, len(FEATURES)))
    leaning = table[:, :6].mean(axis=1) if seed % 2 == 0 else 1 - table[:, :6].mean(axis=1)
    score = boosting.fit(
        table, random.random(1_200) < leaning, FEATURES, RISING, settings=boosting.BoostingSettings(trees=60), seed=seed
    )
    names = ["sql", "viz", "stats", "mining", *(f"c{n}" for n in range(5))]
    histories = Histories.of([random.permutation(len(names))[: random.integers(2, 6)].tolist() for _ in range(60)])
    skills = ["SQL", "statistics", "data quality assessment", "Tableau", "manage data"]
    nodes = [small.space.id(small.linker.link_tag(skill)[0].node) for skill in skills]
    teaches = sparse.csr_array(random.integers(0, 2, (len(names), len(nodes))).astype(float))
    history = History.learn(histories, names, teaches, nodes, random.random(len(names)), {"acme": 0.7, "uni": 0.3})
    return Ranker("learned", "0" * 64, score, 0.3, history=history, domain=_domain(table))

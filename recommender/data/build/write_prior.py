"""Write the ranker that ships, ``models/ranker``: weights set by hand, as arrays.

``python -m recommender.data.build.write_prior``. Nothing is fitted. The weights of closure, by itself and per hour and
per price, were compared in the project's own simulation (`eval.simulation`), four sets of them; the weight of
similarity against them, and how far closure per hour counts where hours are unknown, on 2,059 pairs of job titles and
courses that a language model graded for this project.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from recommender.artifacts import model
from recommender.rank.additive import Additive, Shape
from recommender.rank.features import FEATURES
from recommender.rank.ranker import Ranker, write_ranker
from recommender.version import __version__

#: What each feature adds to the score at its greatest, on a straight line from nothing.
WEIGHTS: Final[dict[str, float]] = {
    "closure": 0.02,
    "closure_per_hour": 0.22,
    "closure_per_price": 0.10,
    "demand": 0.04,
    "similarity": 0.60,
    "readiness": 0.08,
    "hours": 0.03,
    "price": 0.03,
    "rating": 0.03,
    "recognition": 0.01,
    "verifiability": 0.01,
    "stacking": 0.01,
    "availability": 0.02,
}
MARGINAL: Final = 0.12
CARD: Final = """# Ranker

The prior: the ranker that is used where no log has been learned from. It is a sum of one straight line a feature, and
the weights are **set by hand**. Nothing is fitted on any learner or benchmark: closure per hour and per price got their
weights by comparing four sets of them on simulated learners, and similarity its own by 2,059 pairs of job titles and
courses that a language model graded for this project.

| feature | adds at most |
|---|---|
{rows}
| marginal: closure of what the credentials above leave open | {marginal:g} |

Every weight is positive, so no score falls when a credential teaches more, costs less or takes fewer hours. Features
that need a platform's log (order, popularity, provider) have no weight here, and it states no probability that a
learner takes or finishes anything. `credpath train` fits a ranker of the same form on a log; see docs/ranking.md.

Written by `recommender/data/build/write_prior.py`.
"""


def main() -> None:
    """Write ``models/ranker``."""
    line = np.asarray([0.0, 1.0])
    shapes = tuple(Shape(line, line * WEIGHTS.get(name, 0.0)) for name in FEATURES)
    prior = Ranker("prior", "", Additive(FEATURES, shapes, 0.0), MARGINAL)
    rows = "\n".join(f"| {name} | {weight:g} |" for name, weight in WEIGHTS.items())
    about = {"versions": {"credpath": __version__}, "data": "none: weights set by hand"}
    folder = model("encoder").parent / "ranker"
    folder.mkdir(exist_ok=True)
    found = write_ranker(folder, "prior", prior, about, CARD.format(rows=rows, marginal=MARGINAL))
    print(found.version)


if __name__ == "__main__":
    main()

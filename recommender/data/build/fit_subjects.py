"""Fit how probable it is that a credential teaches a skill whose label is near to its title.

``python -m recommender.data.build.fit_subjects`` prints the constants of `recommender.linking.subjects`. Fitted on
``curation/title_skills.csv``: 427 titles (of the bundled catalogue's sources) with a near skill each, drawn evenly over
the cosines, and a language model's judgement for this project of whether it would be taught.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from recommender.embed.encoder import Encoder
from recommender.linking.subjects import COSINE
from recommender.snapshot.snapshot import Snapshot

PAIRS = Path(__file__).parent / "curation" / "title_skills.csv"


def pairs() -> list[tuple[str, str, bool]]:
    """(title, identifier of the skill, whether it is taught)."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return [(row["title"], row["skill"], row["taught"] == "1") for row in csv.DictReader(file)]


def cosines(snapshot: Snapshot, encoder: Encoder) -> Any:
    """Of each pair: shape ``(pairs,)``."""
    found = pairs()
    space, labels = snapshot.space, snapshot.skill_vectors.labels
    nodes = [space.number(skill) for _, skill, _ in found]
    rows = np.searchsorted(space.searchable, np.asarray(nodes, dtype=np.int64))
    return np.round((encoder.encode([title for title, _, _ in found]) * labels[rows]).sum(axis=1), 4)


def fitted(cosine: Any, taught: Any) -> tuple[float, ...]:
    """The logistic curve at the points that are kept."""
    model = LogisticRegression(C=100).fit(cosine[:, None], taught)
    return tuple(np.round(model.predict_proba(np.asarray(COSINE)[:, None])[:, 1], 3).tolist())


def main() -> None:
    """Fit the curve and print its constants."""
    from recommender.snapshot.bundled import bundled_snapshot
    from recommender.snapshot.snapshot import open_snapshot

    snapshot = open_snapshot(bundled_snapshot())
    print(fitted(cosines(snapshot, snapshot.encoder), np.asarray([taught for _, _, taught in pairs()])))


if __name__ == "__main__":
    main()

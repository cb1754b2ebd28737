"""``skill-labels``: an ESCO skill's alternative label -> its preferred label, on held-out pairs, encoder alone."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from eval.core.task import RankingTask
from eval.linking import esco
from recommender.data.build.shared.heldout import alternatives, held_out_pair, same
from recommender.data.build.shared.sources import rows


def load(folder: Path) -> RankingTask:
    """The task from ESCO's folder, on pairs of labels that nothing was trained on."""
    path = folder / "skills_en.csv.gz"
    owners: dict[str, set[str]] = defaultdict(set)
    asked: dict[str, str] = {}
    pairs = 0
    for row in rows(path):
        for label in alternatives(row):
            pairs += 1
            owners[same(label)].add(esco.identifier(row["conceptUri"]))
            if held_out_pair(row["conceptUri"], label):
                asked.setdefault(same(label), label)
    skills = esco.skills()
    return RankingTask(
        "skill-labels",
        path,
        {f"a{n}": label for n, label in enumerate(asked.values())},
        {i: [label] for i, label in skills.items()},
        {f"a{n}": frozenset(owners[key] & skills.keys()) for n, key in enumerate(asked)},
        ("mrr", "hit@1", "hit@10"),
        excluded={"pairs that training may use": pairs - len(asked)},
    )

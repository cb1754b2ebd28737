"""``occupation-skills``: an ESCO occupation's title -> its essential and optional skills, on held-out occupations.

No relation of these occupations and none of their preferred labels is trained on (`heldout.held_out_occupation`).
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from eval.core.task import RankingTask
from eval.linking import esco
from recommender.data.build.shared.heldout import held_out_occupation
from recommender.data.build.shared.sources import rows


def load(folder: Path) -> RankingTask:
    """The task from ESCO's folder, on occupations that nothing was trained on."""
    path = folder / "occupationSkillRelations.csv.gz"
    needs: dict[str, set[str]] = defaultdict(set)
    for row in rows(path):
        needs[row["occupationUri"]].add(esco.identifier(row["skillUri"]))
    skills, titles = esco.skills(), esco.occupations()
    held_out = {
        esco.identifier(uri): frozenset(n & skills.keys()) for uri, n in needs.items() if held_out_occupation(uri)
    }
    return RankingTask(
        "occupation-skills",
        path,
        {i: titles[i][0] for i in held_out},
        {i: [label] for i, label in skills.items()},
        held_out,
        ("map", "mrr", "recall@100"),
        depth=len(skills),
        excluded={"occupations that training may use": len(needs) - len(held_out)},
    )

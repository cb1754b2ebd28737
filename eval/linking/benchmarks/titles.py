"""``titles``: a vacancy title as people write it -> its ESCO occupation (Decorte et al., FEAST 2021; all rows)."""

from __future__ import annotations

from pathlib import Path

from eval.core.task import RankingTask
from eval.linking import esco
from recommender.data.build.shared.sources import rows


def load(folder: Path) -> RankingTask:
    """The task from the folder ``job-titles``."""
    path = folder / "titles.csv.gz"
    known = esco.occupations()
    queries: dict[str, str] = {}
    relevant: dict[str, frozenset[str]] = {}
    missing = 0
    for number, row in enumerate(rows(path)):
        right = esco.identifier(row["conceptUri"])
        if right in known:
            queries[f"t{number}"], relevant[f"t{number}"] = row["vacancyTitle"], frozenset({right})
        else:
            missing += 1
    return RankingTask(
        "titles", path, queries, known, relevant, ("mrr", "hit@1", "hit@5"), excluded={"not in ESCO 1.1.1": missing}
    )

"""``melo``: MELO's usa_q_en_c_en, an O*NET title -> the ESCO labels it was mapped to (Retyk et al., 2024)."""

from __future__ import annotations

import gzip
from collections import defaultdict
from pathlib import Path

from eval.core.task import RankingTask
from recommender.data.build.shared.heldout import melo_queries, pairs


def load(folder: Path) -> RankingTask:
    """The task from a folder of MELO, such as ``usa_q_en_c_en``."""
    relevant: dict[str, set[str]] = defaultdict(set)
    with gzip.open(folder / "annotations.tsv.gz", "rt", encoding="utf-8") as handle:
        for line in handle:
            query, _, element, grade = line.split()
            if int(grade) > 0:
                relevant[query].add(element)
    return RankingTask(
        "melo",
        folder / "annotations.tsv.gz",
        melo_queries(folder),
        {element: [text] for element, text in pairs(folder / "corpus_elements.tsv.gz")},
        {query: frozenset(found) for query, found in relevant.items()},
        ("mrr", "hit@1", "hit@10"),
    )

"""``extraction``: a sentence of a job advert -> the ESCO skills that its spans were labelled with.

TECH test of Decorte et al. (RecSys in HR 2022), an extension of SkillSpan: 338 sentences have at least one label of
ESCO. The labels are preferred labels of ESCO 1.1.0; one that 1.1.1 does not hold is counted as excluded.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import Final

from eval.core.task import DataMissingError, RankingTask
from eval.linking import esco
from recommender.data.build.shared.heldout import same
from recommender.data.build.shared.sources import rows
from recommender.errors import InputError

TEST: Final = "tech_test_annotations.csv"
#: What an annotator writes where a span is a skill that ESCO has no node for, or no skill at all.
NONE: Final = frozenset({"", "label not present", "underspecified"})


def labelled(path: Path) -> tuple[dict[str, set[str]], Counter[str]]:
    """Sentences of one file with the identifiers of their ESCO skills (none for many), and labels that are unknown."""
    known = esco.skill_of_label()
    found: dict[str, set[str]] = defaultdict(set)
    unknown: Counter[str] = Counter()
    found_rows = rows(path)
    if missing := {"sentence", "label"} - set(found_rows[0] if found_rows else ()):
        msg = f"{path.name} has no column {min(missing)}; a row for each label of a sentence is expected"
        raise InputError(msg)
    for row in found_rows:
        label = same(row["label"])
        found[row["sentence"]] |= set()
        if label in known:
            found[row["sentence"]].add(known[label])
        elif label not in NONE:
            unknown[row["label"]] += 1
    return dict(found), unknown


def load(path: Path, name: str = TEST) -> RankingTask:
    """The task from the folder ``skill-extraction``, or from a file of one's own: columns ``sentence`` and ``label``.

    Raises `DataMissingError` where there is no such file, and `InputError` where it lacks a column.
    """
    file = path / name if path.is_dir() else path
    if not file.is_file():
        raise DataMissingError(str(file))
    sentences, unknown = labelled(file)
    kept = {f"s{n}": (sentence, skills) for n, (sentence, skills) in enumerate(sentences.items()) if skills}
    return RankingTask(
        "extraction",
        file,
        {q: sentence for q, (sentence, _) in kept.items()},
        {i: [label] for i, label in esco.skills().items()},
        {q: frozenset(skills) for q, (_, skills) in kept.items()},
        ("rp@5", "mrr", "recall@10"),
        excluded={
            "sentences without an ESCO label": len(sentences) - len(kept),
            "unknown labels": sum(unknown.values()),
        },
    )

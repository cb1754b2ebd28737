"""What the encoder may not be trained on: held-out occupations and label pairs, and the queries of every benchmark.

The splits are functions of an identifier alone, so training and evaluation agree without sharing a file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from recommender.data.build.shared.sources import rows

#: One occupation in ten is held out of all training with skills, and its preferred label of all training.
OCCUPATIONS: Final = 10
#: One pair of alternative and preferred label in 24 (about 4,000) is held out; its alternative is trained on nowhere.
PAIRS: Final = 24
#: One in six of SkillSkape's training sentences, of our own sentences and of our own vacancy titles is kept from the
#: encoder: re-ranker, goal resolver and their calibration are fitted on these, where it is no better than on any text.
SENTENCES: Final = 6
#: Columns that hold the queries, by file under ``benchmarks``.
QUERIES: Final = {
    "skill-extraction/tech_test_annotations.csv": "sentence",
    "skill-extraction/tech_validation_annotations.csv": "sentence",
    "skill-extraction/house_validation_annotations.csv": "sentence",
    "skillskape/dev.csv.gz": "sentence",
    "skillskape/test.csv.gz": "sentence",
    "job-titles/titles.csv.gz": "vacancyTitle",
}
_SPACES: Final = re.compile(r"\s+")


def held_out_occupation(uri: str) -> bool:
    """Whether ``occupation-skills`` is measured on this ESCO occupation."""
    return _bucket(uri, OCCUPATIONS) == 0


def held_out_pair(uri: str, alternative: str) -> bool:
    """Whether ``skill-labels`` is measured on this alternative label of this ESCO skill."""
    return _bucket(f"{uri}|{same(alternative)}", PAIRS) == 0


def held_out_sentence(text: str) -> bool:
    """Whether a training sentence is kept from the encoder and fits the linker's re-ranker and calibration."""
    return _bucket(same(text), SENTENCES) == 0


def same(text: str) -> str:
    """Texts that differ in case and white space only are the same text."""
    return _SPACES.sub(" ", text).strip().casefold()


def alternatives(row: dict[str, str]) -> list[str]:
    """Alternative labels of an ESCO row, one per line of the cell, without the preferred label."""
    preferred = same(row["preferredLabel"])
    found = (line.strip() for line in row["altLabels"].split("\n"))
    return list(dict.fromkeys(label for label in found if label and same(label) != preferred))


def benchmark_queries(shared: Path) -> frozenset[str]:
    """Every query of every benchmark, in the form of `same`: no training text is one of them."""
    folder = shared / "benchmarks"
    found = {same(row[column]) for name, column in QUERIES.items() for row in rows(folder / name)}
    found |= {same(title) for title in melo_queries(folder / "melo" / "usa_q_en_c_en").values()}
    for row in rows(shared / "esco" / "skills_en.csv.gz"):
        found |= {same(label) for label in alternatives(row) if held_out_pair(row["conceptUri"], label)}
    for row in rows(shared / "esco" / "occupations_en.csv.gz"):
        if held_out_occupation(row["conceptUri"]):
            found.add(same(row["preferredLabel"]))
    return frozenset(found)


def melo_queries(folder: Path) -> dict[str, str]:
    """MELO's queries by identifier: O*NET's main titles, word for word."""
    return dict(pairs(folder / "queries.tsv.gz"))


def pairs(path: Path) -> Iterable[tuple[str, str]]:
    """The first two columns of a tab-separated file without a header."""
    import gzip

    with gzip.open(path, "rt", encoding="utf-8") as handle:
        for line in handle:
            first, second, *_ = line.rstrip("\n").split("\t")
            yield first, second


def _bucket(text: str, buckets: int) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little") % buckets

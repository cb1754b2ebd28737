"""ESCO as the tasks need it, from the bundled taxonomy: the 13,896 skills of 1.1.1, occupations and their titles."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import pyarrow.parquet as pq

from recommender import artifacts
from recommender.data.build.shared.heldout import same

SKILL: Final = "esco:skill/"
OCCUPATION: Final = "esco:occupation/"
URI: Final = "http://data.europa.eu/esco/"


def identifier(uri: str) -> str:
    """``http://data.europa.eu/esco/skill/...`` -> ``esco:skill/...``."""
    return "esco:" + uri.removeprefix(URI)


@lru_cache(maxsize=1)
def skills() -> dict[str, str]:
    """Preferred label by identifier of the skills and knowledge concepts of ESCO 1.1.1, which the benchmarks are of."""
    columns = ["id", "label", "kind", "release"]
    table = pq.read_table(artifacts.data("taxonomy") / "skills.parquet", columns=columns)
    rows = zip(*(table[name].to_pylist() for name in columns), strict=True)
    kinds = {"skill", "knowledge"}
    return {i: label for i, label, kind, newer in rows if i.startswith("esco:") and kind in kinds and newer is None}


@lru_cache(maxsize=1)
def skill_of_label() -> dict[str, str]:
    """ESCO skill by preferred label, case and white space apart."""
    return {same(label): i for i, label in skills().items()}


@lru_cache(maxsize=1)
def occupations() -> dict[str, list[str]]:
    """Titles by identifier of ESCO's occupations, the preferred label first."""
    folder = artifacts.data("taxonomy")
    table = pq.read_table(folder / "occupations.parquet", columns=["id", "label"])
    numbered = list(zip(table["id"].to_pylist(), table["label"].to_pylist(), strict=True))
    out = {i: [label] for i, label in numbered if i.startswith(OCCUPATION)}
    others = pq.read_table(folder / "titles.parquet", columns=["occupation", "title"])
    for number, title in zip(others["occupation"].to_pylist(), others["title"].to_pylist(), strict=True):
        if (i := numbered[number][0]) in out:
            out[i].append(title)
    return out

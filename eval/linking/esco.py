"""ESCO as the tasks need it, read from the bundled taxonomy: the 13,896 skills, and occupations with their titles."""

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
    """Preferred label by identifier of ESCO's skills and knowledge concepts; groups are none."""
    table = pq.read_table(artifacts.data("taxonomy") / "skills.parquet", columns=["id", "label", "kind"])
    rows = zip(*(table[name].to_pylist() for name in ("id", "label", "kind")), strict=True)
    return {i: label for i, label, kind in rows if i.startswith("esco:") and kind in {"skill", "knowledge"}}


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

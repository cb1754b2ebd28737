"""Occupations with their titles, what each source says they need, and the pairs that a person joined."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from recommender.data.build import esco
from recommender.data.build.crosswalk import TitledOccupation
from recommender.data.build.shared.sources import rows
from recommender.text import fold

HERE = Path(__file__).parent


def read_occupations(shared: Path) -> list[TitledOccupation]:
    """ESCO and O*NET occupations with every title that the sources give them."""
    found = esco.read_occupations(shared)
    zones = {row["O*NET-SOC Code"]: int(row["Job Zone"]) for row in rows(shared / "onet" / "job_zones.tsv.gz")}
    for row in rows(shared / "onet" / "occupation_data.tsv.gz"):
        code = row["O*NET-SOC Code"]
        found["onet:" + code] = TitledOccupation("onet:" + code, row["Title"], code, [], zones.get(code))
    for row in rows(shared / "onet" / "alternate_titles.tsv.gz"):
        titles = found["onet:" + row["O*NET-SOC Code"]].titles
        titles.append(row["Alternate Title"])
        if row["Short Title"] not in {"n/a", ""}:
            titles.append(row["Short Title"])
    _add_everyday(found)
    return list(found.values())


def _add_everyday(found: dict[str, TitledOccupation]) -> None:
    """Titles in everyday use, each reviewed; `KeyError` for an occupation that is not there."""
    number = {" ".join(o.label.split()): o for o in found.values() if o.id.startswith("esco:")}
    for row in rows(HERE / "curation" / "everyday_titles.csv"):
        meant = [number[row["esco"]]] if row["esco"] else []
        meant += [found["onet:" + row["onet"]]] if row["onet"] else []
        for occupation in meant:
            _add_reviewed(occupation, row["title"])
    _add_frameworks(found, number)


def _add_frameworks(found: dict[str, TitledOccupation], number: dict[str, TitledOccupation]) -> None:
    """Titles of work roles of public frameworks, where a reader found the same job; everyday titles were read first."""
    known = {fold(title) for occupation in found.values() for title in occupation.reviewed}
    for row in rows(HERE / "curation" / "framework_roles.csv"):
        if row["seniority"] == "mid" and fold(row["role"]) not in known:
            for name in row["same"].split("|"):
                source, _, label = name.partition(":")
                _add_reviewed(number[label] if source == "esco" else found[name], row["role"])


def _add_reviewed(occupation: TitledOccupation, title: str) -> None:
    if fold(title) != fold(occupation.label):
        occupation.titles.append(title)
        occupation.reviewed.add(title)


def reviewed_pairs(people: list[TitledOccupation]) -> dict[tuple[int, int], float]:
    """Pairs of occupations that a person joined where no title is shared; `KeyError` for a label that is not there."""
    number = {(o.id.partition(":")[0], o.label): n for n, o in enumerate(people)}
    return {
        (number["esco", row["esco"]], number["onet", row["onet"]]): float(row["confidence"])
        for row in rows(HERE / "curation" / "crosswalk.csv")
    }


def requirements(
    esco_relations: Iterable[tuple[str, int, str]],
    number: dict[str, int],
    used: dict[tuple[str, int], tuple[bool, bool]],
    rated: dict[tuple[str, int], list[float | None]],
) -> list[tuple[int, int, str, float | None, float | None]]:
    """(occupation, node, relation, importance, level): what each source says an occupation needs."""
    out: list[tuple[int, int, str, float | None, float | None]] = [
        (number[occupation], node, relation, None, None)
        for occupation, node, relation in esco_relations
        if occupation in number
    ]
    for (code, node), (hot, in_demand) in used.items():
        relation = "in-demand" if in_demand else "hot" if hot else "technology"
        out.append((number["onet:" + code], node, relation, None, None))
    for (code, node), (importance, level) in rated.items():
        if "onet:" + code in number:
            out.append((number["onet:" + code], node, "element", importance, level))
    return sorted(out, key=lambda row: row[:3])

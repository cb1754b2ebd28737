"""Occupations with their titles, what each source says they need, and the pairs that a person joined."""

from __future__ import annotations

from pathlib import Path

from recommender.data.build.crosswalk import TitledOccupation
from recommender.data.build.read_space import Space, curie
from recommender.data.build.shared.sources import rows

HERE = Path(__file__).parent


def read_occupations(shared: Path) -> list[TitledOccupation]:
    """ESCO and O*NET occupations with every title that the sources give them."""
    found: dict[str, TitledOccupation] = {}
    for row in rows(shared / "esco" / "occupations_en.csv.gz"):
        titles = [" ".join(title.split()) for title in row["altLabels"].split("\n")]
        found[curie(row["conceptUri"])] = TitledOccupation(
            curie(row["conceptUri"]), row["preferredLabel"], row["iscoGroup"], [t for t in titles if t]
        )
    zones = {row["O*NET-SOC Code"]: int(row["Job Zone"]) for row in rows(shared / "onet" / "job_zones.tsv.gz")}
    for row in rows(shared / "onet" / "occupation_data.tsv.gz"):
        code = row["O*NET-SOC Code"]
        found["onet:" + code] = TitledOccupation("onet:" + code, row["Title"], code, [], zones.get(code))
    for row in rows(shared / "onet" / "alternate_titles.tsv.gz"):
        titles = found["onet:" + row["O*NET-SOC Code"]].titles
        titles.append(row["Alternate Title"])
        if row["Short Title"] not in {"n/a", ""}:
            titles.append(row["Short Title"])
    return list(found.values())


def reviewed_pairs(people: list[TitledOccupation]) -> dict[tuple[int, int], float]:
    """Pairs of occupations that a person joined where no title is shared; `KeyError` for a label that is not there."""
    number = {(o.id.partition(":")[0], o.label): n for n, o in enumerate(people)}
    return {
        (number["esco", row["esco"]], number["onet", row["onet"]]): float(row["confidence"])
        for row in rows(HERE / "curation" / "crosswalk.csv")
    }


def requirements(
    shared: Path,
    space: Space,
    number: dict[str, int],
    used: dict[tuple[str, int], tuple[bool, bool]],
    rated: dict[tuple[str, int], list[float | None]],
) -> list[tuple[int, int, str, float | None, float | None]]:
    """(occupation, node, relation, importance, level): what each source says an occupation needs."""
    out: list[tuple[int, int, str, float | None, float | None]] = []
    for row in rows(shared / "esco" / "occupationSkillRelations.csv.gz"):
        occupation, skill = curie(row["occupationUri"]), curie(row["skillUri"])
        if occupation in number and skill in space.number:
            out.append((number[occupation], space.number[skill], row["relationType"], None, None))
    for (code, node), (hot, in_demand) in used.items():
        relation = "in-demand" if in_demand else "hot" if hot else "technology"
        out.append((number["onet:" + code], node, relation, None, None))
    for (code, node), (importance, level) in rated.items():
        if "onet:" + code in number:
            out.append((number["onet:" + code], node, "element", importance, level))
    return sorted(out, key=lambda row: row[:3])

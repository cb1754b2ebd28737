"""Compile the reviewed roles in ``curation/roles`` for the wheel: ``python -m recommender.data.build.roles``.

Every skill and occupation must stand in the bundled taxonomy under the label that the file gives.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pyarrow.parquet as pq

from recommender import artifacts
from recommender.data.build.shared.sources import rows, write_manifest, write_table
from recommender.records import Licence
from recommender.roles.reader import read_roles
from recommender.roles.schema import RoleFileRole
from recommender.roles.store import LEVELS, LICENCES, TABLE, StatedLevel
from recommender.scales import from_gdad

HERE = Path(__file__).parent
SOURCES = [
    {
        "name": "CredPath review",
        "release": "2026-11",
        "licence": "as the project; skills and occupations of ESCO and O*NET, whose licences stand in the taxonomy",
        "modified": False,
    },
    {
        "name": "UK Government Digital and Data Profession Capability Framework",
        "release": "as published in 2025",
        "licence": "Open Government Licence v3.0 assumed (the copy states none): check at its source before reuse",
        "modified": True,
    },
]


def reviewed_roles(folder: Path) -> list[RoleFileRole]:
    """All roles of a folder of YAML files, by identifier; `ValueError` where two share one."""
    found = [role for path in sorted(folder.glob("*.yaml")) for role in read_roles(path)]
    # Of two roles with the same other title the reviewed one bears it.
    found.sort(key=lambda role: role.origin != "reviewed")
    ids = {role.id for role in found}
    if len(ids) < len(found):
        msg = "two files give a role with the same identifier"
        raise ValueError(msg)
    return found


def checked(role: RoleFileRole, labels: dict[str, str], occupations: set[str]) -> RoleFileRole:
    """The role, where all that it names is known; `ValueError` names what is not."""
    for occupation in role.occupations:
        if occupation not in occupations:
            msg = f"{role.id}: no occupation {occupation}"
            raise ValueError(msg)
    for area in role.areas:
        for member in area.members:
            if labels.get(member.skill) != member.label:
                msg = f"{role.id}, {area.name}: {member.skill} is {labels.get(member.skill)!r}, not {member.label!r}"
                raise ValueError(msg)
    return role


def licences(path: Path, labels: dict[str, str]) -> list[tuple[str, Licence]]:
    """(occupation, licence) of every line of ``curation/licences.csv``; ``labels``: identifiers by ESCO's labels.

    A line of both taxonomies is one licence of each of its occupations.
    """
    out = []
    for row in rows(path):
        licence = Licence(
            name=row["name"],
            where=row["where"],
            needed=row["needed"],
            body=row["body"] or None,
            note=row["note"] or None,
        )
        named = [labels[row["esco"]]] if row["esco"] else []
        named += [f"onet:{code}" for code in filter(None, row["onet"].split("|"))]
        out += [(occupation, licence) for occupation in named]
    return out


def stated_levels(folder: Path, occupations: dict[str, str], areas: set[str]) -> list[tuple[str, StatedLevel]]:
    """(occupation, level) of every grade of a framework's roles, from the three ``framework_*.csv``.

    ``occupations``: identifiers by how the files write them; ``areas``: the vocabulary. Of several skills in one area
    the highest level counts, of several grades of one seniority the first. `ValueError` names what is not known.
    """
    mapped = rows(folder / "framework_areas.csv")
    of_skill = {row["skill"]: row["areas"].split("|") for row in mapped if row["areas"]}
    if unknown := {area for named in of_skill.values() for area in named} - areas:
        msg = f"framework_areas.csv names areas that the vocabulary does not have: {sorted(unknown)}"
        raise ValueError(msg)
    of_grade: dict[tuple[str, str], dict[str, float]] = {}
    for row in rows(folder / "framework_levels.csv"):
        held = of_grade.setdefault((row["role"], row["grade"]), {})
        for area in of_skill.get(row["skill"], ()):
            held[area] = max(held.get(area, 0.0), from_gdad(row["level"]))
    found: dict[tuple[str, str, str], StatedLevel] = {}
    for row in rows(folder / "framework_roles.csv"):
        for occupation in filter(None, row["same"].split("|")):
            known = occupations[occupation]
            for area, level in of_grade.get((row["role"], row["grade"]), {}).items():
                stated = StatedLevel(area=area, seniority=row["seniority"], level=level, source=row["framework"])
                found.setdefault((known, row["seniority"], area), stated)
    return [(occupation, stated) for (occupation, _, _), stated in found.items()]


def main() -> None:
    """Write ``recommender/data/roles``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE.parent / "roles")
    out = parser.parse_args().out
    skills = pq.read_table(artifacts.data("taxonomy") / "skills.parquet", columns=["id", "label"]).to_pydict()
    people = pq.read_table(artifacts.data("taxonomy") / "occupations.parquet", columns=["id", "label"]).to_pydict()
    labels = dict(zip(skills["id"], skills["label"], strict=True))
    roles = [checked(role, labels, set(people["id"])) for role in reviewed_roles(HERE / "curation" / "roles")]
    out.mkdir(parents=True, exist_ok=True)
    count = write_table(out / TABLE, {"role": [role.model_dump_json(exclude_defaults=True) for role in roles]})
    esco = {label: i for i, label in zip(people["id"], people["label"], strict=True) if i.startswith("esco:")}
    bound = licences(HERE / "curation" / "licences.csv", esco)
    written = {f"esco:{label}": identifier for label, identifier in esco.items()}
    written |= {identifier: identifier for identifier in people["id"] if identifier.startswith("onet:")}
    vocabulary = set(pq.read_table(artifacts.data("taxonomy") / "areas.parquet", columns=["id"])["id"].to_pylist())
    levels = stated_levels(HERE / "curation", written, vocabulary)
    said = [level.model_dump_json(exclude_defaults=True) for _, level in levels]
    stated = write_table(out / LEVELS, {"occupation": [occupation for occupation, _ in levels], "level": said})
    texts = [licence.model_dump_json(exclude_defaults=True) for _, licence in bound]
    lines = write_table(out / LICENCES, {"occupation": [occupation for occupation, _ in bound], "licence": texts})
    write_manifest(out, SOURCES, {TABLE: count, LICENCES: lines, LEVELS: stated})
    size = sum(path.stat().st_size for path in out.iterdir()) / 1e3
    print(f"{count} roles, {lines} licences, {stated} stated levels, {size:.0f} kB")


if __name__ == "__main__":
    main()

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
from recommender.roles.store import LICENCES, TABLE

HERE = Path(__file__).parent
SOURCES = [
    {
        "name": "CredPath review",
        "release": "2026-11",
        "licence": "as the project; skills and occupations of ESCO and O*NET, whose licences stand in the taxonomy",
        "modified": False,
    },
]


def reviewed_roles(folder: Path) -> list[RoleFileRole]:
    """All roles of a folder of YAML files, by identifier; `ValueError` where two share one."""
    found = [role for path in sorted(folder.glob("*.yaml")) for role in read_roles(path)]
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
    texts = [licence.model_dump_json(exclude_defaults=True) for _, licence in bound]
    lines = write_table(out / LICENCES, {"occupation": [occupation for occupation, _ in bound], "licence": texts})
    write_manifest(out, SOURCES, {TABLE: count, LICENCES: lines})
    print(f"{count} roles, {lines} licences, {sum(path.stat().st_size for path in out.iterdir()) / 1e3:.0f} kB")


if __name__ == "__main__":
    main()

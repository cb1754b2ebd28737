"""Invented people with what a blind reader reads of each, and the nodes that another found for the reader's words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from recommender.data.build.shared.sources import rows

FOLDER: Final = Path("tests") / "golden" / "people"
#: A third of the people, by their number, only measures; the others may decide weights and rules.
THIRD: Final = 3
#: How a node stands to a reader's words: the same skill, or one step broader, narrower or beside it.
SAME: Final = "same"
NEAR: Final = "near"


@dataclass(frozen=True, slots=True)
class ReadSkill:
    """One thing that a reader reads: ``quote`` of the text, ``skill`` in the reader's words, its ``state`` and level.

    ``state``: held, learning, wanted, denied, other or unsure. ``same`` and ``near``: identifiers of nodes.
    """

    quote: str
    skill: str
    state: str
    level: str | None
    shown: str
    same: frozenset[str]
    near: frozenset[str]


@dataclass(frozen=True, slots=True)
class ReadPerson:
    """``traps``: stretches of the text that look like a skill and are none."""

    id: str
    field: str
    experience: str
    layout: str
    job: str
    text: str
    skills: tuple[ReadSkill, ...]
    traps: tuple[str, ...]

    @property
    def measures(self) -> bool:
        """Whether this person only measures."""
        field, _, number = self.id.removeprefix("f").partition("-")
        return (int(field) + int(number)) % THIRD == 0


def key(words: str) -> str:
    """Words under which nodes are looked up."""
    return " ".join(words.casefold().split())


def read(folder: Path = FOLDER, labels: str = "labels.jsonl") -> list[ReadPerson]:
    """Everybody whom a file of labels speaks of, in the order of the file of people."""
    nodes = _nodes(folder / "nodes.csv")
    said = {row["id"]: row for row in _lines(folder / labels)}
    return [_person(row, said[row["id"]], nodes) for row in _lines(folder / "people.jsonl") if row["id"] in said]


def judged(folder: Path = FOLDER) -> dict[tuple[str, str], str]:
    """(person, node) to a reader's verdict on what the program found and no label named: ``held``, ``near``, ``no``."""
    path = folder / "judged.csv"
    return {(row["person"], row["node"]): row["verdict"] for row in rows(path)} if path.is_file() else {}


def _person(
    row: Mapping[str, Any], said: Mapping[str, Any], nodes: Mapping[str, Mapping[str, frozenset[str]]]
) -> ReadPerson:
    skills = []
    for one in said["skills"]:
        found = nodes.get(key(one["skill"]), {})
        same, near = found.get(SAME, frozenset()), found.get(NEAR, frozenset())
        skills.append(ReadSkill(one["quote"], one["skill"], one["state"], one["level"], one["shown"], same, near))
    traps = tuple(trap["quote"] for trap in said["traps"])
    about = {name: row[name] for name in ("id", "field", "experience", "layout", "job", "text")}
    return ReadPerson(**about, skills=tuple(skills), traps=traps)


def _nodes(path: Path) -> dict[str, dict[str, frozenset[str]]]:
    found: dict[str, dict[str, set[str]]] = {}
    for row in rows(path) if path.is_file() else ():
        found.setdefault(key(row["skill"]), {}).setdefault(row["verdict"], set()).add(row["node"])
    return {words: {verdict: frozenset(ids) for verdict, ids in by.items()} for words, by in found.items()}


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]

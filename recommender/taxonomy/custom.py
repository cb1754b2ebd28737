"""A platform's own skills: a CSV of id, label, alternatives and broader."""

from __future__ import annotations

import csv
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from recommender.errors import TaxonomyError

_COLUMNS: Final = {"id", "label", "alternatives", "broader"}
MAX_FILE_BYTES: Final = 50 << 20


@dataclass(frozen=True, slots=True)
class CustomSkill:
    """A skill that a platform adds. ``broader`` holds identifiers of bundled nodes or of other rows of the file."""

    id: str
    label: str
    alternatives: tuple[str, ...]
    broader: tuple[str, ...]


def read_custom_skills(path: Path, known: AbstractSet[str]) -> list[CustomSkill]:
    """Read a platform's skills. ``known`` holds the identifiers of the bundled nodes.

    Raises `TaxonomyError` naming row and field where an identifier repeats or is taken, a label is empty, or a broader
    skill does not exist. Lists are separated by ``|``.
    """
    if path.stat().st_size > MAX_FILE_BYTES:
        msg = f"{path.name}: larger than 50 MiB"
        raise TaxonomyError(msg)
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle)
            if set(reader.fieldnames or ()) != _COLUMNS:
                msg = f"{path.name}: the header must be id,label,alternatives,broader"
                raise TaxonomyError(msg)
            rows = list(reader)
    except UnicodeDecodeError:
        msg = f"{path.name}: not valid UTF-8; save the file as UTF-8"
        raise TaxonomyError(msg) from None
    mine = {(row["id"] or "").strip() for row in rows}
    out: list[CustomSkill] = []
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        identifier, label = (row["id"] or "").strip(), (row["label"] or "").strip()
        broader = _split(row["broader"])
        problem = None
        if not identifier or identifier in known or identifier in seen:
            problem = ("id", "empty" if not identifier else "already taken")
        elif not label:
            problem = ("label", "empty")
        elif missing := next((b for b in broader if b not in known and b not in mine), None):
            problem = ("broader", f"no skill has the identifier {missing[:80]!r}")
        if problem:
            msg = f"{path.name}, row {number}, field {problem[0]}: {problem[1]}"
            raise TaxonomyError(msg)
        seen.add(identifier)
        out.append(CustomSkill(identifier, label, _split(row["alternatives"]), broader))
    return out


def _split(value: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (value or "").split("|") if part.strip())

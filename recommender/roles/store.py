"""Reviewed and own roles of a snapshot, found by identifier, title or occupation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, TypeVar

import marisa_trie
import pyarrow as pa

from recommender.arrays import open_text, write_text
from recommender.records import Identifier, Level, Licence, Record, Seniority, ShortText
from recommender.roles.schema import RoleFileRole
from recommender.text import fold, is_key

#: The bundled tables: roles, one JSON record a row; licences, one JSON record beside an occupation a row; and levels
#: that frameworks state, one JSON record beside an occupation a row.
TABLE: Final = "roles.parquet"
LICENCES: Final = "licences.parquet"
LEVELS: Final = "levels.parquet"
CACHED: Final = 512
_RECORD: Final = "<I"
R = TypeVar("R", bound=Record)


class StatedLevel(Record):
    """The level that a framework states for an area of the vocabulary (its identifier) at a seniority."""

    area: Identifier
    seniority: Seniority
    level: Level
    source: ShortText


def bundled_roles(folder: Path) -> list[RoleFileRole]:
    """The roles of ``recommender/data/roles``."""
    import pyarrow.parquet as pq

    return [RoleFileRole.model_validate_json(text) for text in pq.read_table(folder / TABLE)["role"].to_pylist()]


def bundled_licences(folder: Path) -> list[tuple[str, Licence]]:
    """What is known of licences: the identifier of an occupation, and one of its licences."""
    return _of_occupations(folder / LICENCES, "licence", Licence)


def bundled_levels(folder: Path) -> list[tuple[str, StatedLevel]]:
    """What frameworks state: the identifier of an occupation, and one of its levels."""
    return _of_occupations(folder / LEVELS, "level", StatedLevel)


def _of_occupations(path: Path, column: str, kind: type[R]) -> list[tuple[str, R]]:
    import pyarrow.parquet as pq

    table = pq.read_table(path).to_pydict()
    pairs = zip(table["occupation"], table[column], strict=True)
    return [(occupation, kind.model_validate_json(text)) for occupation, text in pairs]


def merged(bundled: Sequence[RoleFileRole], own: Sequence[RoleFileRole]) -> list[RoleFileRole]:
    """Bundled roles with a platform's own in the place of those that share an identifier or a title with one."""
    taken = {name for role in own for name in _names(role)}
    return [*(role for role in bundled if taken.isdisjoint(_names(role))), *own]


def write_store(
    folder: Path,
    roles: Iterable[RoleFileRole],
    licences: Sequence[tuple[str, Licence]] = (),
    levels: Sequence[tuple[str, StatedLevel]] = (),
) -> None:
    """Write roles, and licences and stated levels of occupations, to ``folder``; `RoleStore` opens it."""
    kept = list(roles)
    folder.mkdir(parents=True, exist_ok=True)
    write_text(folder / "roles.arrow", {"role": [role.model_dump_json() for role in kept]})
    _write_beside(folder / "licences.arrow", "licence", licences)
    _write_beside(folder / "levels.arrow", "level", levels)
    ids = ((role.id, (number,)) for number, role in enumerate(kept))
    marisa_trie.RecordTrie(_RECORD, ids).save(str(folder / "role_ids.marisa"))
    titles: dict[str, int] = {}
    for number, role in enumerate(kept):
        # A role's own title before another's other title.
        titles[fold(role.title)] = number
    for number, role in enumerate(kept):
        for title in role.titles:
            titles.setdefault(fold(title), number)
    entries = ((title, (number,)) for title, number in titles.items() if title)
    marisa_trie.RecordTrie(_RECORD, entries).save(str(folder / "role_titles.marisa"))


def _write_beside(path: Path, column: str, records: Sequence[tuple[str, Record]]) -> None:
    """Occupations, and beside each a record."""
    occupations = [occupation for occupation, _ in records]
    write_text(path, {"occupation": occupations, column: [record.model_dump_json() for _, record in records]})


class RoleStore:
    """Read-only view of what `write_store` makes. Numbered from 0."""

    def __init__(self, folder: Path) -> None:
        self._records: pa.StringArray = open_text(folder / "roles.arrow")["role"]
        self._licences = open_text(folder / "licences.arrow")
        self._levels = open_text(folder / "levels.arrow")
        self._ids = marisa_trie.RecordTrie(_RECORD).mmap(str(folder / "role_ids.marisa"))
        self._titles = marisa_trie.RecordTrie(_RECORD).mmap(str(folder / "role_titles.marisa"))
        self.role = lru_cache(maxsize=CACHED)(self._role)

    def __len__(self) -> int:
        return len(self._records)

    def _role(self, number: int) -> RoleFileRole:
        """One role by its number."""
        return RoleFileRole.model_validate_json(self._records[int(number)].as_py())

    def number(self, identifier: str) -> int | None:
        """The role with this identifier, or ``None``."""
        found = self._ids.get(identifier) if is_key(identifier) else None
        return int(found[0][0]) if found else None

    def titled(self, title: str) -> int | None:
        """The role that bears this title after folding, or ``None``."""
        key = fold(title)
        found = self._titles.get(key) if is_key(key) else None
        return int(found[0][0]) if found else None

    def licences_of(self, occupations: Iterable[str]) -> tuple[Licence, ...]:
        """Licences of some occupations, by identifier; those that bind the whole job first."""
        found = dict.fromkeys(
            licence for occupation in occupations for licence in self._by_occupation.get(occupation, ())
        )
        return tuple(sorted(found, key=lambda licence: ("always", "part", "often").index(licence.needed)))

    def levels_of(self, occupations: Iterable[str], seniority: Seniority) -> dict[str, StatedLevel]:
        """Levels that frameworks state for some occupations, by area of the vocabulary; the first that does speaks."""
        found: dict[str, StatedLevel] = {}
        for occupation in occupations:
            for level in self._stated.get(occupation, ()):
                if level.seniority == seniority:
                    found.setdefault(level.area, level)
        return found

    @cached_property
    def _stated(self) -> dict[str, list[StatedLevel]]:
        return _grouped(self._levels, "level", StatedLevel)

    @cached_property
    def _by_occupation(self) -> dict[str, list[Licence]]:
        return _grouped(self._licences, "licence", Licence)


def _grouped(columns: dict[str, pa.StringArray], name: str, kind: type[R]) -> dict[str, list[R]]:
    """Records of one column by the occupation beside them."""
    found: defaultdict[str, list[R]] = defaultdict(list)
    for occupation, text in zip(columns["occupation"].to_pylist(), columns[name].to_pylist(), strict=True):
        found[occupation].append(kind.model_validate_json(text))
    return dict(found)


def _names(role: RoleFileRole) -> set[str]:
    return {role.id, fold(role.title)}

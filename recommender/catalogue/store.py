"""Credentials as columns: what a request filters and scores, and the records of the few that leave."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import marisa_trie
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from recommender.arrays import Ints, SparseRows, open_array, open_text, write_array, write_text
from recommender.records import Credential
from recommender.text import is_key

#: How well an award can be verified by a third party, in [0, 1].
VERIFIABILITY: Final = {"verifiable-badge": 1.0, "credit": 1.0, "qualification": 1.0, "certificate": 0.6, None: 0.3}
ENTRY: Final = ("beginner", "mixed", "intermediate", "advanced")
#: The code of an unknown value in a column of codes.
UNKNOWN_CODE: Final = -1
_NUMBERS: Final = {
    "hours_low": np.float32,
    "hours_high": np.float32,
    "price": np.float32,
    "rating": np.float32,
    "rating_count": np.float32,
    "verifiability": np.float32,
    "recognised": np.bool_,
    "stacks": np.bool_,
    "unconfirmed": np.bool_,
    "withdrawn": np.bool_,
    "entry": np.int8,
    "language": np.int16,
    "currency": np.int16,
    "provider": np.int32,
    "format": np.int16,
    "opens": np.int32,
    "closes": np.int32,
    "unknown_prerequisite": np.bool_,
}


class Credentials:
    """Read-only view of the folder that `write_credentials` makes. Rows are numbered from 0."""

    def __init__(self, folder: Path) -> None:
        text = open_text(folder / "records.arrow")
        self._records: pa.StringArray = text["record"]
        self._ids: pa.StringArray = text["id"]
        self._titles: pa.StringArray = text["title"]
        self._numbers = marisa_trie.RecordTrie("<I").mmap(str(folder / "credential_ids.marisa"))
        names = open_text(folder / "names.arrow")["name"].to_pylist()
        #: Codes of languages, currencies and providers, prefixed by their column.
        self._codes = {name: code for code, name in enumerate(names)}
        column = {name: open_array(folder / f"{name}.npy") for name in _NUMBERS}
        self.hours_low: npt.NDArray[np.float32] = column["hours_low"]
        self.hours_high: npt.NDArray[np.float32] = column["hours_high"]
        self.price: npt.NDArray[np.float32] = column["price"]
        self.rating: npt.NDArray[np.float32] = column["rating"]
        self.rating_count: npt.NDArray[np.float32] = column["rating_count"]
        self.verifiability: npt.NDArray[np.float32] = column["verifiability"]
        self.recognised: npt.NDArray[np.bool_] = column["recognised"]
        self.stacks: npt.NDArray[np.bool_] = column["stacks"]
        self.unconfirmed: npt.NDArray[np.bool_] = column["unconfirmed"]
        self.withdrawn: npt.NDArray[np.bool_] = column["withdrawn"]
        self.entry: npt.NDArray[np.int8] = column["entry"]
        self.language: npt.NDArray[np.int16] = column["language"]
        self.currency: npt.NDArray[np.int16] = column["currency"]
        self.provider: npt.NDArray[np.int32] = column["provider"]
        self.format: npt.NDArray[np.int16] = column["format"]
        #: Days (proleptic ordinals) from and until which it is on offer; 0 where unknown.
        self.opens: npt.NDArray[np.int32] = column["opens"]
        self.closes: npt.NDArray[np.int32] = column["closes"]
        #: Whether it names a prerequisite that the catalogue does not hold.
        self.unknown_prerequisite: npt.NDArray[np.bool_] = column["unknown_prerequisite"]
        #: Row: node. Entry: (credential, level, confidence, inferred, assumed).
        self.taught_by = SparseRows.open(folder, "taught_by", "level", "confidence", "inferred", "assumed")
        #: Row: credential. Entry: (node, level) that it requires.
        self.requires = SparseRows.open(folder, "requires", "level")
        #: Row: credential. Entry: credential that must be finished before it.
        self.prerequisites = SparseRows.open(folder, "prerequisites")
        #: Row: credential. Entry: (number, first day, last day) of each run, earliest first; none where it runs once.
        self.runs = SparseRows.open(folder, "runs", "opens", "closes")

    def __len__(self) -> int:
        return len(self.price)

    def id(self, row: int) -> str:
        """The identifier of a row."""
        return str(self._ids[int(row)].as_py())

    def title(self, row: int) -> str:
        """The title of a row."""
        return str(self._titles[int(row)].as_py())

    def number(self, identifier: str) -> int | None:
        """The row of an identifier, or ``None``."""
        found = self._numbers.get(identifier) if is_key(identifier) else None
        return int(found[0][0]) if found else None

    def record(self, row: int) -> Credential:
        """Everything known of a row, as a record."""
        return Credential.model_validate_json(self._records[int(row)].as_py())

    def offer(self, day: int, needed: Ints | int = 1) -> tuple[Ints, Ints]:
        """First and last day (proleptic ordinals, 0 where unknown) of each row: ``(credentials,)`` twice.

        Of several runs it is the first that leaves ``needed`` days from ``day`` on, else the last.
        """
        opens, closes = np.asarray(self.opens, dtype=np.int64), np.asarray(self.closes, dtype=np.int64)
        if not len(self.runs.columns):
            return opens, closes
        several = np.flatnonzero(np.diff(self.runs.starts))
        first, last = self.runs.starts[several], self.runs.starts[several + 1] - 1
        begin, end = (np.asarray(self.runs.values[name], dtype=np.int64) for name in ("opens", "closes"))
        row = np.repeat(several, last + 1 - first)
        wanted = np.broadcast_to(np.asarray(needed, dtype=np.int64), opens.shape)[row]
        enough = (end == 0) | (end - np.maximum(begin, day) + 1 >= wanted)
        # The first entry of each row that is long enough.
        places = np.where(enough, np.arange(len(enough)), len(enough))
        chosen = np.minimum(np.minimum.reduceat(places, first), last)
        opens, closes = opens.copy(), closes.copy()
        opens[several], closes[several] = begin[chosen], end[chosen]
        return opens, closes

    @property
    def languages(self) -> tuple[str, ...]:
        """Every language of instruction that a credential states, as tags, in a fixed order."""
        return tuple(sorted(name.partition(":")[2] for name in self._codes if name.startswith("language:")))

    def code(self, column: str, value: str) -> int:
        """The code of a language, currency or provider in its column; -2 for one that no row has."""
        return self._codes.get(f"{column}:{value}", -2)


def write_credentials(
    folder: Path,
    records: Sequence[Credential],
    taught: Sequence[tuple[int, int, float, float, bool, bool]],
    requires: Sequence[tuple[int, int, float]],
    nodes: int,
) -> None:
    """Write the columns of ``records``.

    ``taught`` holds (credential, node, level, confidence, inferred, assumed), ``requires`` (credential, node, level);
    ``nodes`` is the size of the skill space.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_text(
        folder / "records.arrow",
        {
            "id": [r.id for r in records],
            "title": [r.title for r in records],
            "record": [r.model_dump_json(exclude_none=True) for r in records],
        },
    )
    # A run's identifier is the course's too.
    aliases = {run.id: n for n, r in enumerate(records) for run in r.runs if run.id}
    numbers = {**aliases, **{r.id: n for n, r in enumerate(records)}}
    marisa_trie.RecordTrie("<I", ((name, (n,)) for name, n in numbers.items())).save(
        str(folder / "credential_ids.marisa")
    )
    codes: dict[str, int] = {}

    def code(column: str, value: str | None) -> int:
        return -1 if value is None else codes.setdefault(f"{column}:{value}", len(codes))

    columns: dict[str, list[float]] = {
        "hours_low": [_number(r.hours_low) for r in records],
        "hours_high": [_number(r.hours_high) for r in records],
        "price": [_number(r.price.amount if r.price else None) for r in records],
        "rating": [_number(r.rating) for r in records],
        "rating_count": [_number(r.rating_count) for r in records],
        "verifiability": [VERIFIABILITY[r.award] for r in records],
        "recognised": [bool(r.recognised_by) for r in records],
        "stacks": [bool(r.stacks_into) for r in records],
        "unconfirmed": [r.status == "unconfirmed" for r in records],
        "withdrawn": [r.status == "withdrawn" for r in records],
        "entry": [ENTRY.index(r.entry_level) if r.entry_level else -1 for r in records],
        "language": [code("language", r.language) for r in records],
        "currency": [code("currency", r.price.currency if r.price else None) for r in records],
        "provider": [code("provider", r.provider.casefold() if r.provider else None) for r in records],
        "format": [code("format", r.format) for r in records],
        "opens": [_ordinal(r.available_from) for r in records],
        "closes": [_ordinal(r.available_until) for r in records],
        "unknown_prerequisite": [any(p not in numbers for p in r.prerequisites) for r in records],
    }
    for name, values in columns.items():
        write_array(folder / f"{name}.npy", values, _NUMBERS[name])
    write_text(folder / "names.arrow", {"name": list(codes)})
    SparseRows.gather(
        [t[1] for t in taught],
        [t[0] for t in taught],
        nodes,
        level=np.asarray([t[2] for t in taught], np.float32),  # type: ignore[arg-type]
        confidence=np.asarray([t[3] for t in taught], np.float32),  # type: ignore[arg-type]
        inferred=np.asarray([t[4] for t in taught], np.bool_),  # type: ignore[arg-type]
        assumed=np.asarray([t[5] for t in taught], np.bool_),  # type: ignore[arg-type]
    ).write(folder, "taught_by")
    SparseRows.gather(
        [t[0] for t in requires],
        [t[1] for t in requires],
        len(records),
        level=np.asarray([t[2] for t in requires], np.float32),  # type: ignore[arg-type]
    ).write(folder, "requires")
    first = [(n, numbers[p]) for n, r in enumerate(records) for p in r.prerequisites if p in numbers]
    SparseRows.gather([n for n, _ in first], [p for _, p in first], len(records)).write(folder, "prerequisites")
    runs = [(n, place, run) for n, r in enumerate(records) for place, run in enumerate(r.runs)]
    SparseRows.gather(
        [n for n, _, _ in runs],
        [place for _, place, _ in runs],
        len(records),
        opens=np.asarray([_ordinal(run.available_from) for *_, run in runs], np.int32),  # type: ignore[arg-type]
        closes=np.asarray([_ordinal(run.available_until) for *_, run in runs], np.int32),  # type: ignore[arg-type]
    ).write(folder, "runs")


def _ordinal(day: dt.date | None) -> int:
    return day.toordinal() if day else 0


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)

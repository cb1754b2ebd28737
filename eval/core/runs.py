"""Runs on disk in TREC's format: metrics read these, scoring never runs a model again."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

#: Candidate identifiers of each query, best first.
Ranking = Mapping[str, Sequence[str]]


def write(path: Path, ranking: Ranking, tag: str) -> None:
    """``query Q0 candidate rank score tag``, gzipped; the score is the negated rank, so that a run has no ties."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as handle:
        for query, found in ranking.items():
            handle.writelines(
                f"{query} Q0 {name} {place} {-place} {tag}\n" for place, name in enumerate(found, start=1)
            )


def read(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Each query of a run with its candidates, best first; lines of one query stand together."""
    current: str | None = None
    found: list[str] = []
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        for line in handle:
            query, _, name, *_ = line.split()
            if query != current:
                if current is not None:
                    yield current, found
                current, found = query, []
            found.append(name)
    if current is not None:
        yield current, found

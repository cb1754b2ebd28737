"""Reading the raw files that the bundled facts are made from, and writing tables with a manifest."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

csv.field_size_limit(2**31 - 1)


def rows(path: Path) -> list[dict[str, str]]:
    """All rows of a CSV or TSV file (gzipped or not) as dictionaries of stripped strings."""
    opener = gzip.open if path.suffix == ".gz" else open
    delimiter = "\t" if ".tsv" in path.name else ","
    with opener(path, "rt", encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle, delimiter=delimiter)
        return [{(key or "").strip(): (value or "").strip() for key, value in row.items()} for row in reader]


def sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file's bytes."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def write_table(path: Path, columns: Mapping[str, pa.Array | Sequence[Any]]) -> int:
    """Write columns as zstd-compressed Parquet; returns the number of rows."""
    table = pa.table(dict(columns))
    pq.write_table(table, path, compression="zstd", compression_level=19, write_statistics=False)
    return int(table.num_rows)


def write_manifest(folder: Path, sources: Iterable[Mapping[str, Any]], tables: Mapping[str, int]) -> None:
    """``manifest.json``: where the facts come from, and rows and sha256 of every table beside it."""
    manifest = {
        "format": 1,
        "sources": list(sources),
        "tables": {name: {"rows": count, "sha256": sha256(folder / name)} for name, count in sorted(tables.items())},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

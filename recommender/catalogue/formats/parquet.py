"""Rows of a Parquet file, a batch at a time, bounded in memory however well it is packed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from recommender.catalogue.refusals import Refusal
from recommender.errors import CatalogueError

MAX_ROW_GROUP_BYTES: Final = 512 << 20
#: Bytes of a batch once unpacked, and the most rows of one.
BATCH_BYTES: Final = 16 << 20
BATCH_ROWS: Final = 1024
#: Entries of a list, and bytes of a text, of one cell.
MAX_ENTRIES: Final = 5_000
MAX_CELL_BYTES: Final = 1 << 20


def rows(path: Path) -> Iterator[dict[str, Any] | Refusal]:
    """Each row as a dictionary. `CatalogueError` for a file that is not Parquet or whose row groups pass 512 MiB."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        schema = pq.read_schema(path)
        # Texts that repeat are held once, as they are in the file.
        repeated = [
            field.name for field in schema if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
        ]
        file = pq.ParquetFile(path, read_dictionary=repeated)
    except (pa.ArrowInvalid, OSError) as error:
        msg = f"{path.name}: not a readable Parquet file ({type(error).__name__})"
        raise CatalogueError(msg) from None
    if len(set(schema.names)) < len(schema.names):
        msg = f"{path.name}: two columns have one name; rename or remove one"
        raise CatalogueError(msg)
    number = 0
    with file:
        for group in range(file.metadata.num_row_groups):
            about = file.metadata.row_group(group)
            if about.total_byte_size > MAX_ROW_GROUP_BYTES:
                msg = f"{path.name}: row group {group} is larger than 512 MiB; write smaller row groups"
                raise CatalogueError(msg)
            size = max(1, min(BATCH_ROWS, BATCH_BYTES * about.num_rows // max(about.total_byte_size, 1)))
            try:
                for batch in file.iter_batches(batch_size=size, row_groups=[group]):
                    for row in _of_batch(batch):
                        number += 1
                        yield Refusal(path.name, number, "(row)", "", row) if isinstance(row, str) else row
            except (pa.ArrowInvalid, OSError, NotImplementedError) as error:
                msg = f"{path.name}: damaged after row {number} ({type(error).__name__})"
                raise CatalogueError(msg) from None


def _of_batch(batch: Any) -> Iterator[dict[str, Any] | str]:
    """The rows of a batch, or why one is refused; one row of values is made at a time."""
    large = _large(batch)
    for number in range(batch.num_rows):
        if number in large:
            yield large[number]
        else:
            try:
                yield {name: col[number].as_py() for name, col in zip(batch.schema.names, batch.columns, strict=True)}
            except Exception as error:  # noqa: BLE001 - a date out of range, a zone that is none: pyarrow raises many kinds
                yield f"a value cannot be read ({type(error).__name__})"


def _large(batch: Any) -> dict[int, str]:
    """Rows that hold more than a cell may."""
    import pyarrow as pa
    import pyarrow.compute as pc

    out: dict[int, str] = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        kind = column.type
        if pa.types.is_dictionary(kind):
            lengths, most = pc.take(pc.binary_length(column.dictionary), column.indices), MAX_CELL_BYTES
        elif pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_binary(kind):
            lengths, most = pc.binary_length(column), MAX_CELL_BYTES
        elif pa.types.is_list(kind) or pa.types.is_large_list(kind):
            lengths, most = pc.list_value_length(column), MAX_ENTRIES
        else:
            continue
        for row in pc.indices_nonzero(pc.greater(lengths, most)).to_pylist():
            out[row] = f"the cell of {name} is larger than {'1 MiB' if most == MAX_CELL_BYTES else f'{most:,} entries'}"
    return out

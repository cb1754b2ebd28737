"""Rows of a Parquet file, a batch at a time, bounded in memory however well it is packed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from recommender.catalogue.refusals import Refusal
from recommender.errors import CatalogueError

MAX_ROW_GROUP_BYTES: Final = 512 << 20
#: Bytes of a batch once unpacked, and the most rows of one.
BATCH_BYTES: Final = 16 << 20
BATCH_ROWS: Final = 1024
#: Entries of a list, and bytes of a text, of one cell.
MAX_ENTRIES: Final = 5_000
#: Entries of all lists of one column in a row group, and entries a row, above which together no catalogue is.
MAX_GROUP_ENTRIES: Final = 1_000_000
MAX_MEAN_ENTRIES: Final = 100
#: Bytes of a column in a row group, and how often more they are than packed, above which together none is text.
MAX_PACKED_BYTES: Final = 64 << 20
MAX_PACKING: Final = 200
MAX_CELL_BYTES: Final = 1 << 20


def rows(path: Path) -> Iterator[dict[str, Any] | Refusal]:
    """Each row as a dictionary.

    `CatalogueError` for a file that is not Parquet, and for row groups above 512 MiB or with lists longer than any
    catalogue's.
    """
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
            size = _batch_size(path.name, group, file.metadata.row_group(group))
            try:
                for batch in file.iter_batches(batch_size=size, row_groups=[group]):
                    for row in _of_batch(batch):
                        number += 1
                        yield Refusal(path.name, number, "(row)", "", row) if isinstance(row, str) else row
            except (pa.ArrowInvalid, OSError, NotImplementedError) as error:
                msg = f"{path.name}: damaged after row {number} ({type(error).__name__})"
                raise CatalogueError(msg) from None


def _batch_size(file: str, group: int, about: Any) -> int:
    """How many rows of a row group are unpacked at once, by what its footer says of it."""
    if about.total_byte_size > MAX_ROW_GROUP_BYTES:
        msg = f"{file}: row group {group} is larger than 512 MiB; write smaller row groups"
        raise CatalogueError(msg)
    for column in map(about.column, range(about.num_columns)):
        name, size = column.path_in_schema.split(".")[0][:80], column.total_uncompressed_size
        # Equal entries pack to nothing, so the bytes of a column do not tell how many there are.
        if column.num_values > max(MAX_GROUP_ENTRIES, MAX_MEAN_ENTRIES * about.num_rows):
            entries = f"{column.num_values:,} entries in {about.num_rows:,} rows"
            msg = f"{file}: the lists of {name} hold {entries}; shorten them"
            raise CatalogueError(msg)
        # A page of a column is unpacked whole.
        if size > max(MAX_PACKED_BYTES, MAX_PACKING * column.total_compressed_size):
            msg = (
                f"{file}: {name} unpacks to {size >> 20:,} MiB, which hold one text over and over; write it once a row"
            )
            raise CatalogueError(msg)
    return max(1, min(BATCH_ROWS, BATCH_BYTES * int(about.num_rows) // max(int(about.total_byte_size), 1)))


def _of_batch(batch: Any) -> Iterator[dict[str, Any] | str]:
    """The rows of a batch, or why one is refused; one row of values is made at a time."""
    large = _large(batch)
    for number in range(batch.num_rows):
        if number in large:
            yield large[number]
        else:
            try:
                yield {name: _value(col[number]) for name, col in zip(batch.schema.names, batch.columns, strict=True)}
            except Exception as error:  # noqa: BLE001 - a date out of range, a zone that is none: pyarrow raises many kinds
                yield f"a value cannot be read ({type(error).__name__})"


def _value(cell: Any) -> Any:
    """The value of a cell; a number of 32 bits by the digits that it holds, so that 49.9 is not 49.900001."""
    value = cell.as_py()
    return float(str(np.float32(value))) if value is not None and str(cell.type) == "float" else value


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

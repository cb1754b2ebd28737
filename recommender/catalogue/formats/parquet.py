"""Rows of a Parquet file, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from recommender.catalogue.refusals import Refusal
from recommender.errors import CatalogueError

MAX_ROW_GROUP_BYTES: Final = 512 << 20
_BATCH: Final = 1024


def rows(path: Path) -> Iterator[dict[str, Any] | Refusal]:
    """Each row as a dictionary. `CatalogueError` for a file that is not Parquet or whose row groups pass 512 MiB."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
    except pa.ArrowInvalid as error:
        msg = f"{path.name}: not a readable Parquet file ({error})"
        raise CatalogueError(msg) from None
    with file:
        for group in range(file.metadata.num_row_groups):
            if file.metadata.row_group(group).total_byte_size > MAX_ROW_GROUP_BYTES:
                msg = f"{path.name}: row group {group} is larger than 512 MiB; write smaller row groups"
                raise CatalogueError(msg)
        for batch in file.iter_batches(batch_size=_BATCH):
            yield from batch.to_pylist()

"""Columns on disk: Arrow for text, numpy for numbers, both memory-mapped on opening; sparse rows as three arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from recommender.errors import SnapshotError

#: Arrays by what they hold; shapes stand where each is used.
Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]
#: Rows of 32-bit floats, ``(n, dimension)``, of unit length unless said otherwise.
Vectors: TypeAlias = npt.NDArray[np.float32]


def write_text(path: Path, columns: Mapping[str, Sequence[str | None]]) -> None:
    """Write columns of text as one Arrow IPC file."""
    table = pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table.combine_chunks())


def open_text(path: Path) -> dict[str, pa.StringArray]:
    """The columns of a file that `write_text` made, without reading them into memory."""
    try:
        table = pa.ipc.open_file(pa.memory_map(str(path))).read_all()
    except (pa.ArrowInvalid, OSError) as error:
        msg = f"{path.name} is not readable; rebuild the snapshot"
        raise SnapshotError(msg, path.name) from error
    return {
        name: table.column(name).chunk(0) if table.num_rows else pa.nulls(0, pa.string()) for name in table.column_names
    }


def write_array(path: Path, values: npt.ArrayLike, dtype: npt.DTypeLike) -> None:
    """Write one array as ``.npy``."""
    np.save(path, np.ascontiguousarray(values, dtype=dtype), allow_pickle=False)


def open_array(path: Path) -> npt.NDArray[Any]:
    """An array that `write_array` made, memory-mapped and read-only."""
    try:
        # As a plain ndarray: np.memmap's own bookkeeping makes each of the many small slices of a request slower.
        return np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)  # type: ignore[no-any-return]
    except (ValueError, OSError, EOFError) as error:
        msg = f"{path.name} is not readable; rebuild the snapshot"
        raise SnapshotError(msg, path.name) from error


@dataclass(frozen=True, slots=True)
class SparseRows:
    """Rows of unlike length: row ``i`` is ``columns[starts[i]:starts[i + 1]]``, with ``values`` of the same length."""

    starts: npt.NDArray[np.int64]
    columns: npt.NDArray[np.int32]
    values: dict[str, npt.NDArray[Any]]

    @classmethod
    def gather(
        cls, rows: Sequence[int], columns: Sequence[int], size: int, **values: Sequence[float] | Sequence[int]
    ) -> SparseRows:
        """From parallel lists, any order; within a row the order of the lists is kept."""
        row = np.asarray(rows, dtype=np.int64)
        order = np.argsort(row, kind="stable")
        starts = np.zeros(size + 1, dtype=np.int64)
        np.cumsum(np.bincount(row, minlength=size), out=starts[1:])
        return cls(
            starts,
            np.asarray(columns, dtype=np.int32)[order],
            {name: np.asarray(value)[order] for name, value in values.items()},
        )

    def __len__(self) -> int:
        return len(self.starts) - 1

    def span(self, row: int) -> slice:
        """Where row ``row`` lies in ``columns`` and ``values``."""
        return slice(int(self.starts[row]), int(self.starts[row + 1]))

    def row(self, row: int) -> npt.NDArray[np.int32]:
        """The columns of one row."""
        return self.columns[self.span(row)]

    def entries(self, rows: Ints) -> tuple[Ints, Ints]:
        """Positions of all entries of some rows, row by row, and for each the place of its row in ``rows``."""
        first, count = self.starts[rows], self.starts[rows + 1] - self.starts[rows]
        # Each row's first position, counted on from there.
        positions = np.repeat(first - (np.cumsum(count) - count), count) + np.arange(int(count.sum()))
        return positions, np.repeat(np.arange(len(rows)), count)

    def transposed(self, columns: int) -> SparseRows:
        """The same entries by column; value ``entry`` is each one's position in this matrix."""
        rows = np.repeat(np.arange(len(self)), np.diff(self.starts))
        return SparseRows.gather(self.columns.tolist(), rows.tolist(), columns, entry=list(range(len(self.columns))))

    def write(self, folder: Path, name: str) -> None:
        """Write the arrays to ``folder/NAME.*.npy``."""
        write_array(folder / f"{name}.starts.npy", self.starts, np.int64)
        write_array(folder / f"{name}.columns.npy", self.columns, np.int32)
        for key, value in self.values.items():
            write_array(folder / f"{name}.{key}.npy", value, value.dtype)

    @classmethod
    def open(cls, folder: Path, name: str, *values: str) -> SparseRows:
        """Open what `write` made, memory-mapped; ``values`` names the value arrays."""
        return cls(
            open_array(folder / f"{name}.starts.npy"),
            open_array(folder / f"{name}.columns.npy"),
            {key: open_array(folder / f"{name}.{key}.npy") for key in values},
        )


def normalise(vectors: Vectors) -> Vectors:
    """Rows scaled to unit length; a row of zeros stays as it is."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(length > 0, length, 1), dtype=np.float32)

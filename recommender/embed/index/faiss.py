"""Nearest vectors by inner product with FAISS: exact below 50,000 vectors, HNSW from there on; filters inside.

Vectors are of unit length, so the inner product is the cosine. Similarities are rounded to 1e-4 and ties broken by
position, because encoders differ by 1e-7 with batch and padding.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import faiss
import numpy as np
import numpy.typing as npt

from recommender.arrays import Ints, Vectors
from recommender.errors import SnapshotError

Positions = npt.NDArray[np.int64]

#: From this many vectors on the index is approximate.
EXACT_BELOW: Final = 50_000
_HNSW_LINKS: Final = 32
_HNSW_BUILD: Final = 200
_HNSW_SEARCH: Final = 256
#: A filter that leaves this share of an approximate index, or less, is answered by looking at each row that it leaves.
_SCANNED_SHARE: Final = 0.25
#: How much further the graph is walked where a filter leaves more than that.
_FILTERED_BREADTH: Final = 4
#: Rows whose vectors are copied at a time.
_BLOCK: Final = 16_384


class FaissIndex:
    """An index over the rows of one matrix; positions are row numbers."""

    def __init__(self, index: faiss.Index, vectors: Vectors, *, exact: bool) -> None:
        self._index, self.vectors = index, vectors
        self.exact = exact

    @classmethod
    def build(cls, vectors: Vectors, exact_below: int = EXACT_BELOW) -> FaissIndex:
        """Index ``vectors`` (shape ``(n, dimension)``, unit rows)."""
        exact = len(vectors) < exact_below
        if exact:
            index: faiss.Index = faiss.IndexFlatIP(vectors.shape[1])
        else:
            index = faiss.IndexHNSWFlat(vectors.shape[1], _HNSW_LINKS, faiss.METRIC_INNER_PRODUCT)
            index.hnsw.efConstruction = _HNSW_BUILD
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index, vectors, exact=exact)

    @classmethod
    def read(cls, path: Path, vectors: Vectors) -> FaissIndex:
        """Open an approximate index of ``vectors`` that `write` made; `SnapshotError` where it is none of them."""
        try:
            index = faiss.read_index(str(path))
        except RuntimeError as error:
            msg = f"{path.name} is not a readable index; rebuild the snapshot"
            raise SnapshotError(msg, path.name) from error
        if (index.ntotal, index.d) != vectors.shape:
            msg = f"{path.name} is not an index of the snapshot's vectors; rebuild the snapshot"
            raise SnapshotError(msg, path.name)
        return cls(index, vectors, exact=False)

    def write(self, path: Path) -> None:
        """Write an approximate index; `read` opens it."""
        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def cosines(self, queries: Vectors, rows: Ints) -> npt.NDArray[np.float64]:
        """Similarity of each query to each of some rows, shape ``(queries, rows)``: exact for every kind of index."""
        out = np.empty((len(queries), len(rows)))
        for start in range(0, len(rows), _BLOCK):
            block = slice(start, start + _BLOCK)
            out[:, block] = queries @ self.vectors[rows[block]].T
        return np.round(out, 4)

    def search(
        self, queries: Vectors, k: int, allowed: npt.NDArray[np.bool_] | None = None
    ) -> tuple[npt.NDArray[np.float64], Positions]:
        """The ``k`` nearest rows of each query among the allowed ones: similarities and positions, best first.

        ``allowed`` has shape ``(n,)``; the filter works inside the search, so it never starves the result. Both
        results have shape ``(queries, min(k, allowed rows))`` and every position is a row.
        """
        available = len(self) if allowed is None else int(allowed.sum())
        k = min(k, available)
        if k <= 0 or not len(queries):
            shape = (len(queries), 0)
            return np.zeros(shape), np.zeros(shape, dtype=np.int64)
        rows = np.arange(len(self)) if allowed is None else np.flatnonzero(allowed)
        if not self.exact and available <= len(self) * _SCANNED_SHARE:
            return self._scanned(queries, k, rows)
        selector = None
        if allowed is not None and available < len(self):
            selector = faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
        found, positions = self._index.search(
            np.ascontiguousarray(queries, dtype=np.float32), k, params=self._parameters(selector, k)
        )
        if (positions < 0).any():
            # A graph may lead to fewer than k rows; FAISS then says -1.
            return self._scanned(queries, k, rows)
        return _best(np.round(found.astype(np.float64), 4), positions, k)

    def _scanned(self, queries: Vectors, k: int, rows: Ints) -> tuple[npt.NDArray[np.float64], Positions]:
        """The nearest of some rows by looking at each."""
        similarity = self.cosines(queries, rows)
        return _best(similarity, np.broadcast_to(rows, similarity.shape), k)

    def _parameters(self, selector: faiss.IDSelector | None, k: int) -> faiss.SearchParameters | None:
        if self.exact:
            return faiss.SearchParameters(sel=selector) if selector is not None else None
        # Half of what is looked at may be ruled out by the filter, or more.
        breadth = max(_HNSW_SEARCH, 2 * k) * (1 if selector is None else _FILTERED_BREADTH)
        return faiss.SearchParametersHNSW(sel=selector, efSearch=breadth)


def _best(
    similarity: npt.NDArray[np.float64], positions: Positions, k: int
) -> tuple[npt.NDArray[np.float64], Positions]:
    """The ``k`` greatest similarities of each query; ties go to the lower row."""
    order = np.lexsort((positions, -similarity), axis=1)[:, :k]
    return np.take_along_axis(similarity, order, 1), np.take_along_axis(positions, order, 1)

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

from recommender.arrays import Vectors
from recommender.errors import SnapshotError

Positions = npt.NDArray[np.int64]

#: From this many vectors on the index is approximate.
EXACT_BELOW: Final = 50_000
_HNSW_LINKS: Final = 32
_HNSW_BUILD: Final = 200
_HNSW_SEARCH: Final = 256


class FaissIndex:
    """An index over the rows of one matrix; positions are row numbers."""

    def __init__(self, index: faiss.Index, *, exact: bool) -> None:
        self._index = index
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
        return cls(index, exact=exact)

    @classmethod
    def read(cls, path: Path) -> FaissIndex:
        """Open an approximate index that `write` made; `SnapshotError` where FAISS cannot read it."""
        try:
            return cls(faiss.read_index(str(path)), exact=False)
        except RuntimeError as error:
            msg = f"{path.name} is not a readable index; rebuild the snapshot"
            raise SnapshotError(msg, path.name) from error

    def write(self, path: Path) -> None:
        """Write an approximate index; `read` opens it."""
        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(
        self, queries: Vectors, k: int, allowed: npt.NDArray[np.bool_] | None = None
    ) -> tuple[npt.NDArray[np.float64], Positions]:
        """The ``k`` nearest rows of each query among the allowed ones: similarities and positions, best first.

        ``allowed`` has shape ``(n,)``; the filter works inside the search, so it never starves the result. Both
        results have shape ``(queries, min(k, allowed rows))``.
        """
        available = len(self) if allowed is None else int(allowed.sum())
        k = min(k, available)
        if k <= 0 or not len(queries):
            shape = (len(queries), 0)
            return np.zeros(shape), np.zeros(shape, dtype=np.int64)
        selector = None
        if allowed is not None and available < len(self):
            selector = faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
        found, positions = self._index.search(
            np.ascontiguousarray(queries, dtype=np.float32), k, params=self._parameters(selector, available, k)
        )
        similarity = np.round(found.astype(np.float64), 4)
        order = np.lexsort((positions, -similarity), axis=1)
        return np.take_along_axis(similarity, order, 1), np.take_along_axis(positions, order, 1)

    def _parameters(self, selector: faiss.IDSelector | None, available: int, k: int) -> faiss.SearchParameters | None:
        if self.exact:
            return faiss.SearchParameters(sel=selector) if selector is not None else None
        # The rarer the allowed rows, the further the graph is walked to find k of them.
        breadth = max(_HNSW_SEARCH, 2 * k) * max(1, min(64, len(self) // max(1, available)))
        return faiss.SearchParametersHNSW(sel=selector, efSearch=int(breadth))

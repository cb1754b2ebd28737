"""BM25 (Robertson et al., TREC-3) of queries against texts, through bm25s."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


class Bm25Index:
    """Scores of ``texts`` for queries; English stop words are left out of both."""

    def __init__(self, texts: Sequence[str]) -> None:
        import bm25s

        self._size = len(texts)
        self._index = bm25s.BM25()
        self._index.index(bm25s.tokenize(list(texts), stopwords="en", show_progress=False), show_progress=False)

    def scores(self, queries: Sequence[str]) -> npt.NDArray[np.float64]:
        """Shape ``(queries, texts)``; all 0 for a query without words."""
        import bm25s

        words = bm25s.tokenize(list(queries), stopwords="en", return_ids=False, show_progress=False)
        return np.stack([self._index.get_scores(w) if w else np.zeros(self._size) for w in words]).astype(np.float64)

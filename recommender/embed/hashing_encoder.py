"""An encoder that is tiny, deterministic and knows nothing: for tests."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from recommender.arrays import Vectors, normalise
from recommender.text import tokens


class HashingEncoder:
    """Signed hashing of words and character trigrams (Weinberger et al., ICML 2009) into a small unit vector."""

    def __init__(self, dimension: int = 64) -> None:
        self._dimension = dimension

    @property
    def name(self) -> str:
        """``hashing-N``, N the dimension."""
        return f"hashing-{self._dimension}"

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As `recommender.embed.encoder.Encoder.encode`."""
        out = np.zeros((len(texts), self._dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            words = tokens(text)
            grams = [f"#{word}#"[i : i + 3] for word in words for i in range(len(word))]
            for feature, weight in [(w, 2.0) for w in words] + [(g, 1.0) for g in grams] or [("", 1.0)]:
                digest = hashlib.blake2b(feature.encode(), digest_size=8).digest()
                out[row, int.from_bytes(digest[:4], "little") % self._dimension] += weight * (
                    1 if digest[4] & 1 else -1
                )
        return normalise(out)

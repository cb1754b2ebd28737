"""Any model that sentence-transformers loads, through torch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from recommender.arrays import Vectors, normalise
from recommender.embed.onnx_encoder import BATCH
from recommender.errors import ModelError


class SentenceTransformerEncoder:
    """Any model that sentence-transformers loads, by name or folder, on the CPU through torch."""

    def __init__(self, model: str) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(model, device="cpu")
        except Exception as error:
            msg = f"sentence-transformers cannot load the model {model!r} ({type(error).__name__})"
            raise ModelError(msg) from error
        self._name = model

    @property
    def name(self) -> str:
        """The model's name or folder."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As `recommender.embed.encoder.Encoder.encode`."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self._model.encode(list(texts), batch_size=BATCH, convert_to_numpy=True, show_progress_bar=False)
        return normalise(np.asarray(vectors, dtype=np.float32))

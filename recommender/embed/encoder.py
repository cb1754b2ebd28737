"""Texts to unit vectors behind one small protocol; each encoder is a module of its own, loaded when it is named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from recommender.arrays import Vectors
from recommender.embed.minilm import PACKAGED


class Encoder(Protocol):
    """Texts to vectors. ``name`` identifies the weights; ``dimension`` is the length of a vector."""

    @property
    def name(self) -> str:
        """Identifies the weights."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape ``(len(texts), dimension)``, float32; an empty text has a vector like any other."""
        ...


def open_encoder(name: str, folder: Path) -> Encoder:
    """The encoder of a snapshot by its name; an exported one lies in ``folder/encoder``. `ModelError` as its class."""
    if name in PACKAGED:
        from recommender.embed.onnx_encoder import OnnxEncoder

        return OnnxEncoder(folder / "encoder")
    if name.startswith("hashing-") and name.removeprefix("hashing-").isdigit():
        from recommender.embed.hashing_encoder import HashingEncoder

        return HashingEncoder(int(name.removeprefix("hashing-")))
    from recommender.embed.torch_encoder import SentenceTransformerEncoder

    return SentenceTransformerEncoder(name)

"""Texts to unit vectors behind one small protocol; each encoder is a module of its own, loaded when it is named."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np

from recommender.arrays import Vectors
from recommender.embed.minilm import PACKAGED

Span = tuple[int, int]


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


@runtime_checkable
class SpanEncoder(Encoder, Protocol):
    """An encoder that knows each stretch of a text in its context, in one pass."""

    def encode_spans(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> tuple[Vectors, list[Vectors]]:
        """Vectors of texts as `encode`, and of (start, end) in characters of each, ``(len(spans[n]), dimension)``."""
        ...


def encoded_spans(
    encoder: Encoder, texts: Sequence[str], spans: Sequence[Sequence[Span]]
) -> tuple[Vectors, list[Vectors]]:
    """As `SpanEncoder.encode_spans`; another encoder reads each stretch as a text of its own."""
    if not any(spans):
        return encoder.encode(texts), [np.zeros((0, encoder.dimension), dtype=np.float32)] * len(texts)
    if isinstance(encoder, SpanEncoder):
        return encoder.encode_spans(texts, spans)
    cut = [text[a:b] for text, found in zip(texts, spans, strict=True) for a, b in found]
    parts = encoder.encode([*texts, *cut])
    ends = np.cumsum([len(texts), *map(len, spans)])
    return parts[: len(texts)], [parts[a:b] for a, b in pairwise(ends)]


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

"""An exported model, run by onnxruntime: requests need no torch."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from recommender.arrays import Vectors, normalise
from recommender.embed.encoder import Span
from recommender.errors import ModelError

#: Texts are sorted by length and encoded in batches of this size, so that the same texts give the same bytes.
BATCH: Final = 32
MAX_TOKENS: Final = 256
VECTORS: Final = "vectors"
TOKENS: Final = "tokens"


class OnnxEncoder:
    """A sentence-transformers model exported to ONNX (`recommender.embed.onnx_export`), run by onnxruntime.

    ``folder`` holds ``model.onnx`` (inputs ``input_ids`` and ``attention_mask``; outputs ``vectors``, pooled unit
    vectors, and ``tokens``, those of each token), ``tokenizer.json`` and ``encoder.json``. Raises `ModelError` where
    one is missing or does not load.
    """

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        try:
            about = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = threads or thread_count()
            options.inter_op_num_threads = 1
            # Spinning threads starve each other on a busy machine with few cores.
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            options.log_severity_level = 3
            self._session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            msg = f"the encoder in {folder.name} cannot be loaded ({type(error).__name__}); rebuild the snapshot"
            raise ModelError(msg) from error
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        self._name = str(about["name"])
        self._dimension = int(about["dimension"])

    @property
    def name(self) -> str:
        """The name in ``encoder.json``."""
        return self._name

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As `recommender.embed.encoder.Encoder.encode`; texts beyond `MAX_TOKENS` are cut."""
        out = np.zeros((len(texts), self._dimension), dtype=np.float32)
        coded = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        for chosen, inputs in self._batches(coded):
            out[chosen] = self._session.run([VECTORS], inputs)[0]
        return out

    def encode_spans(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> tuple[Vectors, list[Vectors]]:
        """Vectors of texts, and of stretches of each: the mean of the contextual vectors of the tokens inside.

        A stretch is (start, end) in characters; one that holds no token, or lies beyond `MAX_TOKENS`, gets the text's.
        """
        out = np.zeros((len(texts), self._dimension), dtype=np.float32)
        parts: list[Vectors] = [np.zeros((0, self._dimension), dtype=np.float32)] * len(texts)
        coded = self._tokenizer.encode_batch(list(texts))
        for chosen, inputs in self._batches([encoding.ids for encoding in coded]):
            pooled, tokens = self._session.run([VECTORS, TOKENS], inputs)
            out[chosen] = pooled
            for row, position in enumerate(chosen):
                means = _means(tokens[row], coded[position].offsets, spans[position])
                parts[position] = np.where(means.any(axis=1, keepdims=True), means, pooled[row])
        return out, parts

    @staticmethod
    def _batches(coded: Sequence[Sequence[int]]) -> Iterator[tuple[list[int], dict[str, npt.NDArray[np.int64]]]]:
        """Positions of texts of like length, and what the model reads of them."""
        order = sorted(range(len(coded)), key=lambda i: (len(coded[i]), i))
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            width = len(coded[chosen[-1]])
            ids = np.zeros((len(chosen), width), dtype=np.int64)
            mask = np.zeros_like(ids)
            for row, position in enumerate(chosen):
                ids[row, : len(coded[position])] = coded[position]
                mask[row, : len(coded[position])] = 1
            yield chosen, {"input_ids": ids, "attention_mask": mask}


def _means(tokens: Vectors, offsets: Sequence[Span], spans: Sequence[Span]) -> Vectors:
    """Unit means of the tokens inside each stretch; nothing but zeros where there is none."""
    begins, ends = (np.asarray([offset[side] for offset in offsets]) for side in (0, 1))
    out = np.zeros((len(spans), tokens.shape[1]), dtype=np.float32)
    for row, (start, end) in enumerate(spans):
        inside = np.flatnonzero((begins >= start) & (ends <= end) & (ends > begins))
        if len(inside):
            out[row] = tokens[inside].mean(axis=0)
    return normalise(out)


def thread_count() -> int:
    """Threads for one encoder: ``OMP_NUM_THREADS`` where set to more than one, else up to two of the cores."""
    return max(1, min(2, os.cpu_count() or 1))

"""An exported model, run by onnxruntime: requests need no torch."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from recommender.arrays import Vectors
from recommender.errors import ModelError

#: Texts are sorted by length and encoded in batches of this size, so that the same texts give the same bytes.
BATCH: Final = 32
MAX_TOKENS: Final = 256


class OnnxEncoder:
    """A sentence-transformers model exported to ONNX (`recommender.embed.onnx_export`), run by onnxruntime.

    ``folder`` holds ``model.onnx`` (inputs ``input_ids`` and ``attention_mask``, one output of pooled unit vectors),
    ``tokenizer.json`` and ``encoder.json``. Raises `ModelError` where one is missing or does not load.
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
        order = sorted(range(len(texts)), key=lambda i: (len(coded[i]), i))
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            width = len(coded[chosen[-1]])
            ids = np.zeros((len(chosen), width), dtype=np.int64)
            mask = np.zeros_like(ids)
            for row, position in enumerate(chosen):
                ids[row, : len(coded[position])] = coded[position]
                mask[row, : len(coded[position])] = 1
            out[chosen] = self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        return out


def thread_count() -> int:
    """Threads for one encoder: ``OMP_NUM_THREADS`` where set to more than one, else up to two of the cores."""
    return max(1, min(2, os.cpu_count() or 1))

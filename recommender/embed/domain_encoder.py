"""The domain encoder: all-MiniLM-L6-v2 with the change that training made to its six layers (``models/encoder``).

What ships is the difference to the packaged weights, eight bits a number with a scale for each row (absmax, as in
Dettmers et al., 8-bit Optimizers, ICLR 2022); the word embeddings are the packaged ones. So the packaged model and this
one are told apart by a file of some ten megabytes, and either can be chosen.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from recommender.artifacts import Artifact

Arrays = dict[str, npt.NDArray[np.float32]]

DELTA: Final = "delta.npz"
_SCALE: Final = "/scale"


def artifact(folder: Path) -> Artifact:
    """``models/encoder`` with its manifest; `ModelError` where that is missing or malformed."""
    return Artifact.read(folder, "models/encoder")


def read_delta(folder: Path) -> Arrays:
    """The change of each parameter by its name, float32, after comparing the file's checksum."""
    with np.load(artifact(folder).file(DELTA), allow_pickle=False) as stored:
        names = [name for name in stored.files if not name.endswith(_SCALE)]
        return {name: expanded(stored[name], stored[name + _SCALE]) for name in names}


def write_delta(path: Path, changes: Arrays) -> None:
    """Write ``changes`` as eight-bit numbers with a scale for each row (one for a vector)."""
    out: dict[str, Any] = {}
    for name, change in changes.items():
        out[name], out[name + _SCALE] = reduced(change)
    np.savez_compressed(path, **out)


def reduced(change: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """(eight-bit numbers, scale of each row); the greatest of a row is 127."""
    greatest = np.abs(change).max(axis=-1, keepdims=True)
    scale = (np.where(greatest > 0, greatest, 1.0) / 127).astype(np.float32)
    return np.round(change / scale).astype(np.int8), scale


def expanded(numbers: npt.NDArray[np.int8], scale: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Eight-bit numbers and their scales back to float32, of the numbers' shape."""
    return np.asarray(numbers * scale, dtype=np.float32)

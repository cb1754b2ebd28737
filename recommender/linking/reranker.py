"""How far a candidate skill of a text is believed: boosted trees over lexical and dense features, calibrated.

Fitted with scikit-learn (`recommender.data.build.fit_linker`) and shipped as plain arrays: serving it needs neither
scikit-learn nor pickle. Its score becomes a probability by isotonic regression (Zadrozny and Elkan, KDD 2002) on
predictions for texts that it was not fitted on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from recommender.arrays import Floats
from recommender.artifacts import Artifact

#: Columns of a candidate's features; `recommender.linking.candidates` says how each is made.
FEATURES: Final = (
    "label",
    "alternatives",
    "definition",
    "best",
    "overlap",
    "coverage",
    "matched",
    "words",
    "length",
    "speaks",
    "span label",
    "span alternatives",
    "span overlap",
    "span coverage",
    "span words",
)
ARRAYS: Final = "reranker.npz"
#: One model for sentences of pages and one for tags; of what people say of themselves, one for lines and one for
#: entries of lists.
HEADS: Final = ("sentence", "tag", "line", "entry")


@dataclass(frozen=True, slots=True)
class Trees:
    """Regression trees, each padded to the same number of nodes; arrays of shape ``(trees, nodes)``.

    ``feature`` is -1 at leaves. ``left`` is taken where the feature is at most ``threshold``. The ``value`` of the
    leaves adds up to the log odds, from ``bias`` on.
    """

    feature: npt.NDArray[np.int16]
    threshold: npt.NDArray[np.float64]
    left: npt.NDArray[np.int16]
    right: npt.NDArray[np.int16]
    value: npt.NDArray[np.float64]
    bias: float

    def score(self, features: Floats) -> Floats:
        """Log odds of each row of ``features``, shape ``(n, len(FEATURES))``."""
        rows = np.arange(len(features))[:, None]
        trees = np.arange(len(self.feature))[None, :]
        node = np.zeros((len(features), len(self.feature)), dtype=np.int64)
        while True:
            feature = self.feature[trees, node]
            inner = feature >= 0
            if not inner.any():
                break
            goes_left = features[rows, np.maximum(feature, 0)] <= self.threshold[trees, node]
            node = np.where(inner, np.where(goes_left, self.left[trees, node], self.right[trees, node]), node)
        return np.asarray(self.bias + self.value[trees, node].sum(axis=1))


@dataclass(frozen=True, slots=True)
class Head:
    """Trees, the knots of the calibration (score, probability), and the least probability of a link."""

    trees: Trees
    knots: tuple[Floats, Floats]
    threshold: float

    def probability(self, features: Floats) -> Floats:
        """Calibrated probability of each candidate, in [0, 1]."""
        if not len(features):
            return np.zeros(0)
        return np.asarray(np.interp(self.trees.score(features), *self.knots))


@dataclass(frozen=True, slots=True)
class Reranker:
    """``speaks``: weights of the logistic model that says from its vector whether a text speaks of a skill at all."""

    heads: Mapping[str, Head]
    speaks: Floats
    encoder: str

    def speaks_of_skill(self, vectors: npt.NDArray[np.float32]) -> Floats:
        """Probability that each text speaks of a skill, from unit vectors of shape ``(n, dimension)``.

        1 where the model was fitted for vectors of another length.
        """
        if vectors.shape[1] != len(self.speaks) - 1:
            return np.ones(len(vectors))
        return np.asarray(1 / (1 + np.exp(-(vectors @ self.speaks[:-1] + self.speaks[-1]))))

    @classmethod
    def read(cls, folder: Path) -> Reranker:
        """From a folder of ``models/linker``; `ModelError` where a file is missing, altered or malformed."""
        found = Artifact.read(folder, "the linker's model", "reinstall credpath or rebuild the snapshot")
        path = found.file(ARRAYS)
        try:
            with np.load(path, allow_pickle=False) as stored:
                heads = {name: _head(name, stored, found.manifest["heads"][name]) for name in HEADS}
                return cls(heads, stored["speaks"].astype(np.float64), str(found.manifest["encoder"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise found.malformed(error) from error


def _head(name: str, stored: Any, about: Mapping[str, Any]) -> Head:
    part = {key: stored[f"{name}/{key}"] for key in ("feature", "threshold", "left", "right", "value", "x", "y")}
    trees = Trees(
        part["feature"],
        part["threshold"].astype(np.float64),
        part["left"],
        part["right"],
        part["value"].astype(np.float64),
        float(about["bias"]),
    )
    return Head(trees, (part["x"], part["y"]), float(about["threshold"]))

"""A ranker on disk: arrays and a manifest, opened without pickle and without scikit-learn.

``ranker.npz`` holds the additive score, and for a learned one the calibration of the probability that a learner takes a
credential, the score and calibration of finishing it, what the log says of order, popularity and providers, and what
the candidates it was fitted on looked like. ``manifest.json`` says what it was made from, with the sha256 of the file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from recommender.arrays import Floats
from recommender.artifacts import MANIFEST, Artifact, sha256_of
from recommender.errors import ModelError
from recommender.rank.additive import Additive, open_arrays
from recommender.rank.features import FEATURES
from recommender.rank.history import Arrays, History

FORMAT: Final = 1
FILE: Final = "ranker.npz"


@dataclass(frozen=True, slots=True)
class Calibration:
    """Probability of each score: ``probability`` at ascending ``score``, straight between, constant beyond.

    Isotonic regression (Zadrozny and Elkan, KDD 2002) where it comes from a log.
    """

    score: Floats
    probability: Floats

    def __call__(self, score: Floats) -> Floats:
        return np.asarray(np.interp(score, self.score, self.probability))


def distance(table: Floats, mean: Floats, precision: Floats) -> Floats:
    """Squared Mahalanobis distance of each row: shape ``(rows,)``."""
    off = table - mean
    return np.asarray(np.einsum("nf,fg,ng->n", off, precision, off))


@dataclass(frozen=True, slots=True)
class Domain:
    """What the candidates that a ranker was fitted on look like: a candidate further off than nearly all is unfamiliar.

    Squared Mahalanobis distance with a shrunk covariance (Ledoit and Wolf, 2004) against the distance that all but one
    in two hundred of them had.
    """

    mean: Floats
    precision: Floats
    limit: float

    def unfamiliar(self, table: Floats) -> npt.NDArray[np.bool_]:
        """Shape ``(rows,)``."""
        return np.asarray(distance(table, self.mean, self.precision) > self.limit)


@dataclass(frozen=True, slots=True)
class Ranker:
    """``name`` and ``sha256`` stand in every answer's versions. Parts that a prior does not have are ``None``.

    ``marginal``: what the closure of what is still open adds to a score at its greatest (`recommender.rank.diversify`).
    """

    name: str
    sha256: str
    score: Additive
    marginal: float
    take: Calibration | None = None
    finish: tuple[Additive, Calibration] | None = None
    history: History | None = None
    domain: Domain | None = None

    @property
    def version(self) -> str:
        """Name and the start of the checksum, as every answer states it."""
        return f"{self.name}-{self.sha256[:12]}"

    @classmethod
    def read(cls, folder: Path) -> Ranker:
        """Open a folder that `write` made; `ModelError` where a file is missing, altered or of another version."""
        found = Artifact.read(folder, f"the ranker {folder.name}", "train it again or restore it", FORMAT)
        try:
            name = str(found.manifest["name"])
        except KeyError as error:
            raise found.malformed(error) from error
        path = found.file(FILE)
        return cls._of(name, found.sha256(FILE), open_arrays(path))

    @classmethod
    def _of(cls, name: str, digest: str, arrays: Arrays) -> Ranker:
        try:
            finish = None
            if "finish.names" in arrays:
                curve = Calibration(arrays["finish.score"], arrays["finish.probability"])
                finish = (Additive.of_arrays(arrays, "finish", FEATURES), curve)
            take = Calibration(arrays["take.score"], arrays["take.probability"]) if "take.score" in arrays else None
            domain = None
            if "domain.mean" in arrays:
                domain = Domain(arrays["domain.mean"], arrays["domain.precision"], float(arrays["domain.limit"]))
            marginal = float(arrays["marginal"])
        except (KeyError, ValueError, TypeError) as error:
            msg = f"the arrays of the ranker {name!r} are damaged: {error}"
            raise ModelError(msg) from error
        score = Additive.of_arrays(arrays, "score", FEATURES)
        return cls(name, digest, score, marginal, take, finish, History.of_arrays(arrays), domain)

    def arrays(self) -> Arrays:
        """Everything as named arrays; `write_ranker` puts them into one file."""
        out: Arrays = {**self.score.arrays("score"), "marginal": np.asarray(self.marginal)}
        if self.take is not None:
            out |= {"take.score": self.take.score, "take.probability": self.take.probability}
        if self.finish is not None:
            score, curve = self.finish
            out |= {**score.arrays("finish"), "finish.score": curve.score, "finish.probability": curve.probability}
        if self.history is not None:
            out |= self.history.arrays()
        if self.domain is not None:
            out |= {"domain.mean": self.domain.mean, "domain.precision": self.domain.precision}
            out["domain.limit"] = np.asarray(self.domain.limit)
        return out


def write_ranker(folder: Path, name: str, ranker: Ranker, about: Mapping[str, Any], card: str) -> Ranker:
    """Write arrays, manifest and ``card.md`` into a folder that is there and return what is read back from it."""
    np.savez_compressed(folder / FILE, **ranker.arrays())  # type: ignore[arg-type]
    manifest = {"name": name, "format": FORMAT, "files": {FILE: {"sha256": sha256_of(folder / FILE)}}, **about}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    (folder / "card.md").write_text(card, encoding="utf-8")
    return Ranker.read(folder)

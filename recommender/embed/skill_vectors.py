"""Several vectors per skill: its label, the mean of its alternative labels, its definition. Likewise occupations.

What is no main label ships with the domain encoder, eight bits a number (``models/encoder/views.npz``), because
encoding two hundred thousand labels takes minutes and definitions are not ours to ship. A skill that has none of them,
and every skill under another encoder, goes by its label alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from recommender.arrays import Vectors, normalise
from recommender.embed.domain_encoder import artifact, expanded, reduced
from recommender.taxonomy.occupations import Occupations
from recommender.taxonomy.space import SkillSpace

VIEWS: Final = "views.npz"
NAMES: Final = ("alternatives", "definition")
#: Of occupations: the mean of the titles beside the main one, and of the sentences that say what is done there.
OF_OCCUPATIONS: Final = ("titles", "work")
#: Vectors looked up at a time, which bounds memory. A plain matrix product is four times as fast here as a FAISS flat
#: index on one core, and needs no copy of the matrix.
BLOCK: Final = 256
#: Similarities are rounded to this before they are compared, as in `recommender.embed.index.faiss`.
ROUNDING: Final = 1e-4

Positions = npt.NDArray[np.int64]


class SkillVectors:
    """Vectors of ``space.searchable``: ``matrix`` has shape ``(views * skills, dimension)``, all labels first."""

    def __init__(self, matrix: Vectors, skills: int) -> None:
        self.matrix = matrix
        self.skills = skills
        self.views = max(1, len(matrix) // max(1, skills))

    @property
    def labels(self) -> Vectors:
        """Vectors of the preferred labels: shape ``(skills, dimension)``."""
        return self.matrix[: self.skills]

    def nearest(self, vectors: Vectors, k: int) -> list[Positions]:
        """Up to ``k`` skills for each vector, as positions in ``space.searchable``, by their nearest view."""
        k = min(k, self.skills)
        if not k:
            return [np.zeros(0, dtype=np.int64) for _ in vectors]
        views = [self.matrix[n * self.skills : (n + 1) * self.skills].T for n in range(self.views)]
        out = []
        for start in range(0, len(vectors), BLOCK):
            block = vectors[start : start + BLOCK]
            best = block @ views[0]
            for view in views[1:]:
                np.maximum(best, block @ view, out=best)
            least = np.partition(best, -k, axis=1)[:, -k]
            for row, kth in zip(best, least, strict=True):
                near = np.flatnonzero(row >= kth - ROUNDING)
                similarity = np.round(row[near].astype(np.float64), 4)
                out.append(near[np.lexsort((near, -similarity))][:k])
        return out

    def nearest_labels(self, vectors: Vectors, k: int) -> npt.NDArray[np.int64]:
        """The ``k`` skills whose label alone is nearest to each vector, in no order: shape ``(vectors, k)``."""
        k = min(k, self.skills)
        parts = [
            np.argpartition(-(vectors[start : start + BLOCK] @ self.labels.T), k - 1, axis=1)[:, :k]
            for start in range(0, len(vectors), BLOCK)
        ]
        return np.concatenate(parts) if parts else np.zeros((0, k), dtype=np.int64)

    def cosines(self, vector: npt.NDArray[np.float32], positions: Positions) -> npt.NDArray[np.float64]:
        """Cosine to each of three views, ``(len(positions), 3)``; the label's where there is no other."""
        out = np.empty((len(positions), 3))
        for view in range(3):
            out[:, view] = np.round(self.of_view(view, positions) @ vector, 4)
        return out

    def of_view(self, view: int, positions: Positions) -> Vectors:
        """Vectors of some skills in one view, ``(len(positions), dimension)``; the label's where there is no other."""
        return self.matrix[positions + (view * self.skills if view < self.views else 0)]


def stacked(space: SkillSpace, labels: Vectors, folder: Path | None) -> Vectors:
    """The matrix of `SkillVectors`: label vectors, and under ``folder`` (``models/encoder``) the two other views."""
    if folder is None:
        return labels
    place = {int(node): row for row, node in enumerate(space.searchable)}
    parts = [labels]
    for ids, vectors in (read_view(folder, name) for name in NAMES):
        view = labels.copy()
        for identifier, vector in zip(ids, vectors, strict=True):
            node = space.number(str(identifier))
            if node is not None and node in place:
                view[place[node]] = vector
        parts.append(view)
    return np.concatenate(parts)


def of_occupations(occupations: Occupations, main: Vectors, folder: Path | None) -> Vectors:
    """Each occupation's main title, other titles and work: shape ``(3, occupations, dimension)``.

    What an occupation has no vector of goes by its main title.
    """
    parts = [main]
    for name in OF_OCCUPATIONS:
        view = main.copy()
        for identifier, vector in zip(*read_view(folder, name), strict=True) if folder else ():
            if (number := occupations.number(identifier)) is not None:
                view[number] = vector
        parts.append(view)
    return np.stack(parts)


def read_view(folder: Path, name: str) -> tuple[list[str], Vectors]:
    """(identifiers, unit vectors) of one view; `ModelError` where the file is missing or altered."""
    with np.load(artifact(folder).file(VIEWS), allow_pickle=False) as stored:
        vectors = normalise(expanded(stored[name], stored[f"{name}/scale"]))
        return stored[f"{name}/ids"].tolist(), vectors


def write_views(path: Path, views: dict[str, tuple[list[str], Vectors]]) -> None:
    """Write (identifiers, vectors) of each view by its name; views that the file has under other names stay."""
    out: dict[str, npt.NDArray[np.generic]] = {}
    if path.is_file():
        with np.load(path, allow_pickle=False) as stored:
            out = {name: stored[name] for name in stored.files}
    for name, (ids, vectors) in views.items():
        out[name], out[f"{name}/scale"] = reduced(vectors)
        out[f"{name}/ids"] = np.asarray(ids)
    np.savez_compressed(path, **out)  # type: ignore[arg-type]

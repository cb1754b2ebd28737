"""Several vectors a skill: its label, the mean of its alternative labels, its definition. Likewise occupations.

What is no main label ships with the domain encoder, eight bits a number (``models/encoder/views.npz``), because
encoding two hundred thousand labels takes minutes and definitions are not ours to ship. A skill that has none of them,
and every skill under another encoder, goes by its label alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from recommender.embed.encoder import normalise
from recommender.embed.index import VectorIndex, Vectors
from recommender.embed.tuned import checked, expanded, reduced
from recommender.taxonomy import Occupations, SkillSpace

VIEWS: Final = "views.npz"
NAMES: Final = ("alternatives", "definition")
TITLES: Final = "titles"

Positions = npt.NDArray[np.int64]


class SkillVectors:
    """Vectors of ``space.searchable``: ``matrix`` has shape ``(views * skills, dimension)``, all labels first."""

    def __init__(self, matrix: Vectors, skills: int) -> None:
        self.matrix = matrix
        self.skills = skills
        self.views = max(1, len(matrix) // max(1, skills))
        self._indexes = [VectorIndex.build(matrix[n * skills : (n + 1) * skills]) for n in range(self.views)]

    @property
    def labels(self) -> Vectors:
        return self.matrix[: self.skills]

    def nearest(self, vectors: Vectors, k: int) -> list[Positions]:
        """Up to ``k`` skills for each vector, as positions in ``space.searchable``, by their nearest view."""
        # The nearest k by the best view are among the nearest k of some view.
        found = [index.search(vectors, k) for index in self._indexes]
        similarity = np.concatenate([near for near, _ in found], axis=1)
        positions = np.concatenate([where for _, where in found], axis=1)
        order = np.lexsort((positions, -similarity), axis=1)
        out = []
        for row in np.take_along_axis(positions, order, axis=1):
            _, first = np.unique(row, return_index=True)
            out.append(row[np.sort(first)][:k])
        return out

    def cosines(self, vector: npt.NDArray[np.float32], positions: Positions) -> npt.NDArray[np.float64]:
        """Cosine to each of three views, ``(len(positions), 3)``; the label's where there is no other."""
        out = np.empty((len(positions), 3))
        for view in range(3):
            shift = view * self.skills if view < self.views else 0
            out[:, view] = np.round(self.matrix[positions + shift] @ vector, 4)
        return out


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


def with_titles(occupations: Occupations, main: Vectors, folder: Path | None) -> Vectors:
    """Main titles and the means of the other titles of each occupation: shape ``(2, occupations, dimension)``."""
    others = main.copy()
    for identifier, vector in zip(*read_view(folder, TITLES), strict=True) if folder else ():
        if (number := occupations.number(identifier)) is not None:
            others[number] = vector
    return np.stack([main, others])


def read_view(folder: Path, name: str) -> tuple[list[str], Vectors]:
    """(identifiers, unit vectors) of one view; `ModelError` where the file is missing or altered."""
    with np.load(checked(folder, VIEWS), allow_pickle=False) as stored:
        vectors = normalise(expanded(stored[name], stored[f"{name}/scale"]))
        return stored[f"{name}/ids"].tolist(), vectors


def write_views(path: Path, views: dict[str, tuple[list[str], Vectors]]) -> None:
    """Write (identifiers, vectors) of each view by its name."""
    out: dict[str, npt.NDArray[np.generic]] = {}
    for name, (ids, vectors) in views.items():
        out[name], out[f"{name}/scale"] = reduced(vectors)
        out[f"{name}/ids"] = np.asarray(ids)
    np.savez_compressed(path, **out)  # type: ignore[arg-type]

"""What reviewed roles that are like a job ask for: a weight of each area of the vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from recommender.arrays import Floats, Vectors, normalise, open_array, write_array
from recommender.roles.evidence import JobTitle
from recommender.roles.schema import RoleFileRole
from recommender.scales import AREA_IMPORTANCE
from recommender.taxonomy.areas import NO_AREA, Areas
from recommender.taxonomy.occupations import Occupations
from recommender.taxonomy.space import SkillSpace

#: Share of a reviewed area's members from which it speaks for an area of the vocabulary.
MIN_SHARE: Final = 0.25
#: Power of the cosine by which a role counts: the nearest few of them decide.
SHARPNESS: Final = 6
VECTORS, WEIGHTS = "vectors.npy", "weights.npy"
#: A role that is as like as this is the job itself.
SAME: Final = 1 - 1e-6


def vector_of(job: JobTitle, titles: Vectors) -> npt.NDArray[np.float32]:
    """A job's title beside the mean of its occupations' main titles, as one unit vector: shape ``(2 * dimension,)``.

    The product of two is the mean of both cosines.
    """
    numbers = [*job.esco, *job.onet]
    main = normalise(titles[numbers].mean(axis=0, keepdims=True))[0] if numbers else job.vector
    return np.asarray(np.concatenate([job.vector, main]) / np.sqrt(2), dtype=np.float32)


@dataclass(frozen=True)
class RoleNeighbours:
    """``vectors`` of the roles of a store, as `vector_of`, and their ``weights``, shape ``(roles, areas)``."""

    vectors: Vectors
    weights: npt.NDArray[np.float32]

    @classmethod
    def open(cls, folder: Path) -> RoleNeighbours:
        """From a snapshot's folder of roles."""
        return cls(open_array(folder / VECTORS), open_array(folder / WEIGHTS))

    def of(self, job: JobTitle, titles: Vectors) -> tuple[Floats, Floats]:
        """(weights of the roles that are most like a job, mean weights of all), each of shape ``(areas,)``.

        A role of the very same title and occupations is left out: it is no evidence about itself.
        """
        like = np.round(np.asarray(self.vectors @ vector_of(job, titles), dtype=np.float64), 4)
        counted = np.where(like < SAME, np.maximum(like, 0.0) ** SHARPNESS, 0.0)
        others = (like < SAME).astype(np.float64)
        weights = np.asarray(self.weights, dtype=np.float64)
        near = counted @ weights / max(float(counted.sum()), 1e-9)
        return near, others @ weights / max(1.0, float(others.sum()))


def write_neighbours(
    folder: Path,
    roles: Sequence[RoleFileRole],
    encode: Callable[[list[str]], Vectors],
    titles: Vectors,
    occupations: Occupations,
    space: SkillSpace,
    areas: Areas,
) -> None:
    """Write what `RoleNeighbours` opens. ``titles``: vectors of the occupations' main titles."""
    spoken = encode([role.title for role in roles])
    found = np.zeros((len(roles), 2 * titles.shape[1]), dtype=np.float32)
    weights = np.zeros((len(roles), len(areas)), dtype=np.float32)
    for number, role in enumerate(roles):
        named = [n for one in role.occupations if (n := occupations.number(one)) is not None]
        esco = tuple(n for n in named if not occupations.is_onet[n])
        onet = tuple(n for n in named if occupations.is_onet[n])
        found[number] = vector_of(JobTitle(spoken[number], esco, onet), titles)
        weights[number] = _weights(role, space, areas)
    write_array(folder / VECTORS, found, np.float32)
    write_array(folder / WEIGHTS, weights, np.float32)


def _weights(role: RoleFileRole, space: SkillSpace, areas: Areas) -> Floats:
    """The weight of each area of the vocabulary in a role: that of the role's area with enough members in it."""
    out = np.zeros(len(areas))
    for area in role.areas:
        nodes = [n for member in area.members if (n := space.number(member.skill)) is not None]
        held = areas.of_node[nodes]
        counts = np.bincount(held[held != NO_AREA], minlength=len(areas))
        spoken = counts >= max(1.0, MIN_SHARE * len(nodes))
        out[spoken] = np.maximum(out[spoken], AREA_IMPORTANCE[area.weight][0])
    return out

"""What a title is about: the skills and fields nearest to it in meaning.

Products and tools are never guessed: they are matched as names alone (`recommender.linking.linker`).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from recommender.arrays import Vectors
from recommender.embed.skill_vectors import SkillVectors
from recommender.taxonomy.space import SkillSpace

MAX_NEAREST: Final = 20
NO_SUBJECT: Final = frozenset(("commodity", "group"))
#: Skills that the title of a credential is linked to at most, and how far behind the nearest one may be.
MAX_SUBJECTS: Final = 3
MAX_COSINE_BEHIND: Final = 0.12
#: Cosine of a title to a skill's label, and the probability that it is taught: a logistic curve fitted on the 427 pairs
#: that `recommender.data.build.fit_subjects` reads, under the domain encoder. Another encoder's cosines lie elsewhere.
COSINE: Final = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0)
PROBABILITY: Final = (0.291, 0.419, 0.559, 0.691, 0.797, 0.874, 0.924, 0.956, 0.974, 0.985, 0.992)


def fields(titles: Vectors, space: SkillSpace, vectors: SkillVectors, least: float) -> list[list[tuple[int, float]]]:
    """For each title's vector the nodes (canonical) whose label's cosine to it is ``least`` or more, nearest first."""
    out = []
    for title, near in zip(titles, vectors.nearest(titles, MAX_NEAREST), strict=True):
        cosine = np.round((vectors.labels[near] @ title).astype(np.float64), 4)
        found: dict[int, float] = {}
        for n in np.lexsort((near, -cosine)):
            node = int(space.canonical[space.searchable[near[n]]])
            if cosine[n] >= least and not space.is_technology[node] and space.kind_of(node) not in NO_SUBJECT:
                found.setdefault(node, float(cosine[n]))
        out.append(list(found.items()))
    return out


def taught(titles: Vectors, space: SkillSpace, vectors: SkillVectors) -> list[list[tuple[int, float]]]:
    """For each title of a credential the skills that it speaks of, with the probability that they are taught."""
    return [
        [
            (node, probability(cosine))
            for node, cosine in found[:MAX_SUBJECTS]
            if cosine >= found[0][1] - MAX_COSINE_BEHIND
        ]
        for found in fields(titles, space, vectors, float(COSINE[0]))
    ]


def probability(cosine: float) -> float:
    """That a credential teaches a skill whose label is so near to its title; straight between the points known."""
    return round(float(np.interp(cosine, COSINE, PROBABILITY)), 4)

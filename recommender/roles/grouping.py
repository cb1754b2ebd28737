"""From nodes to areas: candidates of one job by the area that they belong to, and what speaks for each area."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from recommender.arrays import Floats, Ints, Vectors
from recommender.roles.evidence import MINOR, UNIT, JobTitle, NodeEvidence, RoleEvidence
from recommender.roles.neighbours import RoleNeighbours
from recommender.taxonomy.areas import NO_AREA, Areas
from recommender.taxonomy.occupations import RELATIONS

#: Of an area: chances of its first three nodes and their sum (logarithm), the share of the occupation's essential
#: skills that lie in it, the shares of the occupations of the same unit and minor group that need it, how few
#: occupations need it at all, demand, rated importance, what near credentials teach, how many sources agree, its kind,
#: its weight in reviewed roles that are like the job and in all of them, and the cosine of its name to the title.
AREA_FEATURES: Final = (
    "first",
    "second",
    "third",
    "expected",
    "essential",
    "essential_count",
    "kin",
    "kindred",
    "rare",
    "in_demand",
    "hot",
    "element",
    "taught",
    "sources",
    "title",
    "people",
    "domain",
    "tool",
    "whole",
    "neighbours",
    "reviewed",
    "name",
)
#: Chance from which a node counts for the number of sources that agree.
BELIEVED: Final = 0.3
_ESSENTIAL: Final = RELATIONS.index("essential")


@dataclass(frozen=True, slots=True)
class AreaEvidence:
    """``areas``: numbers of the vocabulary, or -1 - node for a node that stands for itself. Shape ``(areas,)``.

    ``members``: positions in the node evidence, the likeliest first. ``features``: ``(areas, len(AREA_FEATURES))``.
    """

    areas: Ints
    members: tuple[Ints, ...]
    features: Floats


@dataclass(frozen=True)
class AreaGrouping:
    """Groups nodes by the vocabulary of areas, over one snapshot's evidence. ``names``: vectors of the areas' names."""

    evidence: RoleEvidence
    areas: Areas
    names: Vectors
    roles: RoleNeighbours

    def of(self, found: NodeEvidence, chance: Floats, job: JobTitle) -> AreaEvidence:
        """Areas of the candidate nodes. ``chance``: that each belongs to the job, shape ``(nodes,)``."""
        area = self.areas.of_node[found.nodes].astype(np.int64)
        area = np.where(area == NO_AREA, -1 - found.nodes, area)
        order = np.lexsort((found.nodes, -chance, area))
        names, starts = np.unique(area[order], return_index=True)
        members = tuple(np.split(order, starts[1:]))
        near, usual = self.roles.of(job, self.evidence.titles)
        told = {
            "kin": self._needed_by(job, UNIT),
            "kindred": self._needed_by(job, MINOR),
            "neighbours": near,
            "reviewed": usual,
            "name": np.round(self.names @ job.vector, 4),
        }
        rows = [self._row(int(name), places, found, chance, told) for name, places in zip(names, members, strict=True)]
        return AreaEvidence(names, members, np.asarray(rows).reshape(-1, len(AREA_FEATURES)))

    def _row(
        self, area: int, places: Ints, found: NodeEvidence, chance: Floats, told: dict[str, Floats]
    ) -> list[float]:
        likely = chance[places]
        first, second, third = np.concatenate([likely[:3], np.zeros(3)])[:3].tolist()
        essential = found.of("essential")
        believed = places[likely >= BELIEVED]
        sources = sum(
            bool((found.of(name)[believed] > least).any())
            for name, least in (
                ("essential", 0),
                ("optional", 0),
                ("kin", 0.3),
                ("hot", 0),
                ("in_demand", 0),
                ("element", 0.5),
                ("taught", 0.2),
            )
        )
        known = area >= 0
        kind = self.areas.kind(area) if known else ""
        return [
            first,
            second,
            third,
            float(np.log1p(likely.sum())),
            float(essential[places].sum() / max(1.0, essential.sum())),
            float(np.log1p(essential[places].sum())),
            float(told["kin"][area]) if known else float(found.of("kin")[places].max()),
            float(told["kindred"][area]) if known else float(found.of("kindred")[places].max()),
            float(-np.log(self._usual[area] + 1e-3)) if known else float(-np.log(1e-3)),
            float(found.of("in_demand")[places].max()),
            float(found.of("hot")[places].max()),
            float(found.of("element")[places].max()),
            float(found.of("taught")[places].max()),
            float(sources),
            float(found.of("nearest")[places].max()),
            float(kind == "people"),
            float(kind == "domain"),
            float(kind == "tool"),
            float(known),
            *(float(told[name][area]) if known else 0.0 for name in ("neighbours", "reviewed", "name")),
        ]

    def _needed_by(self, job: JobTitle, digits: int) -> Floats:
        """Share of the neighbouring occupations that need something of each area: shape ``(areas,)``."""
        near = self.evidence.neighbours(self.evidence.lent(job)[0], digits)
        return self._needs[near].mean(axis=0) if near else np.zeros(len(self.areas))

    @cached_property
    def _needs(self) -> npt.NDArray[np.bool_]:
        """Whether something of an area is essential for an occupation: shape ``(occupations, areas)``."""
        needs = self.evidence.occupations.needs
        owner = np.repeat(np.arange(len(needs)), np.diff(needs.starts))
        area = self.areas.of_node[needs.columns]
        kept = (np.asarray(needs.values["relation"]) == _ESSENTIAL) & (area != NO_AREA)
        out = np.zeros((len(needs), len(self.areas)), dtype=bool)
        out[owner[kept], area[kept]] = True
        return out

    @cached_property
    def _usual(self) -> Floats:
        """Share of ESCO occupations for which something of each area is essential."""
        return np.asarray(self._needs[~self.evidence.occupations.is_onet].mean(axis=0))

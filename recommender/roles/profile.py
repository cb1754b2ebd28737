"""The profile of a job: 8 to 15 areas, from a reviewed role where there is one, else from what the sources say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np

from recommender.arrays import Floats
from recommender.records import Seniority, Weight
from recommender.roles.area import Area
from recommender.roles.evidence import JobTitle, NodeEvidence, RoleEvidence
from recommender.roles.grouping import AreaEvidence, AreaGrouping
from recommender.roles.model import RoleModel
from recommender.roles.schema import RoleFileArea, RoleFileRole
from recommender.roles.seniority import at
from recommender.roles.store import RoleStore, StatedLevel
from recommender.scales import AREA_IMPORTANCE, REQUIRED_LEVEL
from recommender.taxonomy.areas import NO_AREA
from recommender.taxonomy.space import SkillSpace

#: Areas that a profile from evidence has at least and at most, and the weight from which more than the least are taken.
MIN_AREAS: Final = 8
MAX_EVIDENCED: Final = 14
MIN_WEIGHT: Final = 0.2
#: Weight from which an area that is left out is named and counted.
MIN_CUT: Final = 0.1
#: Members at most of an area that is made from evidence, and the chance of belonging to the job from which a node is
#: one; where none has it, the likeliest alone is.
MAX_MEMBERS: Final = 8
MIN_MEMBER_CHANCE: Final = 0.35
#: Cosine to the area's name below which an area of one member goes by that member's label: *first response* alone is
#: no *emergency and intensive care*.
MIN_NAMED: Final = 0.5
#: Profiles kept in memory.
CACHED: Final = 512
#: Importance from which an area is called essential or important.
_ESSENTIAL: Final = 0.65
_IMPORTANT: Final = 0.4
#: What a feature of a node means as a source.
_SOURCES: Final = (
    ("essential", 0.0, "esco:essential"),
    ("optional", 0.0, "esco:optional"),
    ("in_demand", 0.0, "onet:in-demand"),
    ("hot", 0.0, "onet:hot"),
    ("technology", 0.0, "onet:technology"),
    ("element", 0.5, "onet:importance"),
    ("kin", 0.25, "esco:neighbours"),
    ("taught", 0.25, "credentials"),
)
#: What asks for a node that no source lists: its meaning is near to the title.
MEANING: Final = "meaning"
#: What asks for a node that the title itself names.
WORDS: Final = "goal:words"


@dataclass(frozen=True, slots=True)
class Profile:
    """What a job asks. ``sources``: what asks for each node. ``cut``: names of areas left out, most important first.

    ``role``: the reviewed or own role that it is of, ``None`` where it is made from evidence.
    """

    areas: tuple[Area, ...]
    sources: dict[int, tuple[str, ...]]
    cut: tuple[str, ...]
    role: RoleFileRole | None


def with_words(profile: Profile, nodes: Sequence[int], space: SkillSpace) -> Profile:
    """A profile with the skills that a title spells out, each essential: who wants to be a *WordPress developer* does.

    A skill that is a member of an area lends its weight to it; another is an area of its own, by its label.
    """
    areas, sources = list(profile.areas), dict(profile.sources)
    for node in dict.fromkeys(nodes):
        sources[node] = tuple(dict.fromkeys((WORDS, *sources.get(node, ()))))
        place = next((n for n, area in enumerate(areas) if node in area.members), None)
        if place is None:
            areas.append(Area(space.label(node), (node,), REQUIRED_LEVEL["essential"], None, 1.0, (WORDS,)))
            continue
        held = areas[place]
        members = (node, *(member for member in held.members if member != node))
        areas[place] = replace(held, members=members, importance=1.0, sources=(WORDS, *held.sources))
    ordered = sorted(areas, key=lambda area: -area.importance)
    cut = tuple(area.name for area in ordered[MAX_EVIDENCED:]) + profile.cut
    return replace(profile, areas=tuple(ordered[:MAX_EVIDENCED]), sources=sources, cut=cut)


def weight_of(importance: float) -> Weight:
    """The word for an importance in [0, 1]."""
    return "essential" if importance >= _ESSENTIAL else "important" if importance >= _IMPORTANT else "useful"


class RoleProfiles:
    """Profiles over one snapshot's parts."""

    def __init__(self, evidence: RoleEvidence, grouping: AreaGrouping, model: RoleModel, store: RoleStore) -> None:
        self.evidence = evidence
        self._areas = grouping.areas
        self.grouping = grouping
        self.model = model
        self.store = store
        self.of_role = lru_cache(maxsize=CACHED)(self._of_role)

    def _of_role(self, number: int, seniority: Seniority | None = None) -> Profile:
        """The profile of a reviewed or own role, by its number in the store, and at one seniority where it has any."""
        role = at(self.store.role(number), seniority)
        space = self.evidence.space
        importance = _importance(role.areas)
        areas: list[Area] = []
        sources: dict[int, tuple[str, ...]] = {}
        for area, weight in zip(role.areas, importance, strict=True):
            nodes = {n: m.sources for m in area.members if (n := space.meant(m.skill)) is not None}
            sources |= {node: tuple(asked) for node, asked in nodes.items()}
            areas.append(
                Area(
                    area.name,
                    tuple(nodes),
                    REQUIRED_LEVEL[area.weight] if area.level is None else area.level,
                    None if area.level is None else area.level_from or role.origin,
                    weight,
                    (f"role:{role.origin}", *dict.fromkeys(s for asked in nodes.values() for s in asked)),
                    area.kind,
                    area.learnt,
                    area.rule,
                )
            )
        return Profile(self._stated(areas, role.occupations, seniority), sources, (), role)

    def _stated(
        self, areas: Sequence[Area], occupations: Sequence[str], seniority: Seniority | None
    ) -> tuple[Area, ...]:
        """Areas with the levels that a framework states for one of these occupations, at a seniority, else midway."""
        stated = self.store.levels_of(occupations, seniority or "mid")
        return tuple(self._at_stated(area, stated) for area in areas) if stated else tuple(areas)

    def _at_stated(self, area: Area, stated: Mapping[str, StatedLevel]) -> Area:
        """The level of the area of the vocabulary in which most of the members lie."""
        held = self._areas.of_node[list(area.members)]
        held = held[held != NO_AREA]
        if not len(held):
            return area
        said = stated.get(self._areas.id(int(np.bincount(held).argmax())))
        return area if said is None else replace(area, level=said.level, level_from=said.source)

    def of_job(self, job: JobTitle, seniority: Seniority | None = None) -> Profile:
        """The profile of a job that nobody reviewed."""
        found = self.evidence.of(job)
        chance = self.model.belongs(found.features)
        grouped = self.grouping.of(found, chance, job)
        weight = self.model.weight(grouped.features)
        order = np.lexsort((grouped.areas, -weight))
        enough = max(MIN_AREAS, int((weight >= MIN_WEIGHT).sum()))
        kept, rest = order[: min(enough, MAX_EVIDENCED)], order[min(enough, MAX_EVIDENCED) :]
        named = [self.evidence.occupations.id(n) for n in (*job.esco, *job.onet)]
        made = [self._area(grouped, int(n), found, chance, float(weight[n])) for n in kept]
        areas = self._stated(made, named, seniority)
        sources = {node: _asked(found, node) for area in areas for node in area.members}
        cut = tuple(self._name(int(grouped.areas[n])) for n in rest if weight[n] >= MIN_CUT)
        return Profile(areas, sources, cut, None)

    def _area(self, grouped: AreaEvidence, place: int, found: NodeEvidence, chance: Floats, weight: float) -> Area:
        number, members = int(grouped.areas[place]), grouped.members[place]
        least = min(MIN_MEMBER_CHANCE, float(chance[members[0]]))
        likely = members[chance[members] >= least][:MAX_MEMBERS]
        nodes = tuple(int(found.nodes[n]) for n in likely)
        kind = self._areas.kind(number) if number >= 0 else None
        learnt = self._areas.learnt(number) if number >= 0 else None
        asked = dict.fromkeys(source for node in nodes for source in _asked(found, node))
        return Area(
            self._name_for(number, nodes),
            nodes,
            REQUIRED_LEVEL[weight_of(weight)],
            None,
            round(weight, 4),
            tuple(asked),
            kind,
            learnt,
            "any" if kind == "tool" else "some",
        )

    def _name_for(self, number: int, nodes: Sequence[int]) -> str:
        """The area's name, unless a single member that is far from it in meaning is all there is."""
        if number >= 0 and len(nodes) == 1:
            vector = self.evidence.vector(nodes[0])
            if vector is not None and float(np.round(vector @ self.grouping.names[number], 4)) < MIN_NAMED:
                return self._name(-1 - nodes[0])
        return self._name(number)

    def _name(self, number: int) -> str:
        """Of an area; a node that belongs to none goes by its label."""
        if number >= 0:
            return self._areas.name(number)
        label = self.evidence.space.label(-1 - number)
        return label[:1].upper() + label[1:]


def _asked(found: NodeEvidence, node: int) -> tuple[str, ...]:
    """What asks for a candidate node."""
    place = int(np.searchsorted(found.nodes, node))
    asked = [source for name, least, source in _SOURCES if found.of(name)[place] > least]
    named = (f"{s.partition(':')[0]}:near" if s.partition(":")[0] in found.lent else s for s in asked)
    return tuple(dict.fromkeys(named)) or (MEANING,)


def _importance(areas: Sequence[RoleFileArea]) -> list[float]:
    """A number for each area: from its word's highest it falls evenly in the order of the file, above the lowest."""
    out = []
    for area in areas:
        same = [other for other in areas if other.weight == area.weight]
        top, bottom = AREA_IMPORTANCE[area.weight]
        out.append(round(top - (top - bottom) * same.index(area) / max(1, len(same)), 4))
    return out

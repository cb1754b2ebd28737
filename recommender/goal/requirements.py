"""From occupations to requirement groups, at most 40; a learner meets a group with any one of its skills.

ESCO's essential and optional skills are groups of one. O*NET's technologies are alternatives: one group, one weight,
for each commodity class. O*NET's Skills and Knowledge elements keep their own importance and level. A group's weight
is scaled down where nearly every occupation asks for it, because it then says little about this goal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from recommender.scales import IMPORTANCE, REQUIRED_LEVEL
from recommender.taxonomy.occupations import RELATIONS, Occupations
from recommender.taxonomy.space import KINDS, SkillSpace

MAX_GROUPS: Final = 40
#: Elements are many and general: only those that stand out among occupations, and no more than this.
MAX_ELEMENTS: Final = 6
MIN_ELEMENT_IMPORTANCE: Final = 0.5
#: Places of the 40 that product classes in demand and elements have before skills fill the rest.
RESERVED_TECHNOLOGIES: Final = 12
RESERVED_ELEMENTS: Final = 3
#: Cosine to the goal's words from which a requirement keeps its full weight, and the least share that any keeps.
FULL_WEIGHT_COSINE: Final = 0.5
MIN_NEARNESS: Final = 0.25
#: Where a requirement came from that the goal's own words name.
WORDS: Final = "goal:words"
#: A skill that this share of ESCO occupations needs, or more, weighs the least.
COMMON_SHARE: Final = 0.06
MIN_COMMON_WEIGHT: Final = 0.5
ELEMENT_WEIGHT: Final = 0.4
#: Products that name a class of them.
MAX_EXAMPLES: Final = 3
#: A commodity class that this share of O*NET occupations uses, or more, weighs the least.
EVERYWHERE_SHARE: Final = 0.6
MIN_SPECIFIC_WEIGHT: Final = 0.25


@dataclass(frozen=True, slots=True)
class RequirementGroup:
    """One requirement: canonical nodes of which any one serves. ``node`` names it."""

    node: int
    members: tuple[int, ...]
    level: float
    level_assumed: bool
    importance: float
    sources: tuple[str, ...]

    def named(self, space: SkillSpace) -> str:
        """``Tableau, Power BI or SAS (business intelligence software)`` for a class of products, else the label."""
        label = space.label(self.node)
        if space.kind_of(self.node) != "commodity":
            return label
        names = self.examples(space)
        listed = " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))
        return f"{listed} ({label[0].lower() + label[1:]})"

    def examples(self, space: SkillSpace) -> list[str]:
        """Up to three members that are asked for most."""
        return [space.label(node) for node in self.members[:MAX_EXAMPLES]]


@dataclass(frozen=True, slots=True)
class Requirements:
    """Groups, most important first, as arrays for the gap: shapes ``(groups,)``; members in ``groups``."""

    groups: tuple[RequirementGroup, ...]
    cut: int

    @property
    def level(self) -> npt.NDArray[np.float64]:
        """Required level of each group: shape ``(groups,)``, in [0, 1]."""
        return np.asarray([group.level for group in self.groups], dtype=np.float64)

    @property
    def importance(self) -> npt.NDArray[np.float64]:
        """Importance of each group: shape ``(groups,)``, in [0, 1]."""
        return np.asarray([group.importance for group in self.groups], dtype=np.float64)

    @classmethod
    def of(cls, groups: Iterable[RequirementGroup]) -> Requirements:
        """The most important groups; classes of products and elements keep a share where skills alone would fill it."""
        ordered = sorted(groups, key=lambda group: (-group.importance, group.node))
        kept = [group for group in ordered if _has(group, ("onet:in-demand", "onet:hot"))][:RESERVED_TECHNOLOGIES]
        kept += [group for group in ordered if _has(group, ("onet:level",))][:RESERVED_ELEMENTS]
        chosen = {group.node for group in kept}
        for group in ordered:
            if len(chosen) >= MAX_GROUPS:
                break
            chosen.add(group.node)
        return cls(tuple(group for group in ordered if group.node in chosen), max(0, len(ordered) - len(chosen)))


def _has(group: RequirementGroup, sources: tuple[str, ...]) -> bool:
    return not set(sources).isdisjoint(group.sources)


def narrowed(groups: Iterable[RequirementGroup], similarity: Mapping[int, float]) -> list[RequirementGroup]:
    """Groups weighed by how near they are to the goal's own words.

    For a title that is not an occupation's main one: a *data engineer* is listed under *data scientist*, and what a
    data engineer needs of that is not all of it. ``similarity`` is the cosine of the goal to each node that has a
    vector; a group without one is weighed like the mean of those that have. No group falls below `LEAST_NEAR`.
    """
    groups = list(groups)
    nearness = {
        group.node: max(MIN_NEARNESS, min(1.0, similarity[group.node] / FULL_WEIGHT_COSINE))
        for group in groups
        if group.node in similarity
    }
    usual = sum(nearness.values()) / len(nearness) if nearness else 1.0
    return [replace(g, importance=round(g.importance * nearness.get(g.node, usual), 4)) for g in groups]


def with_words(groups: Iterable[RequirementGroup], nodes: Iterable[int]) -> tuple[RequirementGroup, ...]:
    """Groups with the fields that the goal's own words name: essential, and at an assumed level where nothing says.

    Taxonomies list the tasks of an occupation and leave out the field itself: ESCO's *data scientist* does not require
    *data science*, and what O*NET lists for a *machine learning engineer* holds no *machine learning*.
    """
    found: dict[int, RequirementGroup] = {member: group for group in groups for member in group.members}
    for node in nodes:
        held = found.get(node)
        if held is None:
            found[node] = RequirementGroup(
                node, (node,), REQUIRED_LEVEL["essential"], True, IMPORTANCE["essential"], (WORDS,)
            )
            continue
        raised = replace(
            held,
            importance=max(held.importance, IMPORTANCE["essential"]),
            sources=tuple(dict.fromkeys((*held.sources, WORDS))),
        )
        found.update(dict.fromkeys(held.members, raised))
    return tuple(dict.fromkeys(found.values()))


def of_occupations(
    esco: int | None, onet: int | None, occupations: Occupations, space: SkillSpace, usual: npt.NDArray[np.float32]
) -> tuple[RequirementGroup, ...]:
    """All requirement groups of an ESCO and an O*NET occupation that stand for one goal.

    ``usual`` is the mean importance of each node over O*NET occupations for elements, the share of O*NET occupations
    that use it for commodity classes, and the share of ESCO occupations that need it for skills; shape ``(nodes,)``.
    """
    groups: dict[int, RequirementGroup] = {}
    if esco is not None:
        span = occupations.needs.span(esco)
        for node, code in zip(occupations.needs.columns[span], occupations.needs.values["relation"][span], strict=True):
            relation = RELATIONS[int(code)]
            if relation in {"essential", "optional"}:
                specific = max(MIN_COMMON_WEIGHT, 1 - (1 - MIN_COMMON_WEIGHT) * float(usual[node]) / COMMON_SHARE)
                _keep(groups, _single(int(node), relation, specific))
    if onet is not None:
        for group in _technologies(onet, occupations, space, usual):
            _keep(groups, group)
        for group in _elements(onet, occupations, usual):
            _keep(groups, group)
    for occupation in (esco, onet):
        for group in _competencies(occupation, occupations):
            _keep(groups, group)
    return tuple(dict.fromkeys(groups.values()))


def _single(node: int, relation: str, specific: float) -> RequirementGroup:
    importance = round(IMPORTANCE[relation] * specific, 4)
    return RequirementGroup(node, (node,), REQUIRED_LEVEL[relation], True, importance, (f"esco:{relation}",))


def _keep(groups: dict[int, RequirementGroup], group: RequirementGroup) -> None:
    """A skill that stands in two sources is one requirement, at the greater importance and level."""
    for member in group.members:
        held = groups.get(member)
        if held is not None:
            stated = [g for g in (held, group) if not g.level_assumed]
            level = max(g.level for g in stated) if stated else max(held.level, group.level)
            groups[member] = RequirementGroup(
                held.node,
                tuple(dict.fromkeys((*held.members, *group.members))),
                level,
                not stated,
                max(held.importance, group.importance),
                tuple(dict.fromkeys((*held.sources, *group.sources))),
            )
            return
    groups[group.node] = group


def _technologies(
    onet: int, occupations: Occupations, space: SkillSpace, usual: npt.NDArray[np.float32]
) -> list[RequirementGroup]:
    span = occupations.needs.span(onet)
    commodity = KINDS.index("commodity")
    by_class: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for node, code in zip(occupations.needs.columns[span], occupations.needs.values["relation"][span], strict=True):
        relation = RELATIONS[int(code)]
        if relation in {"in-demand", "hot", "technology"}:
            for parent, _ in space.broader_of(int(node)):
                if space.kind[parent] == commodity:
                    by_class[parent].append((int(node), relation))
    out = []
    for parent, members in by_class.items():
        strongest = max((relation for _, relation in members), key=lambda relation: IMPORTANCE[relation])
        specific = max(MIN_SPECIFIC_WEIGHT, 1 - float(usual[parent]) / EVERYWHERE_SHARE)
        # The most asked for first: they name the group.
        ordered = sorted(members, key=lambda m: (-IMPORTANCE[m[1]], -space.demand_of(m[0]), m[0]))
        nodes = tuple(dict.fromkeys(node for node, _ in ordered))
        importance = round(IMPORTANCE[strongest] * specific, 4)
        source = f"onet:{strongest}"
        out.append(RequirementGroup(parent, nodes, REQUIRED_LEVEL[strongest], True, importance, (source,)))
    return out


def _elements(onet: int, occupations: Occupations, usual: npt.NDArray[np.float32]) -> list[RequirementGroup]:
    """Elements that matter more here than in most occupations, with O*NET's own level."""
    span = occupations.needs.span(onet)
    values = occupations.needs.values
    found = []
    for node, code, importance, level in zip(
        occupations.needs.columns[span],
        values["relation"][span],
        values["importance"][span],
        values["level"][span],
        strict=True,
    ):
        relation = RELATIONS[int(code)]
        if relation == "element" and importance >= MIN_ELEMENT_IMPORTANCE and not np.isnan(level):
            lift = float(importance) - float(usual[node])
            if lift > 0:
                found.append((lift, int(node), float(importance), float(level)))
    found.sort(key=lambda item: (-item[0], item[1]))
    return [
        RequirementGroup(
            node,
            (node,),
            round(level, 4),
            False,
            round(ELEMENT_WEIGHT * importance, 4),
            ("onet:importance", "onet:level"),
        )
        for _, node, importance, level in found[:MAX_ELEMENTS]
    ]


def _competencies(occupation: int | None, occupations: Occupations) -> list[RequirementGroup]:
    """Core competencies of the Australian Skills Classification at its own level, where the occupation matched."""
    if occupation is None:
        return []
    span = occupations.needs.span(occupation)
    values = occupations.needs.values
    return [
        RequirementGroup(
            int(node), (int(node),), round(float(level), 4), False, IMPORTANCE["competency"], ("asc:level",)
        )
        for node, code, level in zip(
            occupations.needs.columns[span], values["relation"][span], values["level"][span], strict=True
        )
        if RELATIONS[int(code)] == "competency"
    ]

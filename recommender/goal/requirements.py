"""From occupations or an advert to requirement groups of which any one skill serves, at most 40.

ESCO's essential and optional skills are groups of one. O*NET's technologies are alternatives: one group, one weight,
for each commodity class. O*NET's Skills and Knowledge elements keep their own importance and level. A group's weight
is scaled down where nearly every occupation asks for it, because it then says little about this goal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from recommender.embed.linker import Link
from recommender.scales import IMPORTANCE, REQUIRED_LEVEL
from recommender.taxonomy import Occupations, SkillSpace
from recommender.taxonomy.occupations import RELATIONS
from recommender.taxonomy.space import KINDS

MOST_GROUPS: Final = 40
#: Elements are many and general: only those that stand out among occupations, and no more than this.
MOST_ELEMENTS: Final = 6
LEAST_ELEMENT: Final = 0.5
ELEMENT_WEIGHT: Final = 0.4
#: A commodity class that this share of O*NET occupations uses, or more, weighs the least.
EVERYWHERE: Final = 0.6
LEAST_SPECIFIC: Final = 0.25


@dataclass(frozen=True, slots=True)
class Group:
    """One requirement: canonical nodes of which any one serves. ``node`` names it."""

    node: int
    members: tuple[int, ...]
    level: float
    level_assumed: bool
    importance: float
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Requirements:
    """Groups, most important first, as arrays for the gap: shapes ``(groups,)``; members in ``groups``."""

    groups: tuple[Group, ...]
    cut: int

    @property
    def level(self) -> npt.NDArray[np.float64]:
        return np.asarray([group.level for group in self.groups], dtype=np.float64)

    @property
    def importance(self) -> npt.NDArray[np.float64]:
        return np.asarray([group.importance for group in self.groups], dtype=np.float64)

    @classmethod
    def of(cls, groups: Iterable[Group]) -> Requirements:
        ordered = sorted(groups, key=lambda group: (-group.importance, group.node))
        return cls(tuple(ordered[:MOST_GROUPS]), max(0, len(ordered) - MOST_GROUPS))


def of_occupations(
    esco: int | None, onet: int | None, occupations: Occupations, space: SkillSpace, usual: npt.NDArray[np.float32]
) -> Requirements:
    """Requirements of an ESCO and an O*NET occupation that stand for one goal.

    ``usual`` is the mean importance of each node over O*NET occupations for elements, and the share of occupations
    that use it for commodity classes; shape ``(nodes,)``.
    """
    groups: dict[int, Group] = {}
    if esco is not None:
        span = occupations.needs.span(esco)
        for node, code in zip(occupations.needs.columns[span], occupations.needs.values["relation"][span], strict=True):
            relation = RELATIONS[int(code)]
            if relation in {"essential", "optional"}:
                _keep(groups, _single(int(node), relation, f"esco:{relation}"))
    if onet is not None:
        for group in _technologies(onet, occupations, space, usual):
            _keep(groups, group)
        for group in _elements(onet, occupations, usual):
            _keep(groups, group)
    return Requirements.of(groups.values())


def of_advert(links: Iterable[Link]) -> Requirements:
    """Requirements of a job advert: the skills it names, each weighed by the confidence of its link."""
    return Requirements.of(
        Group(link.node, (link.node,), REQUIRED_LEVEL["stated"], True, round(link.confidence, 4), ("advert",))
        for link in links
    )


def _single(node: int, relation: str, source: str) -> Group:
    return Group(node, (node,), REQUIRED_LEVEL[relation], True, IMPORTANCE[relation], (source,))


def _keep(groups: dict[int, Group], group: Group) -> None:
    """A skill that stands in two sources is one requirement, at the greater importance and level."""
    for member in group.members:
        held = groups.get(member)
        if held is not None:
            stated = [g for g in (held, group) if not g.level_assumed]
            level = max(g.level for g in stated) if stated else max(held.level, group.level)
            groups[member] = Group(
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
) -> list[Group]:
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
        specific = max(LEAST_SPECIFIC, 1 - float(usual[parent]) / EVERYWHERE)
        nodes = tuple(dict.fromkeys(node for node, _ in members))
        importance = round(IMPORTANCE[strongest] * specific, 4)
        source = f"onet:{strongest}"
        out.append(Group(parent, nodes, REQUIRED_LEVEL[strongest], True, importance, (source,)))
    return out


def _elements(onet: int, occupations: Occupations, usual: npt.NDArray[np.float32]) -> list[Group]:
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
        if relation == "element" and importance >= LEAST_ELEMENT and not np.isnan(level):
            lift = float(importance) - float(usual[node])
            if lift > 0:
                found.append((lift, int(node), float(importance), float(level)))
    found.sort(key=lambda item: (-item[0], item[1]))
    return [
        Group(
            node,
            (node,),
            round(level, 4),
            False,
            round(ELEMENT_WEIGHT * importance, 4),
            ("onet:importance", "onet:level"),
        )
        for _, node, importance, level in found[:MOST_ELEMENTS]
    ]


def usual_importance(occupations: Occupations, space: SkillSpace) -> npt.NDArray[np.float32]:
    """Computed once when a snapshot is built: see ``usual`` in `of_occupations`."""
    out = np.zeros(len(space), dtype=np.float64)
    onet = np.flatnonzero(occupations.is_onet)
    rated: dict[int, list[float]] = defaultdict(list)
    commodity = KINDS.index("commodity")
    with_technology = 0
    for occupation in onet:
        span = occupations.needs.span(int(occupation))
        classes: set[int] = set()
        for node, code, importance in zip(
            occupations.needs.columns[span],
            occupations.needs.values["relation"][span],
            occupations.needs.values["importance"][span],
            strict=True,
        ):
            relation = RELATIONS[int(code)]
            if relation == "element" and not np.isnan(importance):
                rated[int(node)].append(float(importance))
            elif relation in {"in-demand", "hot", "technology"}:
                classes |= {parent for parent, _ in space.broader_of(int(node)) if space.kind[parent] == commodity}
        with_technology += bool(classes)
        out[list(classes)] += 1
    out /= max(1, with_technology)
    for node, values in rated.items():
        out[node] = float(np.mean(values))
    return out.astype(np.float32)

"""A plan's instance against the catalogue that it says it comes from."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from recommender.catalogue.store import Credentials
from recommender.path.exclusions import CONFIRMED
from recommender.path.plan import LearningPath
from recommender.path.problem import CENTS, CONFIDENCE, LEVEL, MINIMUM_LINK_CONFIDENCE, Candidate, PlanningProblem
from recommender.path.verdict import MAX_TEXT, Finding
from recommender.taxonomy.space import SkillSpace


def audit_plan(path: LearningPath, snapshot: str, credentials: Credentials, space: SkillSpace) -> tuple[Finding, ...]:
    """Titles, hours, prices in the budget's currency, links and levels required, and the size of the catalogue.

    Whether credentials are missing from the pool follows from the request alone (`recommender.path.planner.Planner`).
    """
    return tuple(_compared(path, snapshot, credentials, space))


def _compared(path: LearningPath, snapshot: str, credentials: Credentials, space: SkillSpace) -> Iterator[Finding]:
    certificate = path.certificate
    stated = certificate.inputs.snapshot
    yield Finding(ok=stated == snapshot, what=f"the snapshot is {snapshot}", where="certificate.inputs.snapshot")
    same = certificate.pool.considered == len(credentials)
    yield Finding(
        ok=same, what=f"the catalogue holds {len(credentials)} credentials", where="certificate.pool.considered"
    )
    instance = certificate.instance
    nodes = [_nodes(dimension.skills, space) for dimension in instance.dimensions]
    for number, candidate in enumerate(instance.candidates):
        row = credentials.number(candidate.id)
        where = f"certificate.instance.candidates.{number}"
        if row is None:
            yield Finding(ok=False, what="it is not in the catalogue", where=where)
            continue
        wrong = [
            *_figures(candidate, row, instance, credentials, space),
            *_links(candidate, row, instance, nodes, credentials),
        ]
        what = "; ".join(wrong)[:MAX_TEXT] or "as the catalogue states it"
        yield Finding(ok=not wrong, what=what, where=where)


def _nodes(skills: tuple[str, ...], space: SkillSpace) -> list[int]:
    return [node for skill in skills if (node := space.meant(skill)) is not None]


def _figures(
    candidate: Candidate, row: int, instance: PlanningProblem, credentials: Credentials, space: SkillSpace
) -> Iterator[str]:
    if candidate.title != credentials.title(row):
        yield "another title"
    hours, amount = float(credentials.hours_high[row]), float(credentials.price[row])
    barred = bool(candidate.barred)
    if "hours" in candidate.assumed:
        if not np.isnan(hours):
            yield "hours are said to be assumed, and the catalogue states them"
    elif np.isnan(hours):
        if not barred:
            yield f"{candidate.minutes} minutes, and the catalogue states no hours"
    elif candidate.minutes != max(1, round(hours * 60)):
        yield f"{candidate.minutes} minutes, not {hours:g} hours"
    yield from _price(candidate, instance, amount, int(credentials.currency[row]), credentials)
    if {instance.dimensions[d].skills: level for d, level in candidate.requires} != _required(row, credentials, space):
        yield "requires other levels than the catalogue states"
    held_or_there = {credentials.id(int(p)) for p in credentials.prerequisites.row(row)}
    named = {instance.candidates[p].id for p in candidate.prerequisites}
    if not named <= held_or_there and CONFIRMED not in candidate.assumed:
        yield "a prerequisite that the catalogue does not state"


def _required(row: int, credentials: Credentials, space: SkillSpace) -> dict[tuple[str, ...], int]:
    """Level required of each skill, where there is any."""
    span = credentials.requires.span(row)
    out: dict[tuple[str, ...], int] = {}
    for node, level in zip(
        credentials.requires.columns[span].tolist(), credentials.requires.values["level"][span].tolist(), strict=True
    ):
        if needed := round(level * LEVEL):
            key = (space.id(node),)
            out[key] = max(needed, out.get(key, 0))
    return out


def _price(
    candidate: Candidate, instance: PlanningProblem, amount: float, currency: int, credentials: Credentials
) -> Iterator[str]:
    own = amount == 0 or currency == credentials.code("currency", instance.limits.currency)
    if "price" in candidate.assumed:
        if own and not np.isnan(amount):
            yield "the price is said to be assumed, and the catalogue states it"
    elif np.isnan(amount):
        if candidate.price is not None and not candidate.barred:
            yield f"a price of {candidate.price}, and the catalogue states none"
    # A price in another currency rests on the rate that the learner gave, which no catalogue knows.
    elif own and candidate.price != round(amount * CENTS):
        yield f"a price of {candidate.price}, not {amount:g}"


def _links(
    candidate: Candidate, row: int, instance: PlanningProblem, nodes: list[list[int]], credentials: Credentials
) -> Iterator[str]:
    """What it teaches: every entry has a link behind it, and no better link is left out."""
    index = credentials.taught_by
    counted = MINIMUM_LINK_CONFIDENCE if instance.objective.kind == "goals" else 0
    stated: dict[int, set[tuple[int, int]]] = {}
    for dimension, level, confidence in candidate.teaches:
        stated.setdefault(dimension, set()).add((level, confidence))
    for dimension, members in enumerate(nodes):
        links = set()
        for node in members:
            span = index.span(node)
            for position in np.flatnonzero(index.columns[span] == row) + span.start:
                sure = max(1, round(float(index.values["confidence"][position]) * CONFIDENCE))
                links.add((round(float(index.values["level"][position]) * LEVEL), sure))
        entries = stated.get(dimension, set())
        label = instance.dimensions[dimension].label
        if not entries <= links:
            yield f"teaches {label} otherwise than the catalogue states"
        held = instance.dimensions[dimension].held
        better = [
            link
            for link in links
            if link[0] > held and link[1] > counted and not any(e[0] >= link[0] and e[1] >= link[1] for e in entries)
        ]
        if better:
            yield f"leaves out that it teaches {label}"

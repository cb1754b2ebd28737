"""Checks between rows: repeats, prerequisites that are not there, circles of prerequisites."""

from __future__ import annotations

from collections.abc import Callable

from recommender.catalogue.refusals import Refusal
from recommender.catalogue.schema import CatalogueRow
from recommender.text import fold

Place = tuple[str, int]


def check_consistency(
    rows: list[CatalogueRow], places: list[Place], refuse: Callable[[Refusal], None]
) -> list[CatalogueRow]:
    """The rows that stand; each other one goes to ``refuse`` with its place (file, row)."""
    kept = _distinct(rows, places, refuse)
    named = [_names(row) for row in rows]
    kept = _acyclic(kept, named, rows, places, refuse)
    return [rows[position] for position in _resolved(kept, named, rows, places, refuse)]


def _names(row: CatalogueRow) -> list[str]:
    """The identifiers of a row: its own and those of its runs."""
    return list(dict.fromkeys([row.identifier, *(run.id for run in row.runs if run.id)]))


def _distinct(rows: list[CatalogueRow], places: list[Place], refuse: Callable[[Refusal], None]) -> list[int]:
    seen: dict[tuple[str, ...], int] = {}
    kept = []
    for position, row in enumerate(rows):
        content = (fold(row.title), fold(row.provider or ""), row.url or "", row.language or "")
        keys: list[tuple[str, tuple[str, ...]]] = [("title", ("content", *content))]
        if row.id:
            keys.insert(0, ("id", ("id", row.id)))
        for field, key in keys:
            first = seen.setdefault(key, position)
            if first != position:
                file, number = places[first]
                value = row.identifier if field == "id" else row.title[:80]
                refuse(Refusal(*places[position], field, value, f"repeats {file}, row {number}"))
                break
        else:
            kept.append(position)
    return kept


def _resolved(
    kept: list[int],
    named: list[list[str]],
    rows: list[CatalogueRow],
    places: list[Place],
    refuse: Callable[[Refusal], None],
) -> list[int]:
    """Drop rows whose prerequisite is not there, and those that require a row which is dropped for it."""
    present = {name for position in kept for name in named[position]}
    requiring: dict[str, list[int]] = {}
    for position in kept:
        for needed in rows[position].prerequisites:
            requiring.setdefault(needed, []).append(position)
    dropped: set[int] = set()
    waiting = [needed for needed in requiring if needed not in present]
    while waiting:
        missing = waiting.pop()
        for position in requiring.get(missing, ()):
            if position not in dropped:
                dropped.add(position)
                refuse(Refusal(*places[position], "prerequisites", missing[:80], "no such credential in the catalogue"))
                waiting += named[position]
    return [position for position in kept if position not in dropped]


def _acyclic(
    kept: list[int],
    named: list[list[str]],
    rows: list[CatalogueRow],
    places: list[Place],
    refuse: Callable[[Refusal], None],
) -> list[int]:
    """Drop rows that require each other in a circle (strongly connected components of the prerequisite graph)."""
    numbers = {name: number for number, position in enumerate(kept) for name in named[position]}
    edges = [
        (number, numbers[parent])
        for number, position in enumerate(kept)
        for parent in rows[position].prerequisites
        if parent in numbers
    ]
    if not edges:
        return kept
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    size = len(kept)
    graph = coo_array(([1] * len(edges), ([e[0] for e in edges], [e[1] for e in edges])), shape=(size, size))
    _, component = connected_components(graph.tocsr(), directed=True, connection="strong")
    members: dict[int, list[int]] = {}
    for number, label in enumerate(component):
        members.setdefault(int(label), []).append(number)
    looped = {child for child, parent in edges if child == parent}
    bad: set[int] = set(looped)
    for group in members.values():
        if len(group) > 1:
            bad.update(group)
    for number in sorted(bad):
        circle = ", ".join(rows[kept[n]].identifier for n in members[int(component[number])][:5])
        refuse(Refusal(*places[kept[number]], "prerequisites", circle[:80], "these credentials require each other"))
    return [position for number, position in enumerate(kept) if number not in bad]

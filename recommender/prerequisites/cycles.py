"""Circles among prerequisites, and the cheapest edges to drop from each so that an order exists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from recommender.records import Record

WORK_LIMIT: Final = 5.0

Edge = tuple[str, str]


class Cycle(Record):
    """Credentials that all stand before each other. ``drop``: (before, after) edges of least total ``cost``.

    ``proven``: no cheaper set of edges breaks every circle among them.
    """

    members: tuple[str, ...]
    drop: tuple[Edge, ...]
    cost: int
    proven: bool


def find_cycles(edges: Mapping[Edge, int]) -> tuple[Cycle, ...]:
    """Every group of credentials without an order. ``edges``: (before, after) with what dropping it costs, at least 1.

    The edges to drop are a minimum feedback arc set (Karp, 1972), found by integer programming over positions.
    """
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edges_from(sorted(edges))
    groups = [sorted(group) for group in nx.strongly_connected_components(graph)]
    groups = [group for group in groups if len(group) > 1 or graph.has_edge(group[0], group[0])]
    return tuple(_broken(group, edges) for group in sorted(groups))


def _broken(group: list[str], edges: Mapping[Edge, int]) -> Cycle:
    from ortools.sat.python import cp_model

    members = set(group)
    inside = sorted(edge for edge in edges if members.issuperset(edge))
    model = cp_model.CpModel()
    place = {name: model.new_int_var(0, len(group) - 1, name) for name in group}
    dropped = {edge: model.new_bool_var("dropped") for edge in inside}
    for edge, gone in dropped.items():
        before, after = edge
        if before == after:
            model.add(gone == 1)
        else:
            model.add(place[before] + 1 <= place[after]).only_enforce_if(~gone)
    model.minimize(sum(edges[edge] * gone for edge, gone in dropped.items()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.random_seed = 1, 0
    solver.parameters.max_deterministic_time = WORK_LIMIT
    status = solver.solve(model)
    found = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
    # Dropping all of them always works, should the work limit come before anything was found.
    drop = tuple(edge for edge in inside if not found or solver.boolean_value(dropped[edge]))
    return Cycle(
        members=tuple(group),
        drop=drop,
        cost=sum(edges[edge] for edge in drop),
        proven=status == cp_model.OPTIMAL,
    )

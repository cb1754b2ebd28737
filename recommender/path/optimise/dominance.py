"""Which candidates a solver need not see: rules under each of which the optimum stays what it is.

* *Unusable*: barred by a wish, in a cycle of prerequisites, or behind a prerequisite that is unusable.
* *Dominated*: another candidate takes no more minutes and money, opens no later and closes no earlier, needs the
  same or nothing, and is worth and teaches at least as much of everything. In any plan the dominated one can be
  replaced by it, or left out where it is there already. Of equals the first stays. Must-haves, prerequisites of others,
  with a bonus parts of programmes, and whatever the caller protects are never removed.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

import numpy as np

from recommender.arrays import Ints
from recommender.path.optimise.problem_arrays import ProblemArrays

if TYPE_CHECKING:
    import networkx as nx

#: Later than any date of an instance.
NEVER: Final = 10**12


def usable(tables: ProblemArrays, without: Collection[str] = ()) -> list[int]:
    """Candidates that can be taken at all once the options in ``without`` are dropped."""
    candidates = tables.instance.candidates
    dead = {n for n, c in enumerate(candidates) if not set(c.barred) <= set(without)}
    if not any(candidate.prerequisites for candidate in candidates):
        return [n for n in range(len(candidates)) if n not in dead]
    import networkx as nx

    graph = prerequisite_graph(tables)
    for component in nx.strongly_connected_components(graph):
        if len(component) > 1:
            dead |= component
    for node in list(dead):
        dead |= nx.descendants(graph, node)
    return [n for n in range(len(candidates)) if n not in dead]


def prerequisite_graph(tables: ProblemArrays) -> nx.DiGraph[int]:
    """Edges from each prerequisite to the candidate that needs it."""
    import networkx as nx

    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(len(tables.instance.candidates)))
    graph.add_edges_from((p, n) for n, c in enumerate(tables.instance.candidates) for p in c.prerequisites)
    return graph


def undominated(tables: ProblemArrays, pool: Collection[int], protected: Collection[int] = ()) -> list[int]:
    """The members of ``pool`` that no other member makes superfluous."""
    instance = tables.instance
    rows = np.asarray(sorted(pool), dtype=np.int64)
    if not len(rows):
        return []
    keep_always = set(protected) | set(instance.limits.must_have)
    keep_always |= {p for n in rows.tolist() for p in instance.candidates[n].prerequisites}
    if instance.objective.bonus:
        keep_always |= {n for programme in instance.programmes for n in programme.missing}
    more, less = _counts(tables, rows)
    # The best come first: whoever dominates another is at least as good in every column, so never behind it.
    order = np.lexsort((rows, less.sum(axis=1), -more.sum(axis=1)))
    rows, more, less = rows[order], more[order], less[order]
    kept_more, kept_less = np.empty_like(more), np.empty_like(less)
    kept: list[int] = []
    for position, row in enumerate(rows.tolist()):
        count = len(kept)
        dominated = (
            row not in keep_always
            and count > 0
            and bool(
                (
                    (kept_less[:count] <= less[position]).all(axis=1)
                    & (kept_more[:count] >= more[position]).all(axis=1)
                ).any()
            )
        )
        if not dominated:
            kept_more[count], kept_less[count] = more[position], less[position]
            kept.append(row)
    return sorted(kept)


def _counts(tables: ProblemArrays, rows: Ints) -> tuple[Ints, Ints]:
    """Columns of which more is better, and of which less is."""
    instance = tables.instance
    kind = instance.objective.kind
    closes = [
        NEVER if instance.candidates[row].closes is None else instance.candidates[row].closes for row in rows.tolist()
    ]
    more = [np.asarray(closes, dtype=np.int64)[:, None]]
    if kind != "goals":
        goals = range(len(instance.goals)) if kind == "regret" else (0,)
        more += [tables.worth(goal)[rows] for goal in goals]
    more.append(np.maximum(tables.level, tables.held)[rows][:, _levels_matter(tables)])
    # Requirements that are not met yet compare only where they are the same, or where the other has none.
    sets = {(): 0}
    needs = np.zeros((len(rows), 2), dtype=np.int64)
    for position, row in enumerate(rows.tolist()):
        if tables.ready[row] is not None:
            key = tuple(sorted(instance.candidates[row].requires))
            needs[position] = sets.setdefault(key, len(sets))
    behind = {(): 0}
    prerequisites = np.asarray(
        [behind.setdefault(tuple(sorted(instance.candidates[r].prerequisites)), len(behind)) for r in rows.tolist()]
    )
    less = [
        tables.minutes[rows],
        tables.price[rows],
        # An unknown price may be any, so it never stands for a known one.
        np.asarray([instance.candidates[r].price is None for r in rows.tolist()], dtype=np.int64),
        np.asarray([instance.candidates[r].opens for r in rows.tolist()], dtype=np.int64),
        # Equal kinds of needs only, or none: a column and its negative allow nothing but equality; 0 is below all.
        needs[:, 0],
        np.where(needs[:, 0] > 0, len(sets) - needs[:, 0], 0),
        prerequisites,
        np.where(prerequisites > 0, len(behind) - prerequisites, 0),
    ]
    return np.concatenate(more, axis=1), np.stack(less, axis=1)


def _levels_matter(tables: ProblemArrays) -> list[int]:
    """Dimensions whose level, not only its worth, counts: of requirements not met yet, and of goals to be reached."""
    out = {d for n, c in enumerate(tables.instance.candidates) if tables.ready[n] is not None for d, _ in c.requires}
    if tables.instance.objective.kind == "goals":
        out |= {a.dimension for goal in tables.instance.goals for a in goal.asked}
    return sorted(out)

"""Strengths and weaknesses for a goal, each with its uncertainty and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from recommender.arrays import Floats
from recommender.learner.posterior import CELLS
from recommender.learner.state import State
from recommender.records import SkillRef, Standing
from recommender.roles.area import Area
from recommender.scales import word


def standings(
    areas: Sequence[tuple[Area, tuple[SkillRef, ...]]], states: Sequence[State | None], cells: Sequence[Floats]
) -> tuple[tuple[Standing, ...], tuple[Standing, ...]]:
    """(strengths, weaknesses). ``areas``: with members to show; ``states`` and ``cells`` are those of the best member.

    A strength is an area of which something is held, ordered by importance times what is held of the required
    level; a weakness one of which something is missing, ordered by importance times what is missing. A skill of which
    half is held stands in both: that is what it is.
    """
    rows = [_standing(*row) for row in zip(areas, states, cells, strict=True)]
    strong = [row for row in rows if min(row.mean, row.required) > 0]
    weak = [row for row in rows if row.mean < row.required]
    return (
        tuple(sorted(strong, key=lambda row: (-row.importance * min(row.mean, row.required), row.area))),
        tuple(sorted(weak, key=lambda row: (-row.importance * (row.required - row.mean), row.area))),
    )


def _standing(asked: tuple[Area, tuple[SkillRef, ...]], state: State | None, cells: Floats) -> Standing:
    area, members = asked
    return Standing(
        area=area.name,
        members=members,
        required=area.level,
        importance=area.importance,
        word=word(state.mean if state else 0.0),
        mean=state.mean if state else 0.0,
        low=state.low if state else 0.0,
        high=state.high if state else 0.0,
        probability=_reaches(cells, area.level) if state else 0.0,
        kind=state.kind if state else None,
        basis=basis(state),
    )


def _reaches(cells: Floats, level: float) -> float:
    """Probability that the level is at least ``level``; the cell it falls in counts by its part above."""
    position = min(int(level * CELLS), CELLS - 1)
    part = 1 - (level * CELLS - position)
    return round(float(min(1.0, cells[position] * part + cells[position + 1 :].sum())), 4)


def basis(state: State | None) -> str:
    """What a state rests on, in plain words."""
    if state is None:
        return "nothing shows it"
    named = ", ".join(state.sources[:3])
    if state.kind == "inferred":
        return f"inferred from {named}; not shown itself"
    said = f"evidenced by {named}" if state.kind == "evidenced" else f"claimed ({named}), not verified"
    return said + ("; the level is assumed" if state.assumed else "")

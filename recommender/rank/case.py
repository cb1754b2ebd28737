"""One request as ranking and asking see it: who, for what goal, within which limits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from recommender.goal.requirements import Requirements
from recommender.learner.state import State, States
from recommender.records import Goal, Learner, Preferences


@dataclass(frozen=True)
class Case:
    """A learner and a goal, understood.

    ``learner``: as handed over, and ``language`` that of its text where it could be told. ``words``: the goal as the
    learner says it, then as the taxonomy does where that differs. ``warnings``: what was not understood. ``goal`` is
    ``None``, and ``required`` empty, where the learner named none.
    """

    learner: Learner
    language: str | None
    as_of: dt.date
    preferences: Preferences
    states: States
    goal: Goal | None
    required: Requirements
    words: tuple[str, ...] = ()
    warnings: list[str] = field(default_factory=list)

    @cached_property
    def best(self) -> tuple[State | None, ...]:
        """The highest state among the members of each area; ``None`` where none of them is held."""
        return tuple(self.states.best(area.members) for area in self.required.areas)

    @cached_property
    def best_members(self) -> tuple[int | None, ...]:
        """The member of each area with the highest state; ``None`` where none of them is held."""
        return tuple(self.states.best_member(area.members) for area in self.required.areas)

    @cached_property
    def levels(self) -> dict[int, float]:
        """Mean level held, by node."""
        return {node: state.mean for node, state in self.states.by_node.items()}

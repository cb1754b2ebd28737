"""One thing that a role or an advert asks for: a competence with its members, its level and what asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from recommender.records import AreaKind, Learnt, MemberRule

#: Areas of one role or one goal at most.
MAX_AREAS: Final = 15


@dataclass(frozen=True, slots=True)
class Area:
    """What is asked for in words that people use. ``members`` are canonical nodes, those asked for most first.

    ``level`` and ``importance`` are in [0, 1]; ``level_from``: what states the level, ``None`` where it is assumed.
    ``sources``: what asks for the area. A licence has no members: no skill stands for it. ``kind`` and ``learnt`` are
    ``None`` where nothing says.
    """

    name: str
    members: tuple[int, ...]
    level: float
    level_from: str | None
    importance: float
    sources: tuple[str, ...]
    kind: AreaKind | None = None
    learnt: Learnt | None = None
    rule: MemberRule = "some"

    @property
    def level_assumed(self) -> bool:
        """Whether no source states the level."""
        return self.level_from is None

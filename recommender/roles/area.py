"""One thing that a role or an advert asks for: a competence with its members, its level and what asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from recommender.taxonomy.areas import AreaKind, Learnt

Kind = AreaKind | Literal["licence"]
#: Whether any one member serves as well as another (rival products), or each is a facet of one competence.
MemberRule = Literal["any", "some"]


@dataclass(frozen=True, slots=True)
class Area:
    """What is asked for in words that people use. ``members`` are canonical nodes, those asked for most first.

    ``level`` and ``importance`` are in [0, 1]; ``level_assumed``: no source states the level. ``sources``: what asks
    for it. A licence has no members: no skill stands for it. ``kind`` and ``learnt`` are ``None`` where nothing says.
    """

    name: str
    members: tuple[int, ...]
    level: float
    level_assumed: bool
    importance: float
    sources: tuple[str, ...]
    kind: Kind | None = None
    learnt: Learnt | None = None
    rule: MemberRule = "some"

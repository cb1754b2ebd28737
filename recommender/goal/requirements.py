"""What a goal asks for, as arrays for the gap: areas, most important first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from recommender.arrays import Floats
from recommender.roles.area import MAX_AREAS, Area


@dataclass(frozen=True, slots=True)
class Requirements:
    """Areas, most important first. ``cut``: how many less important ones were left out."""

    areas: tuple[Area, ...]
    cut: int = 0

    @classmethod
    def of(cls, areas: Iterable[Area], cut: int = 0) -> Requirements:
        """The most important areas; of equal ones the first."""
        ordered = sorted(areas, key=lambda area: -area.importance)
        return cls(tuple(ordered[:MAX_AREAS]), cut + max(0, len(ordered) - MAX_AREAS))

    @property
    def level(self) -> Floats:
        """Required level of each area: shape ``(areas,)``, in [0, 1]."""
        return np.asarray([area.level for area in self.areas], dtype=np.float64)

    @property
    def importance(self) -> Floats:
        """Importance of each area: shape ``(areas,)``, in [0, 1]."""
        return np.asarray([area.importance for area in self.areas], dtype=np.float64)

"""Levels that a framework states for areas of roles, against what would be assumed and what a reader wrote."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from recommender.roles.profile import RoleProfiles
from recommender.scales import REQUIRED_LEVEL, band


def compared(profiles: RoleProfiles) -> dict[str, dict[str, float]]:
    """Share of stated levels whose band is that of the assumed and of the reader's level, and how far they lie apart.

    Over all roles that readers wrote; ``far``: mean of |level - stated level|, levels in [0, 1].
    """
    assumed: list[tuple[float, float]] = []
    read: list[tuple[float, float]] = []
    for number in range(len(profiles.store)):
        role = profiles.store.role(number)
        for area, written in zip(profiles.of_role(number).areas, role.areas, strict=True):
            if area.level_from in {None, role.origin, written.level_from}:
                continue
            assumed.append((REQUIRED_LEVEL[written.weight], area.level))
            read += [] if written.level is None else [(written.level, area.level)]
    return {"assumed from the weight": _apart(assumed), "a reader's": _apart(read)}


def _apart(pairs: Sequence[tuple[float, float]]) -> dict[str, float]:
    if not pairs:
        return {"levels": 0}
    levels = np.asarray(pairs)
    same = [band(one) == band(stated) for one, stated in pairs]
    far = float(np.abs(levels[:, 0] - levels[:, 1]).mean())
    return {"levels": len(pairs), "same band": round(float(np.mean(same)), 4), "far": round(far, 4)}

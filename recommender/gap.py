"""Closure and gap: the arithmetic that ranking and planning share. Pure numpy, no records.

For an area g with required level r_g and importance w_g, a held level h_g and a taught level t_g (both the
maximum over its members), one credential closes ``w_g * (min(r_g, max(h_g, t_g)) - min(r_g, h_g))``. A set of
credentials closes with the maximum over its members, which makes closure monotone and submodular.
All levels are proficiencies in [0, 1]; importances are non-negative.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recommender.arrays import Floats


def gaps(required: Floats, held: Floats, importance: Floats) -> Floats:
    """Importance times what is missing, area by area: shape ``(areas,)``."""
    return np.asarray(importance * np.maximum(required - held, 0.0))


def closed(required: Floats, held: Floats, importance: Floats, taught: Floats) -> Floats:
    """What each row of ``taught`` closes of each area.

    ``taught`` has shape ``(credentials, areas)``, ``held`` ``(areas,)`` or the same; the result has the shape of
    ``taught`` and is never negative.
    """
    before = np.minimum(required, held)
    return np.asarray(importance * (np.minimum(required, np.maximum(held, taught)) - before))


def closure(required: Floats, held: Floats, importance: Floats, taught: Floats) -> Floats:
    """Total closure of each row of ``taught``: shape ``(credentials,)``."""
    return np.asarray(closed(required, held, importance, taught).sum(axis=-1))


def closure_of_set(required: Floats, held: Floats, importance: Floats, taught: Floats) -> float:
    """Closure of all rows of ``taught`` taken together; 0 for no rows."""
    if not len(taught):
        return 0.0
    return float(closure(required, held, importance, taught.max(axis=0, keepdims=True))[0])


def readiness(required: Floats, held: Floats) -> float:
    """Share of the required levels that is held, in [0, 1]; 1 where nothing is required."""
    total = float(required.sum())
    return float(np.minimum(required, held).sum() / total) if total > 0 else 1.0


@dataclass(frozen=True, slots=True)
class LearnerGap:
    """The gap as arrays of shape ``(areas,)``, and the nodes of each area."""

    required: Floats
    held: Floats
    held_sd: Floats
    importance: Floats
    members: Sequence[Sequence[int]]

    @property
    def open(self) -> Floats:
        """What is missing of each area, weighed by its importance: shape ``(areas,)``."""
        return gaps(self.required, self.held, self.importance)

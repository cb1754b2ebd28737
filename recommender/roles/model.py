"""How evidence is weighed: the chance that a node belongs to a job, and the weight that an area has in it.

Both are logistic: of a node, fitted on what two blind readers mark; of an area, a fractional logit (Papke and
Wooldridge, 1996) fitted on the weight that settled profiles give to it, 0 where they have none of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from recommender.arrays import Floats
from recommender.artifacts import Artifact
from recommender.roles.evidence import FEATURES
from recommender.roles.grouping import AREA_FEATURES


@dataclass(frozen=True, slots=True)
class Logit:
    """Weights of features, which are centred and scaled first, and the intercept."""

    weights: Floats
    centre: Floats
    scale: Floats
    intercept: float

    @classmethod
    def read(cls, stored: Mapping[str, Any], names: Sequence[str]) -> Logit:
        """From three maps by name and the intercept, as a manifest holds them."""
        weights, centre, scale = (
            np.asarray([float(stored[part][name]) for name in names]) for part in ("weights", "centre", "scale")
        )
        return cls(weights, centre, scale, float(stored["intercept"]))

    def __call__(self, features: Floats) -> Floats:
        """In [0, 1] for each row of ``features``, shape ``(n, names)``; rounded, so that machines agree."""
        logit = (features - self.centre) / self.scale @ self.weights + self.intercept
        return np.round(1 / (1 + np.exp(-logit)), 4)


@dataclass(frozen=True, slots=True)
class RoleModel:
    """``belongs``: of `FEATURES`, that a node belongs to the job. ``weight``: of `AREA_FEATURES`, of an area."""

    belongs: Logit
    weight: Logit

    @classmethod
    def read(cls, folder: Path) -> RoleModel:
        """From ``manifest.json`` of ``models/roles``; `ModelError` where it is missing or malformed."""
        found = Artifact.read(folder, "models/roles", kind=1)
        try:
            return cls(
                Logit.read(found.manifest["belongs"], FEATURES), Logit.read(found.manifest["weight"], AREA_FEATURES)
            )
        except (ValueError, KeyError, TypeError) as error:
            raise found.malformed(error) from error

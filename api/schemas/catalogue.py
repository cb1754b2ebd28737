"""Bodies of ``/v1/prerequisites``."""

from __future__ import annotations

from pydantic import BaseModel

from recommender.prerequisites.suggestions import Suggestion


class PrerequisitesFound(BaseModel):
    """Stated prerequisites first, then likely ones, most probable first."""

    prerequisites: list[Suggestion]

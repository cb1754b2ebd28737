"""Bodies of ``/v1/prerequisites``."""

from __future__ import annotations

from recommender.prerequisites.suggestions import Suggestion
from recommender.records import Record


class PrerequisitesFound(Record):
    """Stated prerequisites first, then likely ones, most probable first."""

    prerequisites: list[Suggestion]

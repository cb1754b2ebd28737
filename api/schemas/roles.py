"""Bodies of ``/v1/roles``."""

from __future__ import annotations

from recommender.records import Record, RoleFound


class RolesFound(Record):
    """Roles that a title may mean, most probable first."""

    roles: list[RoleFound]

"""Bodies of health and version."""

from __future__ import annotations

from recommender.records import Record


class Status(Record):
    """``status`` is ``ok`` or ``ready``."""

    status: str


class Version(Record):
    """What answers: versions and the snapshot."""

    credpath: str
    snapshot: str | None
    versions: dict[str, str]

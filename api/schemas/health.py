"""Bodies of health and version."""

from __future__ import annotations

from pydantic import BaseModel


class Status(BaseModel):
    """``status`` is ``ok`` or ``ready``."""

    status: str


class Version(BaseModel):
    """What answers: versions and the snapshot."""

    credpath: str
    snapshot: str | None
    versions: dict[str, str]

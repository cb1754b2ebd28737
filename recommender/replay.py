"""A plan's name that carries its own request, so that the service can make the plan again and keeps nothing.

It holds what was understood of the learner (skills, levels, sources), never their own text, and the goals as they were
written; whoever has the name can read that, so it is to be kept like the plan itself.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import zlib
from typing import Final

from pydantic import ValidationError

from recommender.errors import NotFound
from recommender.path.wishes import PlanWishes
from recommender.records import Learner, Preferences, Record

#: Longer names would not fit into an address; such a plan has none.
LONGEST: Final = 8_000
LARGEST: Final = 200_000


class Replay(Record):
    """Everything that a plan follows from, beside the snapshot's content. ``learner`` holds evidence alone."""

    snapshot: str
    as_of: dt.date
    learner: Learner
    text_language: str | None
    warnings: tuple[str, ...]
    goals: tuple[str, ...]
    preferences: Preferences
    wishes: PlanWishes
    work: float


def name_of(request: Replay) -> str | None:
    """The name of a request, or ``None`` where it would be too long."""
    content = request.model_dump_json(exclude_defaults=True).encode()
    name = base64.urlsafe_b64encode(zlib.compress(content, 9)).decode().rstrip("=")
    return name if len(name) <= LONGEST and len(content) <= LARGEST else None


def requested(name: str) -> Replay:
    """The request of a name; `NotFound` where it is none."""
    msg = "no plan has this name"
    if len(name) > LONGEST:
        raise NotFound(msg)
    try:
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(base64.urlsafe_b64decode(name + "=" * (-len(name) % 4)), LARGEST)
        if not unpacking.eof:
            raise NotFound(msg)
        return Replay.model_validate_json(content)
    except (binascii.Error, zlib.error, ValidationError, ValueError):
        raise NotFound(msg) from None

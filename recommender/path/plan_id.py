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
from recommender.path.options import PlanOptions
from recommender.records import Learner, Preferences, Record

#: Longer names would not fit into an address; such a plan has none.
MAX_ID_CHARS: Final = 8_000
MAX_REQUEST_BYTES: Final = 200_000


class PlanRequest(Record):
    """Everything that a plan follows from, beside the snapshot's content. ``learner`` holds evidence alone."""

    snapshot: str
    as_of: dt.date
    learner: Learner
    text_language: str | None
    warnings: tuple[str, ...]
    goals: tuple[str, ...]
    preferences: Preferences
    options: PlanOptions
    work: float


def id_of(request: PlanRequest) -> str | None:
    """The name of a request, or ``None`` where it would be too long."""
    content = request.model_dump_json(exclude_defaults=True).encode()
    name = base64.urlsafe_b64encode(zlib.compress(content, 9)).decode().rstrip("=")
    return name if len(name) <= MAX_ID_CHARS and len(content) <= MAX_REQUEST_BYTES else None


def request_of(name: str) -> PlanRequest:
    """The request of a name; `NotFound` where it is none."""
    msg = "no plan has this name"
    if len(name) > MAX_ID_CHARS:
        raise NotFound(msg)
    try:
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(base64.urlsafe_b64decode(name + "=" * (-len(name) % 4)), MAX_REQUEST_BYTES)
        if not unpacking.eof:
            raise NotFound(msg)
        return PlanRequest.model_validate_json(content)
    except (binascii.Error, zlib.error, ValidationError, ValueError):
        raise NotFound(msg) from None

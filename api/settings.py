"""Settings of the service, from environment variables that start with ``CREDPATH_``."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

MIB = 1 << 20


class Settings(BaseSettings):
    """Sizes are in bytes, times in seconds. ``snapshot``: a folder, or the bundled catalogue without it."""

    model_config = SettingsConfigDict(env_prefix="CREDPATH_")

    snapshot: Path | None = None
    #: A folder that ``credpath train`` wrote; the prior that ships without it.
    ranker: Path | None = None
    #: The largest body of a route that takes a document or a plan; others take less (`api/bodies.py`).
    largest_body: int = Field(default=15 * MIB, gt=0)
    #: Bytes of bodies that may be held at a time, all requests together.
    held_bodies: int = Field(default=64 * MIB, gt=0)
    #: How long a client may take to send a body, and to read an answer.
    body_seconds: float = Field(default=20.0, gt=0)
    #: How long a request may take from its last byte to its answer, waiting included. Then its work is stopped.
    request_seconds: float = Field(default=30.0, gt=0, le=3600)
    #: A solve of a plan that takes longer is cut, and the plan says that it cannot be reproduced.
    plan_seconds: float = Field(default=10.0, gt=0, le=600)
    #: Processes that answer, each with the snapshot open: one request at a time each.
    workers: int = Field(default=min(4, os.cpu_count() or 1), gt=0, le=64)
    #: Requests that may wait for a worker; the next one is sent away with `Retry-After`.
    waiting: int = Field(default=32, gt=0, le=10_000)
    #: What one request may allocate, and what a worker may keep of that before another takes its place.
    request_memory: int = Field(default=1024 * MIB, gt=0)
    kept_memory: int = Field(default=384 * MIB, gt=0)

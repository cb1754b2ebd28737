"""Settings of the service, from environment variables that start with ``CREDPATH_``."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """``snapshot``: a folder, or the bundled catalogue without it. ``largest_body`` is in bytes."""

    model_config = SettingsConfigDict(env_prefix="CREDPATH_")

    snapshot: Path | None = None
    #: A folder that ``credpath train`` wrote; the prior that ships without it.
    ranker: Path | None = None
    largest_body: int = Field(default=15 << 20, gt=0)
    #: A solve of a plan that takes longer is cut, and the plan says that it cannot be reproduced.
    plan_seconds: float = Field(default=10.0, gt=0, le=600)
    #: Requests worked on at a time; each uses the encoder's own threads as well.
    workers: int = Field(default=4, gt=0, le=64)

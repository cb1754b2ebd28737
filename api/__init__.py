"""The HTTP service: a light process that clients reach, and workers that answer (`api.service`)."""

from __future__ import annotations

from .service import create_service

__all__ = ["create_service"]

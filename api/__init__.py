"""The HTTP service: a FastAPI app factory over one `Recommender`."""

from __future__ import annotations

from .app import create_app

__all__ = ["create_app"]

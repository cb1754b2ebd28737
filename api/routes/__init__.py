"""The routes, each a thin call of the library. They are plain functions: the work runs in worker threads."""

from __future__ import annotations

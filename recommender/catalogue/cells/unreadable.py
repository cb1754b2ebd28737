"""Why a cell cannot be read."""

from __future__ import annotations


class Unreadable(ValueError):
    """A cell whose text says nothing certain; the message says why, for the author of the file."""

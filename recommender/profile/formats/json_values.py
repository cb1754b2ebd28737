"""Values of JSON documents whose writers leave lists out."""

from __future__ import annotations

from typing import Any


def listed(value: Any) -> list[Any]:
    """A list as it is, no list for ``None``, and any other value as the one entry of a list."""
    return value if isinstance(value, list) else [] if value is None else [value]

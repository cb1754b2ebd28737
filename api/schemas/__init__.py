"""Bodies of requests and responses that are no records of the library."""

from __future__ import annotations

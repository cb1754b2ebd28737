"""The service under one bad client: hostile requests of many kinds, and what they cost everyone else.

`values`, `documents` and `attempts` make the requests, from a seed; `server` runs the real service; `task` sends them
and counts; `latency` asks for health meanwhile.
"""

from __future__ import annotations

"""How much memory a worker holds, and how much more one request may take."""

from __future__ import annotations

import contextlib
import sys

import psutil


def resident() -> int:
    """Bytes of memory that this process holds now."""
    return int(psutil.Process().memory_info().rss)


def allow(more: int) -> None:
    """Let this process allocate ``more`` bytes than now; beyond them Python raises `MemoryError`.

    Linux only: elsewhere the system does not hold a process to a limit of its data.
    """
    if sys.platform != "linux":
        return
    import resource

    most = int(psutil.Process().memory_info().data) + more
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    # Where the system allows less than that already, its own limit stays.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))

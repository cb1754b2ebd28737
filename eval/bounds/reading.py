"""Reads one file in a process of its own and says what it took: `python -m eval.bounds.reading KIND FILE WARM`."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from recommender.errors import CredPathError


def reader(kind: str) -> Callable[[Path], object]:
    """What reads a file of a kind: a profile or a catalogue."""
    if kind == "profile":
        from recommender.profile.reader import understand

        return understand
    from recommender.catalogue.reader import read

    return lambda path: read([path])


def outcome(read: Callable[[Path], object], path: Path) -> str:
    """``read``, ``refused``, or the name of an error that is nobody's intention."""
    try:
        read(path)
    except CredPathError:
        return "refused"
    except Exception as error:  # noqa: BLE001 - what else is raised is what is looked for
        return type(error).__name__
    return "read"


def main() -> None:
    """Read a harmless file first, so that what is loaded once does not count."""
    import resource

    def peak() -> int:
        # Not ru_maxrss, in which a process starts with the peak of the one that made it.
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) >> 10
        return 0

    def child_peak() -> int:
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10

    kind, path, warm = sys.argv[1:]
    read = reader(kind)
    outcome(read, Path(warm))
    # What reads PDF is a process of its own, whose growth is counted as well.
    before, child = peak(), child_peak()
    begun = time.perf_counter()
    found = outcome(read, Path(path))
    seconds = time.perf_counter() - begun
    grown = max(peak() - before, child_peak() - child)
    sys.stdout.write(json.dumps({"outcome": found, "seconds": seconds, "mebibytes": grown}))


if __name__ == "__main__":
    main()

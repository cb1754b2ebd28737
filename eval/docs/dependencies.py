"""``docs/dependencies.md``: every package that an installation brings, with its licence, read from its own metadata.

``make examples`` writes it; a test compares it with what is installed.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = ROOT / "docs" / "dependencies.md"
#: What an installation may ask for beside the base, in the order of the page.
EXTRAS: Final = ("", "items", "train")
#: Words of licences under which a package could not be shipped with, or that say nothing.
UNWANTED: Final = re.compile(r"AGPL|(?<!L)GPL|unknown|proprietary", re.IGNORECASE)
HEAD: Final = """# Dependencies and their licences

Written by `make examples` from the metadata of what `constraints.txt` installs; do not edit by hand. `make audit` asks
the advisory service of the package index about known vulnerabilities, and fails where it gets no answer.

Of the licences here LGPL asks most: such a package may be replaced by its user, which an ordinary Python installation
allows. Tools of development and evaluation (`pip install 'credpath[dev]'`) are not listed: they are not shipped.

| package | licence | comes with |
|---|---|---|
"""


def folded(name: str) -> str:
    """A package's name in the one form in which names are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def closure(extra: str) -> set[str]:
    """Names of everything that an installation with an extra brings (the base alone for ``""``)."""
    found: set[str] = set()
    waiting = [("credpath", frozenset({extra}))]
    while waiting:
        name, extras = waiting.pop()
        for needed in _needed(name, extras):
            # With an extra a package that is known may still bring new ones.
            if folded(needed.name) not in found or needed.extras:
                waiting.append((needed.name, frozenset({"", *needed.extras})))
            found.add(folded(needed.name))
    return found


def _needed(name: str, extras: frozenset[str]) -> Iterator[Requirement]:
    try:
        stated = requires(name) or []
    except PackageNotFoundError:
        return
    for text in stated:
        one = Requirement(text)
        if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in extras):
            yield one


def licences() -> dict[str, str]:
    """The licence of every installed package, by its folded name."""
    command = [sys.executable, "-m", "piplicenses", "--from=mixed", "--with-system", "--format=json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return {folded(one["Name"]): one["License"] for one in json.loads(done.stdout)}


def page() -> str:
    """The page as it should be."""
    known, listed, lines = licences(), set[str](), []
    for extra in EXTRAS:
        new = closure(extra) - listed
        lines += [
            f"| {name} | {known.get(name, 'unknown')} | {extra or 'every installation'} |" for name in sorted(new)
        ]
        listed |= new
    return HEAD + "\n".join(lines) + "\n"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()

"""How the further structures are named, whatever the kind of their file."""

from __future__ import annotations

from collections.abc import Callable

from tests.profile.structures.structure import Structure


def found(suffix: str) -> Callable[..., Structure]:
    """What makes a structure of one kind of file; where the file is short its bytes stand for what builds them."""

    def structure(
        name: str,
        build: Callable[[], bytes] | bytes,
        *reads: str,
        never: tuple[str, ...] = (),
        unread: str | None = None,
        refused: str | None = None,
        skills: dict[str, float | None] | None = None,
    ) -> Structure:
        made = (lambda: build) if isinstance(build, bytes) else build
        named = None if skills is None else tuple(skills.items())
        return Structure(f"found-{suffix}-{name}", f".{suffix}", made, reads, never, unread, refused, named)

    return structure

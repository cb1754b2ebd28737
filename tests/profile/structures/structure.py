"""What one structure of a CV file is, apart from the lists, so that both lists can build on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Structure:
    """A way that a CV file is made, and what a right reader returns for it.

    ``reads`` are phrases that stand in the text in this order, each within one line. ``never`` are phrases that must
    not stand in it. ``unread`` is what a warning must speak of where a part cannot be read: picture, scan, chart,
    embedded, comment, hidden or attachment. ``refused`` is set where the whole file must be refused, and is a word
    that the message must hold; it is empty where any message will do. ``skills`` are all skills that a file of data
    names, each with its level from 0 to 1, or ``None`` where the file gives none that can be told; a level is right
    within 0.2, since scales differ.
    """

    name: str
    suffix: str
    build: Callable[[], bytes]
    reads: tuple[str, ...]
    never: tuple[str, ...] = ()
    unread: str | None = None
    refused: str | None = None
    skills: tuple[tuple[str, float | None], ...] | None = None


def _made(suffix: str) -> Callable[..., Structure]:
    def structure(
        name: str,
        build: Callable[[], bytes],
        *reads: str,
        never: tuple[str, ...] = (),
        unread: str | None = None,
        refused: str | None = None,
    ) -> Structure:
        return Structure(f"{suffix}-{name}", f".{suffix}", build, reads, never, unread, refused)

    return structure


word_file = _made("docx")
pdf_file = _made("pdf")

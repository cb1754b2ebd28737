"""What a reader accepted, refused and could not read, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from recommender.errors import CatalogueError

#: Cells that could not be read of which each is kept; the others are counted.
MAX_KEPT: Final = 1_000


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one row of a file was refused, or one cell not read.

    ``row`` counts data rows from 1; ``value`` is shortened to 80 characters.
    """

    file: str
    row: int
    field: str
    value: str
    reason: str

    def __str__(self) -> str:
        shown = f" ({self.value!r})" if self.value else ""
        return f"{self.file}, row {self.row}, field {self.field}{shown}: {self.reason}"


class RowRefused(CatalogueError):
    """The first refused row, or unread cell, under ``strict``."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


@dataclass(slots=True)
class ReadingReport:
    """What a reader accepted, refused and could not read.

    ``refused`` keeps every refusal in row order. ``unread``: the first cells that were not read, of rows that stand;
    ``unread_by_field`` counts all of them. ``runs``: rows that are runs of one course. ``warnings``: what else the
    author of the files should know.
    """

    accepted: int = 0
    refused: list[Refusal] = field(default_factory=list)
    unread: list[Refusal] = field(default_factory=list)
    unread_by_field: Counter[tuple[str, str]] = field(default_factory=Counter)
    runs: int = 0
    warnings: list[str] = field(default_factory=list)

    @property
    def unread_count(self) -> int:
        """Cells that were not read."""
        return sum(self.unread_by_field.values())

    def note(self, cell: Refusal) -> None:
        """Count a cell that was not read."""
        self.unread_by_field[cell.file, cell.field] += 1
        if len(self.unread) < MAX_KEPT:
            self.unread.append(cell)

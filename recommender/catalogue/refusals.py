"""What a reader accepted and refused, and why."""

from __future__ import annotations

from dataclasses import dataclass, field

from recommender.errors import CatalogueError


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one row of a file was refused. ``row`` counts data rows from 1; ``value`` is shortened to 80 characters."""

    file: str
    row: int
    field: str
    value: str
    reason: str

    def __str__(self) -> str:
        shown = f" ({self.value!r})" if self.value else ""
        return f"{self.file}, row {self.row}, field {self.field}{shown}: {self.reason}"


class RowRefused(CatalogueError):
    """The first refused row under ``strict``."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


@dataclass(slots=True)
class ReadingReport:
    """What a reader accepted and refused. ``refused`` keeps every refusal in row order."""

    accepted: int = 0
    refused: list[Refusal] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

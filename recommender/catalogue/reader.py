"""Reading a catalogue file of any supported format into validated rows, with a report of what was refused and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from recommender.catalogue.consistency import check_consistency
from recommender.catalogue.formats import FORMATS, Rows
from recommender.catalogue.refusals import ReadingReport, Refusal, RowRefused
from recommender.catalogue.schema import COLUMNS, CatalogueRow
from recommender.errors import CatalogueError, first_problem
from recommender.records import field_names

_SHOWN: Final = 80


def read(paths: list[Path], *, strict: bool = False) -> tuple[list[CatalogueRow], ReadingReport]:
    """Read and check catalogue files together.

    A bad row is refused (file, row counted from 1, field, value, reason) and the rest goes on; with ``strict`` the
    first one raises `RowRefused`. `CatalogueError` for a file that cannot be used at all (missing, unknown format, no
    known column). Rows that repeat another, that require a credential that is not there, or that require each other
    in a circle are refused too.
    """
    report = ReadingReport()
    rows: list[CatalogueRow] = []
    places: list[tuple[str, int]] = []
    for path in paths:
        for number, row in enumerate(raw(path), start=1):
            refusal, valid = (row, None) if isinstance(row, Refusal) else _validate(row, path.name, number)
            if refusal is not None:
                _refuse(report, refusal, strict=strict)
            elif valid is not None:
                rows.append(valid)
                places.append((path.name, number))
    kept = check_consistency(rows, places, lambda refusal: _refuse(report, refusal, strict=strict))
    report.accepted = len(kept)
    report.refused.sort(key=lambda refusal: (refusal.file, refusal.row))
    return kept, report


def raw(path: Path) -> Rows:
    """Rows of a file of any supported format as they stand, or why one cannot be read; raises as `read` does."""
    reader = FORMATS.get(path.suffix.lower())
    if reader is None:
        msg = f"{path.name}: unknown format; use {', '.join(FORMATS)}"
        raise CatalogueError(msg)
    if not path.is_file():
        msg = f"{path.name}: no such file"
        raise CatalogueError(msg)
    return reader(path)


def _validate(row: dict[str, Any], file: str, number: int) -> tuple[Refusal | None, CatalogueRow | None]:
    for column, value in row.items():
        if isinstance(value, str) and any("\ud800" <= char <= "\udfff" for char in value):
            return Refusal(file, number, column, _shown(value), "not valid UTF-8; save the file as UTF-8"), None
    try:
        return None, CatalogueRow.model_validate(row)
    except ValidationError as error:
        refusal = refused(error, file, number, COLUMNS)
        return replace(refusal, value=_shown(row.get(refusal.field, ""))), None


def refused(error: ValidationError, file: str, number: int, columns: Iterable[str]) -> Refusal:
    """The first thing that is wrong with a row, without its value; ``columns``: those that are known."""
    found = first_problem(error, {*columns, *field_names()})
    reason = found.message
    if found.kind == "extra_forbidden":
        reason = f"unknown column; known are {', '.join(columns)}"
    elif found.kind == "missing":
        reason = "required"
    # A column's name is the file's own, and says where to look even where it is not one of ours.
    column = ".".join(str(part) for part in error.errors(include_url=False, include_input=False)[0]["loc"])
    return Refusal(file, number, column or "(row)", "", reason)


def _shown(value: Any) -> str:
    text = str(value).encode("utf-8", "replace").decode()
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _refuse(report: ReadingReport, refusal: Refusal, *, strict: bool) -> None:
    if strict:
        raise RowRefused(refusal)
    report.refused.append(refusal)

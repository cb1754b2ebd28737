"""Reading a catalogue file of any supported format into validated rows, with a report of what was refused and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from recommender.catalogue.asides import is_aside
from recommender.catalogue.cells import read_cells
from recommender.catalogue.consistency import check_consistency
from recommender.catalogue.formats import FORMATS, INSTEAD, Rows
from recommender.catalogue.formats.contents import other_format
from recommender.catalogue.headings import Headings
from recommender.catalogue.refusals import ReadingReport, Refusal, RowRefused
from recommender.catalogue.runs import joined_runs
from recommender.catalogue.schema import COLUMNS, CatalogueRow
from recommender.errors import CatalogueError, field_problem, first_problem
from recommender.records import field_names

_SHOWN: Final = 80
#: A file of which so many rows, and so large a share, are refused is another file than was meant.
MAX_REFUSED: Final = 1_000
REFUSED_SHARE: Final = 0.9


def read(
    paths: list[Path], *, strict: bool = False, mapping: Mapping[str, str] | None = None
) -> tuple[list[CatalogueRow], ReadingReport]:
    """Read and check catalogue files together.

    A cell that cannot be read is left out of its row and counted; a row without a title, or one that cannot be a row,
    is refused (file, row counted from 1, field, value, reason), and the rest goes on. With ``strict`` the first of
    either raises `RowRefused`. ``mapping``: of a column, the heading that holds it (`recommender.catalogue.headings`).

    `CatalogueError` for a file that cannot be used at all: missing, of unknown format or encoding, without a title,
    with headings that may be ours and are not mapped, or with hardly a row that can be read. Rows that repeat another,
    that require a credential that is not there, or that require each other in a circle are refused too; rows that
    differ in their dates alone are runs of one course (`recommender.catalogue.runs`).
    """
    report = ReadingReport()
    rows: list[CatalogueRow] = []
    places: list[tuple[str, int]] = []
    for path in paths:
        for number, row in _read_file(path, mapping or {}, report, strict=strict):
            rows.append(row)
            places.append((path.name, number))
    rows, places, report.runs = joined_runs(rows, places)
    kept = check_consistency(rows, places, lambda refusal: _refuse(report, refusal, strict=strict))
    report.accepted = len(kept)
    report.refused.sort(key=lambda refusal: (refusal.file, refusal.row))
    return kept, report


def raw(path: Path) -> Rows:
    """Rows of a file of any supported format as they stand, or why one cannot be read; raises as `read` does."""
    suffix = path.suffix.lower()
    reader = FORMATS.get(suffix)
    if reader is None:
        msg = f"{path.name}: files of this format are not read; {INSTEAD.get(suffix, 'use ' + ', '.join(FORMATS))}"
        raise CatalogueError(msg)
    if not path.is_file():
        msg = f"{path.name}: no such file"
        raise CatalogueError(msg)
    if (other := other_format(path)) is not None:
        msg = f"{path.name}: {other}"
        raise CatalogueError(msg)
    return reader(path)


def _read_file(
    path: Path, mapping: Mapping[str, str], report: ReadingReport, *, strict: bool
) -> Iterable[tuple[int, CatalogueRow]]:
    headings = Headings(path.name, _checked(mapping))
    refused = 0
    seen: dict[int, int] = {}
    for number, row in enumerate(raw(path), start=1):
        if isinstance(row, Refusal):
            found: CatalogueRow | Refusal = row
        elif (first := seen.setdefault(_digest(row), number)) != number:
            found = Refusal(path.name, number, "title", "", f"repeats {path.name}, row {first}, in every cell")
        elif is_aside(row):
            found = Refusal(path.name, number, "(row)", _shown(next(iter(row.values()))), "a note, not a credential")
        else:
            found = _understood(headings.renamed(row), path.name, number, report, strict)
        if isinstance(found, CatalogueRow):
            yield number, found
            continue
        refused += 1
        _refuse(report, found, strict=strict)
        if refused >= MAX_REFUSED and refused > REFUSED_SHARE * number:
            msg = f"{path.name}: {refused:,} of the first {number:,} rows cannot be used, the last: {found.reason}"
            raise CatalogueError(msg)
    if not seen and not refused:
        msg = f"{path.name}: it holds no row"
        raise CatalogueError(msg)
    headings.finish()
    if headings.left_out:
        named = ", ".join(headings.left_out)
        report.warnings.append(f"{path.name}: columns left out: {named[:300]}; --map COLUMN=HEADING reads one")


def _digest(row: Mapping[str, Any]) -> int:
    """Of all that stands in a row, so that rows which repeat others cost nothing more."""
    return hash(tuple(value if isinstance(value, str) else repr(value) for cell in row.items() for value in cell))


def _checked(mapping: Mapping[str, str]) -> Mapping[str, str]:
    unknown = next((column for column in mapping if column not in COLUMNS), None)
    if unknown is not None:
        msg = f"--map {unknown[:80]}: there is no such column; the columns are {', '.join(COLUMNS)}"
        raise CatalogueError(msg)
    return mapping


def _understood(
    row: dict[str, Any], file: str, number: int, report: ReadingReport, strict: bool
) -> CatalogueRow | Refusal:
    """The row of the cells that can be read, the others noted."""
    values, lost = read_cells(row)
    while True:
        for column, value, reason in lost:
            cell = Refusal(file, number, column, _shown(value), reason)
            if column == "title":
                return cell
            if strict:
                raise RowRefused(cell)
            report.note(cell)
        try:
            return CatalogueRow.model_validate(values)
        except ValidationError as error:
            lost = _taken_out(values, error)
            if not lost:
                return refused(error, file, number, COLUMNS)


def _taken_out(values: dict[str, Any], error: ValidationError) -> list[tuple[str, Any, str]]:
    """Takes what a row does not hold out of ``values``: an entry of a list, else the column."""
    lost = []
    # Entries of a list from its end, so that their numbers hold.
    for found in sorted(error.errors(include_url=False, include_context=False), key=_last_first):
        column, *inside = found["loc"] or ("",)
        if column not in values or column == "title":
            continue
        reason = field_problem(found, COLUMNS).message
        entries = values[column]
        if inside and isinstance(inside[0], int) and isinstance(entries, list) and inside[0] < len(entries):
            lost.append((str(column), entries[inside[0]], reason))
            values[column] = [*entries[: inside[0]], *entries[inside[0] + 1 :]]
        else:
            lost.append((str(column), values.pop(column), reason))
    return lost


def _last_first(found: Mapping[str, Any]) -> tuple[str, int]:
    column, *inside = found["loc"] or ("",)
    return str(column), -inside[0] if inside and isinstance(inside[0], int) else 0


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
    text = str(value)[: 2 * _SHOWN].encode("utf-8", "replace").decode()
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _refuse(report: ReadingReport, refusal: Refusal, *, strict: bool) -> None:
    if strict:
        raise RowRefused(refusal)
    report.refused.append(refusal)

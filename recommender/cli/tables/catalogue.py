"""Catalogue files as they were understood, for their authors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from recommender.catalogue.refusals import ReadingReport, Refusal
    from recommender.catalogue.schema import CatalogueRow

#: Cells of one column that are shown before the rest is counted, and names of skills.
CELLS_SHOWN: Final = 3
SKILLS_SHOWN: Final = 12


def show_reading(found: ReadingReport, out: Console) -> None:
    """Print what was refused, which cells were not read, and what else the author should know."""
    for warning in found.warnings:
        out.print(f"note: {warning}", style="yellow", highlight=False, markup=False)
    if found.runs:
        out.print(
            f"note: {found.runs:,} rows are runs of courses, one credential each", style="yellow", highlight=False
        )
    for refusal in found.refused:
        out.print(f"refused: {refusal}", style="yellow", highlight=False, markup=False)
    cells: dict[tuple[str, str], list[Refusal]] = defaultdict(list)
    for cell in found.unread:
        cells[cell.file, cell.field].append(cell)
    for key, count in found.unread_by_field.items():
        for cell in cells[key][:CELLS_SHOWN]:
            out.print(f"not read: {cell}", style="yellow", highlight=False, markup=False)
        if count > CELLS_SHOWN:
            more = count - CELLS_SHOWN
            out.print(f"not read: {key[0]}, field {key[1]}: {more:,} more cells", style="yellow", highlight=False)
    if found.unread_count:
        out.print(
            f"cells not read: {found.unread_count:,}; their rows stand without them", style="yellow", highlight=False
        )


def show_unknown_skills(unknown: Mapping[str, int], out: Console) -> None:
    """Print how many names of skills are in no skill space, and the most frequent of them."""
    if not unknown:
        return
    named = "; ".join(f"{name} ({count})" for name, count in list(unknown.items())[:SKILLS_SHOWN])
    more = f"; and {len(unknown) - SKILLS_SHOWN:,} more" if len(unknown) > SKILLS_SHOWN else ""
    text = (
        f"{len(unknown):,} names of skills are not known, so the texts of their rows were read as well: {named}{more}"
    )
    out.print(text, style="yellow", highlight=False, markup=False)


def show_rows(rows: Sequence[CatalogueRow], out: Console) -> None:
    """Print rows as they were understood."""
    table = Table("title", "provider", "language", "hours", "price", "entry", "on offer", "skills")
    for row in rows:
        skills = "; ".join(skill.name + ("" if skill.level is None else f":{skill.level:g}") for skill in row.skills)
        table.add_row(
            *map(escape, (row.title, row.provider or "", row.language or "", _hours(row), _price(row))),
            row.entry_level or "",
            escape(_offer(row)),
            escape(skills),
        )
    out.print(table)


def _hours(row: CatalogueRow) -> str:
    low, high = row.hours_interval
    if low == high:
        return "" if low is None else f"{low:g}"
    return f"{'' if low is None else f'{low:g}'} to {'' if high is None else f'{high:g}'}".strip()


def _price(row: CatalogueRow) -> str:
    if row.price is None:
        return ""
    return "free" if row.price == 0 else f"{row.price:g} {row.currency}"


def _offer(row: CatalogueRow) -> str:
    dates = [str(day) if day else "" for day in (row.available_from, row.available_until)]
    runs = f", {len(row.runs)} runs" if row.runs else ""
    return " ".join(filter(None, (row.status, " to ".join(dates) if any(dates) else ""))) + runs

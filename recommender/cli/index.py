"""``credpath index build`` and ``credpath index verify``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from recommender.catalogue.formats import FORMATS
from recommender.cli.output import err, failures, progress
from recommender.cli.tables.catalogue import show_reading, show_rows, show_unknown_skills
from recommender.snapshot.bundled import bundled_rows

if TYPE_CHECKING:
    from recommender.catalogue.refusals import ReadingReport
    from recommender.catalogue.schema import CatalogueRow

#: Rows that a dry run shows.
SHOWN = 10


def run_build(
    files: Annotated[list[Path] | None, typer.Argument(help=f"Catalogue files ({' '.join(FORMATS)}).")] = None,
    out: Annotated[Path, typer.Option(help="The snapshot folder to make.")] = Path("snapshot"),
    bundled: Annotated[bool, typer.Option(help="Include the bundled catalogue.")] = False,
    own_skills: Annotated[
        Path | None, typer.Option("--skills", help="Your own skills: CSV of id,label,alternatives,broader.")
    ] = None,
    own_roles: Annotated[
        Path | None,
        typer.Option("--roles", help="Your own roles: YAML or CSV, instead of bundled ones or beside them."),
    ] = None,
    encoder: Annotated[
        str, typer.Option(help="credpath-minilm, all-MiniLM-L6-v2, or any sentence-transformers model.")
    ] = "credpath-minilm",
    mapped: Annotated[
        list[str], typer.Option("--map", help="COLUMN=HEADING: the heading that holds a column; repeatable.")
    ] = [],  # noqa: B006 - typer reads the default and never mutates it
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read the files, show the first rows as understood, build nothing.")
    ] = False,
    strict: Annotated[bool, typer.Option(help="Stop at the first bad row or cell.")] = False,
) -> None:
    """Build a snapshot from catalogue files.

    Bad rows are refused by name and the rest goes on; exit code 1 then. Cells that cannot be read are left out of their
    rows and counted.
    """
    from recommender.snapshot.build import UNKNOWN_SKILLS, build_snapshot

    with failures(as_json=False):
        rows, found = _read(files or [], mapped, strict=strict)
        if dry_run:
            show_rows(rows[:SHOWN], Console())
            Console().print(
                f"{_count(rows)} read; {len(found.refused)} rows refused; nothing is built", highlight=False
            )
            raise typer.Exit(1 if found.refused else 0)
        if bundled:
            rows = [*bundled_rows(), *rows]
        if not rows:
            err.print("no credential to build from", style="red")
            raise typer.Exit(1 if found.refused else 2)
        with progress() as step:
            build_snapshot(rows, out, encoder=encoder, own_skills=own_skills, own_roles=own_roles, progress=step)
        show_unknown_skills(json.loads((out / "catalogue" / UNKNOWN_SKILLS).read_text(encoding="utf-8")), err)
        Console().print(f"{_count(rows)} in {out}; {len(found.refused)} rows refused", highlight=False)
        if found.refused:
            raise typer.Exit(1)


def _read(files: list[Path], mapped: Sequence[str], *, strict: bool) -> tuple[list[CatalogueRow], ReadingReport]:
    from recommender.catalogue.reader import read

    mapping = {}
    for pair in mapped:
        column, sign, heading = pair.partition("=")
        if not sign or not column.strip() or not heading.strip():
            msg = "--map takes COLUMN=HEADING, such as title=course_name"
            raise typer.BadParameter(msg)
        mapping[column.strip()] = heading.strip()
    rows, found = read(files, strict=strict, mapping=mapping)
    show_reading(found, err)
    return rows, found


def _count(rows: Sequence[CatalogueRow]) -> str:
    return f"{len(rows):,} credential{'' if len(rows) == 1 else 's'}"


def run_verify(folder: Annotated[Path, typer.Argument(help="A snapshot folder.")]) -> None:
    """Check every file of a snapshot against its checksum."""
    from recommender.snapshot.manifest import verify

    with failures(as_json=False):
        manifest = verify(folder, full=True)
        Console().print(f"snapshot {manifest['id']}: {len(manifest['files'])} files, all as built", highlight=False)

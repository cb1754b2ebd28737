"""``credpath index build`` and ``credpath index verify``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from recommender.catalogue.formats import FORMATS
from recommender.cli.output import err, failures, progress
from recommender.snapshot.bundled import bundled_rows


def run_build(
    files: Annotated[list[Path] | None, typer.Argument(help=f"Catalogue files ({' '.join(FORMATS)}).")] = None,
    out: Annotated[Path, typer.Option(help="The snapshot folder to make.")] = Path("snapshot"),
    bundled: Annotated[bool, typer.Option(help="Include the bundled catalogue.")] = False,
    own_skills: Annotated[
        Path | None, typer.Option("--skills", help="Your own skills: CSV of id,label,alternatives,broader.")
    ] = None,
    encoder: Annotated[
        str, typer.Option(help="credpath-minilm, all-MiniLM-L6-v2, or any sentence-transformers model.")
    ] = "credpath-minilm",
    strict: Annotated[bool, typer.Option(help="Stop at the first bad row.")] = False,
) -> None:
    """Build a snapshot from catalogue files. Bad rows are refused by name and the rest goes on; exit code 1 then."""
    from recommender.catalogue.reader import read
    from recommender.snapshot.build import build_snapshot

    with failures(as_json=False):
        rows, found = read(files or [], strict=strict)
        for refusal in found.refused:
            err.print(f"refused: {refusal}", style="yellow", highlight=False, markup=False)
        if bundled:
            rows = [*bundled_rows(), *rows]
        if not rows:
            err.print("no credential to build from", style="red")
            raise typer.Exit(1 if found.refused else 2)
        with progress() as step:
            build_snapshot(rows, out, encoder=encoder, own_skills=own_skills, progress=step)
        Console().print(f"{len(rows)} credentials in {out}; {len(found.refused)} rows refused", highlight=False)
        if found.refused:
            raise typer.Exit(1)


def run_verify(folder: Annotated[Path, typer.Argument(help="A snapshot folder.")]) -> None:
    """Check every file of a snapshot against its checksum."""
    from recommender.snapshot.manifest import verify

    with failures(as_json=False):
        manifest = verify(folder, full=True)
        Console().print(f"snapshot {manifest['id']}: {len(manifest['files'])} files, all as built", highlight=False)

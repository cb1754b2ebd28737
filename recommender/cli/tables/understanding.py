"""What was understood of a profile file as a table for people."""

from __future__ import annotations

from itertools import groupby

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from recommender.learner.understanding import Understanding
from recommender.scales import band


def show_understanding(found: Understanding, out: Console) -> None:
    """Print each block with the skills that it names, the skills that the file names as data, and what is not read."""
    if found.blocks:
        table = Table("where", "what was read", "skills in it", title=f"Read as {found.format}", title_justify="left")
        for place, blocks in groupby(found.blocks, key=lambda block: block.place):
            for number, block in enumerate(blocks):
                skills = "; ".join(dict.fromkeys(skill.label for skill in block.skills))
                table.add_row("" if number else escape(place), escape(block.text), escape(skills))
        out.print(table)
    if found.learner.skills:
        named = (
            skill.name + ("" if skill.level is None else f" ({band(skill.level)})") for skill in found.learner.skills
        )
        out.print("[bold]Named as skills:[/bold] " + escape("; ".join(named)))
    if found.learner.evidence:
        out.print(f"[bold]Evidence:[/bold] {len(found.learner.evidence)} pieces")
    for warning in found.warnings:
        out.print(f"[yellow]{escape(warning)}[/yellow]")
    if not found.warnings:
        out.print("Nothing of the file was left unread.", style="dim")

"""Roles as tables for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from recommender.records import Licence, Role, RoleArea
from recommender.scales import band

#: Members that a table names of an area.
MEMBERS_SHOWN: Final = 4
LICENCES_SHOWN: Final = 6
_ORIGINS: Final = {
    "reviewed": "read from the sources by two blind readers (language models), disagreements settled",
    "corrected": "drafted from the sources, corrected by one reader (a language model)",
    "evidence": "made from the sources alone; nobody has reviewed it",
    "platform": "given by this platform",
}
_NEEDED: Final = {"always": "needed", "part": "needed for a part of the work", "often": "often asked for"}
_LEARNT: Final = {"study": "by study", "job": "on the job", "both": "both", None: ""}


def show_role(role: Role, out: Console) -> None:
    """Print a role: licences first, then its areas with what asks for each, then what was left out."""
    out.print(f"[bold]{escape(role.title)}[/bold]  [dim]{_ORIGINS[role.origin]}[/dim]")
    named = "; ".join(f"{one.label} ({one.source.upper()})" for one in role.occupations)
    if named:
        out.print(f"  {escape(named)}", style="dim", highlight=False)
    show_licences(role.licences, out)
    if role.usual_entry:
        out.print(f"Usual way in: {escape(role.usual_entry)}", highlight=False)
    elif role.job_zone:
        out.print(f"Preparation: O*NET job zone {role.job_zone} of 5", highlight=False)
    table = Table("what the job asks", "weight", "level", "learnt", "for example", "asked for by", title_justify="left")
    for area in role.areas:
        table.add_row(*map(escape, _row(area)))
    out.print(table)
    if role.cut:
        out.print(f"Left out as less important: {escape('; '.join(role.cut))}", style="dim", highlight=False)
    if role.related:
        out.print("One step away: " + escape("; ".join(one.title for one in role.related)), highlight=False)


def show_licences(licences: Sequence[Licence], out: Console) -> None:
    """Print what the law or employers ask, which no course replaces."""
    for licence in licences[:LICENCES_SHOWN]:
        by = f", granted by {licence.body}" if licence.body else ""
        note = f" ({licence.note})" if licence.note else ""
        said = f"{licence.where}: {licence.name} is {_NEEDED[licence.needed]}{by}{note}"
        out.print(f"[yellow]licence:[/yellow] {escape(said)}", highlight=False)
    if len(licences) > LICENCES_SHOWN:
        out.print(f"  and {len(licences) - LICENCES_SHOWN} more", style="dim", highlight=False)


def _row(area: RoleArea) -> tuple[str, ...]:
    by = area.level_from or "assumed"
    shown = "; ".join(member.label for member in area.members[:MEMBERS_SHOWN])
    more = f" and {len(area.members) - MEMBERS_SHOWN} more" if len(area.members) > MEMBERS_SHOWN else ""
    sources = ", ".join(source for source in area.sources if not source.startswith("role:"))
    weight = f"{area.weight} {area.importance:.2f}"
    return area.name, weight, f"{band(area.level)} {area.level:.2f} ({by})", _LEARNT[area.learnt], shown + more, sources

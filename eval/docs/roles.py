"""Eight roles as `credpath role` shows them, in ``docs/roles.md``, with what a blind reader would change.

``docs/role_readings.json`` holds, by title, what a reader who saw the table alone would change; of a table that changed
since, the reading says so.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Final

from recommender.engine import Recommender
from recommender.records import Role
from recommender.snapshot.bundled import bundled_snapshot
from recommender.snapshot.snapshot import Snapshot, open_snapshot

ROOT: Final = Path(__file__).resolve().parent.parent.parent
PAGE: Final = ROOT / "docs" / "roles.md"
READINGS: Final = ROOT / "docs" / "role_readings.json"
#: Where the written part of the page ends.
BEGINS: Final = "## Eight roles\n"
TITLES: Final = (
    "data engineer",
    "nurse manager",
    "heating engineer",
    "UX designer",
    "DevOps engineer",
    "instructional designer",
    "cyber security analyst",
    "restaurant manager",
)
MEMBERS_SHOWN: Final = 5


def table(role: Role) -> list[str]:
    """The role's areas as lines of a table: what a reader is shown."""
    lines = ["| area | weight | level | learnt | members |", "|---|---|---|---|---|"]
    for area in role.areas:
        named = "; ".join(member.label for member in area.members[:MEMBERS_SHOWN]) or "no skill stands for it"
        more = f" and {len(area.members) - MEMBERS_SHOWN} more" if len(area.members) > MEMBERS_SHOWN else ""
        level = f"{area.level:.2f} ({area.level_from or 'assumed'})"
        lines.append(
            f"| {area.name} | {area.weight} {area.importance:.2f} | {level} | {area.learnt or ''} | {named}{more} |"
        )
    return lines


def digest(role: Role) -> str:
    """Names a table, so that a reading can be held against it."""
    return hashlib.sha256("\n".join(table(role)).encode()).hexdigest()[:12]


def section(role: Role, read: dict[str, Any] | None) -> list[str]:
    """A role with its licences, its table and what its reader said."""
    occupations = " + ".join(f"{one.label} ({one.source.upper()})" for one in role.occupations)
    lines = [f"### {role.title}", "", f"{role.origin}; {occupations}.", ""]
    lines += [f"- {one.where}: {one.name} ({one.needed})" for one in role.licences[:4]]
    lines += ["", *table(role), ""]
    if read is not None:
        when = "" if read["table"] == digest(role) else " (of an earlier table)"
        lines += [f"A reader would change{when}: {' '.join(read['change']) or 'nothing.'}", ""]
    return lines


def page(snapshot: Snapshot) -> str:
    """``docs/roles.md`` with this snapshot's roles."""
    engine = Recommender(snapshot)
    readings: dict[str, Any] = json.loads(READINGS.read_text(encoding="utf-8")) if READINGS.is_file() else {}
    written = PAGE.read_text(encoding="utf-8").partition(BEGINS)[0]
    lines = ["", f"Written by `make examples`; snapshot {engine.snapshot_id}.", ""]
    for title in TITLES:
        lines += section(engine.role(title), readings.get(title))
    return (written + BEGINS + "\n".join(lines)).rstrip() + "\n"


def main() -> None:
    """Write the generated part of ``docs/roles.md``."""
    PAGE.write_text(page(open_snapshot(bundled_snapshot())), encoding="utf-8")


if __name__ == "__main__":
    main()

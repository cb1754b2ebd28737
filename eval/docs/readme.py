"""The printed blocks of README.md: what its own commands print, and the counts of what is bundled.

``make examples`` writes them; a test compares them with what the code prints now.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import tempfile
from collections import Counter
from pathlib import Path
from typing import Final

import numpy as np
from typer.testing import CliRunner

from recommender.cli.app import app
from recommender.snapshot.snapshot import Snapshot

ROOT: Final = Path(__file__).resolve().parents[2]
#: The date that the printed commands are run for, and the columns of the terminal.
AS_OF: Final = "2026-11-24"
WIDTH: Final = 100
#: Weeks of a plan that are shown.
WEEKS: Final = 6
_BLOCK: Final = re.compile(r"<!-- (\w+) -->\n(.*?)<!-- /\1 -->\n", re.DOTALL)
_CODE: Final = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)
_WEEK: Final = re.compile(r"^│ (\d+) +│ \d{4}-")


def written(readme: str, snapshot: Snapshot) -> str:
    """README's text with every printed block as it is now."""

    def block(match: re.Match[str]) -> str:
        name = match.group(1)
        if name == "FACTS":
            content = facts(snapshot)
        else:
            kind, code = _CODE.findall(readme[: match.start()])[-1]
            content = "```text\n" + (_python(code) if kind == "python" else _commands(code)) + "```\n"
        return f"<!-- {name} -->\n{content}<!-- /{name} -->\n"

    return _BLOCK.sub(block, readme)


def blocks(readme: str) -> dict[str, str]:
    """The printed blocks by name."""
    return {match.group(1): match.group(2) for match in _BLOCK.finditer(readme)}


def _python(code: str) -> str:
    out = io.StringIO()
    with contextlib.chdir(ROOT), contextlib.redirect_stdout(out):
        exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - the project's own README
    return out.getvalue()


def _commands(code: str) -> str:
    """What the commands print in a folder that holds the examples, each for `AS_OF` where it takes a date."""
    printed = []
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path("examples").symlink_to(ROOT / "examples")
        for line in code.strip().splitlines():
            arguments = shlex.split(line)[1:]
            if arguments[0] in {"recommend", "plan"}:
                arguments += ["--as-of", AS_OF]
            # The colours and the width of the terminal that runs this must not change what is printed.
            environment = {"COLUMNS": str(WIDTH), "NO_COLOR": "1", "CREDPATH_RANKER": ""}
            done = CliRunner().invoke(app, arguments, env={**os.environ, **environment})
            if done.exit_code:
                raise SystemExit(done.output)
            printed.append(done.stdout)
    return _shortened("".join(printed))


def _shortened(text: str) -> str:
    """A plan's weeks after the first ones as one line of dots, and no space at the ends of lines."""
    out: list[str] = []
    cut = False
    for line in text.splitlines():
        week = _WEEK.match(line)
        if week and int(week.group(1)) == WEEKS + 1:
            first, second, rest = (len(cell) for cell in line.strip("│").split("│")[:3])
            out.append(f"│{' ...':{first}}│{'':{second}}│{'':{rest}}│")
            cut = True
        cut = cut and line.startswith("│")
        if not cut:
            out.append(line.rstrip())
    return "\n".join(out) + "\n"


def facts(snapshot: Snapshot) -> str:
    """How much is bundled, as the list in README."""
    space, occupations, credentials = snapshot.space, snapshot.occupations, snapshot.credentials
    kinds = Counter(space.kind_of(node) for node in range(len(space)))
    onet = int(np.sum(occupations.is_onet))
    records = [credentials.record(row) for row in range(len(credentials))]
    providers = Counter(_listing(record.id) for record in records)
    stated = [
        (any(s.source != "text" for s in r.skills), r.hours_high is not None, r.price is not None) for r in records
    ]
    skills, hours, price = (sum(column) for column in zip(*stated, strict=True))
    listed = ", ".join(f"{count:,} {name}" for name, count in providers.most_common())
    labels = sum(len(space.label_trie[key]) for key in space.label_trie)
    return (
        f"- **Skills**: {kinds['skill'] + kinds['knowledge']:,} of ESCO 1.1.1, {kinds['technology']:,} technologies of "
        f"O*NET 29.2,\n  {kinds['emerging']:,} reviewed emerging ones; {labels:,} labels are matched.\n"
        f"- **Occupations**: {len(occupations) - onet:,} of ESCO and {onet:,} of O*NET, with "
        f"{len(occupations.needs.columns):,} requirements.\n"
        f"- **Credentials**: {len(records):,} ({listed}).\n  Skills are stated for {skills:,}, hours for {hours:,}, a "
        f"price for {price:,}, and all three for {sum(map(all, stated)):,}: most\n  public sources state no price, and "
        "none is guessed.\n"
    )


def _listing(identifier: str) -> str:
    """Where a bundled credential is listed, from its identifier."""
    sites = {"coursera.org": "Coursera", "edx.org": "edX", "stepik.org": "Stepik"}
    return next((name for site, name in sites.items() if site in identifier), "UK regulated qualifications")

"""The command, as its tests run it: in this process, because a new one spends its seconds on imports.

`tests/cli/test_app.py` and `tests/e2e` run the console script itself, in a process of its own.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import traceback
from pathlib import Path
from typing import NamedTuple

from typer.testing import CliRunner

from recommender.cli import output
from recommender.cli.app import app

COMMAND = Path(sys.executable).parent / "credpath"
WIDTH = 120


class Ran(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


def credpath(*arguments, cwd, stdin=None):
    """What ``credpath ARGUMENTS`` returns and prints when it is run in ``cwd``; a traceback stands in ``stderr``."""
    width, output.err.width = output.err.width, WIDTH
    try:
        with contextlib.chdir(cwd):
            done = CliRunner().invoke(app, [*map(str, arguments)], input=stdin, env={"COLUMNS": str(WIDTH)})
    finally:
        output.err.width = width
    unforeseen = [] if done.exception is None or isinstance(done.exception, SystemExit) else [done.exc_info[1]]
    trace = "".join(line for error in unforeseen for line in traceback.format_exception(error))
    return Ran(done.exit_code, done.stdout, done.stderr + trace)


def process(*arguments, cwd):
    """The same by the console script, in a process of its own."""
    command = [str(COMMAND), *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300, check=False)

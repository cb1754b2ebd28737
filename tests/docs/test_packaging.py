"""What the code imports is what the package says it needs."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def imported(folder):
    names = set()
    for path in folder.rglob("*.py"):
        if "build" in path.relative_to(folder).parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    return names - set(sys.stdlib_module_names) - {"recommender", "api", "eval"}


def canonical(name):
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=!\[ ]", name)[0]).lower()


def test_every_import_is_declared():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {canonical(requirement) for requirement in project["dependencies"]}
    # An extra whose absence is said by name where it is needed.
    for extra in ("items", "train"):
        declared |= {canonical(requirement) for requirement in project["optional-dependencies"][extra]}
    known = packages_distributions()
    # FastAPI's own parts, which it pins itself.
    given = {"anyio", "starlette"}
    for name in (imported(ROOT / "recommender") | imported(ROOT / "api")) - given:
        assert {canonical(d) for d in known[name]} & declared, name


def test_constraints_pin_what_is_declared_and_torch_exactly():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pinned = {canonical(line): line for line in lines if "==" in line}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    assert {canonical(requirement) for requirement in wanted} <= set(pinned)
    assert pinned["torch"] == "torch==2.13.0"
    assert not [line for line in lines if "@" in line or "/" in line]

"""The house: names, docstrings, and what a snapshot's identity is made of."""

from __future__ import annotations

import ast
import importlib
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from recommender.snapshot.build import CODE, code_digest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(path for part in ("recommender", "api", "eval") for path in (ROOT / part).rglob("*.py"))
PACKAGE = ROOT / "recommender"


def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def definitions(path, kind):
    return [node for node in tree(path).body if isinstance(node, kind) and not node.name.startswith("_")]


def test_few_modules_stand_at_the_root_and_the_rooms_are_those_of_the_layers():
    modules = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__", "version"}
    assert len(modules) <= 9
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = {name.strip() for layer in contracts[0]["layers"] for name in layer.split("|")}
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert layers - {"version"} == modules | folders


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_function_is_named_as_the_module_that_holds_it(path):
    functions = [node.name for node in definitions(path, (ast.FunctionDef, ast.AsyncFunctionDef))]
    assert path.stem not in functions


def test_no_package_hands_on_a_function_under_the_name_of_one_of_its_modules():
    """``import recommender.path.plan as x`` must give the module, whatever the package's own file imports."""
    for path in FILES:
        if path.name == "__init__.py":
            package = importlib.import_module(".".join(path.parent.relative_to(ROOT).parts))
            for module in (other.stem for other in path.parent.glob("*.py") if other.stem != "__init__"):
                assert not callable(getattr(package, module, None)), (package.__name__, module)


def test_a_public_class_has_one_home():
    homes = defaultdict(set)
    for path in FILES:
        for node in definitions(path, ast.ClassDef):
            homes[node.name].add(str(path.relative_to(ROOT)))
    assert {name: found for name, found in homes.items() if len(found) > 1} == {}


def undocumented(node, above=""):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and not child.name.startswith("_"):
            if isinstance(child, ast.FunctionDef) and not ast.get_docstring(child):
                yield above + child.name
            if isinstance(child, ast.ClassDef):
                yield from undocumented(child, f"{child.name}.")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_public_function_says_what_it_does(path):
    assert ast.get_docstring(tree(path))
    assert list(undocumented(tree(path))) == []


def imported(path):
    """Modules and packages of the library that a file imports, as parts of `CODE` would name them."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "recommender":
            parts = [*node.module.split(".")[1:]]
            for alias in node.names:
                first = (parts or [alias.name])[0]
                yield first if (PACKAGE / first).is_dir() else f"{first}.py"


def test_what_decides_a_snapshot_is_closed_under_import():
    """A module that the builder reaches and that `CODE` leaves out would change answers and not the snapshot's id."""
    reached, waiting = set(), ["snapshot"]
    while waiting:
        part = waiting.pop()
        if part in reached:
            continue
        reached.add(part)
        path = PACKAGE / part
        for file in path.rglob("*.py") if path.is_dir() else [path]:
            waiting += imported(file)
    assert reached == set(CODE)


def test_a_change_in_any_file_that_decides_a_snapshot_changes_the_digest(tmp_path, monkeypatch):
    import shutil

    from recommender.snapshot import build

    copy = tmp_path / "recommender"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("data", "__pycache__"))
    monkeypatch.setattr(build, "_PACKAGE", copy)
    before = code_digest()
    for name in ("embed/index/faiss.py", "catalogue/formats/csv.py", "records.py", "linking/linker.py", "arrays.py"):
        file = copy / name
        content = file.read_text()
        file.write_text(content + "\n# changed\n")
        assert code_digest() != before, name
        file.write_text(content)
    assert code_digest() == before
    (copy / "catalogue" / "formats" / "deeper").mkdir()
    (copy / "catalogue" / "formats" / "deeper" / "new.py").write_text('"""New."""\n')
    assert code_digest() != before

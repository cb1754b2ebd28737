"""The README's example runs, and what the package exports exists."""

from __future__ import annotations

import re
from itertools import zip_longest
from pathlib import Path

import pytest

import recommender
from eval.docs import examples, readme

ROOT = Path(__file__).resolve().parents[2]


def test_exports():
    for name in recommender.__all__:
        assert getattr(recommender, name) is not None


def test_the_readme_starts_with_the_two_commands_and_its_python_runs(bundled_folder, monkeypatch, capsys):
    readme = (ROOT / "README.md").read_text()
    blocks = re.findall(r"```(\w+)\n(.*?)```", readme, re.DOTALL)
    first_shell = next(code for kind, code in blocks if kind == "sh")
    assert [line.split("#")[0].strip() for line in first_shell.strip().splitlines()][:2] == ["make demo", "make test"]
    code = next(code for kind, code in blocks if kind == "python")
    assert len(code.strip().splitlines()) <= 20
    monkeypatch.chdir(ROOT)
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - the project's own README
    assert capsys.readouterr().out.strip()


CLOSE = 2e-3
#: A snapshot is named by the bytes of the code that builds it too, so its name is printed and not compared.
SNAPSHOT = re.compile(r"[Ss]napshot [0-9a-f]{16}")


def unlike(printed, now):
    """Words of two printed blocks that differ, numbers by more than another processor's rounding explains."""
    words = [SNAPSHOT.sub("snapshot", text).split() for text in (printed, now)]
    for one, other in zip_longest(*words, fillvalue=""):
        numbers = [re.fullmatch(r"\(?(-?[\d,]*\.?\d+)(%?)[);.,:]*", word) for word in (one, other)]
        if all(numbers):
            first, second = (float(found.group(1).replace(",", "")) for found in numbers)
            close = 0.2 if numbers[0].group(2) else 0 if first.is_integer() and second.is_integer() else CLOSE
            if abs(first - second) > close:
                yield one, other
        elif one != other:
            yield one, other


@pytest.fixture(scope="module")
def printed_now(bundled, bundled_folder):
    text = (ROOT / "README.md").read_text()
    return readme.blocks(text), readme.blocks(readme.written(text, bundled))


@pytest.mark.parametrize("name", ["PYTHON_OUTPUT", "CLI_OUTPUT", "PLAN_OUTPUT", "FACTS"])
def test_what_the_readme_prints_is_what_the_code_prints(printed_now, name):
    there, now = printed_now
    assert list(unlike(there[name], now[name])) == [], "run `make examples`, and say in the commit what changed"


def test_the_page_of_examples_is_what_the_code_prints(bundled):
    there = (ROOT / "docs" / "examples.md").read_text()
    assert list(unlike(there, examples.page(bundled))) == [], "run `make examples`, and say in the commit what changed"


def test_a_change_of_a_printed_block_is_seen():
    there = readme.blocks((ROOT / "README.md").read_text())["CLI_OUTPUT"]
    for old, new in (
        ("score 0.", "score 1."),
        ("Goal: data analyst", "Goal: data scientist"),
        ("confidence 0.", "confidence 1."),
    ):
        assert old in there
        assert list(unlike(there, there.replace(old, new)))
    assert not list(unlike(there, re.sub(r"snapshot [0-9a-f]{16}", "snapshot 0123456789abcdef", there)))


def test_nothing_names_this_machine_or_a_registry():
    texts = [
        p for p in ROOT.rglob("*") if p.suffix in {".md", ".py", ".toml", ".txt", ".json"} and ".venv" not in p.parts
    ]
    for path in texts:
        if "build" in path.relative_to(ROOT).parts[:1] or path == Path(__file__):
            continue
        content = path.read_text(encoding="utf-8", errors="replace")
        assert "/work/" not in content, path
        assert "files.pythonhosted" not in content, path


def test_every_column_is_documented():
    from recommender.catalogue.schema import COLUMNS

    documented = (ROOT / "docs" / "catalogue.md").read_text()
    for column in COLUMNS:
        assert f"| `{column}` |" in documented


def test_every_model_has_its_card():
    for folder in (ROOT / "models").iterdir():
        assert (folder / "card.md").is_file()
        assert {path.name for path in folder.rglob("*")} >= {"manifest.json"}

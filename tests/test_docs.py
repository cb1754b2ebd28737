"""The README's example runs, and what the package exports exists."""

from __future__ import annotations

import re
from pathlib import Path

import recommender

ROOT = Path(__file__).resolve().parent.parent


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
    from recommender.catalogue import COLUMNS

    documented = (ROOT / "docs" / "catalogue.md").read_text()
    for column in COLUMNS:
        assert f"| `{column}` |" in documented


def test_every_model_has_its_card():
    for folder in (ROOT / "models").iterdir():
        assert (folder / "card.md").is_file()
        assert {path.name for path in folder.rglob("*")} >= {"manifest.json"}

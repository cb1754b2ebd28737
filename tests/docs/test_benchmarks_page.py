"""``python -m eval.docs.benchmarks``: what was not run again keeps what stands of it."""

from __future__ import annotations

import shutil
from pathlib import Path

from eval.docs import benchmarks

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = ("docs/benchmarks.md", "docs/planning.md", "models/encoder/card.md")


def test_where_nothing_was_run_nothing_changes(tmp_path, monkeypatch):
    for name in (*WRITTEN, "docs/benchmark_notes.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, tmp_path / name)
    (tmp_path / "empty").mkdir()
    monkeypatch.setattr(benchmarks, "ROOT", tmp_path)
    monkeypatch.setattr("sys.argv", ["benchmarks", str(tmp_path / "empty")])
    benchmarks.main()
    for name in WRITTEN:
        assert (tmp_path / name).read_text() == (ROOT / name).read_text(), name
    assert (ROOT / "models/encoder/card.md").read_text().count("| extraction |") == 3

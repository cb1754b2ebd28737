"""``docs/service.md`` against the code."""

from __future__ import annotations

import re
from pathlib import Path

from api.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "service.md").read_text(encoding="utf-8")
#: Defaults that the page words.
WORDED = {"snapshot", "ranker", "workers"}


def test_every_setting_stands_there_with_its_default():
    rows = dict(re.findall(r"^\| `CREDPATH_(\w+)` \| ([^|]+) \|", PAGE, re.MULTILINE))
    assert {name.lower() for name in rows} == set(Settings.model_fields)
    for name, default in rows.items():
        if name.lower() not in WORDED:
            assert float(default) == Settings.model_fields[name.lower()].default, name


def test_every_kind_of_problem_stands_there():
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "api").rglob("*.py"))
    kinds = set(re.findall(r'problem\(\s*\d+,\s*"([a-z-]+)"', source)) | {"http"}
    listed = set(re.findall(r"`([a-z-]+)`", "\n".join(re.findall(r"^\| (`[a-z-]+`[^|]*)\|", PAGE, re.MULTILINE))))
    assert kinds - {"internal"} == listed

"""The licences of what an installation brings."""

from __future__ import annotations

import re

from eval.docs.dependencies import PAGE, UNWANTED, closure, page


def test_the_page_lists_what_is_installed_with_its_licence():
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make examples`"


def test_every_package_has_a_licence_under_which_it_can_be_used():
    rows = re.findall(r"^\| ([a-z0-9-]+) \| (.+) \| .+ \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) > 60
    assert {name for name, _ in rows} >= closure("") >= {"numpy", "fastapi", "ortools"}
    assert not [(name, licence) for name, licence in rows if UNWANTED.search(licence.replace("LGPL", ""))]

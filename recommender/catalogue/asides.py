"""Rows of a table that are no credentials: totals, sources and comments that people and programs put into one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from recommender.catalogue.cells import is_blank

_TOTAL: Final = re.compile(r"(?:grand |sub)?(?:totals?|sum|summe|gesamt)(?:\s*[:=(].*)?", re.IGNORECASE | re.DOTALL)
#: What is a note where nothing else stands in its row.
_NOTE: Final = re.compile(
    r"#|//|\u00a9|copyright\b|all rights reserved|(?:source|sources|note|notes|legend|quelle)\s*:|"
    r"(?:exported|generated|downloaded|printed|last updated|updated|data as of)\b.*\d|end of (?:file|list|report)\b|"
    r"page \d+ of \d+",
    re.IGNORECASE,
)


def is_aside(row: Mapping[str, Any]) -> bool:
    """Whether a row of a file is a total or a remark, by its first cell and by what is left empty beside it."""
    cells = [cell for cell in row.values() if not is_blank(cell)]
    # A table of titles alone has no room for notes.
    if len(row) == 1 or not cells or cells[0] is not next(iter(row.values())) or not isinstance(cells[0], str):
        return False
    first = cells[0].strip()
    return bool(_TOTAL.fullmatch(first) or (len(cells) == 1 and _NOTE.match(first)))

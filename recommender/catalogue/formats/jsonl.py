"""Rows of a JSON Lines file (one object per line, UTF-8), bounded in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from recommender.catalogue.formats.lines import TooLong, bounded_lines
from recommender.catalogue.refusals import Refusal


def rows(path: Path) -> Iterator[dict[str, Any] | Refusal]:
    """Each object, or why its line cannot be read."""
    number = 0
    for line in bounded_lines(path):
        if isinstance(line, TooLong):
            number += 1
            yield Refusal(path.name, number, "(row)", "", "the line is larger than 4 MiB")
            continue
        if not line.strip():
            continue
        number += 1
        try:
            value = json.loads(line)
        except UnicodeDecodeError:
            yield Refusal(path.name, number, "(row)", "", "not valid UTF-8; save the file as UTF-8")
        except (ValueError, RecursionError) as error:
            reason = getattr(error, "msg", "nested too deeply")
            yield Refusal(path.name, number, "(row)", "", f"not a JSON object: {reason}")
        else:
            if isinstance(value, dict):
                yield value
            else:
                yield Refusal(path.name, number, "(row)", "", "not a JSON object")

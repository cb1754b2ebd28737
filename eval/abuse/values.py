"""Values that a JSON body may hold anywhere, and ought to hold nowhere."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import Any, Final

#: Characters of junk words: letters that join into nothing that a taxonomy names.
LETTERS: Final = "abcdefghijklmnopqrstuvwxyzäöüßñçéλжшत日本語"

NUMBERS: Final[tuple[Any, ...]] = (
    *(None, True, -1, 0, 10**18, 2**63, -(2**63), 10**4000, 1e308, -1e308, 5e-324, 0.1 + 0.2),
    *(math.nan, math.inf, -math.inf),
)
TEXTS: Final[tuple[str, ...]] = (
    *("", " ", "\x00", "SQL\x00Python", "\ud800", "\udfff tail", "\ufeff", "\u202eLQS", "e\u0301" * 500, "💥" * 1000),
    *("x" * 100_000, "SQL " * 20_000, "SQL:NaN", "SQL:1e999", "esco:skill/", "../../etc/passwd", "%s%n{0}${x}"),
    *("9999-12-31", "0001-01-01", "2026-02-30", "2026-13-45", "-0", "1e400", "data analyst\r\nX-Injected: 1"),
)


def junk(draw: random.Random, words: int = 2) -> str:
    """Words that nobody knows."""
    return " ".join("".join(draw.choices(LETTERS, k=draw.randint(3, 12))) for _ in range(words))


def nested(depth: int) -> Any:
    """Lists within lists."""
    value: Any = []
    for _ in range(depth):
        value = [value]
    return value


#: Lists and objects: empty, deep, long, and of the shapes that skills are written in.
STRUCTURES: Final[tuple[Callable[[random.Random], Any], ...]] = (
    lambda draw: [],
    lambda draw: {},
    lambda draw: nested(200),
    lambda draw: [[]] * 1000,
    lambda draw: {"": ""},
    lambda draw: {junk(draw): number for number in range(2000)},
    lambda draw: ["SQL"] * 600,
    lambda draw: [junk(draw) for _ in range(500)],
    lambda draw: [{"name": junk(draw), "level": draw.random()} for _ in range(500)],
    lambda draw: [{"skill": junk(draw), "level": math.nan, "kind": "claimed"}] * 50,
    lambda draw: [None] * 5000,
)


def hostile(draw: random.Random) -> Any:
    """One of all of them."""
    kind = draw.randrange(3)
    return draw.choice((NUMBERS, TEXTS)[kind]) if kind < 2 else draw.choice(STRUCTURES)(draw)

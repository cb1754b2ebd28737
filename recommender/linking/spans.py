"""Stretches of a sentence that may each name a skill: "washing and dressing, mouth care, turning in bed"."""

from __future__ import annotations

import re
from typing import Final

#: Where one thing that is told ends and the next begins, and where a phrase of it does.
_TOLD: Final = re.compile(
    r"[,;:()|/\u2013\u2014]|\s-\s|\b(?:and|or|but|plus|then|also|while|as well as)\b", re.IGNORECASE
)
_PHRASE: Final = re.compile(
    r"\b(?:with|for|using|including|as|in|on|at|to|from|by|of|than|when|because|who|which|that|i|my|our|their|the|a|an)\b",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019.&+#-][^\W_]+)*[+#]*")
#: Words of a window, and how far one lies behind the other.
WINDOW: Final = 5
STRIDE: Final = 2
#: Letters of a word that may name something.
MIN_LETTERS: Final = 2
MAX_SPANS: Final = 80

Span = tuple[int, int]


def spans_of(text: str) -> list[Span]:
    """(start, end) of things told, of phrases in them, and of windows of five words; none that is all of the text."""
    words = [match.span() for match in _WORD.finditer(text)]
    told = _between(text, words, [match.span() for match in _TOLD.finditer(text)])
    cuts = sorted(match.span() for pattern in (_TOLD, _PHRASE) for match in pattern.finditer(text))
    phrases = _between(text, words, cuts)
    windows = [
        (words[n][0], words[min(n + WINDOW, len(words)) - 1][1])
        for n in range(0, max(1, len(words) - WINDOW + STRIDE), STRIDE)
        if words
    ]
    whole = (words[0][0], words[-1][1]) if words else (0, len(text))
    found = dict.fromkeys([*told, *phrases, *(windows if len(words) > WINDOW + 1 else [])])
    return [span for span in found if span != whole][:MAX_SPANS]


def _between(text: str, words: list[Span], cuts: list[Span]) -> list[Span]:
    """The words between cuts, where they name anything."""
    out: list[Span] = []
    position = 0
    for start, end in [*cuts, (len(text), len(text))]:
        inside = [(a, b) for a, b in words if a >= position and b <= start]
        if inside and max(b - a for a, b in inside) > MIN_LETTERS:
            out.append((inside[0][0], inside[-1][1]))
        position = max(position, end)
    return out

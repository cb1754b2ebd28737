"""What a profile wishes for is no evidence: "I want to become a data engineer: pipelines, Spark"."""

from __future__ import annotations

import re
from typing import Final

_SENTENCE: Final = re.compile(r"[^.!?\n]+[.!?\n]*")
_WISH: Final = re.compile(
    r"\b(?:I(?:'d| would)? (?:like|love|want|wish|hope|plan|aim|intend) to|"
    r"I am (?:looking|hoping|aiming|planning) (?:to|for)|"
    r"(?:looking|hoping|aiming|eager|keen|willing|want(?:ing)?) to (?:become|move|learn|work|grow|get)|"
    r"looking for a (?:job|move|role|position|career))\b",
    re.IGNORECASE,
)


def without_aspirations(text: str) -> str:
    """``text`` with its sentences about the future blanked out, so that every offset stays what it was."""
    return _SENTENCE.sub(lambda m: " " * len(m.group()) if _WISH.search(m.group()) else m.group(), text)

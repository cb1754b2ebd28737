"""Which language a text is in, where it is long enough to tell."""

from __future__ import annotations

import threading
from functools import cache
from typing import Any, Final

#: Fewer words do not tell: names of products and titles look alike in many languages.
MIN_WORDS: Final = 12
MIN_PROBABILITY: Final = 0.8
_SAMPLE: Final = 4_000
_LOCK: Final = threading.Lock()


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def detect(text: str) -> str | None:
    """ISO 639-1 code of the text's language (langid, Lui and Baldwin, ACL 2012); ``None`` where it cannot be told."""
    if len(text.split()) < MIN_WORDS:
        return None
    with _LOCK:
        language, probability = _identifier().classify(text[:_SAMPLE])
    return str(language) if probability >= MIN_PROBABILITY else None

"""One normal form for labels and texts, so that both sides of every comparison are folded alike."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# A token keeps the marks that tell names apart: C++, C#, .NET, Node.js, R&D, PL/SQL.
TOKEN = re.compile(r"\.?[^\W_]+(?:[.'’&][^\W_]+)*(?:\+\+|#)?", re.UNICODE)
#: A long stretch of what is neither a letter, a digit, white space nor ASCII: marks that combine are among it.
_MARKS = re.compile(r"[^\w\s\x00-\x7f]{31,}")
_QUALIFIER = re.compile(r"\s*\([^()]*\)\s*$")
_KEEP_FINAL_S = frozenset(
    (
        "analysis basis business always bias canvas css aws ios sas gis cms dns gps ics sass les mrs news series "
        "species physics mathematics statistics economics ethics logistics graphics electronics robotics genetics "
        "dynamics mechanics linguistics analytics kubernetes jenkins dos pandas redis apis https process access "
        "express address windows teams sales sports apparatus status virus campus corpus focus lens glass grass class "
        "wordpress ifrs "
        # Plurals that are another word than their singular.
        "securities goods arms dies customs glasses spirits premises means futures"
    ).split()
)


def stem(token: str) -> str:
    """Strip an English plural (Harman's S-stemmer, JASIS 42(1), 1991); ``token`` is already folded."""
    if len(token) < 4 or not token.isalpha() or token in _KEEP_FINAL_S:
        return token
    if token.endswith("ies") and not token.endswith(("aies", "eies")):
        return token[:-3] + "y"
    if token.endswith("es") and not token.endswith(("aes", "ees", "oes")):
        return token[:-1]
    if token.endswith("s") and not token.endswith(("us", "ss", "is")):
        return token[:-1]
    return token


def tokens(text: str) -> list[str]:
    """The folded, stemmed tokens of ``text`` in order."""
    return [stem(match.group().casefold()) for match in TOKEN.finditer(normalised(text))]


def normalised(text: str) -> str:
    """``text`` in the form NFKC, of no more than 30 marks on one letter, as in stream-safe text (UAX 15).

    Putting marks in their order takes time that grows with the square of their number.
    """
    return unicodedata.normalize("NFKC", _stream_safe(text))


def composed(text: str) -> str:
    """``text`` in the form NFC: an accent that stands behind its letter becomes part of it; bounded as `normalised`."""
    return text if text.isascii() else unicodedata.normalize("NFC", _stream_safe(text))


def _stream_safe(text: str) -> str:
    return _MARKS.sub(lambda match: match.group()[:30], text)


def fold(text: str) -> str:
    """``text`` as its folded tokens joined by one space; the key under which labels are stored and looked up."""
    return " ".join(tokens(text))


def is_key(text: str) -> bool:
    """Whether a trie can hold ``text`` as a key: NUL would end it, and a lone surrogate has no bytes in UTF-8."""
    return (text.isascii() and "\x00" not in text) or not re.search("[\x00\ud800-\udfff]", text)


def strip_qualifier(label: str) -> str:
    """``Python (computer programming)`` -> ``Python``; a label without a closing parenthesis is returned as it is."""
    return _QUALIFIER.sub("", label).strip() or label.strip()


#: What languages call themselves.
_OWN_NAMES = {
    "espa\u00f1ol": "es",
    "deutsch": "de",
    "fran\u00e7ais": "fr",
    "italiano": "it",
    "portugu\u00eas": "pt",
    "nederlands": "nl",
    "polski": "pl",
    "svenska": "sv",
    "t\u00fcrk\u00e7e": "tr",
    "\u0440\u0443\u0441\u0441\u043a\u0438\u0439": "ru",
    "\u4e2d\u6587": "zh",
    "\u65e5\u672c\u8a9e": "ja",
    "mandarin chinese": "zh",
    "simplified chinese": "zh",
    "brazilian portuguese": "pt",
}


@cache
def _common_names() -> dict[str, str]:
    """Codes of languages by names that ISO 639 lengthens: *Malay (macrolanguage)*, *Modern Greek (1453-)*."""
    import pycountry

    known = (each for each in pycountry.languages if hasattr(each, "alpha_2"))
    common = {each.name.partition(" (")[0].casefold(): each.alpha_2 for each in known}
    return {**common, "greek": "el", "mandarin": "zh", "farsi": "fa", "castilian": "es", **_OWN_NAMES}


def language_tag(name: str) -> str:
    """The ISO 639 code of a language by a code, a tag such as ``en-GB``, or its English name; `ValueError` else."""
    import pycountry

    code, languages = name.strip().split("-")[0].lower(), pycountry.languages
    # Codes first: there is a language called En, whose code is not "en".
    found = (
        languages.get(alpha_2=code)
        or languages.get(alpha_3=code)
        or languages.get(bibliographic=code)
        or languages.get(alpha_2=_common_names().get(name.strip().casefold(), ""))
        or languages.get(name=name.strip().title())
    )
    if found is None:
        msg = "unknown language: use an ISO 639 code (en, es, de) or its English name"
        raise ValueError(msg)
    return str(getattr(found, "alpha_2", None) or found.alpha_3)

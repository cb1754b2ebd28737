"""Words of closed columns, with the words that platforms use for them."""

from __future__ import annotations

import re
from typing import Final

from recommender.catalogue.cells.unreadable import Unreadable
from recommender.text import language_tag

#: Column: word of ours: what else it is called, in lower case without marks.
WORDS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    column: {word: tuple(names.split("; ")) for word, names in words.items()}
    for column, words in {
        "entry_level": {
            "beginner": (
                "introductory; introduction; foundation; foundational; basic; entry; entry level; novice; "
                "elementary; beginners; beginner friendly; beginner level; principiante; anfänger; débutant"
            ),
            "intermediate": "medium; intermediate level; mittelstufe; intermedio; intermédiaire",
            "advanced": "expert; expert level; advanced level; fortgeschritten; avanzado; avancé",
            "mixed": "all levels; all; any; any level; all level; mixed levels; various",
        },
        "type": {
            "course": "mooc; online course; class; courses; short course; module",
            "specialisation": "specialization; xseries; specialisations",
            "professional-certificate": "professional cert; professional certificates",
            "guided-project": "project; guided projects",
            "qualification": "certification; degree; diploma; licence; license",
            "badge": "digital badge; open badge; micro credential badge",
            "programme": "program; programs; bootcamp; nanodegree; micromasters; micro masters; path; track",
        },
        "pacing": {
            "self-paced": "self paced online; on demand; flexible; own pace; selfpaced; asynchronous",
            "dated": "instructor paced; instructor led; scheduled; cohort; live; synchronous",
        },
        "format": {
            "online": (
                "remote; virtual; 100 online; fully online; e learning; elearning; web; distance; distance learning"
            ),
            "in-person": "classroom; face to face; on site; onsite; campus; on campus; in class; presencial",
            "blended": "hybrid; mixed; blended learning",
        },
        "award": {
            "credit": "credits; academic credit; ects",
            "verifiable-badge": "badge; digital badge; open badge",
            "certificate": "certificate of completion; certificate of attendance; shareable certificate",
            "qualification": "degree; diploma; licence; license; regulated qualification",
        },
        "status": {
            "available": (
                "active; published; open; live; current; enabled; running; ongoing; enrolling; open for enrolment; "
                "open for enrollment; enrolment open; enrollment open"
            ),
            "unconfirmed": "draft; pending; planned; coming soon; upcoming; starting soon; tentative; unknown",
            "withdrawn": (
                "archived; retired; inactive; closed; cancelled; canceled; discontinued; expired; deleted; "
                "ended; suspended; unavailable; unpublished; disabled; obsolete; legacy; no longer available; "
                "not available; not active; finished; completed; enrolment closed; enrollment closed; "
                "registration closed; past; sold out; removed"
            ),
        },
    }.items()
}
_MARKS: Final = re.compile(r"[\W_]+")


def _plain(text: str) -> str:
    return _MARKS.sub(" ", text.casefold()).strip()


_MEANT: Final = {
    column: {_plain(name): word for word, names in words.items() for name in (word, *names)}
    for column, words in WORDS.items()
}


def word(column: str, text: str) -> str:
    """The word of ours for what a closed column says. Raises `Unreadable` for a word that is not known."""
    found = _MEANT[column].get(_plain(text))
    if found is None:
        msg = f"not one of {', '.join(map(repr, WORDS[column]))}"
        raise Unreadable(msg)
    return found


#: Words that are codes of languages, and mean none of them in a cell: UK is a country.
_NO_LANGUAGE: Final = frozenset("all any not yes man mul zxx und mis various multiple other uk us kr".split())


def language(text: str) -> str:
    """The ISO 639 code of one language. Raises `Unreadable` for another text, and for several languages."""
    written = text.strip().replace("_", "-")
    inside = re.search(r"\(([^()]*)\)$", written)
    if inside and not _is_language(inside[1].split()[-1] if inside[1].split() else ""):
        written = written[: inside.start()].strip()
    if re.search(r"[,;|/()]| and ", written):
        msg = "several languages; give the credential once for each, or the language that it is taught in"
        raise Unreadable(msg)
    if written.casefold() in _NO_LANGUAGE and written not in {"uk", "kr"}:
        msg = "unknown language: use an ISO 639 code (en, es, de) or its English name"
        raise Unreadable(msg)
    try:
        return language_tag(written)
    except ValueError as error:
        raise Unreadable(str(error)) from None


def _is_language(text: str) -> bool:
    """Whether what stands in parentheses is a language by its name, not a country or a remark."""
    try:
        return len(text) > 3 and bool(language_tag(text))
    except ValueError:
        return False

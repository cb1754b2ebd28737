"""Proficiency and the one place that converts other scales to it; the one table of levels that no source states.

Proficiency is a real number in [0, 1] with named bands: ``none`` at 0, ``beginner`` up to 1/3, ``intermediate`` up
to 2/3, ``advanced`` up to 1.
"""

from __future__ import annotations

import math
import re
from difflib import get_close_matches
from typing import Final, Literal

Band = Literal["none", "beginner", "intermediate", "advanced"]
Word = Literal["New", "Some", "Solid", "Strong"]

#: Upper end of each band.
BANDS: Final[dict[Band, float]] = {"none": 0.0, "beginner": 1 / 3, "intermediate": 2 / 3, "advanced": 1.0}

#: What the bands are called to people.
_WORDS: Final[dict[Band, Word]] = {"none": "New", "beginner": "Some", "intermediate": "Solid", "advanced": "Strong"}
#: A level that is printed as 0.00 is none.
_NOTHING: Final = 0.005

_UNKNOWN_LEVEL: Final = f"unknown level: use one of {', '.join(BANDS)} or a number from 0 to 1"

#: Levels that are assumed where no source states one. Every answer that uses one flags it ``assumed``.
#: They are deliberate, round guesses; an evaluation row shows how far the answer depends on them.
REQUIRED_LEVEL: Final[dict[str, float]] = {
    "essential": 2 / 3,
    "important": 0.5,
    "useful": 1 / 3,
    "stated": 2 / 3,
}
#: Importance of what an advert asks for, and of what it calls nice to have.
IMPORTANCE: Final[dict[str, float]] = {"stated": 1.0, "optional": 0.35}
#: Importance of the first area of each weight in a role, and the one that the last stays above.
AREA_IMPORTANCE: Final[dict[str, tuple[float, float]]] = {
    "essential": (1.0, 0.7),
    "important": (0.65, 0.4),
    "useful": (0.35, 0.2),
}
#: What a credential is assumed to teach to, by its *entry* level: the band above the one it asks for.
TAUGHT_LEVEL: Final[dict[str, float]] = {"beginner": 0.4, "intermediate": 2 / 3, "advanced": 0.9, "mixed": 0.5}
TAUGHT_LEVEL_UNKNOWN: Final = 0.5
#: A skill taught or held counts this much towards its broader skill, and is labelled inferred.
BROADER_DISCOUNT: Final = 0.5
#: Holding a skill counts this much towards a skill that ESCO calls essential for it, and is labelled inferred.
ESSENTIAL_DISCOUNT: Final = 0.4


def _bounded(value: float, low: float, high: float, scale: str) -> float:
    if not (math.isfinite(value) and low <= value <= high):
        msg = f"{scale} runs from {low:g} to {high:g}"
        raise ValueError(msg)
    return value


def from_range(value: float, low: float, high: float, scale: str = "the scale") -> float:
    """Linear conversion of a value on ``[low, high]``; ``ValueError`` outside it."""
    return (_bounded(value, low, high, scale) - low) / (high - low)


def from_onet_level(value: float) -> float:
    """O*NET Level (LV), 0 to 7."""
    return from_range(value, 0, 7, "the O*NET level scale")


def from_onet_importance(value: float) -> float:
    """O*NET Importance (IM), 1 to 5."""
    return from_range(value, 1, 5, "the O*NET importance scale")


def from_eqf(value: float) -> float:
    """European Qualifications Framework level, 1 to 8; level 8 is 1 and level 1 is 1/8 (who is at 1 has learnt)."""
    return _bounded(value, 1, 8, "the EQF") / 8


#: Level of the Regulated Qualifications Framework (England, Northern Ireland) -> EQF level, as the Ofqual register
#: prints it beside each qualification.
_RQF_TO_EQF: Final = {"Entry": 1, "1": 2, "2": 3, "3": 4, "4": 5, "5": 5, "6": 6, "7": 7, "8": 8}


def from_rqf(level: str) -> float:
    """Regulated Qualifications Framework level, ``"Entry"`` or ``"1"`` to ``"8"``, through the EQF."""
    if level not in _RQF_TO_EQF:
        msg = "the RQF runs from Entry and 1 to 8"
        raise ValueError(msg)
    return from_eqf(_RQF_TO_EQF[level])


#: Levels of the UK Government Digital and Data framework, taken as four steps of equal size.
_GDAD: Final = {"Awareness": 0.25, "Working": 0.5, "Practitioner": 0.75, "Expert": 1.0}


def from_gdad(level: str) -> float:
    """Level of a skill in the UK Government Digital and Data framework: Awareness, Working, Practitioner, Expert."""
    if level not in _GDAD:
        msg = f"the UK Government Digital and Data framework knows {', '.join(_GDAD)}"
        raise ValueError(msg)
    return _GDAD[level]


def from_asc(value: float) -> float:
    """Australian Skills Classification core competency score, 1 to 10."""
    return _bounded(value, 1, 10, "the ASC score") / 10


def from_percent(value: float) -> float:
    """A percentage, 0 to 100."""
    return from_range(value, 0, 100, "a percentage")


def from_five(value: float) -> float:
    """A rating from 1 to 5."""
    return from_range(value, 1, 5, "a rating of one to five")


#: Years of practice and the level that they are taken to mean: a power law of practice, in round numbers.
_YEARS: Final = ((1, 0.3), (2, 0.4), (3, 0.5), (5, 0.65), (8, 0.75), (12, 0.85))


def level_of_years(years: float) -> float:
    """Years of practice that a text states, as a proficiency; under one year is 0.2. An assumption, in one place."""
    _bounded(years, 0, 99, "years of practice")
    return max((level for least, level in _YEARS if years >= least), default=0.2)


def to_theta(level: float) -> float:
    """Proficiency to the ability scale of item response theory: 0 is -3, 0.5 is 0, 1 is 3 standard deviations."""
    return 6 * _bounded(level, 0, 1, "proficiency") - 3


#: Words for a level in profiles that are data: JSON Resume's four and their neighbours (*expert* stands above
#: *advanced* there), LinkedIn's five of languages, and the Common European Framework of Reference for languages.
_LEVEL_WORDS: Final = {
    **dict.fromkeys(("beginner", "basic", "novice", "elementary", "entry", "entry level", "foundational"), 1 / 3),
    **dict.fromkeys(("a1", "a2", "elementary proficiency", "limited working proficiency"), 0.25),
    **dict.fromkeys(("b1", "b2", "conversational", "professional working proficiency"), 0.5),
    **dict.fromkeys(("intermediate", "competent", "upper intermediate", "proficient"), 2 / 3),
    **dict.fromkeys(("c1", "fluent", "full professional proficiency"), 0.75),
    "advanced": 0.85,
    **dict.fromkeys(("c2", "native", "native speaker", "native or bilingual proficiency", "mother tongue"), 0.95),
    **dict.fromkeys(("bilingual", "bilingual proficiency", "native proficiency"), 0.95),
    **dict.fromkeys(("expert", "master", "mastery"), 1.0),
}


def from_stated(value: object) -> float | None:
    """The level that a field of a profile states: a word, ``4/5``, ``80%`` or a fraction of 1; ``None`` for others.

    A whole number says nothing, because its scale is not stated: 4 may be of 5 or of 10.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    written = " ".join(str(value).lower().replace("_", " ").split())
    # "C1 (advanced)", "Fluent - C1".
    for word in (written, *re.split(r"[^\w+ /%.]+", written)):
        if (level := _LEVEL_WORDS.get(word.strip())) is not None:
            return level
    out_of = re.fullmatch(r"(\d{1,3}(?:\.\d+)?) (?:out of|of) (\d{1,3})", written)
    try:
        level = parse_level("/".join(out_of.groups()) if out_of else written)
    except ValueError:
        return None
    return None if re.fullmatch(r"\d+(?:\.0*)?", written) else level


def from_band(name: str) -> float:
    """The upper end of a named band; ``ValueError`` for another word."""
    lowered = name.strip().lower()
    if lowered not in BANDS:
        raise ValueError(_UNKNOWN_LEVEL)
    return BANDS[lowered]


_FRACTION: Final = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*/\s*(\d{1,3})")
_NUMBER: Final = re.compile(r"[-+]?\d+(?:\.\d+)?|[-+]?\.\d+")


def parse_level(text: str) -> float:
    """A level as people write it: ``0.5``, ``50%``, ``2/4`` or ``intermediate``, as a proficiency in [0, 1].

    Raises `ValueError` where it is none of these, or lies outside its scale.
    """
    written = text.strip()
    if written.endswith("%") and _NUMBER.fullmatch(written[:-1].strip()):
        return from_percent(float(written[:-1]))
    if found := _FRACTION.fullmatch(written):
        return from_range(float(found.group(1)), 0, _whole(found.group(2)), f"a level out of {found.group(2)}")
    if _NUMBER.fullmatch(written):
        return _bounded(float(written), 0, 1, "a level")
    return from_band(written)


def _whole(text: str) -> float:
    if float(text) == 0:
        msg = "a level out of 0 says nothing"
        raise ValueError(msg)
    return float(text)


def parse_named_level(text: str) -> tuple[str, float | None]:
    """``NAME`` or ``NAME:LEVEL`` (see `parse_level`) as (name, level): the one grammar of command line, files and HTTP.

    What follows the last colon is a level where it can be read as one, else part of the name, so that an identifier
    such as ``esco:skill/...`` or ``acme:12`` stays whole. Raises `ValueError` for no name, and for what looks like a
    level and is none (``SQL:140%``, ``SQL:1.5``, ``SQL:expertt``).
    """
    written = text.strip()
    name, colon, level = (part.strip() for part in written.rpartition(":"))
    if not written or (colon and not name):
        msg = "a name is missing"
        raise ValueError(msg)
    if not colon or (level.isdigit() and float(level) > 1):
        return written, None
    meant = _NUMBER.fullmatch(level.rstrip("% ")) or _FRACTION.fullmatch(level)
    if not meant and level.lower() not in BANDS:
        if get_close_matches(level.lower(), BANDS, n=1, cutoff=0.75):
            msg = f"{_UNKNOWN_LEVEL}, a percentage such as 50% or a fraction such as 2/4"
            raise ValueError(msg)
        return written, None
    return name, parse_level(level)


def band(level: float) -> Band:
    """The name of the band that a proficiency in [0, 1] falls in."""
    _bounded(level, 0, 1, "proficiency")
    return next(name for name, top in BANDS.items() if level <= top + 1e-9)


def word(level: float) -> Word:
    """What people read of a level held: ``New`` where it is none, ``Some``, ``Solid`` or ``Strong`` by its band."""
    return _WORDS[band(0.0 if level < _NOTHING else level)]

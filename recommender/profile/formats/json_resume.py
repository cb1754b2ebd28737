"""JSON Resume (jsonresume.org, schema 1.0.0), in which no section is mandatory, and the slips that are common in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from recommender.profile.reading import Reading, ReadingDraft
from recommender.records import Learner
from recommender.scales import from_stated

#: Sections whose entries speak of skills, with the keys that do. Names of people and employers, addresses, pictures and
#: dates are never read.
_SECTIONS: Final[dict[str, tuple[str, ...]]] = {
    "work": ("position", "summary", "description", "highlights", "keywords"),
    "volunteer": ("position", "summary", "description", "highlights", "keywords"),
    "projects": ("name", "description", "summary", "highlights", "keywords", "roles"),
    "education": ("area", "studyType", "courses", "summary", "description"),
    "certificates": ("name", "title", "summary", "description", "keywords"),
    "awards": ("title", "summary"),
    "publications": ("name", "title", "summary"),
}
#: Sections that say nothing of a skill, or are another's words.
_PASSED_OVER: Final = ("basics", "interests", "references", "meta", "$schema")
_KEYS: Final = frozenset((*_SECTIONS, *_PASSED_OVER, "skills", "languages"))
#: Other names of a skill's name and level.
_NAMES: Final = ("name", "skill", "title", "keyword", "language", "label")
_LEVELS: Final = ("level", "proficiency", "rating", "fluency", "score")
_SEPARATOR: Final = re.compile(r"\s*[,;|\n]\s*(?![^()]*\))")


def is_one(value: dict[str, Any]) -> bool:
    """Whether a JSON object is a JSON Resume: by its schema, or by any of its sections."""
    if "jsonresume" in str(value.get("$schema", "")).lower() or set(value) & (_KEYS - {"skills"}):
        return True
    skills = value.get("skills")
    if isinstance(skills, list):
        return not set(value) - {"skills"} and any(isinstance(each, dict) and "keywords" in each for each in skills)
    # CredPath's own JSON lists its skills; groups of them or one text are what people make of a JSON Resume.
    return isinstance(skills, dict | str) and not set(value) & (set(Learner.model_fields) - {"skills"})


def read_value(value: dict[str, Any]) -> Reading:
    """`ProfileError` where nothing in it speaks of a skill."""
    draft = ReadingDraft("json-resume")
    basics = value.get("basics")
    if isinstance(basics, dict):
        for key in ("label", "summary"):
            _text(draft, "basics", basics.get(key))
    for section, keys in _SECTIONS.items():
        for place, entry in _entries(section, value.get(section)):
            if isinstance(entry, dict):
                for key in keys:
                    _text(draft, place, entry.get(key))
            else:
                _text(draft, place, entry)
    for section in ("skills", "languages"):
        for place, entry in _entries(section, value.get(section)):
            _skill(draft, place, entry)
    for key in sorted(set(value) - _KEYS):
        if value[key]:
            draft.skip("entry", key if key.isidentifier() and key.isascii() and len(key) < 40 else None)
    return draft.finished()


def _entries(section: str, value: Any) -> Iterator[tuple[str, Any]]:
    """A section's entries, with where each stands. One entry needs no list; groups may be given by name."""
    if isinstance(value, dict):
        grouped = not set(value) & {
            *_NAMES,
            *_LEVELS,
            "keywords",
            *(key for keys in _SECTIONS.values() for key in keys),
        }
        value = [{"keywords": each} for each in value.values()] if grouped else [value]
    for number, entry in enumerate(value if isinstance(value, list) else [value] if value else [], start=1):
        yield f"{section} {number}", entry


def _text(draft: ReadingDraft, place: str, value: Any) -> None:
    """A text, a list of texts, or a list of objects that are named."""
    if isinstance(value, str):
        draft.add(place, value)
    elif isinstance(value, list):
        for part in value:
            _text(
                draft,
                place,
                next((part[key] for key in _NAMES if part.get(key)), None) if isinstance(part, dict) else part,
            )
    elif value is not None:
        draft.skip("entry", place)


def _skill(draft: ReadingDraft, place: str, value: Any) -> None:
    """A skill or language with its level, or a heading with keywords; a plain text names one or more."""
    if isinstance(value, str):
        for name in filter(None, _SEPARATOR.split(value)):
            draft.name(name)
    elif isinstance(value, list):
        for part in value:
            _skill(draft, place, part)
    elif isinstance(value, dict):
        name = next((value[key] for key in _NAMES if isinstance(value.get(key), str)), None)
        stated = next((value[key] for key in _LEVELS if value.get(key) not in (None, "", [])), None)
        level = from_stated(stated)
        if stated is not None and level is None:
            draft.skip("level", place)
        # The level is said of the heading; each keyword under it is only named.
        if name:
            draft.name(name, level)
        if value.get("keywords"):
            _skill(draft, place, value["keywords"])
        if not name and not value.get("keywords"):
            draft.skip("entry", place)
    else:
        draft.skip("entry", place)

"""JSON Resume (jsonresume.org, schema 1.0.0), in which no section is mandatory, and the slips that are common in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from recommender.profile.formats.json_values import listed
from recommender.profile.reading import Reading, ReadingDraft
from recommender.records import Learner
from recommender.scales import from_stated
from recommender.text.markup import without_markup

_WORK: Final = (
    "position title jobTitle role summary description details highlights achievements responsibilities duties tasks "
    "technologies tools keywords skills"
)
_ABOUT: Final = "name displayName title summary description highlights keywords skills technologies languages libraries"
#: Sections whose entries speak of skills, with the keys that do.
_SECTIONS: Final[dict[str, tuple[str, ...]]] = {
    section: tuple(keys.split())
    for section, keys in {
        "work": _WORK,
        "volunteer": _WORK,
        "projects": f"{_ABOUT} roles tools",
        "education": "area degree studyType field major subject courses summary description details",
        "certificates": _ABOUT,
        "awards": _ABOUT,
        "publications": _ABOUT,
    }.items()
}
_BASICS: Final = ("label", "headline", "title", "summary", "objective", "about")
#: Keys that name people and employers, places, pictures and days: never read, and not told.
_UNREAD: Final = frozenset(
    "name company organization organisation employer institution school location address city region country url "
    "website href link image picture email phone profiles date startDate endDate start end from to current issuer "
    "issueDate publisher releaseDate awarder score gpa grade entity type id isVisible hidden visible order workType "
    "companyName fluency level proficiency rating cover icon".split()
)
#: Sections that say nothing of a skill, or are another's words.
_PASSED_OVER: Final = ("basics", "interests", "references", "meta", "$schema")
_KEYS: Final = frozenset((*_SECTIONS, *_PASSED_OVER, "skills", "languages"))
#: Other names of a skill's name and level.
_NAMES: Final = ("name", "skill", "title", "keyword", "language", "label")
_LEVELS: Final = ("level", "proficiency", "rating", "fluency", "score")
#: Keys of an object in a list of texts that hold the text.
_SAID: Final = (*_NAMES, "text", "description", "summary", "course", "content")
#: What a heading has under it.
_UNDER: Final = ("keywords", "items", "skills", "technologies", "tools")
_LEVELLED: Final = re.compile(r"(.+?)\s*(?:\(|:|\s[-\u2013]\s)\s*([^()]+?)\)?")
_SEPARATOR: Final = re.compile(r"\s*[,;|\n]\s*(?![^()]*\))")


def is_one(value: dict[str, Any]) -> bool:
    """Whether a JSON object is a JSON Resume: by its schema, or by any of its sections."""
    if "jsonresume" in str(value.get("$schema", "")).lower() or set(value) & (_KEYS | {"sections"}) - {"skills"}:
        return True
    skills = value.get("skills")
    if isinstance(skills, list):
        return not set(value) - {"skills"} and any(isinstance(each, dict) and "keywords" in each for each in skills)
    # CredPath's own JSON lists its skills; groups of them or one text are what people make of a JSON Resume.
    return isinstance(skills, dict | str) and not set(value) & (set(Learner.model_fields) - {"skills"})


def read_value(value: dict[str, Any]) -> Reading:
    """`ProfileError` where nothing in it speaks of a skill."""
    if isinstance(value.get("sections"), dict):
        value = _of_sections(value)
    draft = ReadingDraft("json-resume")
    for basics in listed(value.get("basics")):
        if isinstance(basics, dict):
            _texts(draft, "basics", basics, _BASICS)
    for section, keys in _SECTIONS.items():
        for place, entry in _entries(section, value.get(section)):
            if isinstance(entry, dict):
                _texts(draft, place, entry, keys)
            else:
                _text(draft, place, entry)
    for section in ("skills", "languages"):
        for place, entry in _entries(section, value.get(section)):
            _skill(draft, place, entry)
    for key in sorted(set(value) - _KEYS):
        if value[key]:
            draft.skip("entry", _named(key))
    return draft.finished()


def _of_sections(value: dict[str, Any]) -> dict[str, Any]:
    """The form of a JSON Resume of Reactive Resume's export, whose sections hold items under names of their own."""
    out: dict[str, Any] = {"basics": value.get("basics")}
    for name, section in value["sections"].items():
        if isinstance(section, dict) and name not in {"profiles", "interests", "references"}:
            ours = {"experience": "work", "certifications": "certificates"}.get(name, name)
            items = section.get("items")
            if name == "languages" and isinstance(items, list):
                named = (each for each in items if isinstance(each, dict))
                items = [{"language": each.get("name"), "fluency": each.get("description")} for each in named]
            if name == "summary":
                out["basics"] = [out["basics"], {"summary": section.get("content")}]
            else:
                out[ours] = items
    return out


def _named(key: str, place: str | None = None) -> str | None:
    """A place that names a key, unless the key may be somebody's own words."""
    shown = key if re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,30}", key) else None
    return ", ".join(filter(None, (place, shown))) or None


def _entries(section: str, value: Any) -> Iterator[tuple[str, Any]]:
    """A section's entries, with where each stands. One entry needs no list; groups and levels may be given by name."""
    known = {*_NAMES, *_LEVELS, *_UNREAD, "keywords", "items", *(key for keys in _SECTIONS.values() for key in keys)}
    if isinstance(value, dict) and not set(value) & known:
        entries = section in _SECTIONS and all(isinstance(each, dict) for each in value.values())
        value = list(value.values()) if entries else [_by_name(name, each) for name, each in value.items()]
    for number, entry in enumerate(listed(value or None), start=1):
        yield f"{section} {number}", entry


def _by_name(name: str, value: Any) -> dict[str, Any]:
    """The entry of a map: ``{"Python": "Expert"}`` states a level, ``{"Web": ["HTML", "CSS"]}`` names a group."""
    if isinstance(value, dict):
        return {"name": name, "keywords": [_by_name(inner, each) for inner, each in value.items()]}
    stated = isinstance(value, int | float) or (isinstance(value, str) and from_stated(value) is not None)
    return {"name": name, "level" if stated else "keywords": value}


def _texts(draft: ReadingDraft, place: str, entry: dict[str, Any], keys: tuple[str, ...]) -> None:
    """The texts under some keys of an entry; other keys are told, unless they hold what is never read."""
    for key in keys:
        _text(draft, place, entry.get(key))
    for key in sorted(set(entry) - set(keys) - _UNREAD):
        if entry[key]:
            draft.skip("entry", _named(key, place))


def _text(draft: ReadingDraft, place: str, value: Any) -> None:
    """A text, a list of texts, or of objects that hold one."""
    if isinstance(value, str):
        draft.add(place, without_markup(value))
    elif isinstance(value, list):
        for part in value:
            _text(draft, place, part)
    elif isinstance(value, dict):
        named = [
            value[key] for key in (*_NAMES, "text", "description", "summary", "course", "content") if value.get(key)
        ]
        _text(draft, place, named or 0)
    elif value is not None:
        draft.skip("entry", place)


def _skill(draft: ReadingDraft, place: str, value: Any) -> None:
    """A skill or language with its level, or a heading with keywords; a plain text names one or more."""
    if isinstance(value, str):
        for name in filter(None, _SEPARATOR.split(value)):
            draft.name(*_with_level(name))
    elif isinstance(value, list):
        for part in value:
            _skill(draft, place, part)
    elif isinstance(value, dict):
        name = next((value[key] for key in _NAMES if isinstance(value.get(key), str)), None)
        stated = next((value[key] for key in _LEVELS if value.get(key) not in (None, "", [])), None)
        under = [value[key] for key in _UNDER if value.get(key)]
        level = from_stated(stated)
        if stated is not None and level is None:
            draft.skip("level", place)
        # The level is said of the heading; each keyword under it is only named.
        if name:
            draft.name(name, level)
        _skill(draft, place, under)
        known = {*_NAMES, *_LEVELS, *_UNDER, *_UNREAD}
        for key in sorted(set(value) - known):
            if value[key]:
                draft.skip("entry", _named(key, place))
        if not name and not under:
            draft.skip("entry", place)
    else:
        draft.skip("entry", place)


def _with_level(text: str) -> tuple[str, float | None]:
    """``Python (expert)`` and ``SQL: advanced`` as a name and its level."""
    found = _LEVELLED.fullmatch(text.strip())
    level = from_stated(found[2]) if found else None
    return (found[1], level) if found and level is not None else (text, None)

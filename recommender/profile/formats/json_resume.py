"""JSON Resume (jsonresume.org, schema 1.0.0) and CredPath's own JSON (the `Learner` record)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from pydantic import ValidationError

from recommender.errors import ProfileError, first_problem
from recommender.profile.formats import text as plain_text
from recommender.records import MAX_NAMED, Learner, NamedSkill, field_names
from recommender.scales import from_resume_word

_SECTIONS: Final = ("work", "volunteer", "education", "projects", "certificates", "awards", "publications")
#: Keys whose text speaks of skills. Names, addresses, pictures and dates are never read.
_READ: Final = ("position", "summary", "description", "highlights", "area", "studyType", "courses", "keywords", "title")


def read(content: bytes) -> Learner:
    """`ProfileError` for malformed JSON or fields of the wrong kind; the message names the field, not its value."""
    try:
        value = json.loads(plain_text.decode(content))
    except RecursionError:
        msg = "nested too deeply"
        raise ProfileError(msg) from None
    except ValueError as error:
        place = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        msg = f"not valid JSON{place}"
        raise ProfileError(msg) from None
    if not isinstance(value, dict):
        msg = "the JSON is not an object"
        raise ProfileError(msg)
    if "basics" in value or any(section in value for section in ("work", "education", "volunteer")):
        return _resume(value)
    try:
        return Learner.model_validate(value)
    except ValidationError as error:
        found = first_problem(error, field_names())
        msg = f"{found.place or 'the object'}: {found.kind.replace('_', ' ')}"
        raise ProfileError(msg) from None


def _resume(value: dict[str, Any]) -> Learner:
    basics = value.get("basics")
    lines: list[str] = []
    if isinstance(basics, dict):
        lines += [text for key in ("label", "summary") if isinstance(text := basics.get(key), str)]
    for section in _SECTIONS:
        for entry in _objects(value.get(section)):
            for key in _READ:
                lines += _texts(entry.get(key))
            if section == "certificates":
                lines += _texts(entry.get("name"))
    skills = list(islice(_skills(value), MAX_NAMED + 1))
    if len(skills) > MAX_NAMED:
        msg = f"it names more than {MAX_NAMED} skills; keep those that matter"
        raise ProfileError(msg)
    if not lines and not skills:
        msg = "no text in it"
        raise ProfileError(msg)
    text = plain_text.learner("\n".join(lines)).text if lines else None
    return Learner(text=text, skills=tuple(skills))


def _skills(value: dict[str, Any]) -> Iterator[NamedSkill]:
    for entry in _objects(value.get("skills")):
        level = from_resume_word(str(entry.get("level", "")))
        # The level is said of the heading; each keyword under it is only named.
        for name in _texts(entry.get("name")):
            if name.strip():
                yield NamedSkill(name=name[:300], level=level)
        for name in _texts(entry.get("keywords")):
            if name.strip():
                yield NamedSkill(name=name[:300])


def _objects(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []

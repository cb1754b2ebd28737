"""Profiles in JSON, told apart by what they say they are: JSON Resume, Europass, Open Badges, CredPath's own."""

from __future__ import annotations

import json
from typing import Any, Final

from pydantic import ValidationError

from recommender.errors import ProfileError, first_problem
from recommender.profile.formats import europass, json_resume, open_badges
from recommender.profile.formats.open_badges import is_token, payload
from recommender.profile.formats.text import decode
from recommender.profile.reading import Reading, ReadingDraft
from recommender.records import Learner, field_names

#: Values of one document; a résumé of many years has some 2,000.
MAX_VALUES: Final = 200_000
#: Keys that programs put around a whole résumé.
_WRAPPERS: Final = frozenset(("resume", "cv", "profile", "data", "jsonresume"))
_KNOWN: Final = "a JSON Resume, a Europass CV, an Open Badge or CLR credential, or CredPath's own JSON"


def read(content: bytes) -> Reading:
    """`ProfileError` for malformed JSON or fields of the wrong kind; the message names the field, not its value."""
    return read_value(_parsed(decode(content)))


def read_value(value: Any) -> Reading:
    """As `read`, of a document that is parsed already."""
    if isinstance(value, list) and value:
        badges = all(isinstance(each, dict) and open_badges.is_one(each) for each in value)
        value = {"type": "VerifiablePresentation", "verifiableCredential": value} if badges else value
        value = value[0] if isinstance(value, list) and len(value) == 1 else value
    if isinstance(value, dict) and len(value) == 1 and isinstance(inner := next(iter(value.values())), dict):
        value = inner if next(iter(value)).lower() in _WRAPPERS else value
    if not isinstance(value, dict):
        msg = f"the JSON is not an object; use {_KNOWN}"
        raise ProfileError(msg)
    for is_one, read_it in (
        (europass.is_one, europass.read_value),
        (open_badges.is_one, open_badges.read_value),
        (json_resume.is_one, json_resume.read_value),
    ):
        if is_one(value):
            return read_it(value)
    if "hasClaim" in value or "EuropeanDigitalCredential" in str(value.get("type")):
        msg = "European Digital Credentials are not read yet; hand over its PDF, or type in its title"
        raise ProfileError(msg)
    return _own(value)


def _own(value: dict[str, Any]) -> Reading:
    try:
        learner = Learner.model_validate(value)
    except ValidationError as error:
        found = first_problem(error, field_names())
        hint = "" if set(value) & set(Learner.model_fields) else f"; it is not {_KNOWN}"
        msg = f"{found.place or 'the object'}: {found.kind.replace('_', ' ')}{hint}"
        raise ProfileError(msg) from None
    if not (learner.text or learner.skills or learner.evidence):
        msg = "it says nothing: no text, no skills, no evidence"
        raise ProfileError(msg)
    draft = ReadingDraft("credpath")
    for part in (learner.text or "").split("\n\n"):
        draft.add("text", part)
    reading = draft.finished() if learner.text and learner.text.strip() else None
    return Reading(format="credpath", blocks=reading.blocks if reading else (), learner=learner)


def _parsed(text: str) -> Any:
    if is_token(text):
        return payload(text)
    # Every value but the first of each list or object follows a comma.
    if text.count(",") + text.count("[") + text.count("{") > MAX_VALUES:
        msg = f"it holds more than {MAX_VALUES:,} values; a profile has fewer"
        raise ProfileError(msg)
    try:
        return json.loads(text, object_pairs_hook=_object)
    except RecursionError:
        msg = "nested too deeply"
        raise ProfileError(msg) from None
    except ValueError as error:
        place = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        msg = f"not valid JSON{place}"
        raise ProfileError(msg) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        msg = "an object holds a key twice; keep one of them"
        raise ProfileError(msg)
    return found

"""Open Badges 2 and 3 and Comprehensive Learner Records 2 (1EdTech): what a badge says was achieved.

The proof of a badge is not checked here, so what it states counts as claimed and the reading says so.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from typing import Any, Final

from recommender.errors import ProfileError
from recommender.profile.formats.json_values import listed
from recommender.profile.reading import Reading, ReadingDraft
from recommender.text.markup import without_markup

_TYPES: Final = frozenset(
    "VerifiablePresentation OpenBadgeCredential AchievementCredential ClrCredential Assertion BadgeClass "
    "Achievement".split()
)
_CONTEXTS: Final = ("openbadges", "/ob/v3p0", "/clr/v2p0")
#: Where credentials hold others.
_INSIDE: Final = ("verifiableCredential", "vc", "@graph")
_TOKEN: Final = re.compile(r"eyJ[\w-]{5,100000}\.[\w-]{5,2000000}\.[\w-]*")
#: Credentials inside credentials that are followed.
_MAX_DEPTH: Final = 8


def is_one(value: dict[str, Any]) -> bool:
    """Whether a JSON object is a badge or a record of badges, by its type or its context."""
    context = str(value.get("@context", "")).lower()
    if any(isinstance(value.get(key), dict | list) for key in ("vc", "@graph")):
        return True
    return bool(_TYPES & _types(value)) or any(name in context for name in _CONTEXTS)


def read_value(value: dict[str, Any]) -> Reading:
    """`ProfileError` where no achievement stands in it, such as in an assertion that only points to its badge."""
    draft = ReadingDraft("open-badges")
    seen: set[str] = set()
    for achievement in _achievements(value, 0):
        texts = [_text(achievement.get(key)) for key in ("name", "description")] + [_narrative(achievement)]
        key = str(achievement.get("id") or texts)
        if key in seen:
            continue
        seen.add(key)
        place = f"achievement {len(seen)}"
        for text in filter(None, texts):
            draft.add(place, without_markup(text))
        for target in listed(achievement.get("alignment")) + listed(achievement.get("alignments")):
            if isinstance(target, dict):
                draft.name(_text(target.get("targetName") or target.get("name")))
        for tag in listed(achievement.get("tag")) + listed(achievement.get("tags")):
            for name in _text(tag).split(","):
                draft.name(name)
        draft.skip("proof")
    if not draft.unread:
        msg = "it holds no achievement, only where one can be found; hand over the badge itself (Open Badges 3.0 JSON)"
        raise ProfileError(msg)
    return draft.finished()


def _achievements(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Achievements in the credentials, subjects, badges and records of one document."""
    if isinstance(value, str) and is_token(value):
        value = payload(value)
    if not isinstance(value, dict) or depth > _MAX_DEPTH:
        return
    if _types(value) & {"Achievement", "BadgeClass"}:
        yield value
        return
    inner = [each for key in _INSIDE for each in listed(value.get(key))]
    for subject in listed(value.get("credentialSubject")):
        if isinstance(subject, dict):
            inner += [each for key in ("verifiableCredential", "achievement") for each in listed(subject.get(key))]
    for key in ("badge", "achievement"):
        # Older badges leave the type out.
        inner += [{"type": "BadgeClass", **each} for each in listed(value.get(key)) if isinstance(each, dict)]
    for each in inner:
        named = isinstance(each, dict) and not _types(each) and "name" in each
        yield from _achievements({**each, "type": "Achievement"} if named else each, depth + 1)


def _types(value: dict[str, Any]) -> set[str]:
    return {each for each in listed(value.get("type")) if isinstance(each, str)}


def _text(value: Any) -> str:
    """A text, or that of a map of languages: English, or the first."""
    if isinstance(value, list):
        return " ".join(filter(None, map(_text, value)))
    if isinstance(value, dict):
        return _text(value.get("@value") or value.get("en") or next(iter(value.values()), ""))
    return value if isinstance(value, str) else ""


def _narrative(achievement: dict[str, Any]) -> str:
    criteria = achievement.get("criteria")
    return _text(criteria.get("narrative")) if isinstance(criteria, dict) else ""


def is_token(text: str) -> bool:
    """Whether a text is a compact JSON Web Token, in which credentials are signed."""
    return _TOKEN.fullmatch(text.strip()) is not None


def payload(token: str) -> Any:
    """What a token states, unchecked; ``None`` where it is damaged."""
    part = token.strip().split(".")[1]
    try:
        return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, RecursionError):
        return None

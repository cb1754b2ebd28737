"""Open Badges 2 and 3 and Comprehensive Learner Records 2 (1EdTech): what a badge says was achieved.

The proof of a badge is not checked here, so what it states counts as claimed and the reading says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from recommender.errors import ProfileError
from recommender.profile.reading import Reading, ReadingDraft

_TYPES: Final = frozenset(
    ("OpenBadgeCredential", "AchievementCredential", "ClrCredential", "Assertion", "BadgeClass", "Achievement")
)
_CONTEXTS: Final = ("openbadges", "/ob/v3p0", "/clr/v2p0")
#: Credentials inside credentials that are followed.
_MAX_DEPTH: Final = 8


def is_one(value: dict[str, Any]) -> bool:
    """Whether a JSON object is a badge or a record of badges, by its type or its context."""
    context = str(value.get("@context", "")).lower()
    return bool(_TYPES & set(_listed(value.get("type")))) or any(name in context for name in _CONTEXTS)


def read_value(value: dict[str, Any]) -> Reading:
    """`ProfileError` where no achievement stands in it, such as in an assertion that only points to its badge."""
    draft = ReadingDraft("open-badges")
    for number, achievement in enumerate(_achievements(value, 0), start=1):
        place = f"achievement {number}"
        for text in (achievement.get("name"), achievement.get("description"), _narrative(achievement)):
            if isinstance(text, str):
                draft.add(place, text)
        for target in _listed(achievement.get("alignment") or achievement.get("alignments")):
            if isinstance(target, dict) and isinstance(target.get("targetName"), str):
                draft.name(target["targetName"])
        for tag in _listed(achievement.get("tag") or achievement.get("tags")):
            if isinstance(tag, str):
                draft.name(tag)
        draft.skip("proof")
    if not draft.unread:
        msg = "it holds no achievement, only where one can be found; hand over the badge itself (Open Badges 3.0 JSON)"
        raise ProfileError(msg)
    return draft.finished()


def _achievements(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Achievements in the credentials, subjects, badges and records of one document, each once."""
    if not isinstance(value, dict) or depth > _MAX_DEPTH:
        return
    types = set(_listed(value.get("type")))
    if types & {"Achievement", "BadgeClass"}:
        yield value
        return
    badges = _listed(value.get("badge")) + _listed(value.get("achievement"))
    for subject in _listed(value.get("credentialSubject")):
        if isinstance(subject, dict):
            inner = _listed(subject.get("verifiableCredential"))
            # A record lists its achievements beside the credentials that state them.
            badges += inner or _listed(subject.get("achievement"))
    for badge in badges:
        if isinstance(badge, dict) and not badge.get("type"):
            badge = {**badge, "type": "Achievement"}  # noqa: PLW2901 - older badges leave the type out
        yield from _achievements(badge, depth + 1)


def _narrative(achievement: dict[str, Any]) -> Any:
    criteria = achievement.get("criteria")
    return criteria.get("narrative") if isinstance(criteria, dict) else None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]

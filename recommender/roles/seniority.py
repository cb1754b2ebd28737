"""A role at the start and further on: what a newcomer need not bring yet, and what a senior has in addition."""

from __future__ import annotations

import re
from typing import Final

from recommender.linking.title_text import ENTRY_WORDS
from recommender.records import Seniority
from recommender.roles.area import MAX_AREAS
from recommender.roles.schema import RoleFileArea, RoleFileRole

_SENIOR: Final = re.compile(
    r"\b(?:senior|snr|sr|experienced|principal\s+\w|lead(?!\s+(?:generation|worker|paint|roof))\b(?!$))", re.IGNORECASE
)


def seniority_of(title: str) -> Seniority | None:
    """What the words of a title say: ``entry``, ``senior``, or nothing."""
    if ENTRY_WORDS.search(title):
        return "entry"
    return "senior" if _SENIOR.search(title) else None


def at(role: RoleFileRole, seniority: Seniority | None) -> RoleFileRole:
    """The role at one seniority, as far as its file tells them apart; else as it is.

    At entry the areas that it names fall away, and the levels of the others are the usual ones of their weight. A
    senior needs some areas in addition.
    """
    if seniority == "entry" and role.not_at_entry:
        left = {name.casefold() for name in role.not_at_entry}
        areas = tuple(_at_entry(area) for area in role.areas if area.name.casefold() not in left)
        return role.model_copy(update={"seniority": seniority, "areas": areas or role.areas})
    if seniority == "senior" and role.senior:
        kept = role.areas[: MAX_AREAS - len(role.senior)]
        return role.model_copy(update={"seniority": seniority, "areas": (*role.senior, *kept)})
    return role


def _at_entry(area: RoleFileArea) -> RoleFileArea:
    """Nobody has said what a newcomer needs: the level is assumed."""
    return area.model_copy(update={"level": None, "level_from": None})

"""What a file of roles says: a role with its areas, and the skills of each by identifier or name."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from recommender.records import (
    AreaKind,
    Identifier,
    Learnt,
    Level,
    Licence,
    MemberRule,
    Record,
    Seniority,
    ShortText,
    Weight,
)
from recommender.roles.area import MAX_AREAS

MAX_MEMBERS: Final = 60
#: Areas that a senior needs in addition.
MAX_SENIOR: Final = 5


def _lower(value: Any) -> Any:
    return value.strip().lower() if isinstance(value, str) else value


class RoleFileMember(Record):
    """A skill of an area. ``label`` is for whoever reads the file; ``sources``: what else asks for the skill."""

    skill: ShortText
    label: ShortText | None = None
    sources: Annotated[tuple[ShortText, ...], Field(max_length=20)] = ()


class RoleFileArea(Record):
    """One thing that the role asks for. ``level``: a number or a band; without one it is assumed from the weight."""

    name: Annotated[ShortText, Field(max_length=80)]
    weight: Annotated[Weight, BeforeValidator(_lower)]
    level: Level | None = None
    level_from: ShortText | None = None
    kind: Annotated[AreaKind | None, BeforeValidator(_lower)] = None
    learnt: Annotated[Learnt | None, BeforeValidator(_lower)] = None
    rule: Annotated[MemberRule, BeforeValidator(_lower)] = "some"
    members: Annotated[tuple[RoleFileMember, ...], Field(max_length=MAX_MEMBERS)] = ()

    @field_validator("members", mode="before")
    @classmethod
    def _written(cls, value: Any) -> Any:
        """A skill may be written as a text alone."""
        return [{"skill": one} if isinstance(one, str) else one for one in value] if isinstance(value, list) else value


def _distinct(areas: tuple[RoleFileArea, ...]) -> tuple[RoleFileArea, ...]:
    names = [area.name.casefold() for area in areas]
    if len(set(names)) < len(names):
        msg = "two areas have the same name"
        raise ValueError(msg)
    return areas


class RoleFileRole(Record):
    """A role as a file gives it. ``occupations``: identifiers of ESCO or O*NET, the one that it is first.

    ``titles``: other titles of the very same job. ``not_at_entry``: names of areas that a newcomer need not bring yet;
    ``senior``: what a senior needs in addition.
    """

    id: Identifier
    title: ShortText
    titles: Annotated[tuple[ShortText, ...], Field(max_length=100)] = ()
    occupations: Annotated[tuple[Identifier, ...], Field(max_length=20)] = ()
    seniority: Seniority | None = None
    origin: Literal["reviewed", "corrected", "platform"] = "platform"
    areas: Annotated[tuple[RoleFileArea, ...], Field(min_length=1, max_length=MAX_AREAS), AfterValidator(_distinct)]
    not_at_entry: Annotated[tuple[ShortText, ...], Field(max_length=MAX_AREAS)] = ()
    senior: Annotated[tuple[RoleFileArea, ...], Field(max_length=MAX_SENIOR), AfterValidator(_distinct)] = ()
    licences: Annotated[tuple[Licence, ...], Field(max_length=20)] = ()
    usual_entry: Annotated[str, Field(max_length=500)] | None = None
    related: Annotated[tuple[ShortText, ...], Field(max_length=20)] = ()

    @model_validator(mode="after")
    def _named_areas(self) -> RoleFileRole:
        """What a newcomer need not bring is an area of the role."""
        names = {area.name.casefold() for area in self.areas}
        for name in self.not_at_entry:
            if name.casefold() not in names:
                msg = f"not_at_entry: no area is called {name!r}"
                raise ValueError(msg)
        return self

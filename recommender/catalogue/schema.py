"""One row of a catalogue file: the documented columns, and their validation with pydantic.

Only ``title`` is required. Lists are separated by ``|`` in CSV and may be real lists in JSON Lines and Parquet.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from typing import Annotated, Any, Final

import pycountry
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from recommender.records import Amount, Award, CredentialType, EntryLevel, Fact, Hours, NamedSkill, Run, Unit
from recommender.text import fold, language_tag

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Link = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^https?://", max_length=2000)]

COLUMNS: Final[dict[str, str]] = {
    "id": "identifier, unique in the catalogue; made from provider, title and url where absent",
    "title": "the credential's title (required)",
    "provider": "who offers it",
    "url": "its page, http or https",
    "type": "course, specialisation, professional-certificate, guided-project, qualification, badge or programme",
    "description": "read to find skills and for similarity; not shown",
    "entry_level": "beginner, intermediate, advanced or mixed: what it asks of the learner",
    "hours": "total hours of effort (sets hours_low and hours_high)",
    "hours_low": "least total hours",
    "hours_high": "most total hours",
    "price": "price of the credential itself",
    "audit_price": "price of attending without the credential",
    "currency": "ISO 4217 code of both prices; required with a price",
    "language": "ISO 639 code or English name of the language of instruction",
    "pacing": "self-paced or dated",
    "format": "online, in-person or blended",
    "award": "credit, verifiable-badge, certificate or qualification",
    "recognised_by": "who recognises it (list)",
    "rating": "mean rating, 0 to 5",
    "rating_count": "number of ratings",
    "skills": "skills taught (list): a name or a node's identifier, optionally :level from 0 to 1 or a band's name",
    "requires_skills": "skills required (list), written alike",
    "prerequisites": "identifiers of credentials required first (list)",
    "stacks_into": "identifiers of larger credentials it counts towards (list)",
    "qualification_level": "level on the issuing framework as it is written there",
    "status": "available, unconfirmed or withdrawn",
    "available_from": "first day that it can be begun (YYYY-MM-DD)",
    "available_until": "last day that it can be finished on (YYYY-MM-DD)",
    "runs": "its dates where it runs several times (list of objects: id, available_from, available_until)",
    "source": "where the row's facts come from",
    "as_of": "when they held: year, month or day",
}


class RowSkill(NamedSkill):
    """A skill as a catalogue names it: ``name`` is a tag or a node's identifier; ``level`` in [0, 1] where stated."""

    name: Line
    assumed: bool | None = None
    confidence: Unit | None = None
    source: str | None = None


def _parsed(value: Any) -> Any:
    """What a text of JSON holds; other values as they are."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except RecursionError:
        msg = "nested too deeply"
        raise ValueError(msg) from None


def blank_is_unknown(values: Any) -> Any:
    """A row without the cells that hold nothing: a file's blank is no value."""
    if not isinstance(values, dict):
        return values
    return {key: value for key, value in values.items() if value is not None and value not in ("", [], ())}


class CatalogueRow(BaseModel):
    """A validated row. Unknown columns are refused, so that no misspelt column is silently lost."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str = ""
    title: Title
    provider: Line | None = None
    url: Link | None = None
    type: CredentialType | None = None
    description: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100_000)] | None = None
    entry_level: EntryLevel | None = None
    hours: Hours | None = None
    hours_low: Hours | None = None
    hours_high: Hours | None = None
    price: Amount | None = None
    audit_price: Amount | None = None
    currency: str | None = None
    language: str | None = None
    pacing: Annotated[str, StringConstraints(pattern="^(self-paced|dated)$")] | None = None
    format: Annotated[str, StringConstraints(pattern="^(online|in-person|blended)$")] | None = None
    award: Award | None = None
    recognised_by: tuple[Line, ...] = ()
    rating: Annotated[float, Field(ge=0, le=5, allow_inf_nan=False)] | None = None
    rating_count: Annotated[int, Field(ge=0)] | None = None
    skills: Annotated[tuple[RowSkill, ...], Field(max_length=500)] = ()
    requires_skills: Annotated[tuple[RowSkill, ...], Field(max_length=500)] = ()
    prerequisites: tuple[Line, ...] = ()
    stacks_into: tuple[Line, ...] = ()
    qualification_level: Line | None = None
    status: Annotated[str, StringConstraints(pattern="^(available|unconfirmed|withdrawn)$")] | None = None
    available_from: dt.date | None = None
    available_until: dt.date | None = None
    runs: Annotated[tuple[Run, ...], Field(max_length=500)] = ()
    source: Line | None = None
    as_of: Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}){0,2}$")] | None = None
    facts: dict[str, Fact] = Field(default_factory=dict)

    _blanks = model_validator(mode="before")(blank_is_unknown)

    @field_validator("hours", "hours_low", "hours_high", "price", "audit_price", "rating", mode="before")
    @classmethod
    def _number(cls, value: Any) -> Any:
        if isinstance(value, float) and not math.isfinite(value):
            msg = "not a finite number; leave the cell empty where it is unknown"
            raise ValueError(msg)
        return value

    @field_validator("runs", mode="before")
    @classmethod
    def _runs(cls, value: Any) -> Any:
        return _parsed(value)

    @field_validator("recognised_by", "prerequisites", "stacks_into", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return [part.strip() for part in value.split("|") if part.strip()] if isinstance(value, str) else value

    @field_validator("skills", "requires_skills", mode="before")
    @classmethod
    def _skills(cls, value: Any) -> Any:
        return [part for part in value.split("|") if part.strip()] if isinstance(value, str) else value

    @field_validator("facts", mode="before")
    @classmethod
    def _facts(cls, value: Any) -> Any:
        return _parsed(value)

    @field_validator("language", mode="after")
    @classmethod
    def _language(cls, value: str | None) -> str | None:
        if value is None:
            return None
        return language_tag(value)

    @field_validator("currency", mode="after")
    @classmethod
    def _currency(cls, value: str | None) -> str | None:
        if value is not None and pycountry.currencies.get(alpha_3=value.strip().upper()) is None:
            msg = "unknown currency: use an ISO 4217 code such as EUR"
            raise ValueError(msg)
        return value.strip().upper() if value else None

    @model_validator(mode="after")
    def _whole(self) -> CatalogueRow:
        # Nothing costs nothing in any currency.
        if (self.price or self.audit_price) and self.currency is None:
            msg = "a price needs its currency; none is assumed"
            raise ValueError(msg)
        if self.hours is not None and (self.hours_low is not None or self.hours_high is not None):
            msg = "give hours, or hours_low and hours_high, not both"
            raise ValueError(msg)
        if self.hours_low is not None and self.hours_high is not None and self.hours_low > self.hours_high:
            msg = "hours_low is greater than hours_high"
            raise ValueError(msg)
        if self.available_from and self.available_until and self.available_from > self.available_until:
            msg = "available_from is after available_until"
            raise ValueError(msg)
        return self

    @property
    def identifier(self) -> str:
        """The given ``id``, or one made from provider, title and url, the same on every run."""
        if self.id:
            return self.id
        key = "\x1f".join((fold(self.provider or ""), fold(self.title), self.url or ""))
        return "row:" + hashlib.sha256(key.encode()).hexdigest()[:16]

    @property
    def hours_interval(self) -> tuple[float | None, float | None]:
        """Least and most total hours; ``None`` where unknown."""
        return (self.hours, self.hours) if self.hours is not None else (self.hours_low, self.hours_high)

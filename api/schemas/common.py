"""What several routes take: a profile file, or a profile that is JSON itself."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints, field_validator

from recommender.profile.formats import FORMATS
from recommender.records import Record

#: A profile that is JSON, as it is: a JSON Resume, a Europass CV, an Open Badge, or CredPath's own.
Resume = Annotated[dict[str, Any], Field(description="A JSON Resume (or another profile in JSON) as it is")]


class Document(Record):
    """A profile file: its ``name`` tells the format, ``content`` is base64."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    content: Annotated[str, StringConstraints(max_length=14_000_000)]

    @field_validator("content")
    @classmethod
    def _base64(cls, value: str) -> str:
        try:
            base64.b64decode(value, validate=True)
        except binascii.Error:
            msg = "not base64"
            raise ValueError(msg) from None
        return value

    @property
    def public_name(self) -> str:
        """A name that errors may show: only what follows the last dot is the sender's, where it is a known format."""
        suffix = Path(self.name).suffix.lower()
        return f"document{suffix}" if suffix in FORMATS else "document"

    def bytes(self) -> bytes:
        """The decoded content."""
        return base64.b64decode(self.content)

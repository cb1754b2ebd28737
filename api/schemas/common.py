"""What several routes take or give: a profile file, and problem details."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, field_validator


class Document(BaseModel):
    """A profile file: its ``name`` tells the format, ``content`` is base64."""

    model_config = ConfigDict(extra="forbid")
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

    def bytes(self) -> bytes:
        return base64.b64decode(self.content)


class Problem(BaseModel):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    detail: str | None = None

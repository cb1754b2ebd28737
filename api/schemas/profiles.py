"""The body of ``/v1/profiles:read``."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, PrivateAttr, RootModel, ValidationError, model_validator

from recommender.errors import first_problem

from .common import Document

EXAMPLE: dict[str, Any] = {
    "basics": {"label": "Receptionist", "summary": "Front desk of a hotel; I keep the bookings in Excel."},
    "languages": [{"language": "German", "fluency": "Native speaker"}],
}


class ProfileRequest(RootModel[dict[str, Any]]):
    """Either ``{"document": {"name": ..., "content": ...}}``, or a JSON Resume itself."""

    model_config = ConfigDict(frozen=True, json_schema_extra={"examples": [EXAMPLE]})

    _file: Document | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _document(self) -> ProfileRequest:
        if set(self.root) == {"document"}:
            try:
                self._file = Document.model_validate(self.root["document"])
            except ValidationError as error:
                found = first_problem(error, Document.model_fields)
                msg = f"document.{found.place}: {found.message}" if found.place else "document: name and content"
                raise ValueError(msg) from None
        return self

    @property
    def document(self) -> Document | None:
        """The file, or ``None`` where the body is the profile itself."""
        return self._file

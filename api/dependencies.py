"""What routes are given: the open recommender, the settings, the learner of a body."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request

from recommender.engine import Recommender
from recommender.errors import InputError
from recommender.profile.reader import understand_bytes, understand_value
from recommender.profile.reading import Reading
from recommender.records import Learner

from .schemas.common import Document
from .settings import Settings


def engine(request: Request) -> Recommender:
    """The open recommender."""
    found: Recommender = request.app.state.recommender
    return found


def configured(request: Request) -> Settings:
    """The settings that the application was made with."""
    found: Settings = request.app.state.settings
    return found


Engine = Annotated[Recommender, Depends(engine)]
Config = Annotated[Settings, Depends(configured)]


def reading_of(document: Document | None, resume: dict[str, Any] | None) -> Reading:
    """What a profile file, or a profile that is JSON, says; `InputError` where both are given, or neither."""
    if (document is None) == (resume is None):
        msg = "give document or resume, one of them"
        raise InputError(msg)
    if document is not None:
        return understand_bytes(document.bytes(), document.public_name)
    return understand_value(resume)


def learner_of(named: Learner, document: Document | None, resume: dict[str, Any] | None) -> Learner:
    """The text of a document or résumé, with its skills and evidence and those that were sent beside it."""
    if document is None and resume is None:
        return named
    read = reading_of(document, resume).learner
    return read.model_copy(
        update={name: (*getattr(read, name), *getattr(named, name)) for name in ("skills", "evidence", "unread")}
    )

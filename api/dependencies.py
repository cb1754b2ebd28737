"""What routes are given: the open recommender, the settings, the learner of a body."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from recommender.engine import Recommender
from recommender.profile.reader import read_bytes
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


def learner_of(named: Learner, document: Document | None) -> Learner:
    """The document's text with the skills and evidence that were sent beside it."""
    if document is None:
        return named
    read = read_bytes(document.bytes(), document.public_name)
    return read.model_copy(
        update={"skills": (*read.skills, *named.skills), "evidence": (*read.evidence, *named.evidence)}
    )

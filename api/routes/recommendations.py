"""Ranking."""

from __future__ import annotations

from fastapi import APIRouter

from recommender.records import Answer

from ..dependencies import Engine, learner_of
from ..json import JsonRoute
from ..schemas.recommendations import RecommendationRequest

router = APIRouter(route_class=JsonRoute)


@router.post("/recommendations", summary="Rank the next credentials to earn", response_model_exclude_none=False)
def rank_credentials(body: RecommendationRequest, recommender: Engine) -> Answer:
    """The gaps to a goal and the credentials that close them, ranked, each with its reasons."""
    learner = learner_of(body.learner, body.document, body.resume)
    return recommender.recommend(learner, body.goal, preferences=body.preferences, top=body.top, as_of=body.as_of)

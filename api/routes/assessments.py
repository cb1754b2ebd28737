"""The adaptive check."""

from __future__ import annotations

from fastapi import APIRouter

from recommender.records import Assessment

from ..dependencies import Engine, learner_of
from ..json import JsonRoute
from ..schemas.assessments import AssessmentRequest

router = APIRouter(route_class=JsonRoute)


@router.post("/assessments", summary="Strengths, weaknesses and the next question")
def assess_learner(body: AssessmentRequest, recommender: Engine) -> Assessment:
    """Where a learner stands for a goal, and what to ask next: send the answer along with all earlier ones.

    `question` is null where no answer is expected to change the first five recommendations any more.
    """
    return recommender.assess(
        learner_of(body.learner, body.document, body.resume),
        body.goal,
        responses=body.responses,
        items=body.items,
        preferences=body.preferences,
        as_of=body.as_of,
    )

"""The routes, each a thin call of the engine. They are plain functions: the work runs in worker threads."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from recommender.engine import Recommender
from recommender.path import (
    Effort,
    Replanned,
    Tradeoffs,
    Verdict,
    accepted,
    check,
    replan,
    tradeoffs,
    why,
    why_not,
)
from recommender.path.plan import Plan
from recommender.profile import read_bytes
from recommender.records import Answer, Assessment, Credential, Learner
from recommender.version import __version__

from .problems import NotReady
from .schemas import (
    AssessmentRequest,
    Document,
    OccupationsFound,
    PlanDocument,
    PlanRequest,
    PrerequisitesFound,
    Problem,
    Reasons,
    RecommendationRequest,
    ReplanRequest,
    SkillsFound,
    Status,
    TextRequest,
    TradeoffsRequest,
    Version,
    WhyRequest,
)
from .settings import Settings

_PROBLEM: dict[int | str, dict[str, Any]] = {
    422: {"model": Problem, "description": "The request cannot be used; `ambiguous-goal` carries choices"},
    413: {"model": Problem, "description": "The body is too large"},
    503: {
        "model": Problem,
        "description": "The snapshot is not open yet, or `work-limit`: no plan in time",
    },
}
v1 = APIRouter(prefix="/v1", responses=_PROBLEM)
health = APIRouter()


def engine(request: Request) -> Recommender:
    """The open recommender; `NotReady` while there is none."""
    found: Recommender | None = request.app.state.recommender
    if found is None:
        raise NotReady(request.app.state.failure or "the snapshot is being opened")
    return found


def configured(request: Request) -> Settings:
    """The settings that the application was made with."""
    found: Settings = request.app.state.settings
    return found


Engine = Annotated[Recommender, Depends(engine)]
Config = Annotated[Settings, Depends(configured)]


@v1.post("/recommendations", summary="Rank the next credentials to earn", response_model_exclude_none=False)
def recommendations(body: RecommendationRequest, recommender: Engine) -> Answer:
    """The gaps to a goal and the credentials that close them, ranked, each with its reasons."""
    learner = _learner(body.learner, body.document)
    return recommender.recommend(learner, body.goal, preferences=body.preferences, top=body.top, as_of=body.as_of)


@v1.post("/assessments", summary="Strengths, weaknesses and the next question")
def assessments(body: AssessmentRequest, recommender: Engine) -> Assessment:
    """Where a learner stands for a goal, and what to ask next: send the answer along with all earlier ones.

    `question` is null where no answer is expected to change the first five recommendations any more.
    """
    return recommender.assess(
        _learner(body.learner, body.document),
        body.goal,
        responses=body.responses,
        items=body.items,
        preferences=body.preferences,
        as_of=body.as_of,
    )


@v1.post("/plans", summary="Plan what to earn, in order, with a proof")
def plans(body: PlanRequest, recommender: Engine, settings: Config) -> Plan:
    """The best ordered, scheduled set of credentials within hours, money and prerequisites, with its certificate.

    A request that no plan can meet is answered too: `conflict` says which wishes cannot hold together and what would
    have to give way. `id` names the plan; it carries what was understood of the request, because nothing is kept.
    """
    return recommender.plan(
        _learner(body.learner, body.document),
        body.goals,
        preferences=body.preferences,
        wishes=body.wishes,
        effort=Effort(body.work, settings.plan_seconds),
        as_of=body.as_of,
    )


@v1.get(
    "/plans/{identifier}",
    summary="A plan again",
    responses={404: {"model": Problem, "description": "No such plan, or one of another snapshot"}},
)
def plan(identifier: str, recommender: Engine, settings: Config) -> Plan:
    """The plan of a name, made again from the request that the name carries: the same, unless the clock cut it."""
    return recommender.plan_again(identifier, settings.plan_seconds)


@v1.post("/plans:check", summary="Compute a plan's numbers again without the solver")
def check_plan(body: PlanDocument) -> Verdict:
    """`ok` is false where anything that follows from the instance is not as the plan states it."""
    return check(body.plan)


@v1.post("/plans:replan", summary="Plan again what is left of a plan")
def replan_plan(body: ReplanRequest, settings: Config) -> Replanned:
    """After steps were finished, failed or skipped the plan changes as little as its value allows, and says why."""
    return replan(accepted(body.plan), body.progress, Effort(body.work, settings.plan_seconds), body.tolerance)


@v1.post("/plans:tradeoffs", summary="What more or less time and money would give")
def plan_tradeoffs(body: TradeoffsRequest, settings: Config) -> Tradeoffs:
    """The exact Pareto front of closure, hours and cost within the plan's limits, and what one more of each gives."""
    instance = accepted(body.plan).certificate.instance
    return tradeoffs(instance, Effort(body.work, settings.plan_seconds), body.points)


@v1.post("/plans:why", summary="Why a credential is in a plan, or is not")
def plan_reasons(body: WhyRequest, settings: Config) -> Reasons:
    """For each step the price, hours or skill that would drop it; for absent credentials what would bring them in."""
    path, effort = accepted(body.plan), Effort(body.work, settings.plan_seconds)
    absent = [why_not(path, identifier, effort) for identifier in body.absent]
    return Reasons(credentials=absent or list(why(path, effort)))


@v1.get(
    "/prerequisites",
    summary="Stated and likely prerequisites of a credential",
    responses={404: {"model": Problem, "description": "No such credential"}},
)
def prerequisites(
    recommender: Engine,
    credential: Annotated[str, Query(min_length=1, max_length=200)],
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
) -> PrerequisitesFound:
    """A likely prerequisite is a suggestion: it constrains a plan only when `wishes.confirmed` names it."""
    return PrerequisitesFound(prerequisites=list(recommender.prerequisites(credential, limit)))


def _learner(named: Learner, document: Document | None) -> Learner:
    """The document's text with the skills and evidence that were sent beside it."""
    if document is None:
        return named
    read = read_bytes(document.bytes(), document.name)
    return read.model_copy(
        update={"skills": (*read.skills, *named.skills), "evidence": (*read.evidence, *named.evidence)}
    )


@v1.post("/skills:extract", summary="Find the skills a text names")
def extract(body: TextRequest, recommender: Engine) -> SkillsFound:
    """Skills with confidence, best first; an empty list where there are none."""
    return SkillsFound(skills=recommender.extract(body.text))


@v1.get("/occupations", summary="Occupations that a title may mean")
def occupations(
    recommender: Engine,
    q: Annotated[str, Query(min_length=1, max_length=300, examples=["data analyst"])],
    limit: Annotated[int, Query(ge=1, le=8)] = 8,
) -> OccupationsFound:
    """Candidates of ESCO and O*NET scored together, most probable first."""
    return OccupationsFound(occupations=recommender.occupations(q, limit))


@v1.get(
    "/credentials/{identifier:path}",
    summary="One credential",
    responses={404: {"model": Problem, "description": "No such credential"}},
)
def credential(identifier: str, recommender: Engine) -> Credential:
    """Everything known of a credential, with the source and date of each fact."""
    return recommender.credential(identifier)


@health.get("/healthz", summary="The process lives")
def healthz() -> Status:
    return Status(status="ok")


@health.get("/readyz", summary="Requests can be answered", responses={503: {"model": Problem}})
def readyz(recommender: Engine) -> Status:
    return Status(status="ready")


@health.get("/version", summary="Versions and snapshot")
def version(request: Request) -> Version:
    found: Recommender | None = request.app.state.recommender
    return Version(
        credpath=__version__,
        snapshot=found.snapshot_id if found else None,
        versions=found.versions if found else {},
    )

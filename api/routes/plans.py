"""Plans, and what is done with one."""

from __future__ import annotations

from fastapi import APIRouter, Request

from recommender.path.grading import accepted, verify_plan
from recommender.path.optimise.effort import Effort
from recommender.path.plan import Plan, Replanned
from recommender.path.revise.counterfactuals import why, why_not
from recommender.path.revise.pareto import Tradeoffs, tradeoffs
from recommender.path.revise.replanning import replan
from recommender.path.verdict import Verdict

from ..dependencies import Config, Engine, engine, learner_of
from ..json import JsonRoute
from ..schemas.plans import (
    CheckRequest,
    PlanningRequest,
    Reasons,
    RemakeRequest,
    ReplanRequest,
    TradeoffsRequest,
    WhyRequest,
)
from ..schemas.problems import problem_response

router = APIRouter(route_class=JsonRoute)


@router.post("/plans", summary="Plan what to earn, in order, with a proof")
def make_plan(body: PlanningRequest, recommender: Engine, settings: Config) -> Plan:
    """The best ordered, scheduled set of credentials within hours, money and prerequisites, with its certificate.

    A request that no plan can meet is answered too: `conflict` says which wishes cannot hold together and what would
    have to give way. `request` is what was understood of the request, because nothing is kept; `id` is a hash of it.
    """
    return recommender.plan(
        learner_of(body.learner, body.document, body.resume),
        body.goals,
        preferences=body.preferences,
        options=body.options,
        effort=Effort(body.work, settings.plan_seconds),
        as_of=body.as_of,
    )


@router.post(
    "/plans:remake",
    summary="A plan again",
    responses={404: problem_response("The plan was made from another snapshot")},
)
def remake_plan(body: RemakeRequest, recommender: Engine, settings: Config) -> Plan:
    """The plan of the request that a plan carries, made again: the same, unless the clock cut it.

    Nothing is kept here, so there is no address of a plan to ask for.
    """
    return recommender.remake(body.request, settings.plan_seconds)


@router.post("/plans:check", summary="Check a plan: its numbers, its catalogue, its request, its bound")
def check_plan(body: CheckRequest, request: Request) -> Verdict:
    """`ok` is false where anything is not as the plan states it, `complete` where less was checked than asked for.

    The numbers that follow from the plan are always computed again. `catalogue` compares it with the open snapshot and
    makes its problem again from its request, `resolve` solves its problem again. `not_covered` names every field of the
    plan that none of this verified.
    """
    if body.catalogue:
        return engine(request).check(body.plan, resolve=body.resolve)
    return verify_plan(body.plan, resolve=body.resolve)


@router.post("/plans:replan", summary="Plan again what is left of a plan")
def replan_plan(body: ReplanRequest, settings: Config) -> Replanned:
    """After steps were finished, failed or skipped the plan changes as little as its value allows, and says why."""
    return replan(accepted(body.plan), body.progress, Effort(body.work, settings.plan_seconds), body.tolerance)


@router.post("/plans:tradeoffs", summary="What more or less time and money would give")
def plan_tradeoffs(body: TradeoffsRequest, settings: Config) -> Tradeoffs:
    """The exact Pareto front of closure, hours and cost within the plan's limits, and what one more of each gives."""
    instance = accepted(body.plan).certificate.instance
    return tradeoffs(instance, Effort(body.work, settings.plan_seconds), body.points)


@router.post("/plans:why", summary="Why a credential is in a plan, or is not")
def plan_reasons(body: WhyRequest, settings: Config) -> Reasons:
    """For each step the price, hours or skill that would drop it; for absent credentials what would bring them in."""
    path, effort = accepted(body.plan), Effort(body.work, settings.plan_seconds)
    absent = [why_not(path, identifier, effort) for identifier in body.absent]
    return Reasons(credentials=absent or list(why(path, effort)))

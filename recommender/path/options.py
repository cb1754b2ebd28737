"""What a learner asks of a plan beyond the limits that every recommendation knows."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from pydantic import Field, model_validator

from recommender.path.problem import ObjectiveKind, Share
from recommender.records import Amount, Currency, Hours, Identifier, Record, Unit

Rate = Annotated[float, Field(gt=0, le=1e6, allow_inf_nan=False)]


class PlanOptions(Record):
    """How a plan is to be made.

    ``objective``: see `recommender.path.problem.Objective`. ``target``: share of the gap that `cheapest` and `fastest`
    close. ``assume_hours``, ``assume_price``: what a credential that states none counts as, flagged; ``None`` leaves
    such credentials out. ``rates``: what one unit of a currency is worth in the budget's; prices in others are unknown.
    ``readiness``: share of what a credential requires that must be held when it begins. ``threshold``: share of what a
    goal asks for from which it counts as reached. ``stacking_bonus``: what completing a programme is worth, as a share
    of the gap. ``confirmed``: (before, after) prerequisites that no source states and that are to hold.
    """

    objective: ObjectiveKind = "closure"
    target: Annotated[float, Field(gt=0, le=1)] | None = None
    steps: Annotated[int, Field(ge=1, le=200)] | None = None
    must_have: Annotated[tuple[Identifier, ...], Field(max_length=50)] = ()
    assume_hours: Annotated[Hours, Field(gt=0)] | None = None
    assume_price: Amount | None = None
    rates: dict[Currency, Rate] = Field(default_factory=dict)
    readiness: Unit = 0.8
    threshold: Unit = 0.8
    stacking_bonus: Unit = 0.0
    confirmed: Annotated[tuple[tuple[Identifier, Identifier], ...], Field(max_length=200)] = ()

    @model_validator(mode="after")
    def _target(self) -> PlanOptions:
        if (self.objective in {"cheapest", "fastest"}) != (self.target is not None):
            msg = "the objectives cheapest and fastest, and only they, take a target: the share of the gap to close"
            raise ValueError(msg)
        return self


def share(value: float) -> Share:
    """A decimal as the fraction that was meant: 0.8 is 4/5."""
    fraction = Fraction(str(round(value, 6)))
    return fraction.numerator, fraction.denominator

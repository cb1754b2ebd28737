"""The verdict on a plan: what is wrong with it, how far it was checked, and what nobody checked."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field

from recommender.records import Record

Proof = Literal[
    "claimed",
    "re-proved by exhaustive search",
    "re-proved by solving again",
    "claimed, and solving again agrees",
    "refuted",
]

GradeName = Literal["arithmetic", "catalogue", "request", "bound"]
#: The longest text of a finding: what a plan states can be of any length.
MAX_TEXT: Final = 300


class Finding(Record):
    """One thing that the checker looked at; ``what`` of it is cut at `MAX_TEXT` characters."""

    ok: bool
    what: Annotated[str, Field(max_length=MAX_TEXT)]
    where: str = ""


class Grade(Record):
    """How one part of the check ended.

    ``arithmetic``: what follows from the plan's own problem. ``catalogue``: the problem's figures in a snapshot.
    ``request``: the whole problem and all that is displayed, made again from the plan's request. ``bound``: that no
    better plan exists. ``why``: what kept it from being checked.
    """

    name: GradeName
    state: Literal["passed", "failed", "not checked"]
    why: str | None = None


class Verdict(Record):
    """``ok``: nothing is wrong. ``complete``: everything that was asked for was checked.

    ``proof``: how far status and bound were checked. ``not_covered``: fields of the plan that nothing verified.
    """

    ok: bool
    complete: bool
    proof: Proof
    grades: tuple[Grade, ...]
    not_covered: tuple[str, ...]
    findings: tuple[Finding, ...]

"""A plan checked grade by grade: its arithmetic, its catalogue, its request and its bound.

Nothing is passed over in silence. A grade that was asked for and could not be checked says why, and every field of the
plan that nothing verified is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Protocol

from recommender.errors import CredPathError, InputError
from recommender.path.checker.checker import exhaustive, recomputed
from recommender.path.document import plan_of
from recommender.path.plan import LearningPath, Plan
from recommender.path.verdict import Finding, Grade, GradeName, Proof, Verdict

NOT_ASKED: Final = "it was not asked for"
#: Fields that each grade verifies where it passes; of a certificate and its parts, each field by itself.
COVERS: Final[dict[GradeName, frozenset[str]]] = {
    "arithmetic": frozenset(
        {
            "format",
            "steps",
            "weeks",
            "totals",
            "certificate.objective",
            "certificate.relative_gap",
            "certificate.inputs.instance",
            "certificate.pool.candidates",
        }
    ),
    "catalogue": frozenset({"certificate.pool.considered", "certificate.inputs.snapshot"}),
    "request": frozenset(
        {
            "as_of",
            "id",
            "snapshot",
            "versions",
            "learner",
            "goals",
            "uncovered",
            "warnings",
            "certificate.instance",
            "certificate.inputs.request",
            "certificate.inputs.snapshot",
            "certificate.pool.considered",
            "certificate.pool.left_out",
        }
    ),
    "bound": frozenset({"certificate.status", "certificate.bound"}),
}
#: What solving again verifies beside the bound. Where a plan began is known of those that carry their request.
SOLVED: Final = frozenset({"conflict"})
SOLVED_AGAIN: Final = frozenset({"certificate.greedy", "certificate.pool.searched"})
BEST: Final = "certificate.instance.objective.best"


class NotChecked(CredPathError):
    """A grade cannot be checked here; the message says why."""


class Counterpart(Protocol):
    """A snapshot that a plan can be held against."""

    def catalogue(self, path: LearningPath) -> tuple[Finding, ...]:
        """The figures of the plan's credentials against the catalogue's."""

    def request(self, plan: Plan) -> tuple[Finding, ...]:
        """What the plan displays against what its request gives; `NotChecked` where it cannot be made again here."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One grade as it was checked; ``why`` it was not."""

    name: GradeName
    findings: tuple[Finding, ...] = ()
    why: str | None = None
    covers: frozenset[str] = frozenset()

    @property
    def ok(self) -> bool:
        return all(finding.ok for finding in self.findings)

    @property
    def grade(self) -> Grade:
        if not self.ok:
            return Grade(name=self.name, state="failed")
        return Grade(name=self.name, state="not checked" if self.why else "passed", why=self.why)

    @property
    def covered(self) -> frozenset[str]:
        return frozenset() if self.why or not self.ok else COVERS[self.name] | self.covers


def verify_plan(document: Any, *, resolve: bool = False, against: Counterpart | None = None) -> Verdict:
    """What is wrong with a plan's JSON, how far it was checked, and what was not.

    ``resolve``: solve its problem again to prove the bound. ``against``: a snapshot to compare it with, and to make the
    problem again from the plan's request. Raises `InputError` where the document is no plan.
    """
    path = plan_of(document)
    arithmetic = _Part("arithmetic", recomputed(path), covers=SOLVED if path.conflict is None else frozenset())
    bound, proof = _bound(path, resolve=resolve) if arithmetic.ok else _unsound()
    parts = (arithmetic, *_compared(path, against), bound)
    ok = all(part.ok for part in parts)
    asked = {"arithmetic", *(("catalogue", "request") if against else ()), *(("bound",) if resolve else ())}
    complete = not any(part.why for part in parts if part.name in asked)
    return Verdict(
        ok=ok,
        complete=complete,
        proof=proof if ok else "refuted",
        grades=tuple(part.grade for part in parts),
        not_covered=_left(path, parts, resolve=resolve),
        findings=tuple(finding for part in parts for finding in part.findings),
    )


def accepted(document: Any) -> LearningPath:
    """A plan whose numbers follow from its problem; `InputError` says what is wrong with one whose do not."""
    path = plan_of(document)
    wrong = next((finding for finding in recomputed(path) if not finding.ok), None) or exhaustive(path)
    if wrong is not None and not wrong.ok:
        msg = f"the plan is not as its certificate says, in {wrong.where}; check it to see what is wrong"
        raise InputError(msg)
    return path


def _unsound() -> tuple[_Part, Proof]:
    return _Part("bound", why="the plan's numbers do not follow from its problem"), "refuted"


def _bound(path: LearningPath, *, resolve: bool) -> tuple[_Part, Proof]:
    tried = exhaustive(path)
    if tried is not None and not tried.ok:
        return _Part("bound", (tried,)), "refuted"
    findings = () if tried is None else (tried,)
    if not resolve:
        if tried is None:
            return _Part("bound", why=NOT_ASKED), "claimed"
        return _Part("bound", findings), "re-proved by exhaustive search"
    from recommender.path.checker.proof import prove_again

    found, proof = prove_again(path)
    covers = SOLVED | SOLVED_AGAIN if isinstance(path, Plan) else SOLVED
    if proof in {"claimed", "claimed, and solving again agrees"} and tried is None:
        return _Part("bound", found, why="solving again did not reach it within the plan's work limit"), proof
    return _Part("bound", (*findings, *found), covers=covers), proof


def _compared(path: LearningPath, against: Counterpart | None) -> tuple[_Part, _Part]:
    if against is None:
        return _Part("catalogue", why=NOT_ASKED), _Part("request", why=NOT_ASKED)
    catalogue = _Part("catalogue", against.catalogue(path))
    if not isinstance(path, Plan):
        return catalogue, _Part("request", why="the plan carries no request")
    try:
        return catalogue, _Part("request", against.request(path))
    except NotChecked as error:
        return catalogue, _Part("request", why=str(error))


def _left(path: LearningPath, parts: tuple[_Part, ...], *, resolve: bool) -> tuple[str, ...]:
    """Fields that no grade verified. The request itself is among them: only the learner knows what they asked."""
    covered = frozenset().union(*(part.covered for part in parts))
    left = [name for name in _fields(path) if name not in covered]
    if path.certificate.objective.kind == "regret" and not resolve and "certificate.instance" in covered:
        left.append(BEST)
    return tuple(left)


def _fields(path: LearningPath) -> list[str]:
    out = [name for name in type(path).model_fields if name != "certificate"]
    for name in type(path.certificate).model_fields:
        part = getattr(path.certificate, name)
        inner = type(part).model_fields if name in {"pool", "inputs"} else ()
        out += [f"certificate.{name}.{one}" for one in inner] or [f"certificate.{name}"]
    return out

"""The whole verdict on a plan: its numbers, its bound, and its figures against a catalogue."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from recommender.path.checker.checker import path_of, verify_plan
from recommender.path.plan import Finding, LearningPath, Plan, Verdict


def whole(document: Any) -> LearningPath:
    """A plan's document with the id and the request where it carries them; `InputError` where it is no plan."""
    try:
        return Plan.model_validate_json(json.dumps(document))
    except (ValueError, TypeError, RecursionError):
        return path_of(document)


def verdict_on(
    document: Any,
    *,
    resolve: bool = False,
    compare: Callable[[LearningPath], tuple[Finding, ...]] | None = None,
) -> Verdict:
    """What is wrong with a plan, and how far it was checked.

    ``resolve``: solve its problem again to prove the bound. ``compare``: findings of the plan against a catalogue, such
    as `recommender.engine.Recommender.compare`. Raises `InputError` where the document is no plan.
    """
    verdict = verify_plan(document)
    if verdict.ok and resolve:
        from recommender.path.checker.proof import prove_again

        found, proof = prove_again(path_of(document))
        verdict = Verdict(ok=found.ok, proof=proof, findings=(*verdict.findings, found))
    if compare is not None:
        compared = compare(whole(document))
        ok = verdict.ok and all(finding.ok for finding in compared)
        verdict = Verdict(ok=ok, proof=verdict.proof if ok else "refuted", findings=(*verdict.findings, *compared))
    return verdict

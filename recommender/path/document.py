"""A plan's JSON as a record: one of the three kinds that this project writes, with nothing added or left out."""

from __future__ import annotations

import json
from typing import Any, Final

from pydantic import ValidationError

from recommender.errors import InputError, first_problem
from recommender.path.plan import LearningPath, Plan, Replanned
from recommender.path.problem import MAX_CANDIDATES
from recommender.records import field_names

#: Kinds of plans that say more than a path does; one field of a kind's own is enough to be held to all of them.
KINDS: Final = (Plan, Replanned)


def plan_of(document: Any) -> LearningPath:
    """The `Plan`, `Replanned` or bare path of a document, unchecked; `InputError` says where it is none.

    A plan that lost a part of what was made for it, such as ``learner``, is no bare path: it is refused.
    """
    if not isinstance(document, dict):
        msg = "not a plan: a JSON object is expected"
        raise InputError(msg)
    _bounded(document)
    own = set(document) - set(LearningPath.model_fields)
    kind = next((kind for kind in KINDS if own & set(kind.model_fields)), LearningPath)
    try:
        return kind.model_validate_json(json.dumps(document))
    except (ValidationError, TypeError, ValueError, RecursionError) as error:
        found = first_problem(error, field_names()) if isinstance(error, ValidationError) else None
        msg = f"not a plan: {found.place}: {found.message}" if found else "not a plan: the document is not JSON"
        raise InputError(msg) from None


def _bounded(document: dict[str, Any]) -> None:
    """`InputError` where a list is longer than any of a plan: each of its entries could be wrong, and be told."""
    waiting: list[Any] = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list) and len(value) > MAX_CANDIDATES:
            msg = f"not a plan: a list holds more than {MAX_CANDIDATES} entries"
            raise InputError(msg)
        inner = value.values() if isinstance(value, dict) else value
        waiting += [one for one in inner if isinstance(one, (dict, list))]

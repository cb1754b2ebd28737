"""Edges of a golden answer: decisions that lie within `CLOSE` of going the other way, and what goes then.

Another processor rounds differently in the seventh digit. A link at its threshold, two credentials with one score, or a
plan that is as good without a step may then fall to either side, and only those.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import numpy as np

from recommender.engine import Recommender
from recommender.linking.linker import MIN_SHARE_OF_BEST, Linker
from recommender.linking.reranker import Reranker
from recommender.path.optimise.effort import Effort
from recommender.path.optimise.problem_arrays import ProblemArrays
from recommender.path.revise.variants import best
from recommender.snapshot.snapshot import Snapshot
from tests.support import golden
from tests.support.golden import CLOSE, Json

#: Terms of a score that depend on which credentials stand above.
OF_ORDER: Final = frozenset(("marginal", "spread"))


class _Watching(Linker):
    """Notes the nodes whose probability lies within `CLOSE` of what decides."""

    near: set[int]

    def _meant(self, segment: Any, candidates: Any, probability: Any, least: float, known: Any = ()) -> list[Any]:
        bound = max(least, MIN_SHARE_OF_BEST * float(probability.max(initial=0.0)))
        at = np.flatnonzero(np.abs(probability - bound) < CLOSE)
        self.near |= {int(self._space.canonical[candidates.nodes[n]]) for n in at}
        return super()._meant(segment, candidates, probability, least, known)


def edges_of(snapshot: Snapshot, name: str, found: Json) -> Json:
    """``links`` by label, ``places`` with their rival, ``steps`` with the plan that does without them."""
    return {
        "links": sorted(_links(snapshot, name)),
        "places": list(_places(Recommender(snapshot), name, found)),
        "steps": list(_steps(Recommender(snapshot), name)),
    }


def _links(snapshot: Snapshot, name: str) -> set[str]:
    model: Reranker = snapshot.linker._model
    watching = _Watching(snapshot.space, snapshot.encoder, snapshot.linker.vectors, model)
    watching.near = set()
    engine = Recommender(replace(snapshot, linker=watching))
    engine.recommend(golden.ROOT / "examples" / name, golden.GOALS[name], top=1, as_of=golden.AS_OF)
    return {snapshot.space.label(node) for node in watching.near}


def _places(engine: Recommender, name: str, found: Json) -> Iterator[Json]:
    """Without the credential of a place, the next best stands there with the score that it had beside it."""
    for place, item in enumerate(found["recommendations"]):
        rest = engine.recommend(
            golden.ROOT / "examples" / name,
            golden.GOALS[name],
            preferences=golden.PREFERENCES.model_copy(update={"exclude": (item["id"],)}),
            top=golden.PLACES,
            as_of=golden.AS_OF,
        ).recommendations
        margin = item["score"] - rest[place].score
        if margin < CLOSE:
            yield {"place": place, "rival": rest[place].credential.id, "margin": round(margin, 6)}


def _steps(engine: Recommender, name: str) -> Iterator[Json]:
    plan = engine.plan(
        golden.ROOT / "examples" / name,
        golden.GOALS[name],
        preferences=golden.PLANNED,
        options=golden.OPTIONS,
        as_of=golden.AS_OF,
    )
    instance, value = plan.certificate.instance, plan.certificate.objective.value or 0
    for step in plan.steps:
        without = best(instance, Effort(), banned=[step.candidate])
        loss = without.loss(value)
        if loss is not None and loss < CLOSE:
            steps = sorted(instance.candidates[n].id for n in without.solution.sequence)
            yield {"step": step.id, "instead": steps, "margin": loss}
    tables = ProblemArrays(instance)
    worth = tables.worth(0)
    for position, (one, other) in enumerate(zip(plan.steps, plan.steps[1:], strict=False)):
        before = worth[[s.candidate for s in plan.steps[:position]]].max(axis=0, initial=0)
        rates = [float((worth[s.candidate] - before).clip(min=0).sum()) / s.hours for s in (one, other)]
        if abs(rates[0] - rates[1]) <= CLOSE * max(rates):
            yield {"step": one.id, "exchanged_with": other.id, "margin": round(abs(1 - rates[1] / rates[0]), 6)}


def differences(expected: Json, found: Json) -> list[str]:
    """Where an answer from the text on is not the recorded one, edges aside; nothing where it is."""
    edges = expected["edges"]
    lines = list(_learner(expected["learner"], found["learner"], set(edges["links"])))
    lines += _ranked(expected["recommendations"], found["recommendations"], edges["places"])
    lines += _planned(expected["plan"], found["plan"], edges["steps"])
    for part in ("goal", "gaps", "uncovered", "warnings"):
        lines += golden.unlike(expected[part], found[part], CLOSE, part)
    return lines


def _learner(expected: list[Json], found: list[Json], edges: set[str]) -> Iterator[str]:
    old, new = ({one["label"]: one for one in skills} for skills in (expected, found))
    for label in sorted({*old, *new}):
        spoken_for = {*(old.get(label) or new[label])["sources"]} & edges
        if label not in edges and not spoken_for:
            yield from golden.unlike(old.get(label), new.get(label), CLOSE, f"learner/{label}")


def _ranked(expected: list[Json], found: list[Json], edges: list[Json]) -> Iterator[str]:
    rivals: dict[int, set[str]] = {}
    for edge in edges:
        rivals.setdefault(edge["place"], set()).add(edge["rival"])
    told = {one["id"]: one for one in expected}
    waiting: set[str] = set()
    if len(expected) != len(found):
        yield f"places: {len(expected)}, now {len(found)}"
    for place, (one, other) in enumerate(zip(expected, found, strict=False)):
        here = other["id"]
        if here != one["id"]:
            if here not in waiting | rivals.get(place, set()):
                yield f"place {place + 1}: {one['title']}, now {other['title']}"
                return
            waiting.add(one["id"])
        waiting.discard(here)
        if here in told:
            swapped = here != one["id"] or bool(waiting)
            yield from golden.unlike(_fixed(told[here], swapped=swapped), _fixed(other, swapped=swapped), CLOSE, here)


def _fixed(item: Json, *, swapped: bool) -> Json:
    """What does not depend on the credentials above, where these may have changed."""
    if not swapped:
        return item
    features = {term: value for term, value in item["features"].items() if term not in OF_ORDER}
    return {**{key: item[key] for key in ("id", "closes", "readiness", "confidence")}, "features": features}


def _planned(expected: Json, found: Json, edges: list[Json]) -> list[str]:
    steps, now = ([step["id"] for step in plan["steps"]] for plan in (expected, found))
    if steps == now:
        return list(golden.unlike(expected, found, CLOSE, "plan"))
    if sorted(now) in [edge["instead"] for edge in edges if "instead" in edge]:
        return list(golden.unlike(expected["value"], found["value"], CLOSE, "plan/value"))
    for edge in edges:
        if "exchanged_with" in edge:
            place = steps.index(edge["step"])
            if [*steps[:place], steps[place + 1], steps[place], *steps[place + 2 :]] == now:
                return list(golden.unlike(expected["value"], found["value"], CLOSE, "plan/value"))
    return [f"plan: {steps}, now {now}"]

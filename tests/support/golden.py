"""Golden answers: what of an answer is pinned, how two of them differ, and how closely each layer must agree.

``stored``: from stored vectors and links onward (`tests.support.stored`), equal to the last digit on every machine.
``text``: from the profile's text on, with the encoder that ships. There numbers may lie `CLOSE` apart, and an edge,
that is a link, a place or a step within `CLOSE` of its threshold or rival, may fall to either side.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from eval.docs.examples import GOALS
from recommender.engine import Recommender
from recommender.path.options import PlanOptions
from recommender.records import Preferences, Price

ROOT: Final = Path(__file__).resolve().parent.parent.parent
ANSWERS: Final = ROOT / "tests" / "golden" / "answers"
LAYERS: Final = ("stored", "text")
AS_OF: Final = dt.date(2026, 1, 1)
PREFERENCES: Final = Preferences(hours_per_week=6)
#: Few sources state a price, so hours and price are assumed: a plan over two credentials would pin nothing.
PLANNED: Final = Preferences(hours_per_week=6, weeks=26, budget=Price(amount=500, currency="USD"))
OPTIONS: Final = PlanOptions(assume_hours=20, assume_price=49)
PLACES: Final = 5
GAPS: Final = 10
CLOSE: Final = 1e-3
#: A confidence is counted over 256 draws: one more or less is a step of its own.
DRAW: Final = 2 / 256

Json = dict[str, Any]


def answer(engine: Recommender, name: str) -> Json:
    """The goal, the learner, the widest gaps, the first places with their terms, and one plan of an example."""
    profile, goal = ROOT / "examples" / name, GOALS[name]
    found = engine.recommend(profile, goal, preferences=PREFERENCES, top=PLACES, as_of=AS_OF).model_dump(mode="json")
    plan = engine.plan(profile, goal, preferences=PLANNED, options=OPTIONS, as_of=AS_OF).model_dump(mode="json")
    goal_ = found["goal"]
    return {
        "goal": {
            **{key: goal_[key] for key in ("query", "kind", "probability", "cut")},
            "occupations": [one["id"] for one in goal_["occupations"]],
            "alternatives": [one["label"] for one in goal_["alternatives"]],
            "requirements": len(goal_["requirements"]),
        },
        "learner": [
            {key: one[key] for key in ("label", "mean", "low", "high", "kind", "assumed", "sources")}
            for one in found["learner"]["skills"]
        ],
        "gaps": [
            {key: gap[key] for key in ("area", "required", "held", "held_kind", "importance", "gap")}
            for gap in found["gaps"][:GAPS]
        ],
        "recommendations": [_place(item) for item in found["recommendations"]],
        "uncovered": found["uncovered"],
        "warnings": found["warnings"],
        "plan": _plan(plan),
    }


def assessed(engine: Recommender, name: str) -> Json:
    """Every state of the learner, where they stand for each requirement, and the next question of an example."""
    profile, goal = ROOT / "examples" / name, GOALS[name]
    found = engine.assess(profile, goal, preferences=PREFERENCES, as_of=AS_OF).model_dump(mode="json")
    kept = ("learner", "strengths", "weaknesses", "top", "question", "stopped", "unsettled")
    return {key: found[key] for key in kept}


def _place(item: Json) -> Json:
    kept = ("score", "confidence", "readiness", "reasons", "assumed", "known_already", "features")
    return {
        "id": item["credential"]["id"],
        "title": item["credential"]["title"],
        **{key: item[key] for key in kept},
        "closes": [
            [one["area"], one["through"]["label"], one["amount"], one["confidence"], one["inferred"]]
            for one in item["closes"]
        ],
    }


def _plan(plan: Json) -> Json:
    certificate = plan["certificate"]
    kept = ("id", "title", "hours", "price", "first_week", "last_week", "share", "after", "assumed")
    return {
        "status": certificate["status"],
        "value": certificate["objective"]["share"],
        "greedy": None if certificate["greedy"] is None else certificate["greedy"] / certificate["objective"]["value"],
        "candidates": certificate["pool"]["candidates"],
        "left_out": certificate["pool"]["left_out"],
        "steps": [
            {**{key: step[key] for key in kept}, "closes": [one["label"] for one in step["closes"][:3]]}
            for step in plan["steps"]
        ],
        "totals": {key: plan["totals"][key] for key in ("steps", "hours", "weeks", "cost", "currency", "unpriced")},
        "uncovered": plan["uncovered"],
    }


def canonical(found: Json) -> str:
    """JSON in one form, so that equal answers are equal bytes."""
    return json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def path_of(layer: str, name: str) -> Path:
    return ANSWERS / layer / f"{Path(name).stem}.json"


def recorded(layer: str, name: str) -> Json:
    found: Json = json.loads(path_of(layer, name).read_text(encoding="utf-8"))
    return found


def unlike(expected: Any, found: Any, close: float, place: str = "") -> Iterator[str]:
    """Where two JSON values differ, numbers by more than ``close``; nothing where they agree."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in sorted({*expected, *found}):
            yield from unlike(expected.get(key), found.get(key), close, f"{place}/{key}")
    elif isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            yield f"{place}: {len(expected)} entries, now {len(found)}"
        for number, (one, other) in enumerate(zip(expected, found, strict=False)):
            yield from unlike(one, other, close, f"{place}/{number}")
    elif _numbers(expected, found):
        allowed = DRAW if close and place.endswith("/confidence") else close
        if abs(expected - found) > allowed + 1e-12:
            yield f"{place}: {expected:g}, now {found:g}"
    elif expected != found:
        yield f"{place}: {expected!r}, now {found!r}"


def _numbers(*values: Any) -> bool:
    return all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values)


def moved(before: Json, after: Json) -> list[str]:
    """What changed between two answers, for people: goal, skills, gaps, places by term, and the plan."""
    lines = [f"goal{line}" for line in unlike(before["goal"], after["goal"], 0.0)]
    lines += _by_name("skill", before["learner"], after["learner"], "label", ("mean", "kind"))
    lines += _by_name("gap", before["gaps"], after["gaps"], "area", ("gap", "held", "required", "importance"))
    lines += _places(before["recommendations"], after["recommendations"])
    lines += [f"uncovered{line}" for line in unlike(before["uncovered"], after["uncovered"], 0.0)]
    lines += [f"warning{line}" for line in unlike(before["warnings"], after["warnings"], 0.0)]
    lines += _by_name(
        "step", before["plan"]["steps"], after["plan"]["steps"], "title", ("share", "first_week", "hours")
    )
    rest = [{key: value for key, value in one["plan"].items() if key != "steps"} for one in (before, after)]
    return [*lines, *(f"plan{line}" for line in unlike(*rest, 0.0))]


def _by_name(what: str, before: list[Json], after: list[Json], name: str, shown: tuple[str, ...]) -> list[str]:
    old, new = ({one[name]: (place, one) for place, one in enumerate(found, start=1)} for found in (before, after))
    lines = []
    for key in dict.fromkeys((*old, *new)):
        if key not in new:
            lines.append(f"{what} gone: {key}")
        elif key not in old:
            told = ", ".join(f"{field} {new[key][1][field]}" for field in shown)
            lines.append(f"{what} new at {new[key][0]}: {key} ({told})")
        else:
            (place, one), (now, other) = old[key], new[key]
            changed = [f"{f} {one[f]} -> {other[f]}" for f in shown if one[f] != other[f]]
            if place != now or changed:
                lines.append(f"{what} {place} -> {now}: {key}" + (f" ({', '.join(changed)})" if changed else ""))
    return lines


def _places(before: list[Json], after: list[Json]) -> list[str]:
    old, new = ({one["id"]: (place, one) for place, one in enumerate(found, start=1)} for found in (before, after))
    lines = []
    for key in dict.fromkeys((*old, *new)):
        place, one = old.get(key, ("-", None))
        now, other = new.get(key, ("-", None))
        title = (one or other or {})["title"]
        if one is None or other is None:
            lines.append(f"place {place} -> {now}: {title}")
            continue
        terms = {
            t: other["features"].get(t, 0) - one["features"].get(t, 0) for t in {*one["features"], *other["features"]}
        }
        told = [
            f"{t} {d:+.4f}"
            for t, d in sorted(terms.items(), key=lambda item: (-abs(item[1]), item[0]))
            if abs(d) > 5e-7
        ]
        rest = [key for key in one if key != "features" and one[key] != other[key] and not (told and key == "score")]
        if place != now or told or rest:
            by = f"score {one['score']:.4f} -> {other['score']:.4f}: {', '.join(told) or 'by no term'}"
            lines.append(f"place {place} -> {now}: {title}: {by}" + (f"; also {', '.join(rest)}" if rest else ""))
    return lines

"""Hostile requests, drawn from a seed: what stands in a body, around it, and in place of it."""

from __future__ import annotations

import base64
import copy
import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

from eval.abuse.documents import MAKERS, document
from eval.abuse.values import TEXTS, hostile, junk

JSON: Final = {"content-type": "application/json"}
#: A skill that every snapshot knows.
PYTHON: Final = "onet:technology/python"
#: A request that works, for each route that takes a body and no plan.
PLANNING: Final[dict[str, Any]] = {
    "learner": {"text": "Wrote SQL.", "skills": [{"name": "SQL", "level": 0.2}]},
    "goals": ["data analyst"],
    "preferences": {
        "hours_per_week": 6,
        "weeks": 26,
        "budget": {"amount": 500, "currency": "USD"},
        "languages": ["en"],
    },
    "options": {"objective": "closure", "steps": 3, "assume_hours": 20, "assume_price": 10, "rates": {"EUR": 1.1}},
    "as_of": "2026-01-05",
}
BODIES: Final[dict[str, Any]] = {
    "/v1/recommendations": {
        "learner": {
            **PLANNING["learner"],
            "evidence": [{"skill": PYTHON, "level": 0.5, "kind": "claimed", "source": "x", "reliability": 0.5}],
        },
        "goal": "data analyst",
        "preferences": {**PLANNING["preferences"], "formats": ["online"], "exclude": ["a"], "held": ["b"]},
        "top": 3,
        "as_of": "2026-01-05",
    },
    "/v1/assessments": {
        "learner": PLANNING["learner"],
        "goal": "data analyst",
        "responses": [{"skill": PYTHON, "level": 0.5}],
        "as_of": "2026-01-05",
    },
    "/v1/plans": PLANNING,
    "/v1/profiles:read": {"basics": {"label": "Clerk"}, "skills": [{"name": "SQL", "keywords": ["Tableau"]}]},
    "/v1/skills:extract": {"text": "SQL and Tableau"},
}
#: What each route adds to the plan that it takes.
WITH_PLAN: Final[dict[str, Any]] = {
    "/v1/plans:check": {"catalogue": True, "resolve": False},
    "/v1/plans:replan": {"progress": {"weeks": 1, "skipped": []}, "tolerance": 0.1},
    "/v1/plans:tradeoffs": {"points": 3},
    "/v1/plans:why": {"absent": []},
}
DOCUMENT_ROUTES: Final = ("/v1/recommendations", "/v1/assessments", "/v1/plans")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request. ``target`` is percent-encoded already."""

    kind: str
    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def bodies(plan: Any) -> dict[str, Any]:
    """A body that works for each route that takes one; ``plan``: any plan of the service."""
    taking = {path: {"plan": plan, **more} for path, more in WITH_PLAN.items()}
    return {**BODIES, **taking, "/v1/plans:remake": {"request": plan["request"]}}


def drawn(seed: int, count: int, plan: Any, kinds: Mapping[str, float] | None = None) -> Iterator[Attempt]:
    """``count`` attempts, their kinds drawn by weight (`KINDS` unless given)."""
    draw = random.Random(seed)
    weights = kinds or KINDS
    works = bodies(plan)
    for kind in draw.choices(list(weights), list(weights.values()), k=count):
        yield _MAKERS[kind](draw, works)


def _sent(kind: str, path: str, body: Any) -> Attempt:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Attempt(kind, "POST", path, JSON, raw)


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, one in inner:
        yield from _places(one, (*path, step))


def _replaced(body: Any, place: tuple[Any, ...], value: Any) -> Any:
    if not place:
        return value
    out = inner = copy.deepcopy(body)
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    return out


def _field(draw: random.Random, works: Mapping[str, Any]) -> Attempt:
    """One place of a body that works holds something hostile."""
    path = draw.choice(list(works))
    place = draw.choice(list(_places(works[path])))
    return _sent("a hostile value", path, _replaced(works[path], place, hostile(draw)))


def _raw(draw: random.Random, works: Mapping[str, Any]) -> Attempt:
    """A body that is not the JSON it says it is."""
    path = draw.choice(list(works))
    good = json.dumps(works[path]).encode()
    bad = draw.choice(
        (
            *(
                b"",
                b"null",
                b"[]",
                b'"x"',
                b"{",
                good[: draw.randrange(len(good))],
                good + b"}",
                b"\xef\xbb\xbf" + good,
            ),
            *(b"[" * 200_000, b'{"a":' * 50_000, b'{"goal": "\xff\xfe"}', b'{"goal": "\\ud800"}', b'{"top": 1e999}'),
            *(b'{"top": ' + b"9" * 100_000 + b"}", b'{"goal": "a", "goal": ["b"]}', good.decode().encode("utf-16")),
            *(draw.randbytes(1000), b"\x00" * 1000, b'{"learner": {"text": "' + b"\\u0000" * 10_000 + b'"}}'),
        )
    )
    return _sent("not JSON", path, bad)


def _address(draw: random.Random, works: Mapping[str, Any]) -> Attempt:
    """A hostile path or query."""
    text = quote(draw.choice((*TEXTS, junk(draw, 3))).encode("utf-8", "surrogatepass")[:20_000], safe="")
    target = draw.choice(
        (
            *(f"/v1/credentials/{text}", f"/v1/occupations?q={text}", f"/v1/occupations?q=nurse&limit={text}"),
            *(f"/v1/prerequisites?credential={text}", f"/v1/prerequisites?limit={text}", f"/{text}", f"/v1/{text}"),
            *(
                "/v1/credentials/%ff%fe",
                "/v1/credentials/..%2f..%2fx",
                "/v1/occupations?q=%00",
                "/v1/occupations?q=%zz",
            ),
            *(
                "/v1/occupations",
                "//v1/occupations?q=a",
                "/v1/occupations?q=a&q=b&limit=1&limit=2",
                "/v1/occupations?" + "a=b&" * 5000,
            ),
            *("/healthz?" + text, "/readyz/", "/version/x", "/openapi.json?x", "/docs/../v1/occupations?q=a"),
        )
    )
    return Attempt("a hostile address", "GET", target[:60_000])


def _method(draw: random.Random, works: Mapping[str, Any]) -> Attempt:
    """A method that the address does not know."""
    target = draw.choice((*works, "/healthz", "/readyz", "/version", "/v1/credentials/a", "/v1/occupations?q=a", "/"))
    return Attempt("another method", draw.choice(("PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "FOO")), target)


def _header(draw: random.Random, works: Mapping[str, Any]) -> Attempt:
    """A body that works, announced as something else."""
    path = draw.choice(list(works))
    header = draw.choice(
        (
            *(
                {"content-type": one}
                for one in ("text/plain", "", "application/xml", "application/json; charset=utf-16")
            ),
            *(
                {"content-type": one}
                for one in ("multipart/form-data; boundary=x", "application/x-www-form-urlencoded")
            ),
            *(
                {**JSON, "content-encoding": "gzip"},
                {**JSON, "accept": "image/png"},
                {**JSON, "expect": "100-continue"},
            ),
            *(
                {**JSON, "x-long": "y" * 30_000},
                {**JSON, "host": "evil.example"},
                {**JSON, "cookie": "a=" + "b" * 5000},
            ),
        )
    )
    return Attempt("an odd header", "POST", path, header, json.dumps(works[path]).encode())


def _document(draw: random.Random, works: Mapping[str, Any]) -> Attempt:
    """A hostile profile file."""
    path = draw.choice(DOCUMENT_ROUTES)
    kind = draw.choice(list(MAKERS))
    name, content = document(kind, draw)
    encoded = base64.b64encode(content).decode()
    return _sent(kind, path, {**works[path], "document": {"name": name, "content": encoded}})


def _large(draw: random.Random, works: Mapping[str, Any]) -> Attempt:
    """A megabyte or ten, in one place or in many."""
    size = draw.choice((1, 2, 5, 14)) << 20
    path = draw.choice(list(works))
    places = [place for place in _places(works[path]) if place]
    listed = [place for place in places if isinstance(_at(works[path], place), list)] or places
    value, place = draw.choice(
        (
            ("x" * size, draw.choice(places)),
            ("SQL and Python, " * (size // 16), draw.choice(places)),
            (["SQL"] * (size // 7), draw.choice(listed)),
            ([{"name": "SQL", "level": 0.5}] * (size // 32), draw.choice(listed)),
            ([1.5] * (size // 5), draw.choice(listed)),
            ([[]] * (size // 4), draw.choice(listed)),
            ({f"k{number}": number for number in range(size // 20)}, draw.choice(places)),
            ("\x00" * (size // 6), draw.choice(places)),
        )
    )
    return _sent("megabytes", path, _replaced(works[path], place, value))


def _at(value: Any, place: tuple[Any, ...]) -> Any:
    for step in place:
        value = value[step]
    return value


def _text(draw: random.Random, works: Mapping[str, Any]) -> Attempt:
    """Texts and skills that are allowed, and as long as allowed."""
    text = draw.choice(
        (junk(draw, 12_000), "SQL, " * 9_000, "x" * 49_000, "Ω≈ç√ " * 9_000, "\n" * 45_000, "a b " * 12_000)
    )
    names = [junk(draw) for _ in range(draw.choice((100, 500)))]
    path, body = draw.choice(
        (
            ("/v1/skills:extract", {"text": text * 4}),
            ("/v1/skills:extract", {"text": "\n".join(names)}),
            ("/v1/recommendations", {"learner": {"text": text}, "goal": "data analyst"}),
            ("/v1/recommendations", {"learner": {"skills": names}, "goal": "nurse"}),
            ("/v1/recommendations", {"learner": {}, "goal": text[:50_000]}),
            ("/v1/assessments", {"learner": {"skills": names[:200]}, "goal": "welder"}),
            ("/v1/plans", {**works["/v1/plans"], "learner": {"skills": names}}),
        )
    )
    return _sent("as long as allowed", path, body)


_MAKERS: Final[dict[str, Callable[[random.Random, Mapping[str, Any]], Attempt]]] = {
    "field": _field,
    "raw": _raw,
    "address": _address,
    "method": _method,
    "header": _header,
    "document": _document,
    "large": _large,
    "text": _text,
}
#: How often each kind is drawn.
KINDS: Final = {
    "field": 0.52,
    "raw": 0.12,
    "address": 0.14,
    "method": 0.06,
    "header": 0.06,
    "document": 0.04,
    "large": 0.03,
    "text": 0.03,
}
#: Kinds that take memory or time.
HEAVY: Final = {"document": 0.5, "large": 0.3, "text": 0.2}

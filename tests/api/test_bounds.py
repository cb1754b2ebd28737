"""Every list, text and number that a request may hold has an end."""

from __future__ import annotations

import pytest

from api.app import create_app
from api.settings import Settings

#: A plan is any object here; its size is that of the body, and `recommender.path.document` holds it to its own bounds.
ANY = {"plan"}


@pytest.fixture(scope="module")
def described(small_engine):
    return create_app(Settings(), small_engine).openapi()


def requested(described):
    """(name, schema) of every parameter and body of every route."""
    for path, methods in described["paths"].items():
        for method, about in methods.items():
            for one in about.get("parameters", ()):
                yield f"{method} {path} {one['name']}", one["schema"]
            for media in about.get("requestBody", {}).get("content", {}).values():
                yield f"{method} {path}", media["schema"]


def unbounded(described, schema, place, seen):
    """Places of a schema that have no end."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name not in seen:
            seen.add(name)
            yield from unbounded(described, described["components"]["schemas"][name], f"{place}:{name}", seen)
        return
    for part in ("anyOf", "oneOf", "allOf"):
        for one in schema.get(part, ()):
            yield from unbounded(described, one, place, seen)
    kind = schema.get("type")
    if "enum" in schema or "const" in schema:
        return
    if kind == "string" and "maxLength" not in schema and schema.get("format") != "date" and "pattern" not in schema:
        yield place
    if kind in {"number", "integer"} and not (
        {"minimum", "exclusiveMinimum"} & set(schema) and {"maximum", "exclusiveMaximum"} & set(schema)
    ):
        yield place
    if kind == "array":
        if "maxItems" not in schema:
            yield place
        for one in (schema.get("items"), *schema.get("prefixItems", ())):
            if isinstance(one, dict):
                yield from unbounded(described, one, f"{place}[]", seen)
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        if "maxProperties" not in schema:
            yield place
        yield from unbounded(described, schema["additionalProperties"], f"{place}{{}}", seen)
    for name, one in schema.get("properties", {}).items():
        if name not in ANY:
            yield from unbounded(described, one, f"{place}.{name}", seen)


def test_everything_that_is_sent_has_an_end(described):
    seen = set()
    found = [place for name, schema in requested(described) for place in unbounded(described, schema, name, seen)]
    assert not found
    assert len(seen) > 15

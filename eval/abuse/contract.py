"""Whether a response is one that the service's own OpenAPI document describes."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from eval.abuse.attempts import Attempt
from eval.abuse.server import Received

PROBLEM: Final = "application/problem+json"
#: Of HTTP (RFC 9110, 5789). What has another is no request, and is hung up on with a plain 400.
METHODS: Final = frozenset("GET HEAD POST PUT PATCH DELETE OPTIONS TRACE CONNECT".split())
#: Addresses of the documentation, which does not describe itself.
DOCUMENTATION: Final = ("/docs", "/docs/oauth2-redirect", "/redoc", "/openapi.json")


class Contract:
    """What an OpenAPI document says of each address and method."""

    def __init__(self, described: dict[str, Any]) -> None:
        self._paths = [(_pattern(path), methods) for path, methods in described["paths"].items()]

    def broken(self, attempt: Attempt, response: Received | None) -> str | None:
        """What is wrong with a response, or None. 503 with ``Retry-After`` is an answer like any other."""
        if response is None:
            return "no answer"
        if attempt.method not in METHODS and response.status == 400:
            return None
        if response.status >= 500 and not (
            response.status == 503 and response.headers.get("retry-after", "").isdigit()
        ):
            return f"{response.status} without Retry-After"
        return self._undescribed(attempt, response) or _bare(attempt, response)

    def _undescribed(self, attempt: Attempt, response: Received) -> str | None:
        path = attempt.target.partition("?")[0]
        methods = next((methods for pattern, methods in self._paths if pattern.fullmatch(path)), None)
        if methods is None:
            fits = response.status in {404, 405, 413, 503} or path in DOCUMENTATION
            return None if fits else f"{response.status} of an address that is not described"
        # HEAD is answered as GET is, or not at all.
        head = attempt.method == "HEAD" and response.status != 405
        operation = methods.get("get" if head else attempt.method.lower())
        if operation is None:
            if response.status in {413, 503} or (response.status == 405 and "allow" in response.headers):
                return None
            return f"{response.status} of a method that is not described"
        said = operation["responses"].get(str(response.status))
        if said is None:
            return f"{response.status} is not described"
        if response.media_type not in said["content"]:
            return f"{response.status} of type {response.media_type!r} is not described"
        return None


def _bare(attempt: Attempt, response: Received) -> str | None:
    """What an error lacks to be a problem."""
    if response.status < 400 or attempt.method == "HEAD":
        return None
    if response.media_type != PROBLEM:
        return f"{response.status} of type {response.media_type!r}"
    found = json.loads(response.body)
    return None if {"type", "title", "status"} <= set(found) else f"{response.status} is no problem"


def _pattern(path: str) -> re.Pattern[str]:
    """A path template as a pattern; an identifier may hold slashes."""
    return re.compile(
        "".join(".+" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{[^}]*\})", path))
    )

"""The OpenAPI document: FastAPI's own, in which every problem has the media type that it is sent with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI

from .schemas.problems import MEDIA_TYPE


def describing(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """What makes the document of ``app``, once. FastAPI describes every response of a model as plain JSON."""
    described = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            for methods in described()["paths"].values():
                for operation in methods.values():
                    for status, response in operation["responses"].items():
                        if int(status) >= 400:
                            response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}
        return described()

    return openapi

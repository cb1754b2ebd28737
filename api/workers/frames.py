"""What the service and a worker send each other: a head of JSON and a body of bytes, each after its length.

Nothing is pickled. A frame is 8 bytes of lengths (two unsigned integers, big-endian), the head, the body.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import BinaryIO, Final

LENGTHS: Final = struct.Struct(">II")
Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Hello:
    """A worker's first frame: the snapshot that it opened, or why it opened none."""

    snapshot: str | None = None
    versions: dict[str, str] | None = None
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A whole request. ``target``: path and query as they were sent, percent-encoded."""

    method: str
    target: str
    headers: Headers
    body: bytes | bytearray = b""


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole response. ``leaving``: the worker takes no further request, because this one made it grow too large."""

    status: int
    headers: Headers
    body: bytes = b""
    leaving: bool = False


def packed(frame: Hello | Request | Reply) -> tuple[bytes, bytes | bytearray]:
    """A frame as (lengths and head, body), to be written one after the other."""
    about = {one.name: getattr(frame, one.name) for one in fields(frame) if one.name != "body"}
    body: bytes | bytearray = getattr(frame, "body", b"")
    head = json.dumps(about).encode("ascii")
    return LENGTHS.pack(len(head), len(body)) + head, body


def worded(raw: Iterable[tuple[bytes, bytes]]) -> Headers:
    """Headers of an ASGI message as text, which JSON can hold."""
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in raw]


def raw(headers: Headers) -> list[tuple[bytes, bytes]]:
    """Headers of a frame as ASGI has them."""
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]


def read_request(stream: BinaryIO) -> Request | None:
    """The next request of a blocking stream, or None at its end."""
    lengths = stream.read(LENGTHS.size)
    if len(lengths) < LENGTHS.size:
        return None
    head, body = LENGTHS.unpack(lengths)
    about, content = stream.read(head), stream.read(body)
    if len(about) < head or len(content) < body:
        return None
    return Request(**json.loads(about), body=content)


def write(stream: BinaryIO, frame: Hello | Reply) -> None:
    """Write a frame to a blocking stream."""
    stream.writelines(packed(frame))
    stream.flush()

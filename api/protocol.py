"""HTTP as uvicorn reads it through httptools, a little at a time and with an end to the head of a request.

httptools parses in C. h11, which uvicorn takes without it, takes a third of a second for a quarter of a megabyte in
chunks of one byte, and nobody else is answered meanwhile; but it is h11 that bounds a head.
"""

from __future__ import annotations

import asyncio
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

#: Bytes of a request's line and headers, most, beside those of one read.
MAX_HEAD: Final = 1 << 16


#: Bytes that are read and parsed at a time. asyncio reads 256 KiB, which take 60 ms in chunks of one byte.
READ: Final = 1 << 14


class BoundedHttp(HttpToolsProtocol):
    """Reads in small parts, and hangs up where the head of a request does not end."""

    _head = 0
    _inside = True

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Read from this connection no more than `READ` bytes at a time, where the transport can be told."""
        if hasattr(transport, "max_size"):
            transport.max_size = READ
        super().connection_made(transport)

    def data_received(self, data: bytes) -> None:
        """Parse what came; count it while it belongs to a head."""
        super().data_received(data)
        self._head += len(data) if self._inside else 0
        if self._head > MAX_HEAD and not self.transport.is_closing():
            self.send_400_response("The head of the request is too large.")

    def on_message_begin(self) -> None:
        """A head begins."""
        super().on_message_begin()
        self._head, self._inside = 0, True

    def on_headers_complete(self) -> None:
        """A head ends."""
        super().on_headers_complete()
        self._head, self._inside = 0, False

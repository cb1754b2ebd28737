"""Zip archives of profile files, bounded before anything is unpacked, whatever they say of themselves."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final

from recommender.errors import ProfileError

#: Of the whole file, were it unpacked, pictures included.
MAX_UNPACKED_BYTES: Final = 50 << 20
MAX_PARTS: Final = 2_000
#: Beside a damaged archive: a compression that Python does not know, and a password on one part.
_DAMAGED: Final = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


class Archive:
    """An archive in memory. `ProfileError` says ``unreadable`` where it is damaged, ``too_much`` where it is large."""

    def __init__(self, content: bytes, unreadable: str, too_much: str) -> None:
        self._unreadable = unreadable
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _DAMAGED:
            raise ProfileError(unreadable) from None
        self.parts = self._zip.infolist()
        if len(self.parts) > MAX_PARTS or sum(part.file_size for part in self.parts) > MAX_UNPACKED_BYTES:
            raise ProfileError(too_much)

    def read(self, part: zipfile.ZipInfo) -> bytes:
        """What a part holds, and never more than it is said to hold; `ProfileError` where it is damaged."""
        try:
            with self._zip.open(part) as packed:
                return packed.read(part.file_size)
        except _DAMAGED:
            raise ProfileError(self._unreadable) from None

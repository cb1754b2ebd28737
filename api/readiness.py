"""Whether requests can be answered, and by what."""

from __future__ import annotations

from dataclasses import dataclass, field


class NotReady(Exception):
    """The snapshot is still being opened or built."""


class Failed(Exception):
    """The snapshot could not be opened, or was found damaged; waiting does not help."""


@dataclass
class Readiness:
    """``snapshot`` and ``versions``: what answers, once a snapshot is open. ``failure``: why there is none."""

    snapshot: str | None = None
    versions: dict[str, str] = field(default_factory=dict)
    failure: str | None = None

    def checked(self) -> None:
        """`Failed` or `NotReady` where nothing can be answered."""
        if self.failure is not None:
            raise Failed(self.failure)
        if self.snapshot is None:
            msg = "the snapshot is being opened"
            raise NotReady(msg)

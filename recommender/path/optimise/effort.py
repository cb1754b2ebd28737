"""How much work a solve may take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Effort:
    """How long each solve may try; both above 0.

    ``work``: CP-SAT's deterministic time, the same on every machine; of the exact search ten million states a unit.
    ``seconds``: a guard for CP-SAT that makes results depend on the machine.
    """

    work: float = 1.5
    seconds: float = 60.0


DEFAULT_EFFORT: Final = Effort()

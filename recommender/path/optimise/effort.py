"""How much work a solve may take, and how long a request."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from typing import Final


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard a request for a plan may try; both above 0.

    ``work``: for each solve, CP-SAT's deterministic time, the same on every machine; of the exact search ten million
    states a unit. ``seconds``: for the whole request, from `begun` on, whatever it solves; a guard that makes results
    depend on the machine. ``ends``: when they are over, on the monotonic clock.
    """

    work: float = 1.5
    seconds: float = 60.0
    ends: float = math.inf

    def begun(self) -> Effort:
        """The same effort with its clock running; one that runs already runs on."""
        return self if self.ends < math.inf else replace(self, ends=time.monotonic() + self.seconds)

    @property
    def left(self) -> float:
        """Seconds that one more solve may take: 0 where the request's time is over."""
        return min(self.seconds, max(0.0, self.ends - time.monotonic()))

    @property
    def over(self) -> bool:
        """Whether the request's time is over."""
        return self.left <= 0


DEFAULT_EFFORT: Final = Effort()

"""CredPath: the next credentials to earn for a career goal, with the gaps each closes and why.

::

    from recommender import Recommender

    answer = Recommender.open().recommend("cv.pdf", "data analyst", top=5)
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from recommender.version import __version__

# Idle OpenMP threads must sleep, not spin: on a busy machine with few cores spinning costs a hundredfold. It must be
# set before any library that brings OpenMP is loaded, so it stands in the package's first file.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("OMP_NUM_THREADS", str(min(2, os.cpu_count() or 1)))
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

if TYPE_CHECKING:
    from recommender.engine import Recommender
    from recommender.errors import CredPathError
    from recommender.path.options import PlanOptions
    from recommender.records import Answer, Credential, Evidence, Learner, NamedSkill, Preferences, Price

__all__ = [
    "Answer",
    "CredPathError",
    "Credential",
    "Evidence",
    "Learner",
    "NamedSkill",
    "PlanOptions",
    "Preferences",
    "Price",
    "Recommender",
    "__version__",
]


def __getattr__(name: str) -> object:
    """Load what is asked for when it is asked for: ``import recommender`` alone stays cheap."""
    from importlib import import_module

    homes = {
        "CredPathError": "recommender.errors",
        "PlanOptions": "recommender.path.options",
        "Recommender": "recommender.engine",
    }
    if name not in __all__:
        msg = f"module 'recommender' has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(homes.get(name, "recommender.records")), name)

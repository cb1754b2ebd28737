"""A trained ranker becomes a folder, whole or not at all, and only where it is not worse than the one in use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from recommender.artifacts import publishing
from recommender.errors import InputError, ModelError
from recommender.rank.ranker import Ranker
from recommender.training.card import write_trained
from recommender.training.decision import Trained


def publish_ranker(trained: Trained, about: dict[str, Any], out: Path) -> Ranker:
    """Write arrays, manifest and card to the folder ``out`` and return the ranker as it is read back.

    ``about``: what `recommender.training.card.manifest_of` says of it. Raises `ModelError` with the measures that are
    lower where the ranker in use is better, and `InputError` where ``out`` is there already.
    """
    if trained.decision.worse:
        msg = "not published, as against the ranker in use " + "; ".join(trained.decision.worse)
        raise ModelError(msg)
    with publishing(out, InputError) as folder:
        return write_trained(folder, trained, about)

"""Whether a new ranker is published: its held-out comparison with the one in use."""

from __future__ import annotations

from dataclasses import dataclass, field

from recommender.rank.ranker import Ranker
from recommender.training.propensity import Examination


@dataclass(frozen=True, slots=True)
class Decision:
    """Held-out comparison with the ranker in use: mean differences with 95 % bootstrap intervals, new less in use.

    ``ndcg``: NDCG@10 of what learners took in the lists they saw, each by one over its examination. ``per_hour`` and
    ``per_dollar``: share of the gap that the top ten close per 100 hours and per 100 units of money. ``groups``: the
    same for each value of the log's column ``group`` with at least `LEAST_GROUP` lists of either kind; they decide
    nothing. ``calibration``: expected calibration error, bins of equal count, of the new one's probabilities that what
    is looked at is taken and that what is taken is finished, and how many it is told from; they decide nothing either.
    """

    ndcg: tuple[float, float, float]
    per_hour: tuple[float, float, float]
    per_dollar: tuple[float, float, float]
    lists: int
    requests: int
    groups: dict[str, dict[str, tuple[float, float, float]]] = field(default_factory=dict)
    calibration: dict[str, tuple[float, int]] = field(default_factory=dict)

    @property
    def worse(self) -> list[str]:
        """Why the new one is not published: measures that are lower beyond their interval."""
        measures = {
            "it finds what learners took worse (ndcg@10)": self.ndcg,
            "its top ten close less of the gap per hour": self.per_hour,
            "its top ten close less of the gap per dollar": self.per_dollar,
        }
        return [f"{name}: {d:+.4f} [{low:+.4f}, {high:+.4f}]" for name, (d, low, high) in measures.items() if high < 0]


@dataclass(frozen=True, slots=True)
class Trained:
    """A fitted ranker, how it compares, and what it was made from: ``counts`` by name."""

    ranker: Ranker
    decision: Decision
    examination: Examination
    counts: dict[str, int]
    cuts: tuple[str, ...]

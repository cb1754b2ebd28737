"""Candidates, features, scores, diversity and reasons. Similarities come in as numbers; no vectors here."""

from recommender.rank.candidates import Aim, Candidates, eligible, gather, wished
from recommender.rank.confidence import closure_confidence
from recommender.rank.explain import explain
from recommender.rank.features import FEATURES, Features, features
from recommender.rank.ranker import WEIGHTS, Ranked, rank

__all__ = [
    "FEATURES",
    "WEIGHTS",
    "Aim",
    "Candidates",
    "Features",
    "Ranked",
    "closure_confidence",
    "eligible",
    "explain",
    "features",
    "gather",
    "rank",
    "wished",
]

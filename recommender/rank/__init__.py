"""Candidates, features, scores, diversity and reasons. Similarities come in as numbers; no vectors here."""

from recommender.rank.candidates import Aim, Candidates, eligible, gather, wished
from recommender.rank.confidence import closure_confidence
from recommender.rank.explain import assumed, explain
from recommender.rank.features import ASKS, FEATURES, Features, features
from recommender.rank.history import History, Past
from recommender.rank.model import Ranker
from recommender.rank.ranker import DIVERSITY, Ranked, rank

__all__ = [
    "ASKS",
    "DIVERSITY",
    "FEATURES",
    "Aim",
    "Candidates",
    "Features",
    "History",
    "Past",
    "Ranked",
    "Ranker",
    "assumed",
    "closure_confidence",
    "eligible",
    "explain",
    "features",
    "gather",
    "rank",
    "wished",
]

"""``itm-rec``: topics of student projects that nobody rated yet, by their text (Zheng, ITM-Rec, LAK 2023).

The 70 topics are cut into four parts. Each part in turn is cold: no rating of it is seen, and all of its topics are
ranked for every student who gave one of them 4 or 5.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

import numpy as np

from eval.core import csv_tables, intervals, metrics, runs
from eval.core.report import Report
from eval.linking import encoders
from eval.ranking import significance
from eval.ranking.baselines import Bm25
from eval.ranking.interactions import Interactions
from eval.ranking.ranker import blocks, top
from eval.ranking.splits import Split, checked, one
from recommender.arrays import Floats, Ints
from recommender.training import boosting

FILES: Final = ("items.csv", "ratings.csv")
PARTS: Final = 4
SEED: Final = 11
LIKED: Final = 4
MEASURES: Final = ("ndcg@10", "mrr")
#: Pseudo-ratings at the mean of all, mixed into what is told from near topics.
SHRINKAGE: Final = 2.0
SETTINGS: Final = boosting.BoostingSettings(trees=150, rate=0.05, leaves=6, rows=100)
FEATURES: Final = tuple(
    f"{kind}, {by}"
    for by in ("encoder", "words")
    for kind in ("near rated", "nearest rated", "near liked", "leaning", "rated near", "mean near")
)
DEPTH: Final = 20


def load(folder: Path) -> Interactions:
    """Ratings with the titles and descriptions of topics; several ratings of one topic by one student are averaged."""
    needed = ("Item", "Title", "Descriptions"), ("UserID", "Item", "Rating")
    topics, ratings = (csv_tables.rows(folder / file, names)[0] for file, names in zip(FILES, needed, strict=True))
    items = {row["Item"]: f"{row['Title']} {row['Descriptions']}".strip() for _, row in topics}
    given: dict[tuple[str, str], list[float]] = {}
    for place, row in ratings:
        given.setdefault((row["UserID"], row["Item"]), []).append(csv_tables.number(row, "Rating", place, 1, 5))
    learners, names = sorted({learner for learner, _ in given}), list(items)
    rows = sorted((learners.index(who), names.index(what), float(np.mean(r))) for (who, what), r in given.items())
    columns = [np.asarray(column) for column in zip(*rows, strict=True)]
    texts = dict(enumerate(items.values()))
    return Interactions(learners, names, columns[0], columns[1], rating=columns[2].astype(np.float64), texts=texts)


class ItemMean:
    """Mean rating of a topic; of one that nobody rated, the mean of all ratings, so that ties decide."""

    name = "item mean"

    def rank(self, split: Split, depth: int, seed: int) -> Ints:
        """By an item's mean rating."""
        rating = _ratings(split.train)
        count = np.bincount(split.train.item, minlength=len(split.train.items))
        total = np.bincount(split.train.item, weights=rating, minlength=len(split.train.items))
        mean = np.where(count > 0, total / np.maximum(count, 1), rating.mean())
        return np.concatenate([top(mean[None, :], may, depth) for _, may in blocks(split)])


class TextRatings:
    """Who likes a topic, told from texts: an additive score fitted on the topics that were rated, each as if cold.

    The features of a student and a topic know nothing of that topic's ratings: how near its text is to what the student
    rated and liked (cosine of CredPath's encoder and of TF-IDF), how the student's ratings lean near to it, and how
    often and how well topics near to it were rated.
    """

    name = "credpath text"

    def rank(self, split: Split, depth: int, seed: int) -> Ints:
        """By ratings predicted from a topic's text."""
        train, width = split.train, len(split.train.items)
        texts = [train.texts[n] for n in range(width)]
        table = np.full((len(train.learners), width), np.nan)
        table[train.learner, train.item] = _ratings(train)
        warm = np.flatnonzero(~np.isnan(table).all(axis=0))
        features = _features(table, [_near(texts), _words(texts)])
        seen = np.unique(train.learner)
        rows = features[np.ix_(seen, warm)].reshape(-1, features.shape[2])
        liked = (table[np.ix_(seen, warm)] >= LIKED).ravel()
        model = boosting.fit(rows, liked, FEATURES, settings=SETTINGS, seed=seed)
        score = model.score(features.reshape(-1, features.shape[2])).reshape(table.shape)
        return np.concatenate([top(score[part], may, depth) for part, may in blocks(split)])


def _near(texts: list[str]) -> Floats:
    vectors = np.asarray(encoders.encoder(encoders.SHIPPED).encode(texts), dtype=np.float64)
    return vectors @ vectors.T


def _words(texts: list[str]) -> Floats:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(texts)
    return np.asarray((vectors @ vectors.T).toarray())


def _features(table: Floats, nearness: list[Floats]) -> Floats:
    """Shape ``(learners, topics, FEATURES)``; a topic's own ratings are never looked at for it."""
    given = ~np.isnan(table)
    rest = np.where(given, np.nan_to_num(table) - np.nanmean(table), 0.0)
    out = []
    for cosine in nearness:
        apart = np.maximum(cosine, 0.0)
        np.fill_diagonal(apart, 0.0)
        others = given.sum(axis=1, keepdims=True) - given
        liked = given & (np.nan_to_num(table) >= LIKED)
        out += [
            (given @ apart) / np.maximum(others, 1),
            np.stack([np.where(row, apart, 0.0).max(axis=1) for row in given]),
            (liked @ apart) / np.maximum(liked.sum(axis=1, keepdims=True) - liked, 1),
            (rest @ apart**2) / (given @ apart**2 + SHRINKAGE),
            np.tile((given.sum(axis=0) @ apart**2) / np.maximum((apart**2).sum(axis=0), 1e-9), (len(table), 1)),
            np.tile((rest.sum(axis=0) @ apart**2) / (given.sum(axis=0) @ apart**2 + SHRINKAGE), (len(table), 1)),
        ]
    return np.stack(out, axis=-1)


def _ratings(data: Interactions) -> Floats:
    return np.zeros(len(data)) if data.rating is None else data.rating


def splits(data: Interactions) -> list[Split]:
    """One for each part of the topics; of the cold ones, those that were liked are asked for."""
    part = np.random.default_rng(SEED).permutation(len(data.items)) % PARTS
    rating = _ratings(data)
    out = []
    for n in range(PARTS):
        cold = part[data.item] == n
        seen = data.where(~cold)
        asked = data.where(cold & (rating >= LIKED))
        out.append(checked(Split(f"cold {n}", seen, seen, asked, one, np.flatnonzero(part == n))))
    return out


def evaluate(folder: Path, out: Path) -> Report:
    """Students by part are the queries: NDCG@10 and MRR over all cold topics of the part."""
    began = time.monotonic()
    data = load(folder)
    systems = (TextRatings(), ItemMean(), Bm25())
    values: dict[str, dict[str, Floats]] = {}
    for system in systems:
        ranking: dict[str, list[str]] = {}
        relevant: dict[str, frozenset[str]] = {}
        for n, split in enumerate(splits(data)):
            for learner, row in zip(split.asked.tolist(), system.rank(split, DEPTH, SEED).tolist(), strict=True):
                ranking[f"{learner}.{n}"] = [str(item) for item in row if item >= 0]
                asked = split.test.item[split.test.learner == learner]
                relevant[f"{learner}.{n}"] = frozenset(map(str, asked.tolist()))
        path = out / "itm-rec" / f"{system.name.replace(' ', '-')}.run.gz"
        runs.write(path, ranking, system.name.replace(" ", "-"))
        values[system.name] = metrics.per_query(path, relevant, MEASURES)
    ours = next(iter(values))
    compared = significance.table(values, MEASURES)
    means = {name: {m: intervals.mean(v) for m, v in found.items()} for name, found in values.items()}
    return Report(
        "itm-rec",
        folder,
        len(next(iter(values[ours].values()))),
        means.pop(ours),
        means,
        time.monotonic() - began,
        system=ours,
        unit="students by part",
        notes=("liked: a rating of 4 or 5; topics that a student did not rate count as not liked",),
        sections={"differences": compared},
    )

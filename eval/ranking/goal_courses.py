"""``python -m eval goal-courses --data DIR``: a job's title -> courses, graded by people.

``grades.csv``: ``query``, ``title``, ``grade`` (0 to 3); ``courses.csv``: ``title``, ``text``. A snapshot is built of
the courses, and each query ranks them as `Recommender.ranking` does for a learner with no skills yet. What
is not judged counts as not relevant over all courses, and is left out over the judged ones.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np

from eval.core import csv_tables, intervals, metrics, runs
from eval.core.report import Metrics, Report
from eval.linking import encoders
from eval.linking.bm25 import Bm25Index
from recommender.catalogue.schema import CatalogueRow
from recommender.engine import Recommender
from recommender.errors import AmbiguousGoal, InputError
from recommender.snapshot.build import build_snapshot, snapshot_id

FILES: Final = ("grades.csv", "courses.csv")
CACHE: Final = Path("build") / "eval" / "snapshots"
MOST_GRADE: Final = 3
LONGEST: Final = 100_000
DEPTH: Final = 1_000
MEASURE: Final = "ndcg@10"

Ranking = dict[str, list[str]]


def evaluate(folder: Path, out: Path) -> Report:
    """NDCG@10 of the product beside plain cosines and BM25; grades themselves are the gains."""
    began = time.monotonic()
    courses = read_courses(folder / FILES[1])
    grades, unknown = read_grades(folder / FILES[0], courses)
    found: dict[str, Metrics] = {}
    ours, ambiguous = product(grades, courses)
    for name, ranking in {"credpath": ours, **others(grades, courses)}.items():
        found[name] = measured(name, ranking, grades, out)
    shipped = found.pop("credpath")
    return Report(
        "goal-courses",
        folder,
        len(grades),
        shipped,
        found,
        time.monotonic() - began,
        excluded={"grades of courses that courses.csv does not hold": unknown},
        system="credpath",
        notes=(
            f"{ambiguous} of {len(grades)} titles fit several occupations about equally: the most probable is taken",
            f"{len(courses)} courses; {sum(map(len, grades.values()))} judged pairs",
        ),
    )


def read_courses(path: Path) -> dict[str, str]:
    """Text by title; the first of several courses with one title counts."""
    courses: dict[str, str] = {}
    for _, row in csv_tables.rows(path, ("title", "text"))[0]:
        if title := _spaced(row["title"]):
            courses.setdefault(title, row["text"].strip()[:LONGEST])
    if not courses:
        msg = f"{path.name} holds no course with a title"
        raise InputError(msg)
    return courses


def read_grades(path: Path, courses: Mapping[str, str]) -> tuple[dict[str, dict[str, int]], int]:
    """Grade by title for each query with a relevant course, and how many grades name a course that is not there."""
    numbers = {title: str(n) for n, title in enumerate(courses)}
    found: dict[str, dict[str, int]] = defaultdict(dict)
    unknown = 0
    for place, row in csv_tables.rows(path, ("query", "title", "grade"))[0]:
        grade = csv_tables.number(row, "grade", place, 0, MOST_GRADE)
        number = numbers.get(_spaced(row["title"]))
        if number is None:
            unknown += 1
            continue
        found[_spaced(row["query"])][number] = round(grade)
    kept = {query: judged for query, judged in found.items() if query and max(judged.values()) > 0}
    if not kept:
        msg = f"{path.name}: no query has a relevant course among those of courses.csv"
        raise InputError(msg)
    return kept, unknown


def _spaced(text: str) -> str:
    """Without line ends or doubled spaces, in which two files may differ."""
    return " ".join(text.split())


def product(queries: Mapping[str, object], courses: Mapping[str, str]) -> tuple[Ranking, int]:
    """As the product ranks for a learner with no skills yet; a title that fits several occupations means the first."""
    rows = [
        CatalogueRow(id=str(n), title=title, description=text or None, language="en")
        for n, (title, text) in enumerate(courses.items())
    ]
    folder = CACHE / snapshot_id(rows, encoders.SHIPPED)
    recommender = Recommender.open(folder if folder.exists() else build_snapshot(rows, folder))
    ranking: Ranking = {}
    ambiguous = 0
    for query in queries:
        try:
            found = recommender.ranking(None, query)
        except AmbiguousGoal as error:
            ambiguous += 1
            found = recommender.ranking(None, error.choices[0].id) if error.choices else ()
        ranking[query] = list(found)
    return ranking, ambiguous


def others(queries: Mapping[str, object], courses: Mapping[str, str]) -> dict[str, Ranking]:
    """Cosine of the query to title and text, by two encoders, and BM25."""
    texts = [f"{title}. {text}" for title, text in courses.items()]
    out: dict[str, Ranking] = {}
    for name in (encoders.PLAIN, encoders.SHIPPED):
        encoder = encoders.encoder(name)
        scores = encoder.encode(list(queries)) @ encoder.encode(texts).T
        out[f"cosine, {name}"] = _ordered(queries, scores)
    out["bm25"] = _ordered(queries, Bm25Index(texts).scores(list(queries)))
    return out


def _ordered(queries: Mapping[str, object], scores: np.ndarray) -> Ranking:
    order = np.argsort(-scores, axis=1, kind="stable")
    return {query: [str(n) for n in row] for query, row in zip(queries, order.tolist(), strict=True)}


def measured(name: str, ranking: Ranking, grades: Mapping[str, Mapping[str, int]], out: Path) -> Metrics:
    """Over all courses, and over those that were judged for the query alone; runs of both are kept."""
    numbers = {query: f"q{n}" for n, query in enumerate(grades)}
    judged = {query: [title for title in found if title in grades[query]] for query, found in ranking.items()}
    relevant = {numbers[query]: found for query, found in grades.items()}
    found: dict[str, dict[str, float]] = {}
    for part, kept in (("all", {query: titles[:DEPTH] for query, titles in ranking.items()}), ("judged", judged)):
        path = out / "goal-courses" / f"{name.replace(', ', '-').replace(' ', '-')}-{part}.run.gz"
        runs.write(path, {numbers[query]: titles for query, titles in kept.items()}, name.replace(" ", "-"))
        values = metrics.per_query(path, relevant, (MEASURE,))[MEASURE]
        found[f"{MEASURE} ({part})" if part == "judged" else MEASURE] = intervals.mean(values)
    return found

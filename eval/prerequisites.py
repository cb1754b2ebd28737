"""Prerequisites that are suggested, against those that eleven universities state (Liang et al., 2017).

Every ordered pair of courses of one university is ranked by the probability that the first is a prerequisite of the
second. The data only measures: nothing was fitted on it.
"""

from __future__ import annotations

import csv
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from sklearn.metrics import average_precision_score

from eval.core import intervals
from eval.core.report import Interval, Report
from eval.linking import encoders
from recommender import artifacts
from recommender.prerequisites.model import Course, Courses, PrerequisiteModel
from recommender.prerequisites.suggestions import MAX_TEXT_CHARS, essential_of
from recommender.snapshot.bundled import bundled_snapshot
from recommender.snapshot.snapshot import Snapshot, open_snapshot

COURSES: Final = "cs_courses.csv"
EDGES: Final = "cs_edges.csv"


@dataclass(frozen=True, slots=True)
class Pairs:
    """Positions of first and second course of each pair, and whether the first is a stated prerequisite."""

    first: list[int]
    second: list[int]
    right: npt.NDArray[np.bool_]


def evaluate(data: Path) -> Report:
    """Average precision over all pairs, with intervals from resampling the second courses."""
    begun = time.perf_counter()
    snapshot = open_snapshot(bundled_snapshot())
    ids, courses = _courses(data, snapshot)
    pairs, unknown = _pairs(data, ids)
    shipped = _collection(courses, encoders.encoder(encoders.SHIPPED), snapshot)
    features = shipped.features(pairs.first, pairs.second)
    model = PrerequisiteModel.read(artifacts.model("prerequisites"))
    plain = _collection(courses, encoders.encoder(encoders.PLAIN), snapshot).features(pairs.first, pairs.second)
    return Report(
        task="prerequisites",
        data=data,
        n=len(pairs.right),
        metrics=_metrics(model.probability(features), pairs),
        baselines={
            f"cosine of texts, {encoders.SHIPPED}": _metrics(features[:, 1], pairs),
            f"cosine of texts, {encoders.PLAIN}": _metrics(plain[:, 1], pairs),
            "chance": _metrics(np.zeros(len(pairs.right)), pairs),
        },
        seconds=time.perf_counter() - begun,
        excluded={"edges between courses that the file does not hold or of two universities": unknown},
        system="prerequisite model",
    )


def _courses(data: Path, snapshot: Snapshot) -> tuple[list[str], list[Course]]:
    ids, courses = [], []
    with (data / COURSES).open(encoding="utf-8", newline="") as file:
        for identifier, text in csv.reader(file):
            title, _, rest = text.partition(". ")
            skills = frozenset(link.node for link in snapshot.linker.link(text))
            ids.append(identifier)
            courses.append(Course(title.strip(" ."), rest or title, skills))
    return ids, courses


def _pairs(data: Path, ids: list[str]) -> tuple[Pairs, int]:
    """Ordered pairs within each university; how many edges are no such pair."""
    place = {identifier: number for number, identifier in enumerate(ids)}
    with (data / EDGES).open(encoding="utf-8", newline="") as file:
        edges = {(before, after) for after, before in csv.reader(file)}
    by_school: dict[str, list[int]] = defaultdict(list)
    for identifier, number in place.items():
        by_school[identifier.partition("_")[0]].append(number)
    pairs = [(a, b) for members in by_school.values() for b in members for a in members if a != b]
    stated = {(place[a], place[b]) for a, b in edges if a in place and b in place}
    right = np.asarray([pair in stated for pair in pairs])
    return Pairs([a for a, _ in pairs], [b for _, b in pairs], right), len(edges) - int(right.sum())


def _collection(courses: list[Course], encoder: object, snapshot: Snapshot) -> Courses:
    def encoded(texts: list[str]) -> npt.NDArray[np.float32]:
        parts = [encoder.encode(texts[n : n + 256]) for n in range(0, len(texts), 256)]  # type: ignore[attr-defined]
        return np.concatenate(parts)

    titles = encoded([course.title for course in courses])
    return Courses(
        courses, titles, encoded([course.text[:MAX_TEXT_CHARS] for course in courses]), essential_of(snapshot)
    )


def _metrics(score: npt.NDArray[np.float64], pairs: Pairs) -> dict[str, Interval]:
    rows: dict[int, list[int]] = defaultdict(list)
    for position, second in enumerate(pairs.second):
        rows[second].append(position)
    each = [(score[index], pairs.right[index]) for index in rows.values()]

    def precision(found: list[tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]]) -> float:
        right = np.concatenate([r for _, r in found])
        return float(average_precision_score(right, np.concatenate([s for s, _ in found]))) if right.any() else 0.0

    return {"ap": intervals.of_list(each, precision)}

"""Fit the model of prerequisites; write ``models/prerequisites``.

``python -m recommender.data.build.fit_prerequisites --shared ../shared/data``. Fitted on ESCO's relations between
skills, on the curricula of OSSU (``benchmarks/curricula``), and on 600 pairs of the bundled catalogue that were
judged for this project (``curation/prerequisite_pairs.csv``). ``benchmarks/course-prerequisites`` is not opened here.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from recommender import artifacts
from recommender.data.build.shared.sources import rows, sha256
from recommender.prerequisites.model import FEATURES, Course, Courses
from recommender.prerequisites.suggestions import course_of, essential_of
from recommender.snapshot.bundled import bundled_snapshot
from recommender.snapshot.snapshot import Snapshot, open_snapshot
from recommender.version import __version__

PAIRS: Final = Path(__file__).parent / "curation" / "prerequisite_pairs.csv"
SEED: Final = 11
FOLDS: Final = 5
#: Weight of all of ESCO's pairs, and of all of the curricula's, beside our own pairs together.
ESCO_WEIGHT: Final = 0.1
CURRICULA_WEIGHT: Final = 0.2
#: Pairs of the catalogue drawn at random: what is far apart is no prerequisite, and our own pairs are all near.
UNRELATED_WEIGHT: Final = 1.0
UNRELATED: Final = 2_000
STRENGTH: Final = 0.3
LONGEST: Final = 600
LINK: Final = re.compile(r"\[([^\]]+)\]\([^)]*\)")

Features = npt.NDArray[np.float64]
Labels = npt.NDArray[np.bool_]


def own(snapshot: Snapshot) -> tuple[Features, Labels, npt.NDArray[np.int64]]:
    """Features and labels of both directions of each pair, and which pair each row belongs to."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        pairs = list(csv.DictReader(file))
    ids = sorted({pair[side] for pair in pairs for side in ("first", "second")})
    place = {identifier: number for number, identifier in enumerate(ids)}
    numbers = [snapshot.credentials.number(identifier) for identifier in ids]
    courses = [course_of(snapshot, number) for number in numbers if number is not None]
    first, second, labels, groups = [], [], [], []
    for number, pair in enumerate(pairs):
        a, b = place[pair["first"]], place[pair["second"]]
        first += [a, b]
        second += [b, a]
        labels += [pair["label"] == "before", pair["label"] == "after"]
        groups += [number, number]
    return _collection(courses, snapshot).features(first, second), np.asarray(labels), np.asarray(groups)


def esco(shared: Path, snapshot: Snapshot) -> tuple[Features, Labels]:
    """A skill that another needs comes before it; the reverse, and near skills without a relation, do not."""
    skills = {row["conceptUri"]: row for row in rows(shared / "esco" / "skills_en.csv.gz")}
    relations = list(rows(shared / "esco" / "skillSkillRelations.csv.gz"))
    used = sorted({row[side] for row in relations for side in ("originalSkillUri", "relatedSkillUri")})
    place = {uri: number for number, uri in enumerate(used)}
    courses = [Course(skills[uri]["preferredLabel"].strip(), skills[uri]["description"]) for uri in used]
    collection = _collection(courses, snapshot)
    positive = [(place[row["relatedSkillUri"]], place[row["originalSkillUri"]]) for row in relations]
    known = set(positive) | {(b, a) for a, b in positive}
    negative = [(b, a) for a, b in positive if (b, a) not in set(positive)]
    random = np.random.default_rng(SEED)
    texts = _encoded([course.text[:LONGEST] for course in courses], snapshot)
    for number in range(len(used)):
        nearest = np.argsort(-(texts @ texts[number]))[1:30]
        negative += [
            (number, int(n)) for n in random.choice(nearest, 2, replace=False) if (number, int(n)) not in known
        ]
    pairs = positive + negative
    labels = np.arange(len(pairs)) < len(positive)
    return collection.features([a for a, _ in pairs], [b for _, b in pairs]), labels


def curricula(shared: Path, snapshot: Snapshot) -> tuple[Features, Labels]:
    """Courses of OSSU's tables with the prerequisites that they name; other pairs are none, but for what follows."""
    stated: dict[str, list[str]] = {}
    for name in ("README.md", "data-science-README.md"):
        stated |= tables((shared / "benchmarks" / "curricula" / name).read_text(encoding="utf-8"))
    titles = sorted(stated)
    before = {
        (a, b)
        for b, title in enumerate(titles)
        for said in stated[title]
        for a, other in enumerate(titles)
        if a != b and _same(said, other)
    }
    whole = set(before)
    while more := {(a, d) for a, b in whole for c, d in whole if b == c and a != d} - whole:
        whole |= more
    pairs = [(a, b) for a in range(len(titles)) for b in range(len(titles)) if a != b and (a, b) not in whole - before]
    collection = _collection([Course(title, title) for title in titles], snapshot)
    labels = np.asarray([pair in before for pair in pairs])
    return collection.features([a for a, _ in pairs], [b for _, b in pairs]), labels


def unrelated(snapshot: Snapshot) -> tuple[Features, Labels]:
    """Courses of our own pairs, paired at random."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        pairs = list(csv.DictReader(file))
    numbers = [snapshot.credentials.number(pair["first"]) for pair in pairs]
    courses = [course_of(snapshot, number) for number in numbers if number is not None]
    random = np.random.default_rng(SEED)
    drawn = random.integers(0, len(courses), (UNRELATED, 2))
    drawn = drawn[drawn[:, 0] != drawn[:, 1]]
    features = _collection(courses, snapshot).features(drawn[:, 0].tolist(), drawn[:, 1].tolist())
    return features, np.zeros(len(drawn), dtype=bool)


def tables(text: str) -> dict[str, list[str]]:
    """Prerequisites by course of the Markdown tables that have a column for them."""
    out: dict[str, list[str]] = {}
    column = None
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if cells[0] == "Courses":
            column = cells.index("Prerequisites") if "Prerequisites" in cells else None
        elif not line.strip():
            column = None
        elif column is not None and len(cells) > column and (match := LINK.match(cells[0])):
            said = re.split(r",|;| and ", LINK.sub(r"\1", cells[column]))
            out[match.group(1)] = [name.strip() for name in said if name.strip() not in {"", "-", "none"}]
    return out


def _same(said: str, title: str) -> bool:
    """Whether a name in a cell means a course: its words begin the title."""
    words = re.findall(r"\w+", said.casefold().replace("object-oriented", "object oriented"))
    begins = re.findall(r"\w+", title.casefold().replace("object-oriented", "object oriented"))
    return len(words) >= 2 and begins[: len(words)] == words


def _collection(courses: Sequence[Course], snapshot: Snapshot) -> Courses:
    titles = _encoded([course.title for course in courses], snapshot)
    texts = _encoded([course.text[:LONGEST] for course in courses], snapshot)
    return Courses(courses, titles, texts, essential_of(snapshot))


def _encoded(texts: list[str], snapshot: Snapshot) -> npt.NDArray[np.float32]:
    return np.concatenate([snapshot.encoder.encode(texts[n : n + 256]) for n in range(0, len(texts), 256)])


def main() -> None:
    """Fit the model and write ``models/prerequisites``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    shared: Path = parser.parse_args().shared
    snapshot = open_snapshot(bundled_snapshot())
    features, labels, groups = own(snapshot)
    others = [
        (*esco(shared, snapshot), ESCO_WEIGHT),
        (*curricula(shared, snapshot), CURRICULA_WEIGHT),
        (*unrelated(snapshot), UNRELATED_WEIGHT),
    ]
    print(f"own pairs {len(groups) // 2}, of them with an order {int(labels.sum())}")
    for name, (_, found, _) in zip(("ESCO", "curricula", "unrelated"), others, strict=True):
        print(f"{name}: {len(found)} pairs, {int(found.sum())} with an order")
    held_out = np.zeros(len(labels))
    for train, test in GroupKFold(FOLDS).split(features, labels, groups):
        scaler, model = fitted(features[train], labels[train], others)
        held_out[test] = model.predict_proba(scaler.transform(features[test]))[:, 1]
    figures = {
        "average precision, out of fold": round(float(average_precision_score(labels, held_out)), 4),
        "of the cosine of texts": round(float(average_precision_score(labels, features[:, 1])), 4),
        "share of pairs with an order": round(float(labels.mean()), 4),
        "brier": round(float(np.mean((held_out - labels) ** 2)), 4),
    }
    scaler, model = fitted(features, labels, others)
    write(scaler, model, figures, shared)
    print(json.dumps(figures, indent=1))
    for name, weight in zip(FEATURES, model.coef_[0], strict=True):
        print(f"  {name:45}{weight:6.2f}")


def fitted(
    features: Features, labels: Labels, others: Sequence[tuple[Features, Labels, float]]
) -> tuple[StandardScaler, LogisticRegression]:
    """The model on our own pairs and the other sources at their weights; standardised on all but ESCO's."""
    scaler = StandardScaler().fit(np.concatenate([features, *(x for x, _, _ in others[1:])]))
    parts = [(features, labels, np.ones(len(labels)))]
    parts += [(x, y, np.full(len(y), weight * len(labels) / len(y))) for x, y, weight in others]
    whole = scaler.transform(np.concatenate([x for x, _, _ in parts]))
    model = LogisticRegression(C=STRENGTH, max_iter=2_000)
    model.fit(whole, np.concatenate([y for _, y, _ in parts]), sample_weight=np.concatenate([w for _, _, w in parts]))
    return scaler, model


def write(scaler: StandardScaler, model: LogisticRegression, figures: dict[str, float], shared: Path) -> None:
    """Write weights, manifest and card."""
    folder = artifacts.model("prerequisites")
    folder.mkdir(exist_ok=True)
    weights: dict[str, Any] = {
        "features": list(FEATURES),
        "mean": [round(float(v), 6) for v in scaler.mean_],
        "scale": [round(float(v), 6) for v in scaler.scale_],
        "weights": [round(float(v), 6) for v in model.coef_[0]],
        "bias": round(float(model.intercept_[0]), 6),
    }
    content = json.dumps(weights, indent=1) + "\n"
    (folder / "weights.json").write_text(content, encoding="utf-8")
    sources = ("esco/skillSkillRelations.csv.gz", "benchmarks/curricula/README.md")
    manifest = {
        "name": "prerequisites",
        "format": 1,
        "files": {"weights.json": {"sha256": hashlib.sha256(content.encode()).hexdigest()}},
        "versions": {"credpath": __version__},
        "seed": SEED,
        "data": {
            **{name: sha256(shared / name) for name in sources},
            "curation/prerequisite_pairs.csv": sha256(PAIRS),
        },
        "figures": figures,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

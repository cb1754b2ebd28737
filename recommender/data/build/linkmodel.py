"""Fit the linker's logistic model on SkillSkape's training sentences; write ``models/linker``.

``python -m recommender.data.build.linkmodel --shared ../shared/data``. Split: ``skillskape/train`` fits, and
``skillskape/dev`` chooses the threshold. SkillSkape's test file and the skill-extraction files are not opened here.
"""

from __future__ import annotations

import argparse
import ast
import json
from pathlib import Path

import numpy as np

from recommender.data.build.sources import rows, sha256
from recommender.data.build.workbench import Workbench, workbench
from recommender.embed.linker import NEIGHBOURS
from recommender.normalize import fold, tokens

#: Links are shown to learners as facts about them: a wrong one costs more than a missing one.
PRECISION = 0.5
SEED = 7


def examples(path: Path, bench: Workbench) -> tuple[np.ndarray, np.ndarray, int]:
    """Features and labels of the nearest nodes of each sentence, and how many right labels there are in all."""
    table = rows(path)
    sentences = [row["sentence"] for row in table]
    vectors = bench.encoder.encode(sentences)
    similarity, positions = bench.index.search(vectors, 2 * NEIGHBOURS)
    features, right, total = [], [], 0
    for row, cosines, near in zip(table, similarity, positions, strict=True):
        truth = {fold(label) for label in ast.literal_eval(row["skills"])}
        total += len(truth)
        words = frozenset(tokens(row["sentence"]))
        for cosine, position in zip(cosines[:NEIGHBOURS], near[:NEIGHBOURS], strict=True):
            node = int(bench.space.searchable[position])
            features.append(bench.linker.features(node, float(cosine), float(cosines.mean()), words))
            right.append(fold(bench.space.label(node)) in truth)
    return np.asarray(features), np.asarray(right), total


def main() -> None:
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import brier_score_loss, precision_recall_curve

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("models/linker"))
    arguments = parser.parse_args()
    folder = arguments.shared / "benchmarks" / "skillskape"
    bench = workbench()
    features, right, _ = examples(folder / "train.csv.gz", bench)
    model = LogisticRegression(C=10.0, random_state=SEED).fit(features, right)
    dev, truth, total = examples(folder / "dev.csv.gz", bench)
    predicted = model.predict_proba(dev)[:, 1]
    precision, _, thresholds = precision_recall_curve(truth, predicted)
    reached = np.flatnonzero(precision[:-1] >= PRECISION)
    threshold = float(thresholds[reached[0]]) if len(reached) else float(thresholds[-1])
    chosen = predicted >= threshold
    report = {
        "precision": float(truth[chosen].mean()),
        "recall_of_all_labels": float(truth[chosen].sum() / total),
        "brier": float(brier_score_loss(truth, predicted)),
        "pairs": len(truth),
    }
    arguments.out.mkdir(parents=True, exist_ok=True)
    manifest = {
        "format": 1,
        "model": {
            "features": ["cosine", "label_overlap", "margin"],
            "weights": [round(float(w), 6) for w in model.coef_[0]],
            "bias": round(float(model.intercept_[0]), 6),
            "threshold": round(threshold, 4),
        },
        "encoder": bench.encoder.name,
        "seed": SEED,
        "data": {
            "fit": {"path": "skillskape/train.csv.gz", "sha256": sha256(folder / "train.csv.gz"), "licence": "MIT"},
            "threshold": {"path": "skillskape/dev.csv.gz", "sha256": sha256(folder / "dev.csv.gz"), "licence": "MIT"},
        },
        "on_dev": {name: round(value, 4) for name, value in report.items()},
    }
    (arguments.out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(manifest["model"]), json.dumps(manifest["on_dev"]))


if __name__ == "__main__":
    main()

"""Fit how titles are matched with occupations, and how sure a match is; write ``models/goal``.

``python -m recommender.data.build.fit_titles --shared ../shared/data``. Fitted on our own vacancy titles that the
encoder was not trained on (`held_out_sentence`), less the queries of benchmarks, and on 600 titles of our own as people
type them, less those that a golden file holds.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from recommender import artifacts
from recommender.arrays import Floats, Vectors
from recommender.data.build import own_texts
from recommender.data.build.read_space import curie
from recommender.data.build.shared.heldout import benchmark_queries, held_out_occupation, held_out_sentence, same
from recommender.data.build.shared.sources import rows, sha256
from recommender.data.build.shared.workbench import Workbench, open_workbench
from recommender.embed import texts
from recommender.embed.skill_vectors import of_occupations
from recommender.linking.occupations import CERTAINTY, EVIDENCE, OccupationMatcher, OccupationModel
from recommender.statistics import expected_calibration_error
from recommender.taxonomy.occupations import Occupations
from recommender.taxonomy.space import ESCO_ADDRESS

GOLDEN: Final = Path("tests") / "golden" / "goals"
#: Occupations of each text that the right ones stand against, the most similar.
RIVALS: Final = 80
FOLDS: Final = 10
RIDGE: Final = 1e-3
#: Share of the answered that ought to be right on our own titles.
AIM: Final = 0.9


@dataclass(frozen=True, slots=True)
class OwnTitle:
    """A text with the occupations accepted for it; ``settled``: whether it means one of them."""

    text: str
    accepted: frozenset[int]
    settled: bool
    esco_only: bool


def own_titles(shared: Path, occupations: Occupations) -> list[OwnTitle]:
    """Everything that is fitted on."""
    banned = benchmark_queries(shared) | {same(row["text"]) for path in GOLDEN.glob("*.csv") for row in rows(path)}
    number = {f"esco:{' '.join(occupations.label(n).split())}": n for n in range(len(occupations))}
    number |= {occupations.id(n): n for n in range(len(occupations)) if occupations.is_onet[n]}
    found = []
    for row in rows(own_texts.FOLDER / "own_titles.csv"):
        if same(row["text"]) not in banned:
            named = [" ".join(name.split()) for name in row["right"].split("|")]
            settled = named[0] not in {"ask", "none"}
            accepted = frozenset(number[name] for name in named if name not in {"ask", "none", ""})
            found.append(OwnTitle(row["text"], accepted, settled, False))
    for title, uri in own_texts.vacancies():
        if held_out_sentence(title) and same(title) not in banned:
            right = occupations.number(curie(uri))
            found += [] if right is None else [OwnTitle(title, frozenset((right,)), True, True)]
    for esco in np.flatnonzero(~occupations.is_onet).tolist():
        if held_out_occupation(uri_of(occupations.id(esco))):
            found.append(OwnTitle(occupations.label(esco), frozenset((esco,)), True, True))
    return found


def uri_of(identifier: str) -> str:
    """ESCO's own address of an identifier as it is printed."""
    return ESCO_ADDRESS + identifier.removeprefix("esco:")


def fitted(matcher: OccupationMatcher, titles: list[OwnTitle], is_onet: Any) -> Floats:
    """Weights of `EVIDENCE`, by maximum likelihood of an accepted occupation; the best variant of a text speaks."""
    packed = [_packed(matcher.evidence(title.text), title, is_onet) for title in titles if title.settled]

    def loss(weights: Floats) -> tuple[float, Floats]:
        value, gradient = 0.0, np.zeros(len(weights))
        for evidence, right in packed:
            logits = evidence @ weights
            best = logits.argmax(axis=0)
            chosen = evidence[best, np.arange(evidence.shape[1])]
            chance = np.exp(logits.max(axis=0) - logits.max())
            whole, accepted = chance.sum(), (chance * right).sum() + 1e-12
            value -= np.log(accepted / whole)
            gradient += (chance / whole - chance * right / accepted) @ chosen
        count = len(packed)
        return value / count + RIDGE * float(weights @ weights), gradient / count + 2 * RIDGE * weights

    start = np.zeros(len(EVIDENCE))
    start[:3] = 5.0
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)


def _packed(evidence: Floats, title: OwnTitle, is_onet: Any) -> tuple[Floats, Floats]:
    """Evidence of the accepted occupations and their nearest rivals, and which are accepted."""
    rough = evidence[:, :, :3].sum(axis=2).max(axis=0)
    if title.esco_only:
        rough = np.where(is_onet, -np.inf, rough)
    kept = np.union1d(np.argsort(-rough, kind="stable")[:RIVALS], sorted(title.accepted))
    if title.esco_only:
        kept = kept[~is_onet[kept]]
    return evidence[:, kept], np.isin(kept, sorted(title.accepted)).astype(np.float64)


def sure(matcher: OccupationMatcher, titles: list[OwnTitle]) -> tuple[Floats, Any, Any]:
    """Rows of `CERTAINTY`, whether the first choice of each text is right, and which texts people type.

    Titles that were reviewed are left out: there the model is not asked.
    """
    found, right, typed = [], [], []
    for title in titles:
        if matcher.is_reviewed(title.text):
            continue
        certainty, choices = matcher.certainty(title.text)
        named = {choices[0].main} | ({choices[0].esco} if title.esco_only else set())
        found.append(certainty)
        right.append(title.settled and not title.accepted.isdisjoint(named))
        typed.append(not title.esco_only)
    return np.stack(found), np.asarray(right), np.asarray(typed)


def threshold(chance: Floats, right: Any) -> float:
    """The least probability from which `AIM` of the answered are right."""
    order = np.argsort(-chance, kind="stable")
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(share >= AIM)
    return round(float(chance[order[enough[-1]]]) if len(enough) else 1.0, 3)


def _vectors(bench: Workbench) -> Vectors:
    occupations = bench.occupations
    main = bench.encoder.encode([texts.of_occupation(occupations.label(n)) for n in range(len(occupations))])
    return of_occupations(occupations, np.asarray(main), artifacts.model("encoder"))


def main() -> None:
    """Fit both models and write ``models/goal``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("models/goal"))
    arguments = parser.parse_args()
    bench = open_workbench()
    names = len(CERTAINTY)
    empty = OccupationModel(np.ones(len(EVIDENCE)), np.zeros(names), np.zeros(names), np.ones(names), 0.0, 0.5)
    vectors = _vectors(bench)
    titles = own_titles(arguments.shared, bench.occupations)
    plain = OccupationMatcher(bench.occupations, bench.encoder, vectors, empty)
    weights = fitted(plain, titles, bench.occupations.is_onet)
    matcher = OccupationMatcher(bench.occupations, bench.encoder, vectors, replace(empty, weights=weights))
    certainty, right, ours = sure(matcher, titles)
    # What people type counts as much as vacancy titles and labels together, of which there are more.
    weight = np.where(ours, (~ours).sum() / ours.sum(), 1.0)
    pipeline = make_pipeline(StandardScaler(), LogisticRegression())
    chance = cross_val_predict(
        pipeline,
        certainty,
        right,
        cv=FOLDS,
        method="predict_proba",
        params={"logisticregression__sample_weight": weight},
    )[:, 1]
    least = threshold(chance[ours], right[ours])
    pipeline.fit(certainty, right, logisticregression__sample_weight=weight)
    scaler, regression = pipeline[0], pipeline[-1]
    answered = ours & (chance >= least)
    manifest = {
        "format": 2,
        "model": _named(EVIDENCE, weights),
        "certainty": {
            "weights": _named(CERTAINTY, regression.coef_[0]),
            "centre": _named(CERTAINTY, scaler.mean_),
            "scale": _named(CERTAINTY, scaler.scale_),
            "intercept": round(float(regression.intercept_[0]), 5),
            "threshold": least,
        },
        "encoder": bench.encoder.name,
        "data": {
            "vacancies.tsv": sha256(own_texts.FOLDER / "vacancies.tsv"),
            "own_titles.csv": sha256(own_texts.FOLDER / "own_titles.csv"),
            "texts": len(titles),
        },
        f"certainty on our own titles, in {FOLDS} folds": {
            "answered at once": round(float(answered.sum() / ours.sum()), 4),
            "right of those": round(float(right[answered].mean()), 4),
            "ece": round(expected_calibration_error(chance[ours], right[ours].astype(np.float64)), 4),
        },
    }
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(manifest, indent=1))


def _named(names: Any, values: Any) -> dict[str, float]:
    return {name: round(float(value), 5) for name, value in zip(names, values, strict=True)}


if __name__ == "__main__":
    main()

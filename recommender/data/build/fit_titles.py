"""Fit the weights of the goal resolver; write ``models/goal``.

``python -m recommender.data.build.fit_titles --shared ../shared/data``. Fitted on our own vacancy titles that the
encoder was not trained on (`held_out_sentence`), less those that are a query of a benchmark, by maximum likelihood.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy.optimize import minimize

from recommender import artifacts
from recommender.data.build import own_texts
from recommender.data.build.read_space import curie
from recommender.data.build.shared.heldout import benchmark_queries, held_out_sentence, same
from recommender.data.build.shared.sources import sha256
from recommender.data.build.shared.workbench import open_workbench
from recommender.embed import texts
from recommender.embed.skill_vectors import with_titles
from recommender.linking.occupations import OccupationMatcher, OccupationModel

NAMES: Final = ("words", "main", "others")


def likeness(titles: list[str], resolvers: dict[str, OccupationMatcher]) -> Any:
    """Each kind of likeness alone: shape ``(titles, occupations, 3)``."""
    return np.stack([resolvers[name].scores(titles) for name in NAMES], axis=-1)


def fitted(features: Any, right: Any) -> Any:
    """Coefficients of the conditional logit, all non-negative."""

    def loss(weights: Any) -> tuple[float, Any]:
        logits = features @ weights
        logits -= logits.max(axis=1, keepdims=True)
        chances = np.exp(logits)
        chances /= chances.sum(axis=1, keepdims=True)
        rows = np.arange(len(right))
        expected = np.einsum("to,tof->tf", chances, features)
        gradient = (expected - features[rows, right]).mean(axis=0)
        return float(-np.log(chances[rows, right] + 1e-12).mean()), gradient

    start = np.full(features.shape[2], 5.0)
    return minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0.0, None)] * len(start)).x


def main() -> None:
    """Fit the weights of titles and write ``models/goal``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("models/goal"))
    arguments = parser.parse_args()
    bench = open_workbench()
    occupations = bench.occupations
    main_titles = bench.encoder.encode([texts.of_occupation(occupations.label(n)) for n in range(len(occupations))])
    vectors = with_titles(occupations, np.asarray(main_titles), artifacts.model("encoder"))
    single = {
        name: OccupationModel(float(name == "words"), float(name == "main"), float(name == "others"), 1.0)
        for name in NAMES
    }
    resolvers = {name: OccupationMatcher(occupations, bench.encoder, vectors, model) for name, model in single.items()}
    banned = benchmark_queries(arguments.shared)
    pairs = [(t, curie(u)) for t, u in own_texts.vacancies() if held_out_sentence(t) and same(t) not in banned]
    features = likeness([title for title, _ in pairs], resolvers)
    right = np.asarray([occupations.number(uri) for _, uri in pairs])
    # The titles are of ESCO occupations: only those stand against each other.
    esco = np.flatnonzero(~occupations.is_onet)
    place = np.searchsorted(esco, right)
    features = features[:, esco]
    weights = fitted(features, place)
    half = np.arange(len(place)) % 2 == 0
    apart = fitted(features[half], place[half])
    order = (-(features[~half] @ apart)).argsort(axis=1, kind="stable")
    reciprocal = 1 / (1 + np.argmax(order == place[~half][:, None], axis=1))
    total = float(weights.sum())
    model = {name: round(float(w / total), 4) for name, w in zip(NAMES, weights, strict=True)}
    model["temperature"] = round(1 / total, 5)
    manifest = {
        "format": 1,
        "model": model,
        "encoder": bench.encoder.name,
        "data": {"vacancies.tsv": sha256(own_texts.FOLDER / "vacancies.tsv"), "titles": len(pairs)},
        "fitted on every other title, measured on the rest": {"mrr": round(float(reciprocal.mean()), 4)},
    }
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(manifest, indent=1))


if __name__ == "__main__":
    main()

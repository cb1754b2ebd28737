"""Fit what each line of an advert is, and write ``models/advert``: ``python -m recommender.data.build.fit_adverts``.

Fitted on ``curation/advert_lines.csv`` alone: 100 adverts of our own, every line with what it is.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from recommender.arrays import Floats, Ints
from recommender.data.build.shared.sources import rows, sha256
from recommender.data.build.shared.workbench import open_encoder
from recommender.embed.encoder import Encoder
from recommender.embed.minilm import DEFAULT_ENCODER
from recommender.goal.advert_lines import ARRAYS, ASKED, FORMAT, LINE_KINDS, LineModel, features, spans_of

LINES: Final = Path(__file__).parent / "curation" / "advert_lines.csv"
FOLDS: Final = 10
#: Inverse strength of the ridge, chosen in the folds below among .3, 1 and 3, together with the chain.
RIDGE: Final = 1.0


def adverts(path: Path) -> list[list[tuple[str, str]]]:
    """Lines with their kinds, advert by advert; the sentences of a line share its kind."""
    out = []
    for _, lines in groupby(rows(path), key=lambda row: row["advert"]):
        cut = [(row["text"][a:b], row["label"]) for row in lines for a, b in spans_of(row["text"])]
        out.append(cut)
    return out


def fitted(seen: list[Floats], kinds: list[Ints]) -> LineModel:
    """The model of some adverts."""
    regression = LogisticRegression(C=RIDGE, max_iter=3000)
    every = np.concatenate(kinds)
    regression.fit(np.concatenate(seen), every)
    weights = np.full((len(LINE_KINDS), seen[0].shape[1] + 1), 0.0)
    weights[:, -1] = -30.0
    weights[regression.classes_] = np.column_stack([regression.coef_, regression.intercept_])
    counts = np.ones((len(LINE_KINDS), len(LINE_KINDS)))
    for advert in kinds:
        np.add.at(counts, (advert[:-1], advert[1:]), 1)
    share = (np.bincount(every, minlength=len(LINE_KINDS)) + 1) / (len(every) + len(LINE_KINDS))
    return LineModel(weights, counts / counts.sum(axis=1, keepdims=True) / share)


def in_folds(seen: list[Floats], kinds: list[Ints]) -> dict[str, float]:
    """How well the model tells adverts that it was not fitted on."""
    found: list[Ints] = [np.zeros(0, dtype=np.int64)] * len(seen)
    for kept, left in GroupKFold(FOLDS).split(seen, groups=np.arange(len(seen))):
        model = fitted([seen[n] for n in kept], [kinds[n] for n in kept])
        for n in left:
            found[n] = model.chances(seen[n]).argmax(axis=1)
    told, right = np.concatenate(found), np.concatenate(kinds)
    asked = np.asarray([kind in ASKED for kind in LINE_KINDS])
    judged = ~np.isin(right, [LINE_KINDS.index("heading"), LINE_KINDS.index("title")])
    return {
        "kind right": round(float((told == right).mean()), 4),
        "F1 of asked": round(float(f1_score(asked[right[judged]], asked[told[judged]])), 4),
    }


def main() -> None:
    """Fit and write the model of one encoder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", default=DEFAULT_ENCODER)
    parser.add_argument("--out", type=Path, default=Path("models/advert"))
    arguments = parser.parse_args()
    encoder: Encoder = open_encoder(arguments.encoder, Path(tempfile.mkdtemp(prefix="credpath-build-")))
    told = adverts(LINES)
    seen = [features([text for text, _ in advert], encoder) for advert in told]
    kinds = [np.asarray([LINE_KINDS.index(kind) for _, kind in advert]) for advert in told]
    model = fitted(seen, kinds)
    out = arguments.out / encoder.name
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out / ARRAYS, weights=model.weights.astype(np.float16), follows=model.follows)
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "encoder": encoder.name,
        "data": {LINES.name: sha256(LINES), "adverts": len(told), "lines": sum(map(len, told))},
        f"in {FOLDS} folds by advert": in_folds(seen, kinds),
        "files": {ARRAYS: {"sha256": hashlib.sha256((out / ARRAYS).read_bytes()).hexdigest()}},
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(manifest, indent=1))


if __name__ == "__main__":
    main()

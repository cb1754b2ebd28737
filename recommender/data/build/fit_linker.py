"""Fit the linker's re-ranker, its calibration and its thresholds; write ``models/linker/ENCODER``.

``python -m recommender.data.build.fit_linker --shared ../shared/data [--encoder NAME] [--people]``. Sentences are
fitted on the part of SkillSkape's training file and of our own sentences that the encoder was not trained on
(`held_out_sentence`), and on our own lines that name no skill; tags on the reviewed tags of ``curation/tags.csv``; what
people say of themselves on those of our invented people that may tune (`people_readings`; with ``--people`` nothing
else is fitted). SkillSkape's dev file is only measured on. Neither SkillSkape's test file nor any other benchmark is
opened here, nor the golden tags.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from recommender.arrays import Floats, Vectors
from recommender.data.build import own_texts
from recommender.data.build.read_space import curie
from recommender.data.build.shared import people_readings
from recommender.data.build.shared.heldout import benchmark_queries, held_out_sentence, same
from recommender.data.build.shared.sources import rows, sha256
from recommender.data.build.shared.workbench import Workbench, open_workbench
from recommender.data.build.training_pairs import TrainingTexts
from recommender.embed.minilm import DEFAULT_ENCODER
from recommender.linking.candidates import Finder, ReadText
from recommender.linking.linker import MAX_LINKS_BY_MEANING, read_texts
from recommender.linking.reranker import ARRAYS, FEATURES, Reranker, _head
from recommender.linking.segments import segments_of
from recommender.statistics import expected_calibration_error
from recommender.text import fold

SEED: Final = 7
FOLDS: Final = 5
NAMING_LINES: Final = 1_500
#: Our own sentences avoid the words of labels on purpose, so they count for less.
OWN_WEIGHT: Final = 0.3
#: What of the invented people is fitted on.
PEOPLE: Final = {"part": "two in three", "licence": "ours"}
#: Trees and leaves of each head.
SIZE: Final = {"sentence": (60, 4), "tag": (100, 8), "line": (90, 6), "entry": (100, 8)}
#: At most this share of the lines that name no skill may get a link.
FALSE_LINES: Final = 0.03
#: Links are shown to learners as facts about them: a wrong one costs more than a missing one.
LEAST_PROBABILITY: Final = {"sentence": 0.20, "tag": 0.80, "line": 0.25, "entry": 0.25}
#: More of one feature can only speak for a link: cosines, words in common, a label that stands in the text.
RISING: Final = {
    "label", "alternatives", "definition", "best", "overlap", "matched", "speaks", "span label", "span alternatives",
    "span overlap",
}  # fmt: skip
HERE: Final = Path(__file__).parent / "curation"


@dataclass(slots=True)
class Table:
    """One row a candidate: features, whether it is right, and the number of its text."""

    features: npt.NDArray[np.float64]
    right: npt.NDArray[np.bool_]
    text: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PersonText:
    """A segment of what somebody says: nodes that it means, nodes that nobody can call wrong, and whose it is."""

    text: str
    item: bool
    right: frozenset[int]
    near: frozenset[int]
    person: int


def labelled(path: Path, bench: Workbench, *, held_out: bool) -> list[tuple[str, frozenset[int]]]:
    """Sentences of a SkillSkape file with their nodes; with ``held_out`` those alone that the encoder did not see."""
    by_label = {fold(bench.space.label(int(node))): int(node) for node in bench.space.searchable}
    out = []
    for row in rows(path):
        if not held_out or held_out_sentence(row["sentence"]):
            nodes = (by_label.get(fold(label)) for label in ast.literal_eval(row["skills"]))
            out.append((row["sentence"], frozenset(node for node in nodes if node is not None)))
    return out


def ours(bench: Workbench, banned: frozenset[str]) -> list[tuple[str, frozenset[int]]]:
    """Our own sentences that the encoder did not see, less queries of a benchmark (``banned``)."""
    out = []
    for text, uris in own_texts.sentences():
        nodes = frozenset(node for uri in uris if (node := bench.space.number(curie(uri))) is not None)
        if held_out_sentence(text) and same(text) not in banned and nodes:
            out.append((text, nodes))
    return out


def word_for_word(shared: Path, bench: Workbench) -> list[tuple[str, frozenset[int]]]:
    """Lines that name one to three skills of an occupation by any of their labels, as adverts and CVs list them.

    Our own sentences avoid the labels' words on purpose; without these lines a label that stands in the text would
    count for little.
    """
    data, random = TrainingTexts(shared), Random(SEED)  # noqa: S311 - drawing examples is no secret
    out = []
    for _ in range(NAMING_LINES):
        line, uris = data.naming(random)
        nodes = frozenset(node for uri in uris if (node := bench.space.number(curie(uri))) is not None)
        out.append((line, nodes))
    return out


def no_skill(banned: frozenset[str]) -> list[str]:
    """Our own lines of adverts, CVs and course pages that name no skill, less queries of a benchmark (``banned``)."""
    lines = dict.fromkeys((HERE / "no_skill.txt").read_text(encoding="utf-8").splitlines())
    return [line for line in lines if same(line) not in banned]


def reviewed_tags(bench: Workbench) -> list[tuple[str, frozenset[int]]]:
    """Reviewed tags with the nodes that they mean exactly; none for those that mean something narrower or nothing."""
    meant: dict[str, set[int]] = defaultdict(set)
    for row in rows(HERE / "tags.csv"):
        meant[row["tag"]] |= set()
        if row["relation"] in {"exact", "emerging"} and (node := bench.space.number(row["node"])) is not None:
            meant[row["tag"]].add(int(node))
    return [(tag, frozenset(nodes)) for tag, nodes in meant.items()]


def of_people(bench: Workbench) -> list[PersonText]:
    """Segments of the people that may tune, with what a reader read in each."""
    out = []
    for number, person in enumerate(p for p in people_readings.read() if not p.measures):
        spans = []
        for skill in person.skills:
            begin = person.text.find(skill.quote)
            spans.append((begin, begin + len(skill.quote), skill))
        for segment in segments_of(person.text):
            met = [skill for a, b, skill in spans if a < segment.end and segment.start < b]
            right = _meant(bench, frozenset[str]().union(*(skill.same for skill in met)))
            near = _meant(bench, frozenset[str]().union(*(skill.near for skill in met)))
            out.append(PersonText(segment.text, segment.item, right, near - right, number))
    return out


def _meant(bench: Workbench, identifiers: frozenset[str]) -> frozenset[int]:
    return frozenset(node for one in identifiers if (node := bench.space.meant(one)) is not None)


def table(
    examples: Sequence[tuple[str, frozenset[int]]],
    bench: Workbench,
    read: Sequence[ReadText],
    unsure: Sequence[frozenset[int]] = (),
) -> Table:
    """Features and labels of all candidates of some texts; ``unsure``: nodes of each that are left out."""
    found = Finder(bench.space, bench.vectors).of(read)
    canonical = bench.space.canonical
    right, number, kept = [], [], []
    for position, ((_, nodes), candidates) in enumerate(zip(examples, found, strict=True)):
        truth = {int(canonical[node]) for node in nodes}
        left = unsure[position] if unsure else frozenset()
        right += [int(canonical[node]) in truth for node in candidates.nodes]
        kept += [int(canonical[node]) not in left for node in candidates.nodes]
        number += [position] * len(candidates.nodes)
    features = np.concatenate([candidates.features for candidates in found])
    mask = np.asarray(kept)
    return Table(features[mask], np.asarray(right)[mask], np.asarray(number)[mask])


def booster(trees: int, leaves: int) -> HistGradientBoostingClassifier:
    """The boosted model, unfitted."""
    return HistGradientBoostingClassifier(
        max_iter=trees,
        learning_rate=0.07,
        max_leaf_nodes=leaves,
        min_samples_leaf=60,
        l2_regularization=5.0,
        monotonic_cst=[int(name in RISING) for name in FEATURES],
        early_stopping=False,
        random_state=SEED,
    )


def fit(
    name: str,
    data: Table,
    empty: npt.NDArray[np.bool_],
    weight: npt.NDArray[np.float64],
    groups: npt.NDArray[np.int64] | None = None,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """(arrays, what the manifest says) of one head.

    By the number of each text: ``empty``, whether it names no skill; ``weight``, how much it counts; ``groups``: what
    stays together in folds, each text by itself unless told.
    """
    weights = weight[data.text]
    apart = cross_val_predict(
        booster(*SIZE[name]),
        data.features,
        data.right,
        groups=data.text if groups is None else groups[data.text],
        cv=GroupKFold(FOLDS),
        method="decision_function",
        params={"sample_weight": weights},
    )
    isotonic = IsotonicRegression(out_of_bounds="clip", y_min=1e-4, y_max=0.995).fit(apart, data.right)
    probability = isotonic.predict(apart)
    threshold = max(LEAST_PROBABILITY[name], _quiet(probability, data.text, empty))
    model = booster(*SIZE[name]).fit(data.features, data.right, sample_weight=weights)
    arrays = {f"{name}/{key}": value for key, value in exported(model).items()}
    arrays[f"{name}/x"], arrays[f"{name}/y"] = isotonic.X_thresholds_, isotonic.y_thresholds_
    chosen = probability >= threshold
    about = {
        "bias": float(model._baseline_prediction.ravel()[0]),  # noqa: SLF001 - scikit-learn exports no other way
        "threshold": round(float(threshold), 4),
        "texts": len(empty),
        "candidates": len(data.right),
        "out_of_fold": {
            "precision": round(float(data.right[chosen].mean()), 4),
            "recall_of_candidates": round(float(data.right[chosen].sum() / data.right.sum()), 4),
            "ece": round(_crossed_error(apart, data), 4),
        },
    }
    return arrays, about


def _crossed_error(score: npt.NDArray[np.float64], data: Table) -> float:
    """Calibration error where every other text calibrates the rest: the shipped knots would flatter themselves."""
    even = data.text % 2 == 0
    errors = []
    for fitted, judged in ((even, ~even), (~even, even)):
        isotonic = IsotonicRegression(out_of_bounds="clip", y_min=1e-4, y_max=0.995)
        isotonic.fit(score[fitted], data.right[fitted])
        errors.append(expected_calibration_error(isotonic.predict(score[judged]), data.right[judged]))
    return sum(errors) / len(errors)


def _quiet(probability: npt.NDArray[np.float64], text: npt.NDArray[np.int64], empty: npt.NDArray[np.bool_]) -> float:
    """The least threshold at which no more than `FALSE_LINES` of the texts without a skill get a link."""
    best = np.zeros(len(empty))
    np.maximum.at(best, text, probability)
    return float(np.quantile(best[empty], 1 - FALSE_LINES)) if empty.any() else 0.0


def exported(model: HistGradientBoostingClassifier) -> dict[str, Any]:
    """The fitted trees as arrays of shape ``(trees, nodes)``."""
    trees = [predictors[0].nodes for predictors in model._predictors]  # noqa: SLF001 - as above
    width = max(len(nodes) for nodes in trees)
    out: dict[str, Any] = {
        "feature": np.full((len(trees), width), -1, dtype=np.int16),
        "threshold": np.zeros((len(trees), width)),
        "left": np.zeros((len(trees), width), dtype=np.int16),
        "right": np.zeros((len(trees), width), dtype=np.int16),
        "value": np.zeros((len(trees), width)),
    }
    for number, nodes in enumerate(trees):
        inner = ~nodes["is_leaf"].astype(bool)
        size = len(nodes)
        out["feature"][number, :size] = np.where(inner, nodes["feature_idx"], -1)
        out["threshold"][number, :size] = np.where(inner, nodes["num_threshold"], 0)
        out["left"][number, :size] = np.where(inner, nodes["left"], 0)
        out["right"][number, :size] = np.where(inner, nodes["right"], 0)
        out["value"][number, :size] = nodes["value"]
    return out


def whether_it_speaks(positive: Iterable[Any], negative: Iterable[Any]) -> tuple[Any, Any]:
    """(weights and bias, out-of-fold probability of each): whether a text speaks of a skill, from its vector."""
    up, down = np.asarray(list(positive)), np.asarray(list(negative))
    vectors, is_skill = np.concatenate([up, down]), np.repeat([True, False], [len(up), len(down)])
    model = LogisticRegression(C=30.0, max_iter=2000, class_weight="balanced", random_state=SEED)
    apart = cross_val_predict(model, vectors, is_skill, cv=FOLDS, method="predict_proba")[:, 1]
    model.fit(vectors, is_skill)
    return np.append(model.coef_[0], model.intercept_[0]), apart


def fit_people(bench: Workbench, speaks: Callable[[Vectors], Floats]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(arrays, what the manifest says) of the two heads for what people say of themselves."""
    arrays: dict[str, Any] = {}
    heads: dict[str, Any] = {}
    people = of_people(bench)
    for name in ("line", "entry"):
        said = [one for one in people if one.item == (name == "entry")]
        read = read_texts([one.text for one in said], [name == "entry"] * len(said), bench.encoder, speaks)
        # An entry of a list is taken to name something, as in `Linker`.
        read = [replace(one, speaks=1.0) for one in read] if name == "entry" else read
        data = table([(one.text, one.right) for one in said], bench, read, [one.near for one in said])
        persons = np.asarray([one.person for one in said])
        more, heads[name] = fit(name, data, np.zeros(len(said), dtype=bool), np.ones(len(said)), persons)
        arrays |= more
    return arrays, heads


def refit_people(folder: Path, encoder: str) -> None:
    """Only the two heads for what people say, beside the others as they are in ``folder``."""
    path = folder / encoder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    with np.load(path.parent / ARRAYS, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    bench = open_workbench(encoder)
    model = Reranker({}, arrays["speaks"].astype(np.float64), encoder)
    more, heads = fit_people(bench, model.speaks_of_skill)
    np.savez_compressed(path.parent / ARRAYS, **(arrays | more))
    manifest["heads"] |= heads
    manifest["features"] = list(FEATURES)
    manifest["data"]["people.jsonl"] = PEOPLE
    manifest["files"] = {ARRAYS: {"sha256": hashlib.sha256((path.parent / ARRAYS).read_bytes()).hexdigest()}}
    path.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(heads, indent=1))


def main() -> None:
    """Fit both heads and write ``models/linker``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--encoder", default=DEFAULT_ENCODER)
    parser.add_argument("--out", type=Path, default=Path("models/linker"))
    parser.add_argument("--people", action="store_true", help="only the heads for what people say of themselves")
    arguments = parser.parse_args()
    if arguments.people:
        refit_people(arguments.out, arguments.encoder)
        return
    bench = open_workbench(arguments.encoder)
    skape = arguments.shared / "benchmarks" / "skillskape"
    banned = benchmark_queries(arguments.shared)
    own_part = ours(bench, banned)
    skape_part = [pair for pair in labelled(skape / "train.csv.gz", bench, held_out=True) if pair[1]]
    naming = [pair for pair in word_for_word(arguments.shared, bench) if pair[1]]
    named = [*own_part, *skape_part, *naming]
    silent = no_skill(banned)
    encode = bench.encoder.encode
    vectors = encode([text for text, _ in named] + silent)
    weights, apart = whether_it_speaks(vectors[: len(named)], vectors[len(named) :])
    examples = [*named, *((line, frozenset[int]()) for line in silent)]
    speaks = Reranker({}, weights, bench.encoder.name).speaks_of_skill
    read = read_texts([text for text, _ in examples], [True] * len(examples), bench.encoder, speaks)
    lines = [replace(one, speaks=float(chance)) for one, chance in zip(read, apart, strict=True)]
    empty = np.repeat([False, True], [len(named), len(silent)])
    weight = np.where(np.arange(len(examples)) < len(own_part), OWN_WEIGHT, 1.0)
    arrays, heads = {"speaks": weights}, {}
    more, heads["sentence"] = fit("sentence", table(examples, bench, lines), empty, weight)
    arrays |= more
    tags = reviewed_tags(bench)
    named_tags = [
        replace(one, speaks=1.0)
        for one in read_texts([tag for tag, _ in tags], [True] * len(tags), bench.encoder, speaks)
    ]
    more, heads["tag"] = fit("tag", table(tags, bench, named_tags), np.zeros(len(tags), dtype=bool), np.ones(len(tags)))
    arrays |= more
    said, heads_of_people = fit_people(bench, speaks)
    arrays, heads = arrays | said, heads | heads_of_people
    out = arguments.out / bench.encoder.name
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out / ARRAYS, **arrays)
    manifest = {
        "format": 2,
        "encoder": bench.encoder.name,
        "features": list(FEATURES),
        "heads": heads,
        "seed": SEED,
        "data": {
            "skillskape/train.csv.gz": {
                "sha256": sha256(skape / "train.csv.gz"),
                "licence": "MIT",
                "part": "one in six",
            },
            "people.jsonl": PEOPLE,
            "curation": {name: sha256(HERE / name) for name in ("adverts.tsv", "no_skill.txt", "tags.csv")},
        },
        "files": {ARRAYS: {"sha256": hashlib.sha256((out / ARRAYS).read_bytes()).hexdigest()}},
        "on_skillskape_dev": measured(labelled(skape / "dev.csv.gz", bench, held_out=False), bench, arrays, heads),
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({name: manifest[name] for name in ("heads", "on_skillskape_dev")}, indent=1))


def measured(
    examples: list[tuple[str, frozenset[int]]], bench: Workbench, arrays: dict[str, Any], heads: dict[str, Any]
) -> dict[str, float]:
    """Recall at five of the re-ranker and of the cosine alone, and precision of links, on texts that fitted nothing."""
    model = Reranker({name: _head(name, arrays, heads[name]) for name in heads}, arrays["speaks"], bench.encoder.name)
    texts = [text for text, _ in examples]
    read = read_texts(texts, [True] * len(texts), bench.encoder, model.speaks_of_skill)
    chances = model.speaks_of_skill(np.stack([one.vector for one in read]))
    data = table(examples, bench, [replace(one, speaks=float(p)) for one, p in zip(read, chances, strict=True)])
    head = model.heads["sentence"]
    probability = head.probability(data.features)
    found, alone, possible, linked, right = 0, 0, 0, 0, 0
    for number, (_, nodes) in enumerate(examples):
        rows_of = np.flatnonzero(data.text == number)
        best = rows_of[np.argsort(-probability[rows_of], kind="stable")[:MAX_LINKS_BY_MEANING]]
        nearest = rows_of[np.argsort(-data.features[rows_of, 0], kind="stable")[:MAX_LINKS_BY_MEANING]]
        found, alone = found + data.right[best].sum(), alone + data.right[nearest].sum()
        possible += min(MAX_LINKS_BY_MEANING, len(nodes))
        kept = best[probability[best] >= head.threshold]
        linked, right = linked + len(kept), right + data.right[kept].sum()
    return {
        "recall@5": round(float(found / possible), 4),
        "recall@5 of the cosine to the label": round(float(alone / possible), 4),
        "precision of links": round(float(right / max(1, linked)), 4),
        "recall of links": round(float(right / possible), 4),
        "ece of candidates": round(expected_calibration_error(probability, data.right), 4),
    }


if __name__ == "__main__":
    main()

"""``abstention``, ``calibration`` and ``tags``: what the linker says, and how far its probabilities hold."""

from __future__ import annotations

import csv
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from eval.core import intervals
from eval.core.report import Metrics, Report
from eval.linking import encoders, esco
from eval.linking.benchmarks.extraction import TEST, labelled
from recommender.arrays import Floats
from recommender.data.build.shared.workbench import Workbench
from recommender.linking.linker import MAX_LINKS_BY_MEANING
from recommender.statistics import expected_calibration_error
from recommender.taxonomy.space import SkillSpace

VALIDATION: Final = ("tech_validation_annotations.csv", "house_validation_annotations.csv")
GOLDEN: Final = Path("tests") / "golden" / "tags.csv"
#: Share of the recall without abstention at which the rate of false links is also given.
KEPT_RECALL: Final = 0.8


@dataclass(frozen=True, slots=True)
class Scored:
    """One sentence: probabilities of its ESCO candidates, best first, whether each is right, and the right ones."""

    probability: Floats
    right: npt.NDArray[np.bool_]
    truth: int


def scored(sentences: dict[str, set[str]], bench: Workbench) -> list[Scored]:
    """ESCO's skills alone are looked at."""
    known = esco.skills()
    out = []
    texts = list(sentences)
    for text, (_, found, probability) in zip(texts, bench.linker.scored(texts, [False] * len(texts)), strict=True):
        names = [bench.space.id(int(node)) for node in found.nodes]
        order = [int(n) for n in np.argsort(-probability, kind="stable") if names[n] in known]
        right = np.asarray([names[n] in sentences[text] for n in order], dtype=bool)
        out.append(Scored(probability[order], right, len(sentences[text])))
    return out


def abstention(data: Path) -> Report:
    """TECH test: how many sentences without an ESCO label get a link, and what recall that leaves."""
    began = time.monotonic()
    sentences, _ = labelled(data / TEST)
    bench = encoders.bench(encoders.SHIPPED)
    found = scored(sentences, bench)
    loose = _threshold_that_keeps(found, KEPT_RECALL)
    plain = encoders.bench(encoders.PLAIN)
    baselines = {f"threshold that keeps {KEPT_RECALL:.0%} of the recall": _abstaining(found, loose)}
    baselines["by meaning alone"] = _abstaining(found, bench.linker.threshold("sentence"))
    baselines[f"linker over {encoders.PLAIN}"] = _linking(sentences, scored(sentences, plain), plain)
    shipped = _linking(sentences, found, bench)
    seconds = time.monotonic() - began
    return Report("abstention", data / TEST, len(found), shipped, baselines, seconds, {}, "linker")


def _linking(sentences: dict[str, set[str]], found: Sequence[Scored], bench: Workbench) -> Metrics:
    """What the linker says of each sentence, by label and by meaning; ESCO's skills alone count."""
    known = esco.skills().keys()
    said = [{bench.space.id(link.node) for link in bench.linker.link(text)} & known for text in sentences]
    truth = list(sentences.values())
    speaking = [n for n, right in enumerate(truth) if right]
    kept = np.asarray([len(said[n] & truth[n]) for n in speaking], dtype=np.float64)
    without = np.asarray([_hits(found[n], 0.0) for n in speaking], dtype=np.float64)
    possible = np.asarray([len(truth[n]) for n in speaking], dtype=np.float64)
    linked = np.asarray([float(bool(said[n])) for n, right in enumerate(truth) if not right])
    return _rates(linked, kept, without, possible)


def _rates(linked: Floats, kept: Floats, without: Floats, possible: Floats) -> Metrics:
    """``linked``: whether each silent sentence got a link; the others count right links of each speaking one."""
    return {
        "false-link-rate": intervals.mean(linked),
        "recall": intervals.ratio(kept, possible),
        "recall-without": intervals.ratio(without, possible),
        "recall-kept": intervals.ratio(kept, without),
    }


def _hits(one: Scored, threshold: float) -> int:
    return int(one.right[:MAX_LINKS_BY_MEANING][one.probability[:MAX_LINKS_BY_MEANING] >= threshold].sum())


def _threshold_that_keeps(found: Sequence[Scored], share: float) -> float:
    """The highest threshold at which that share of the recall without abstention is left; read off the test itself."""
    right = np.concatenate([one.probability[:MAX_LINKS_BY_MEANING][one.right[:MAX_LINKS_BY_MEANING]] for one in found])
    return float(np.quantile(right, 1 - share, method="lower"))


def _abstaining(found: Sequence[Scored], threshold: float) -> Metrics:
    silent = [one for one in found if not one.truth]
    speaking = [one for one in found if one.truth]
    kept = np.asarray([_hits(one, threshold) for one in speaking], dtype=np.float64)
    without = np.asarray([_hits(one, 0.0) for one in speaking], dtype=np.float64)
    possible = np.asarray([one.truth for one in speaking], dtype=np.float64)
    linked = np.asarray([float(one.probability[:1].max(initial=0.0) >= threshold) for one in silent])
    return _rates(linked, kept, without, possible)


def calibration(data: Path) -> Report:
    """TECH and HOUSE validation, which fitted nothing: expected calibration error of the probability of a candidate."""
    began = time.monotonic()
    measured = {name: _calibrated(data, name) for name in (encoders.SHIPPED, encoders.PLAIN)}
    shipped = measured.pop(encoders.SHIPPED)
    count = sum(len(labelled(data / name)[0]) for name in VALIDATION)
    return Report("calibration", data, count, shipped, measured, time.monotonic() - began, {}, encoders.SHIPPED)


def _calibrated(data: Path, name: str) -> Metrics:
    bench = encoders.bench(name)
    found = [one for file in VALIDATION for one in scored(labelled(data / file)[0], bench)]
    threshold = bench.linker.threshold("sentence")

    def of_links(items: Sequence[Scored]) -> float:
        return ece(
            [(one.probability[one.probability >= threshold], one.right[one.probability >= threshold]) for one in items]
        )

    return {
        "ece": intervals.of_list(found, lambda items: ece([(one.probability, one.right) for one in items])),
        "ece-of-links": intervals.of_list(found, of_links),
    }


def ece(items: Sequence[tuple[Floats, npt.NDArray[np.bool_]]]) -> float:
    """Expected calibration error over the candidates of all sentences; 0 where there are none."""
    probability = np.concatenate([p for p, _ in items])
    right = np.concatenate([r for _, r in items])
    return expected_calibration_error(probability, right) if len(probability) else 0.0


def tags(data: Path) -> Report:
    """Skill tags of real courses to a node or none; see ``tests/golden/README.md`` for how they were labelled."""
    began = time.monotonic()
    with data.open(encoding="utf-8", newline="") as handle:
        golden = list(csv.DictReader(handle))
    bench = encoders.bench(encoders.SHIPPED)
    said = [_said(bench, row["tag"]) for row in golden]
    alone = [row["reviewed"] == "no" for row in golden]
    unseen = [row for row, keep in zip(golden, alone, strict=True) if keep]
    baselines = {
        "tags that nobody reviewed": _precision(unseen, [s for s, keep in zip(said, alone, strict=True) if keep]),
        f"nearest label by {encoders.PLAIN}": _precision(golden, _nearest(golden, encoders.PLAIN)),
        f"nearest label by {encoders.SHIPPED}": _precision(golden, _nearest(golden, encoders.SHIPPED)),
        f"nearest by {encoders.SHIPPED}, not reviewed": _precision(unseen, _nearest(unseen, encoders.SHIPPED)),
    }
    shipped = _precision(golden, said)
    return Report("tags", data, len(golden), shipped, baselines, time.monotonic() - began, {}, "linker")


def _said(bench: Workbench, tag: str) -> str | None:
    links = bench.linker.link_tag(tag)
    return bench.space.id(links[0].node) if links else None


def _nearest(golden: Sequence[dict[str, str]], name: str) -> list[str | None]:
    bench = encoders.bench(name)
    vectors = bench.encoder.encode([row["tag"] for row in golden])
    best = (vectors @ bench.vectors.labels.T).argmax(axis=1)
    space = bench.space
    return [space.id(int(space.canonical[space.searchable[n]])) for n in best]


def _precision(golden: Sequence[dict[str, str]], said: Sequence[str | None]) -> Metrics:
    space = encoders.bench(encoders.SHIPPED).space
    accepted = [_canonical(row["nodes"], space) for row in golden]
    right = [s is not None and s in nodes for s, nodes in zip(said, accepted, strict=True)]
    linked = [float(ok) for ok, s in zip(right, said, strict=True) if s is not None]
    wanted = [float(ok) for ok, nodes in zip(right, accepted, strict=True) if nodes]
    return {"precision": intervals.mean(np.asarray(linked)), "recall": intervals.mean(np.asarray(wanted))}


def _canonical(nodes: str, space: SkillSpace) -> set[str]:
    known = (space.meant(name) for name in nodes.split("|") if name)
    return {space.id(node) for node in known if node is not None}

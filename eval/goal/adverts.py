"""``adverts``: which lines of a job advert ask something of the applicant, and what becomes a requirement."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

import numpy as np

from eval.core import intervals
from eval.core.report import Metrics, Report
from recommender.data.build.shared.sources import rows
from recommender.engine import Recommender
from recommender.errors import InputError
from recommender.goal.advert import of_advert
from recommender.goal.advert_lines import ASKED, MIN_ASKED, MIN_UNSURE, AdvertLine, AdvertReader
from recommender.snapshot.bundled import bundled_snapshot
from recommender.snapshot.snapshot import Snapshot, open_snapshot

FOLDER: Final = Path("tests") / "golden" / "adverts"
#: Lines that only name what stands below them, or the job: they are not judged as asked or not.
UNJUDGED: Final = frozenset({"heading", "title"})


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """A line of an advert with what a reader says it is."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class NamedThings:
    """What an advert names, as its writer listed it: asked of the applicant, and not."""

    asked: tuple[str, ...]
    not_asked: tuple[str, ...]


def read_lines(path: Path) -> dict[str, list[LabelledLine]]:
    """Lines of each advert, in order."""
    found = groupby(rows(path), key=lambda row: row["advert"])
    return {number: [LabelledLine(row["text"], row["label"]) for row in lines] for number, lines in found}


def read_named(path: Path) -> dict[str, NamedThings]:
    """Named things of each advert that has a list of them."""
    return {
        row["advert"]: NamedThings(tuple(row["asked"].split("|")), tuple(row["not_asked"].split("|")))
        for row in rows(path)
    }


def read_as(lines: Sequence[LabelledLine], reader: AdvertReader) -> list[AdvertLine]:
    """What a reader makes of each labelled line: the part of it that most likely asks something."""
    text, starts = "", []
    for line in lines:
        starts.append(len(text))
        text += line.text + "\n"
    ends = [*starts[1:], len(text)]
    found = reader.lines(text)
    parts = ([one for one in found if a <= one.start < b] for a, b in zip(starts, ends, strict=True))
    return [max(part, key=lambda one: one.asked) for part in parts]


def evaluate(folder: Path, say: Callable[[str], None] = lambda line: None) -> Report:
    """Both measures, beside reading every line of an advert."""
    begun = time.monotonic()
    snapshot = open_snapshot(bundled_snapshot())
    adverts, named = read_lines(folder / "lines.csv"), read_named(folder / "asked.csv")
    fitted, every = AdvertReader.open(snapshot.encoder), AdvertReader(snapshot.encoder, None)
    found: dict[str, Metrics] = {}
    counts: dict[str, int] = {}
    for name, reader in (("lines", fitted), ("lines, all read", every)):
        told = {number: read_as(lines, reader) for number, lines in adverts.items()}
        found[name] = _on_lines(adverts, told)
        counts[name] = sum(map(len, adverts.values()))
        if reader is fitted:
            for number, lines in adverts.items():
                for line, one in zip(lines, told[number], strict=True):
                    if line.kind not in UNJUDGED and (line.kind in ASKED) != (one.asked >= MIN_ASKED):
                        say(f"advert {number}: {line.kind}, read as {one.kind} ({one.asked:.2f})")
    engine = Recommender(snapshot)
    whole = {number: "\n".join(line.text for line in lines) for number, lines in adverts.items()}
    required: Callable[[str], list[str]]
    for name, required in (
        ("named things", lambda text: _answered(engine, text)),
        ("named things, stated by the advert", lambda text: _stated(snapshot, fitted, text)),
        ("named things, all lines read", lambda text: _stated(snapshot, every, text)),
    ):
        taken = {number: required(whole[number]) for number in named}
        found[name], counts[name] = _on_named(named, taken, say if name == "named things" else None), len(named)
    return Report.of_rows("adverts", folder / "lines.csv", found, counts, time.monotonic() - begun, intervals.SEED)


def _on_lines(adverts: dict[str, list[LabelledLine]], told: dict[str, list[AdvertLine]]) -> Metrics:
    """Scores over all judged lines."""
    pairs = [list(zip(lines, told[number], strict=True)) for number, lines in adverts.items()]
    judged = [[(line, one) for line, one in advert if line.kind not in UNJUDGED] for advert in pairs]
    right, wrong, missed = np.asarray([_counts(advert) for advert in judged], dtype=np.float64).T
    every, kept = [pair for advert in pairs for pair in advert], [pair for advert in judged for pair in advert]
    told_apart = [(line.kind, one.kind) for line, one in kept if line.kind in {"must", "nice"}]
    return {
        "F1 of asked": intervals.ratio(2 * right, 2 * right + wrong + missed),
        "precision": intervals.ratio(right, right + wrong),
        "recall": intervals.ratio(right, right + missed),
        "unsure": _share(MIN_UNSURE <= one.asked < MIN_ASKED for _, one in kept),
        "kind right": _share(line.kind == one.kind for line, one in every),
        "must told from nice": _share((kind == "nice") == (read == "nice") for kind, read in told_apart),
    }


def _counts(judged: Sequence[tuple[LabelledLine, AdvertLine]]) -> tuple[int, int, int]:
    """Lines of one advert that are rightly read as asked, wrongly, and missed."""
    both = [(line.kind in ASKED, one.asked >= MIN_ASKED) for line, one in judged]
    return both.count((True, True)), both.count((False, True)), both.count((True, False))


def _share(found: Iterable[bool]) -> dict[str, float]:
    return intervals.mean(np.asarray(list(found), dtype=np.float64))


def _answered(engine: Recommender, text: str) -> list[str]:
    """Labels of all that the product asks for, the job's own profile among it where the advert says little."""
    try:
        return [requirement.label for requirement in engine.goal(text).requirements]
    except InputError:
        return []


def _stated(snapshot: Snapshot, reader: AdvertReader, text: str) -> list[str]:
    """Labels of what lines of the advert ask for."""
    links = snapshot.linker.link(text)
    required = of_advert(links, text, reader.lines(text), snapshot.space, snapshot.areas)
    return [snapshot.space.label(node) for area in required.areas for node in area.members]


def _on_named(named: dict[str, NamedThings], taken: dict[str, list[str]], say: Callable[[str], None] | None) -> Metrics:
    """Share of the things asked for, and of those not asked for, that stand among the requirements."""
    asked, other, clean = [], [], []
    for number, things in named.items():
        labels = " | ".join(taken[number])
        wrong = [thing for thing in things.not_asked if _stands_in(thing, labels)]
        asked += [_stands_in(thing, labels) for thing in things.asked]
        other += [thing in wrong for thing in things.not_asked]
        clean.append(not wrong)
        if wrong and say:
            say(f"advert {number}: taken although not asked: {', '.join(wrong)}")
    return {
        "asked things found": _share(asked),
        "other things taken": _share(other),
        "adverts without one": _share(clean),
    }


def _stands_in(thing: str, labels: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(thing)}(?!\w)", labels, re.IGNORECASE) is not None

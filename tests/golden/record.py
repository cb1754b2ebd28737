"""``make golden``: records the golden answers again and prints what moved, by which term.

First what is stored (vectors, links, credentials), from the bundled snapshot; then the answers of both layers. Answers
change by decision: read what this prints, and say in the commit why each change is better, and for whom.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import typer

from recommender.arrays import Vectors, open_array
from recommender.engine import Recommender
from recommender.goal.resolver import GoalResolver
from recommender.linking.occupations import OccupationMatcher
from recommender.snapshot.build import build_snapshot
from recommender.snapshot.bundled import bundled_snapshot
from recommender.snapshot.snapshot import Snapshot, open_snapshot
from tests.support import golden, golden_planner, golden_rankers
from tests.support.catalogues import ROWS
from tests.support.edges import edges_of
from tests.support.rankers import made_up_ranker
from tests.support.stored import Stored, rounded

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("CREDPATH_CACHE", str(ROOT / "build" / "cache"))

STORED = golden.ANSWERS / "vectors"
#: Credentials of each example that are stored: its first places and a part of its plan's pool.
PLACES, EVERY = 40, 4
OCCUPATIONS = 40
#: Places that differ which are told of one file.
SHOWN = 40


def stored(real: Snapshot, vectors: Vectors) -> Stored:
    """What the examples need of the bundled snapshot, with vectors on the grid. ``vectors``: of its credentials."""
    out, engine = Stored(), Recommender(real)
    wanted: set[str] = set()
    for name, goal in golden.GOALS.items():
        profile = golden.ROOT / "examples" / name
        listed = engine.recommend(profile, goal, preferences=golden.PREFERENCES, top=PLACES, as_of=golden.AS_OF)
        wanted.update(item.credential.id for item in listed.recommendations)
        plan = engine.plan(profile, goal, preferences=golden.PLANNED, options=golden.OPTIONS, as_of=golden.AS_OF)
        wanted.update(step.id for step in plan.steps)
        wanted.update(candidate.id for candidate in plan.certificate.instance.candidates[::EVERY])
        _skills_and_occupations(out, real, goal)
    rows = sorted(int(real.credentials.number(name) or 0) for name in wanted)
    for row in rows:
        record = real.credentials.record(row)
        out.credentials[record.id] = rounded(vectors[row])
        out.records.append(record.model_dump(mode="json", exclude_none=True))
    _links(out, real, rows)
    return out


def _skills_and_occupations(out: Stored, real: Snapshot, goal: str) -> None:
    resolver = OccupationMatcher(real.occupations, real.encoder, real.occupation_vectors, real.goals)
    space, occupations = real.space, real.occupations
    for number in np.argsort(-resolver.scores([goal])[0], kind="stable")[:OCCUPATIONS]:
        out.occupations[occupations.id(int(number))] = rounded(real.occupation_vectors[:, number])
    best = resolver.resolve(goal)[0]
    nodes = {node for area in GoalResolver(real).of(goal)[1].areas for node in area.members}
    titles = real.encoder.encode([goal, occupations.label(best.main)])
    near = real.skill_vectors.nearest(titles, 20)
    nodes |= {int(space.searchable[row]) for rows in near for row in rows}
    for row in np.flatnonzero(np.isin(space.searchable, sorted(nodes))):
        out.skills[space.id(int(space.searchable[row]))] = rounded(real.skill_vectors.labels[row])


def _links(out: Stored, real: Snapshot, rows: list[int]) -> None:
    place = {row: number for number, row in enumerate(rows)}
    index = real.credentials.taught_by
    node = np.repeat(np.arange(len(index)), np.diff(index.starts))
    for entry in np.flatnonzero(np.isin(index.columns, rows)).tolist():
        values: list[Any] = [
            index.values[name][entry].item() for name in ("level", "confidence", "inferred", "assumed")
        ]
        out.taught.append((place[int(index.columns[entry])], real.space.id(int(node[entry])), *values))
    for row in rows:
        span = real.credentials.requires.span(row)
        for needed, level in zip(
            real.credentials.requires.columns[span].tolist(),
            real.credentials.requires.values["level"][span].tolist(),
            strict=True,
        ):
            out.requires.append((place[row], real.space.id(needed), level))


def main(
    only_answers: bool = typer.Option(False, "--answers", help="Keep the stored vectors; record the answers alone."),
) -> None:
    bundled = bundled_snapshot()
    real = open_snapshot(bundled, full=True)
    vectors = open_array(bundled / "vectors" / "credentials.npy")
    held = Stored.read(STORED) if only_answers else stored(real, vectors)
    with tempfile.TemporaryDirectory() as folder:
        base = held.snapshot(real, Path(folder), None if only_answers else real)
        engines = {"stored": Recommender(base), "text": Recommender(real)}
        for layer, engine in engines.items():
            for name in golden.GOALS:
                found = golden.answer(engine, name)
                if layer == "text":
                    found["edges"] = edges_of(real, name, found)
                _write(layer, name, found)
        small = Recommender(open_snapshot(build_snapshot(ROWS, Path(folder) / "small", encoder="hashing-64")))
        for name in golden.GOALS:
            _write_plain(golden.path_of("assessed", name), golden.assessed(small, name))
        opened = open_snapshot(Path(folder) / "small")
        made_up = [made_up_ranker(opened, seed) for seed in range(4)]
        _write_plain(golden_rankers.FOLDER / "order.json", golden_rankers.order())
        _write_plain(golden_rankers.FOLDER / "fitted.json", golden_rankers.fitted(opened, made_up))
        _write_plain(golden_rankers.FOLDER / "occupations.json", golden_rankers.occupations(engines["text"]))
    for kind, plans in golden_planner.everything().items():
        _write_plain(golden_planner.FOLDER / f"{kind}.json", plans)
    if not only_answers:
        held.write(STORED)


def _write(layer: str, name: str, found: golden.Json) -> None:
    path = golden.path_of(layer, name)
    lines = ["recorded for the first time"]
    if path.is_file():
        lines = golden.moved(golden.recorded(layer, name), found)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(golden.canonical(found), encoding="utf-8")
    print(f"{layer}: {name}: {'nothing moved' if not lines else ''}")
    print("".join(f"  {line}\n" for line in lines), end="")


def _write_plain(path: Path, found: Any) -> None:
    """Without the report by terms: every place that differs is told."""
    lines = ["recorded for the first time"]
    plain = json.loads(json.dumps(found))
    if path.is_file():
        lines = list(golden.unlike(json.loads(path.read_text(encoding="utf-8")), plain, 0.0))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1) + "\n", encoding="utf-8")
    print(f"{path.parent.name}: {path.stem}: {'nothing moved' if not lines else f'{len(lines)} places'}")
    print("".join(f"  {line}\n" for line in lines[:SHOWN]), end="")


if __name__ == "__main__":
    typer.run(main)

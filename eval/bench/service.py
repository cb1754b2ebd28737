"""``make bench``: what a request and a start cost, each beside a floor measured in the same run.

Writes ``build/bench.json``: rows of name, value, unit, floor, ratio, aim.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from eval.abuse import latency
from eval.abuse.server import served
from eval.bench.large import SIZE, beside_exact
from eval.bench.ranking import Scoring, metrics_at_scale
from eval.planning import sweep
from eval.planning.catalogues import ASSUMED, DATE, LIMITS
from eval.planning.problems import market
from recommender.embed.index.faiss import FaissIndex
from recommender.embed.onnx_encoder import OnnxEncoder
from recommender.engine import Recommender
from recommender.linking.linker import Linker
from recommender.linking.reranker import Reranker
from recommender.path.optimise.cp_sat import CpSatModel
from recommender.path.optimise.dominance import undominated, usable
from recommender.path.optimise.effort import Effort
from recommender.path.optimise.problem_arrays import ProblemArrays
from recommender.path.optimise.solver import objective_of, solve, thriftiest
from recommender.path.plan import Plan
from recommender.profile.formats import FORMATS
from recommender.profile.reader import read
from recommender.records import Learner, NamedSkill
from recommender.snapshot.bundled import bundled_snapshot
from recommender.snapshot.snapshot import Snapshot, open_snapshot

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "build" / "bench.json"
REPEATS = 41
GOAL = "data analyst"
#: Requests of the heavy kinds during each of which health is asked for, and clients that are slow together.
HEAVY_REQUESTS = 60
SLOW_CLIENTS = 64
#: Milliseconds above rest.
HEALTH_AIMS = (("p99", 50), ("worst", 250))
#: Words on two pages.
TWO_PAGES = 850
SKILLS = ("SQL", "Microsoft Excel", "statistics", "Python")
#: From a fresh interpreter to an open snapshot that can answer, in the same process.
START = (
    "import time; t = time.perf_counter()\n"
    "from recommender import Recommender\n"
    "Recommender.open(); print(time.perf_counter() - t)\n"
    "import sys; assert not {'torch', 'sklearn'} & set(sys.modules)\n"
)


class Watched:
    """An encoder and indexes that note what a request asks of them, so that the floor does the same and no more."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.texts: list[list[str]] = []
        self.searches: list[tuple[FaissIndex, tuple[object, ...]]] = []
        self.products: list[tuple[FaissIndex, tuple[Any, ...]]] = []

    def note(self, work: Callable[[], object]) -> None:
        """Run ``work`` once and record the texts it encodes and the searches it makes."""
        encoder, encode = self.snapshot.encoder, self.snapshot.encoder.encode
        search, cosines = FaissIndex.search, FaissIndex.cosines

        def encoded(texts: list[str]) -> object:
            self.texts.append(list(texts))
            return encode(texts)

        def searched(index: FaissIndex, *arguments: object) -> object:
            self.searches.append((index, arguments))
            return search(index, *arguments)  # type: ignore[arg-type]

        def compared(index: FaissIndex, *arguments: object) -> object:
            self.products.append((index, arguments))
            return cosines(index, *arguments)  # type: ignore[arg-type]

        encoder.encode = encoded  # type: ignore[method-assign,assignment]
        FaissIndex.cosines = compared  # type: ignore[method-assign,assignment]
        FaissIndex.search = searched  # type: ignore[method-assign,assignment]
        try:
            work()
        finally:
            del encoder.encode
            FaissIndex.search = search  # type: ignore[method-assign]
            FaissIndex.cosines = cosines  # type: ignore[method-assign]

    def floor(self) -> None:
        """The raw work: the same texts encoded, the same vectors multiplied and searched."""
        for texts in self.texts:
            self.snapshot.encoder.encode(texts)
        for index, (queries, rows) in self.products:
            queries @ index.vectors[rows].T
        for index, arguments in self.searches:
            index._index.search(np.ascontiguousarray(arguments[0], dtype=np.float32), int(arguments[1]))  # type: ignore[call-overload] # noqa: SLF001


def paired(work: Callable[[], object], floor: Callable[[], object]) -> tuple[float, float]:
    """Median milliseconds of both, taken in turn so that a busy machine disturbs them alike."""
    for _ in range(3):
        work()
        floor()
    spent: tuple[list[float], list[float]] = ([], [])
    for _ in range(REPEATS):
        for task, times in zip((work, floor), spent, strict=True):
            start = time.perf_counter()
            task()
            times.append(1000 * (time.perf_counter() - start))
    return statistics.median(spent[0]), statistics.median(spent[1])


def requests(snapshot: Snapshot) -> list[dict[str, object]]:
    """A request for an example CV and one for a plain skill list, each beside its floor."""
    engine = Recommender(snapshot)
    cv = read(ROOT / "examples" / "data_analyst.pdf")
    listed = Learner(skills=tuple(NamedSkill(name=name, level=0.4) for name in SKILLS))
    rows = []
    for name, learner in (("request, example CV", cv), ("request, skill list", listed)):

        def work(learner: Learner = learner) -> object:
            return engine.recommend(learner, GOAL, top=10)

        watched = Watched(snapshot)
        watched.note(work)
        value, floor = paired(work, watched.floor)
        rows.append(row(name, value, "ms", floor, 1.5))
    return rows


def reading(folder: Path, snapshot: Snapshot) -> dict[str, object]:
    """Skills of two pages of CV on one core; the floor encodes the same texts."""
    import faiss

    folders = [path for path in sorted((ROOT / "examples").iterdir()) if path.suffix in FORMATS]
    words = " \n".join(read(path).text or "" for path in folders).split(" ")
    text = " ".join(words[:TWO_PAGES])
    encoder = OnnxEncoder(folder / "encoder", threads=1)
    linker = Linker(snapshot.space, encoder, snapshot.skill_vectors, Reranker.read(folder / "linker"))
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    watched = Watched(replace(snapshot, encoder=encoder))
    watched.note(lambda: linker.link(text))
    try:
        value, floor = paired(lambda: linker.link(text), watched.floor)
    finally:
        faiss.omp_set_num_threads(before)
    return {**row("skills of a two-page CV", value, "ms", floor, None), "aim": 250, "aim_of": "value"}


def planning(snapshot: Snapshot) -> dict[str, object]:
    """A whole plan for an example CV over the bundled catalogue; the floor is CP-SAT alone on the same pool."""
    engine = Recommender(snapshot)
    cv = read(ROOT / "examples" / "data_analyst.pdf")

    def work() -> Plan:
        return engine.plan(cv, GOAL, preferences=LIMITS, options=ASSUMED, as_of=DATE)

    tables = ProblemArrays(work().certificate.instance)
    pool = undominated(tables, usable(tables))

    def floor() -> None:
        model = CpSatModel(tables, pool)
        total, maximise = objective_of(model)
        outcome = model.solve(total, maximise=maximise, effort=Effort())
        model.at_least(total, outcome.value or 0)
        thriftiest(model, Effort(), outcome.sequence or [])

    value, least = paired(work, floor)
    return {**row("plan, example CV", value, "ms", least, None), "aim": 2000, "aim_of": "value"}


def goals() -> dict[str, object]:
    """A learner's best three steps for goals on a job market; the floor is brute force, vectorised, on the same."""
    drawn = market(3, learners=REPEATS)
    blank = drawn.instance()
    learners = iter(range(10**9))
    value, least = paired(
        lambda: solve(drawn.held_by(next(learners) % REPEATS, blank)),
        lambda: sweep.most_goals(drawn, next(learners) % REPEATS),
    )
    return {**row("goals, three steps", value, "ms", least, None), "aim": 50, "aim_of": "value"}


def ranking_rows() -> list[dict[str, object]]:
    """Scores with reasons beside scikit-learn's own, and metrics of 100,000 learners beside the library alone."""
    scoring = Scoring()
    value, floor = paired(scoring.work, scoring.floor)
    spent, alone = metrics_at_scale()
    return [
        row("1,000 scored, ten explained", value, "ms", floor, 2.0),
        row("metrics, 100,000 x 100", spent, "s", alone, 1.2),
    ]


def start() -> dict[str, object]:
    """Seconds from a fresh process to ready on a built cache, imports included; the floor is a bare interpreter."""
    ready, bare = [], []
    for _ in range(7):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", START], check=True, capture_output=True, cwd=ROOT)
        ready.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import numpy"], check=True, capture_output=True, cwd=ROOT)
        bare.append(time.perf_counter() - begun)
    found = row("fresh process to ready", statistics.median(ready), "s", statistics.median(bare), None)
    return {**found, "aim": 1.0, "aim_of": "value"}


def health(folder: Path) -> list[dict[str, object]]:
    """Milliseconds of ``/healthz`` above those of a service at rest: the worst hundredth, and the worst."""
    out = []
    with TemporaryDirectory() as temporary, served(folder, Path(temporary) / "log") as server:
        at_rest = latency.summary(latency.idle(server))
        during = {
            "one request of 15 MB or less": latency.during_each(server, HEAVY_REQUESTS, seed=1),
            "15 MB in chunks of one byte": latency.during_chunks(server, 15 << 20),
            f"{SLOW_CLIENTS} slow clients": latency.during_slow(server, SLOW_CLIENTS, 10),
        }
        for name, spent in during.items():
            pairs = zip(HEALTH_AIMS, at_rest, latency.summary(spent), strict=True)
            for (what, aim), rest, found in pairs:
                one = row(f"health {what}, {name}", found, "ms", rest, None)
                out.append({**one, "aim": aim, "aim_of": "value over floor"})
    return out


def row(name: str, value: float, unit: str, floor: float, gap: float | None) -> dict[str, object]:
    """One row of ``build/bench.json``: a value beside its floor, their ratio, and the aim."""
    return {
        "name": name,
        "value": round(value, 3),
        "unit": unit,
        "floor": round(floor, 3),
        "ratio": round(value / floor, 3),
        "aim": gap,
        "aim_of": "ratio",
    }


def main() -> None:
    """Run all benchmarks, print them as a table and write ``build/bench.json``."""
    folder = bundled_snapshot()
    snapshot = open_snapshot(folder)
    rows = [*requests(snapshot), reading(folder, snapshot), *ranking_rows(), planning(snapshot), goals(), start()]
    spent, same = beside_exact(snapshot)
    rows += [row(f"request, {SIZE:,} credentials", *spent, 1.1), row("lists equal to exact", *same, None)]
    rows += health(folder)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    print(f"{'':48}{'value':>10}{'floor':>10}{'ratio':>8}   aim")
    for found in rows:
        value, floor = f"{found['value']:.2f} {found['unit']}", f"{found['floor']:.2f} {found['unit']}"
        print(
            f"{found['name']:48}{value:>10}{floor:>10}{found['ratio']:>8.2f}   {found['aim_of']} at most {found['aim']}"
        )


if __name__ == "__main__":
    main()

"""From a platform's log to a ranker that is published, or to why it is not.

The log is cut by time. Of the first part only what was taken after what, and how often, is counted; the second is what
the score is fitted and calibrated on, with those counts as features; the last decides. There the new ranker and the one
in use order the same lists that learners saw, and make a top ten of their own for the same requests: a ranker that
finds worse what learners took, or whose top ten close less of a gap per hour or per dollar, beyond the interval, is
not published. Clicks are not the mission.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from scipy import sparse

from recommender import artifacts
from recommender.arrays import Floats, Ints
from recommender.errors import AmbiguousGoal, InputError
from recommender.gap import closure_of_set
from recommender.goal.resolver import GoalResolver
from recommender.learner.evidence import EvidenceReader
from recommender.rank.case import Case
from recommender.rank.features import hours_of, price_of, usual_hours, usual_price
from recommender.rank.history import NEUTRAL, History, Past, Uptake
from recommender.rank.pipeline import RankingPipeline, demand_of, past_of
from recommender.rank.ranker import Ranker
from recommender.rank.transitions import Histories
from recommender.records import Preferences
from recommender.snapshot.build import ProgressCallback
from recommender.snapshot.bundled import bundled_snapshot
from recommender.snapshot.snapshot import Snapshot, open_snapshot
from recommender.statistics import expected_calibration_error, mean_interval
from recommender.training.decision import Decision, Trained
from recommender.training.fit import Rows, fit_ranker, looked_at_rate
from recommender.training.impressions import TAKE_DAYS, ShownList, shown_lists
from recommender.training.log import EventLog
from recommender.training.propensity import Examination, examination

Popularity = Literal["rate", "count", "off"]

#: Where the log is cut: lists before are counted, then fitted, then calibrated, and the last are held out.
CUTS: Final = (0.4, 0.7, 0.8)
#: Lists that are read, the latest.
MAX_LISTS: Final = 20_000
#: Held-out lists in which something was taken that a decision needs, and requests that top tens are compared on.
MIN_DECIDING: Final = 50
TOP_TENS: Final = 300
TOP_RESULTS: Final = 10
MIN_GROUP_LISTS: Final = 20
MIN_TAUGHT_CONFIDENCE: Final = 0.5


def open_trainer(snapshot: Path | None, in_use: Path | None, seed: int, progress: ProgressCallback) -> Trainer:
    """Over a snapshot folder, or the bundled catalogue; against a ranker's folder, or the prior that ships."""
    opened = open_snapshot(snapshot if snapshot is not None else bundled_snapshot(progress))
    return Trainer(opened, Ranker.read(in_use if in_use is not None else artifacts.model("ranker")), seed, progress)


class Trainer:
    """Fits a ranker on a log over one snapshot. ``in_use``: the ranker that a new one must not be worse than."""

    def __init__(
        self, snapshot: Snapshot, in_use: Ranker, seed: int = 0, progress: ProgressCallback = lambda label, share: None
    ) -> None:
        self._snapshot, self._in_use, self._seed, self._progress = snapshot, in_use, seed, progress
        self._goals, self._learners = GoalResolver(snapshot), EvidenceReader(snapshot)
        self._demand = demand_of(snapshot.space)

    @property
    def snapshot_id(self) -> str:
        """The id of the snapshot that the log is joined with."""
        return self._snapshot.id

    @property
    def in_use(self) -> Ranker:
        """The ranker that a new one must not be worse than."""
        return self._in_use

    def train(self, log: EventLog, popularity: Popularity = "rate") -> Trained:
        """Fit and compare; `InputError` where the log is too small to fit on or to decide by."""
        events, left = log.latest(MAX_LISTS, self._snapshot.credentials.number)
        lists, _ = shown_lists(events, self._snapshot.credentials.number, log.last)
        usable = [each for each in lists if self._understood(each.goal)]
        left["lists whose goal is no occupation"] = len(lists) - len(usable)
        cuts = [usable[int(len(usable) * cut)].time for cut in CUTS] if usable else []
        parts = [[each for each in usable if _in(each.time, cuts, n)] for n in range(len(CUTS) + 1)]
        deciding = sum(bool(each.taken.any()) for each in parts[-1])
        if not usable or deciding < MIN_DECIDING:
            msg = (
                f"the log has {len(usable)} lists with a goal, and in {deciding} of the last fifth something was taken "
                f"within {TAKE_DAYS} days; {MIN_DECIDING} are needed to decide whether a ranker is better"
            )
            raise InputError(msg)
        # Told from what is fitted and calibrated on: the held-out lists decide and teach nothing.
        seen = _examined([each for part in parts[:-1] for each in part])
        before = self._history(log, cuts[0], usable, seen, popularity)
        fitted_on, calibrated_on = (self._rows(part, before, seen) for part in parts[1:3])
        ranker = fit_ranker(fitted_on, calibrated_on, self._seed)
        ranker = replace(ranker, history=self._history(log, cuts[2], usable, seen, popularity))
        decision = self._decide(parts[-1], ranker, seen, log.last - dt.timedelta(days=TAKE_DAYS))
        counts = {
            **{f"left out: {name}": count for name, count in left.items() if count},
            "lists": len(usable),
            "learners": len({each.learner for each in usable}),
            "impressions fitted on": len(fitted_on.taken),
            "of them taken": int(fitted_on.taken.sum()),
            "known to be finished or not": int((~np.isnan(fitted_on.finished)).sum()),
        }
        return Trained(ranker, decision, seen, counts, tuple(cut.date().isoformat() for cut in cuts))

    def _understood(self, goal: str) -> bool:
        try:
            self._goals.of(goal)
        except AmbiguousGoal:
            return False
        return True

    # Features

    def _pipeline(self, each: ShownList, ranker: Ranker, past: Past | None) -> RankingPipeline:
        goal, required = self._goals.of(each.goal)
        when = each.time.date()
        states = self._learners.states(each.stated, None, when, [])
        held = tuple(name for name in each.held if self._snapshot.credentials.number(name) is not None)
        # What was shown was on offer then, whatever the catalogue says now.
        preferences = Preferences(held=held, languages=self._languages, include_closed=True)
        case = Case(each.stated, None, when, preferences, states, goal, required, self._goals.said(goal))
        return RankingPipeline(self._snapshot, ranker, past, self._demand, case)

    @property
    def _languages(self) -> tuple[str, ...]:
        return self._snapshot.credentials.languages

    def _rows(self, lists: Sequence[ShownList], history: History, seen: Examination) -> Rows:
        """Features of what was shown; what closes nothing of the goal is no candidate and is left out."""
        past = past_of(history, self._snapshot)
        tables, taken, weights, finished = [], [], [], []
        for each, probability in self._watched("features", lists, seen):
            pipeline = self._pipeline(each, self._in_use, past)
            candidates, table = pipeline.candidates(pipeline.gap)
            at = np.searchsorted(candidates.rows, each.rows).clip(max=max(len(candidates.rows) - 1, 0))
            there = candidates.rows[at] == each.rows if len(candidates.rows) else np.zeros(len(each.rows), dtype=bool)
            tables.append(table.values[at[there]])
            taken.append(each.taken[there])
            weights.append(1 / probability[there])
            finished.append(each.finished[there])
        return Rows(*(np.concatenate(parts) for parts in (tables, taken, weights, finished)))

    def _watched(self, label: str, lists: Sequence[ShownList], seen: Examination) -> Iterator[tuple[ShownList, Floats]]:
        for number, each in enumerate(lists):
            self._progress(label, number / len(lists))
            yield each, _probability(each, seen)

    # Counts

    def _history(
        self,
        log: EventLog,
        until: dt.datetime,
        lists: Sequence[ShownList],
        seen: Examination,
        popularity: Popularity,
    ) -> History:
        credentials = self._snapshot.credentials
        named = [name for name in log.credentials() if credentials.number(name) is not None]
        rows = np.asarray([credentials.number(name) for name in named], dtype=np.int64)
        ordered = log.enrolments(named, until)
        histories = Histories.of([taken.tolist() for taken, _ in ordered])
        ages = np.concatenate([years for _, years in ordered]) if ordered else np.zeros(0)
        aged = Histories(histories.items, histories.starts, ages)
        uptake = _uptake([each for each in lists if each.time < until], rows, seen)
        providers = [credentials.record(int(row)).provider for row in rows]
        return History.learn(
            aged,
            named,
            *self._teaches(rows),
            _popularity(uptake, popularity),
            _by_provider(providers, uptake),
        )

    def _teaches(self, rows: Ints) -> tuple[sparse.csr_array, list[str]]:
        index = self._snapshot.credentials.taught_by
        column = np.full(len(self._snapshot.credentials), -1, dtype=np.int64)
        column[rows] = np.arange(len(rows))
        node = np.repeat(np.arange(len(index)), np.diff(index.starts))
        kept = (column[index.columns] >= 0) & (index.values["confidence"] >= MIN_TAUGHT_CONFIDENCE)
        used, numbered = np.unique(node[kept], return_inverse=True)
        ones = np.ones(int(kept.sum()))
        teaches = sparse.csr_array((ones, (column[index.columns[kept]], numbered)), shape=(len(rows), len(used)))
        return teaches, [self._snapshot.space.id(int(n)) for n in used]

    # Decision

    def _decide(self, lists: Sequence[ShownList], new: Ranker, seen: Examination, settled: dt.datetime) -> Decision:
        """``settled``: what came of lists until then is known in full, and tells how well the new one is calibrated."""
        rankers = [(ranker, past_of(ranker.history, self._snapshot)) for ranker in (new, self._in_use)]
        ndcg: list[tuple[float, float]] = []
        tops: list[list[tuple[float, float]]] = []
        of: tuple[list[str | None], list[str | None]] = ([], [])
        stated = _Stated()
        every = max(1, len(lists) // TOP_TENS)
        for number, (each, probability) in enumerate(self._watched("decision", lists, seen)):
            both = [self._ordered(each, ranker, past, full=number % every == 0) for ranker, past in rankers]
            if each.time <= settled:
                stated.add(new, both[0], each, probability)
            if each.taken.any():
                of[0].append(each.group)
                ndcg.append((both[0].ndcg(each, probability), both[1].ndcg(each, probability)))
            if number % every == 0:
                of[1].append(each.group)
                tops.append([both[0].efficiency(), both[1].efficiency()])
        found, closed = np.asarray(ndcg), np.asarray(tops)
        off = closed[:, 0] - closed[:, 1]
        measures = {"ndcg": found[:, 0] - found[:, 1], "per_hour": off[:, 0], "per_dollar": off[:, 1]}
        owners = {name: np.asarray(of[name != "ndcg"], dtype=object) for name in measures}
        groups = {}
        for group in sorted({g for g in (*of[0], *of[1]) if g is not None}):
            mine = {name: values[owners[name] == group] for name, values in measures.items()}
            if min(map(len, mine.values())) >= MIN_GROUP_LISTS:
                groups[group] = {name: mean_interval(values, self._seed) for name, values in mine.items()}
        ndcg_, hour, dollar = (mean_interval(values, self._seed) for values in measures.values())
        return Decision(ndcg_, hour, dollar, len(found), len(closed), groups, stated.errors())

    def _ordered(self, each: ShownList, ranker: Ranker, past: Past | None, *, full: bool) -> _Ordered:
        pipeline = self._pipeline(each, ranker, past)
        gap = pipeline.gap
        candidates, table = pipeline.candidates(gap)
        score = np.full(len(self._snapshot.credentials), -np.inf)
        score[candidates.rows] = ranker.score.score(table.values)
        finish = np.full(len(score), -np.inf)
        if ranker.finish is not None:
            finish[candidates.rows] = ranker.finish[0].score(table.values)
        top = [item.position for item in pipeline.ordered(candidates, gap, table, TOP_RESULTS)] if full else []
        credentials = self._snapshot.credentials
        rows = candidates.rows[top]
        hours = float(usual_hours(hours_of(credentials, rows)).sum())
        price = float(usual_price(price_of(credentials, rows, credentials.code("currency", "USD"))).sum())
        closed = closure_of_set(gap.required, gap.held, gap.importance, candidates.level[top])
        share = closed / max(float(gap.open.sum()), 1e-12)
        return _Ordered(score[each.rows], finish[each.rows], share, hours, price)


@dataclass(frozen=True, slots=True)
class _Ordered:
    """Scores of what a learner saw (minus infinity for no candidate), and what the ranker's own top ten would do."""

    score: Floats
    finish: Floats
    share: float
    hours: float
    price: float

    def efficiency(self) -> tuple[float, float]:
        return 100 * self.share / max(self.hours, 1.0), 100 * self.share / max(self.price, 1.0)

    def ndcg(self, each: ShownList, probability: Floats) -> float:
        """NDCG@10 with what was taken gaining one over the probability that it was looked at; ties keep to the rows."""
        gain = np.where(each.taken, 1 / probability, 0.0)
        discount = 1 / np.log2(np.arange(2, TOP_RESULTS + 2))
        ordered = gain[np.lexsort((each.rows, -self.score))][:TOP_RESULTS]
        ideal = np.sort(gain)[::-1][:TOP_RESULTS]
        return float((ordered * discount[: len(ordered)]).sum() / (ideal * discount[: len(ideal)]).sum())


@dataclass
class _Stated:
    """Probabilities that a ranker states of held-out impressions beside what came of them."""

    of: dict[str, list[tuple[Floats, Floats]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, ranker: Ranker, ordered: _Ordered, each: ShownList, looked_at: Floats) -> None:
        candidate = np.isfinite(ordered.score)
        if ranker.take is not None:
            rate = looked_at_rate(each.taken, 1 / looked_at)
            self.of["takes"].append((ranker.take(ordered.score[candidate]), rate[candidate]))
        if ranker.finish is not None:
            known = candidate & each.taken & ~np.isnan(each.finished)
            self.of["finishes"].append((ranker.finish[1](ordered.finish[known]), each.finished[known]))

    def errors(self) -> dict[str, tuple[float, int]]:
        out = {}
        for name, parts in self.of.items():
            probability, observed = (np.concatenate(part) for part in zip(*parts, strict=True))
            if len(probability):
                out[name] = (expected_calibration_error(probability, observed, "count"), len(probability))
        return out


def _in(time: dt.datetime, cuts: Sequence[dt.datetime], part: int) -> bool:
    return sum(time >= cut for cut in cuts) == part


def _examined(lists: Sequence[ShownList]) -> Examination:
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(each, name) for each in lists])
        for name in ("position", "acted", "randomised", "logged")
    }
    return examination(columns["position"], columns["acted"], columns["randomised"], columns["logged"])


def _probability(each: ShownList, seen: Examination) -> Floats:
    """That each was looked at: 1 where it was acted on without being taken, which shows that it was."""
    return np.where(each.acted & ~each.taken, 1.0, seen.of(each.position, each.logged))


def _uptake(lists: Sequence[ShownList], rows: Ints, seen: Examination) -> Uptake:
    shown, taken = np.zeros(len(rows)), np.zeros(len(rows))
    place = {row: n for n, row in enumerate(rows.tolist())}
    for each in lists:
        at = [place[row] for row in each.rows.tolist()]
        np.add.at(shown, at, _probability(each, seen))
        np.add.at(taken, at, each.taken.astype(np.float64))
    return Uptake(shown, taken)


def _popularity(uptake: Uptake, kind: Popularity) -> Floats:
    """Debiased, the rate at which it is taken where it is looked at; or how often it is taken, whoever was shown it."""
    if kind == "rate":
        return uptake.relative()
    if kind == "count":
        mean = max(float(uptake.taken.mean()), 1e-12)
        return np.asarray(uptake.taken / (uptake.taken + mean))
    return np.full(len(uptake.taken), NEUTRAL)


def _by_provider(providers: Sequence[str | None], uptake: Uptake) -> dict[str, float]:
    names = sorted({name.casefold() for name in providers if name})
    number = {name: n for n, name in enumerate(names)}
    shown, taken = np.zeros(len(names)), np.zeros(len(names))
    for n, provider in enumerate(providers):
        if provider:
            shown[number[provider.casefold()]] += uptake.shown[n]
            taken[number[provider.casefold()]] += uptake.taken[n]
    return dict(zip(names, Uptake(shown, taken).relative().tolist(), strict=True))

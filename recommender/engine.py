"""`Recommender`: joins the stages, nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from recommender import artifacts
from recommender.arrays import Floats
from recommender.assess import adaptive
from recommender.assess.strengths import standings
from recommender.embed import texts
from recommender.errors import InputError, NotFound, SnapshotError
from recommender.goal.requirements import Requirements
from recommender.goal.resolver import GoalResolver
from recommender.learner.evidence import EvidenceReader, is_read
from recommender.learner.state import States, infer
from recommender.learner.understanding import Understanding, skill_found, understood
from recommender.linking.segments import segments_of
from recommender.path.grading import verify_plan
from recommender.path.optimise.effort import DEFAULT_EFFORT, Effort
from recommender.path.options import PlanOptions
from recommender.path.plan import LearningPath as Path_
from recommender.path.plan import Plan
from recommender.path.planner import Planner
from recommender.path.request import PlanRequest, request_of
from recommender.path.verdict import Verdict
from recommender.prerequisites.cycles import Cycle
from recommender.prerequisites.suggestions import PrerequisiteFinder, Suggestion
from recommender.profile.reader import read, understand
from recommender.profile.reading import Reading
from recommender.rank import presentation
from recommender.rank.case import Case
from recommender.rank.pipeline import RankingPipeline, demand_of, past_of
from recommender.rank.ranker import Ranker
from recommender.records import (
    Answer,
    Assessment,
    Credential,
    CredentialRef,
    Evidence,
    Goal,
    Item,
    Learner,
    Occupation,
    Preferences,
    Response,
    Role,
    RoleFound,
    SkillFound,
)
from recommender.roles.area import Area
from recommender.snapshot.build import ProgressCallback
from recommender.snapshot.bundled import bundled_snapshot
from recommender.snapshot.snapshot import Snapshot, open_snapshot
from recommender.taxonomy.space import SkillSpace
from recommender.text.language import detect

MAX_TOP: Final = 50
#: Plans end before the calendar does.
LAST_YEAR: Final = 9_000
#: Requirements that a learner with an empty profile is asked about.
MAX_ASKED: Final = 5


class Recommender:
    """Recommendations over one snapshot. Safe to share between threads; holds nothing of any learner."""

    def __init__(self, snapshot: Snapshot, ranker: Ranker | None = None) -> None:
        self._snapshot = snapshot
        self._ranker = ranker or Ranker.read(artifacts.model("ranker"))
        self._past = past_of(self._ranker.history, snapshot)
        self._goals = GoalResolver(snapshot)
        self._learners = EvidenceReader(snapshot)
        self._plans = Planner(snapshot, self._goals, self._learners)
        self._prerequisites = PrerequisiteFinder(snapshot)
        self._demand = demand_of(snapshot.space)

    @classmethod
    def open(
        cls,
        snapshot: Path | str | None = None,
        progress: ProgressCallback = lambda label, share: None,
        ranker: Path | str | None = None,
    ) -> Recommender:
        """Open a snapshot folder, or the bundled catalogue's (built into the user's cache on first use).

        ``ranker``: a folder that ``credpath train`` wrote, instead of the prior that ships. Raises `SnapshotError`
        naming the file where one is missing, truncated or altered, and `ModelError` for such a ranker.
        """
        learned = None if ranker is None else Ranker.read(Path(ranker))
        if snapshot is not None:
            return cls(open_snapshot(Path(snapshot)), learned)
        folder = bundled_snapshot(progress)
        try:
            return cls(open_snapshot(folder, full=True), learned)
        except SnapshotError as error:
            msg = f"{error} (delete {folder} to have it built again)"
            raise SnapshotError(msg, error.file) from error

    @property
    def snapshot_id(self) -> str:
        """The id of the open snapshot, which stands in every answer."""
        return self._snapshot.id

    @property
    def versions(self) -> dict[str, str]:
        """Versions of everything that makes an answer, by name."""
        return {**self._snapshot.versions, "ranker": self._ranker.version}

    def recommend(
        self,
        learner: Learner | Path | str | None = None,
        goal: str | None = None,
        *,
        preferences: Preferences | None = None,
        top: int = 10,
        as_of: dt.date | None = None,
    ) -> Answer:
        """The next credentials to earn, ranked, with the gaps each closes and why.

        ``learner``: a record, the path of a profile file, or ``None`` for an empty profile. ``goal``: an occupation's
        title, an ESCO or O*NET identifier, or the text of a job advert; without one the answer holds near occupations
        to choose from. ``top`` is 1 to 50. ``as_of`` defaults to today and is echoed.

        Raises `ProfileError` for a file that cannot be read, `AmbiguousGoal` with choices where no occupation is
        probable enough, and `ValueError` for ``top`` out of range.
        """
        if not 1 <= top <= MAX_TOP:
            msg = f"top runs from 1 to {MAX_TOP}"
            raise ValueError(msg)
        case = self._case(learner, goal if goal and goal.strip() else None, preferences, as_of)
        return self._without_goal(case) if case.goal is None else self._answer(case, case.goal, top)

    def ranking(
        self,
        learner: Learner | Path | str | None,
        goal: str,
        *,
        preferences: Preferences | None = None,
        as_of: dt.date | None = None,
    ) -> tuple[str, ...]:
        """Identifiers of all credentials that the learner's limits allow, in the order of their use for a goal.

        The first `MOST` stand as `recommend` shows them, other candidates follow by their score, and last comes what
        closes nothing of the gap, which is never recommended, by similarity to the goal. Raises as `recommend` does.
        """
        pipeline = self._pipeline(self._case(learner, goal, preferences, as_of))
        rows = pipeline.everything(pipeline.gap, MAX_TOP)
        return tuple(self._snapshot.credentials.id(int(row)) for row in rows)

    def assess(
        self,
        learner: Learner | Path | str | None,
        goal: str,
        *,
        responses: Sequence[Response] = (),
        items: Sequence[Item] = (),
        preferences: Preferences | None = None,
        as_of: dt.date | None = None,
    ) -> Assessment:
        """Strengths and weaknesses for a goal, and the next question whose answer would settle most of the top five.

        Stateless: ``responses`` are all answers so far, ``items`` a platform's own test items (catsim is needed for
        them). The question is ``None`` where asking has stopped. Raises as `recommend` does, and `InputError` for an
        answer about a skill or an item that is not known.
        """
        answers = adaptive.evidence_of(responses, items, self._snapshot.space)
        case = self._case(learner, goal, preferences, as_of, answers)
        pipeline = self._pipeline(case)
        step = adaptive.next_step(pipeline, items, responses)
        candidates, _, ranked = pipeline.ranked(pipeline.gap, adaptive.TOP_RESULTS)
        chosen, space = self._chosen(case), self._snapshot.space
        areas = [
            (area, presentation.named(area.members[: presentation.MAX_MEMBERS_SHOWN], space))
            for area in case.required.areas
        ]
        strong, weak = standings(areas, case.best, [_cells(area, case.states) for area, _ in areas])
        named = [self._snapshot.credentials.record(int(candidates.rows[item.position])) for item in ranked]
        return Assessment(
            **self._envelope(case),
            goal=chosen,
            strengths=strong,
            weaknesses=weak,
            top=tuple(CredentialRef(id=credential.id, title=credential.title) for credential in named),
            answered=len(responses),
            question=step.question,
            stopped=step.stopped,
            unsettled=step.unsettled,
        )

    def plan(
        self,
        learner: Learner | Path | str | None,
        goal: str | Sequence[str],
        *,
        preferences: Preferences,
        options: PlanOptions | None = None,
        effort: Effort = DEFAULT_EFFORT,
        known: Path_ | None = None,
        as_of: dt.date | None = None,
    ) -> Plan:
        """The best ordered, scheduled set of credentials for a goal, with a certificate that can be checked.

        ``goal``: one, or several for the objectives `goals` and `regret` (`goals` with one goal counts the occupations
        that its title may also mean). ``preferences`` must state the hours a week, and the weeks unless the objective
        is `cheapest` or `fastest`; the budget is that of the whole plan. An instance that has no plan comes back with
        the status ``infeasible`` and the conflict explained. ``known``: a plan to begin from, of a smaller budget for
        instance; where it is feasible here, the answer is never worse.

        Raises as `recommend` does, `InputError` for limits that are missing, `NotFound` for a must-have that the
        snapshot does not hold, and `WorkLimit` where nothing was found within ``effort``.
        """
        who, limits, when, language = _received(learner, preferences, as_of)
        if when.year > LAST_YEAR:
            msg = f"as_of is after the year {LAST_YEAR}"
            raise InputError(msg)
        warnings: list[str] = []
        evidence = self._learners.evidence(who, language, warnings)
        for kind, named in (("held", limits.held), ("excluded", limits.exclude)):
            for place, identifier in enumerate(named, start=1):
                if self._snapshot.credentials.number(identifier) is None:
                    warnings.append(f"{kind} credential {place} is not in the catalogue, so naming it changes nothing")
        request = request_of(
            snapshot=self._snapshot.id,
            as_of=when,
            learner=Learner(evidence=tuple(item for _, item in evidence)),
            text_language=language,
            warnings=tuple(warnings),
            goals=(goal,) if isinstance(goal, str) else tuple(goal),
            preferences=limits,
            options=options or PlanOptions(),
            work=effort.work,
            known=tuple(step.id for step in known.steps) if known else (),
        )
        return self._plans.of(request, infer(evidence, self._snapshot.space, when), effort)

    def remake(self, request: PlanRequest, seconds: float = DEFAULT_EFFORT.seconds) -> Plan:
        """The plan of a request (`Plan.request`), made again; `NotFound` where it is of another snapshot."""
        return self._plans.remade(request, seconds)

    def check(self, document: Any, *, resolve: bool = False) -> Verdict:
        """The verdict on a plan's JSON: its numbers, this catalogue, its request and, if asked, its bound.

        Raises `InputError` where the document is no plan.
        """
        return verify_plan(document, resolve=resolve, against=self._plans)

    def prerequisites(self, identifier: str, top: int = 10) -> tuple[Suggestion, ...]:
        """Stated prerequisites of a credential, then likely ones with their probability; `NotFound` as `credential`.

        A likely one is only a suggestion: it constrains a plan when it stands in `PlanOptions.confirmed`.
        """
        return self._prerequisites.of(identifier, top)

    def prerequisite_cycles(self) -> tuple[Cycle, ...]:
        """Stated prerequisites of the catalogue that go round in a circle, with the fewest that must give way."""
        return self._prerequisites.cycles()

    def understand(self, profile: Path | str | Reading) -> Understanding:
        """What a profile file says, block by block with the skills that each names, and what was not read.

        Raises `ProfileError` for a file that cannot be read.
        """
        reading = profile if isinstance(profile, Reading) else understand(Path(profile))
        return understood(reading, self._snapshot)

    def extract(self, text: str) -> list[SkillFound]:
        """The skills that a text names, best first, or none."""
        links = self._snapshot.linker.link(text, by_meaning=is_read(detect(text)))
        return [skill_found(link, self._snapshot.space) for link in links]

    def occupations(self, query: str, limit: int = 8) -> list[Occupation]:
        """Occupations that a title may mean, most probable first; at most 8."""
        return [self._goals.occupation(c.main, c.probability) for c in self._goals.candidates(query)[:limit]]

    def occupation_ids(self) -> list[str]:
        """Identifiers of ESCO's occupations in the snapshot, in a fixed order."""
        occupations = self._snapshot.occupations
        return [occupations.id(n) for n in range(len(occupations)) if not occupations.is_onet[n]]

    def evidence_of(self, responses: Sequence[Response], items: Sequence[Item] = ()) -> tuple[Evidence, ...]:
        """Answers of an adaptive check as evidence, to hand over with a `Learner`; raises as `assess` does."""
        return tuple(item for _, item in adaptive.evidence_of(responses, items, self._snapshot.space))

    def goal(self, goal: str) -> Goal:
        """What a goal is taken for and what it requires; raises as `recommend` does."""
        return self._goals.of(goal)[0]

    def roles(self, query: str, limit: int = 8) -> list[RoleFound]:
        """Roles that a title may mean, most probable first; at most 8."""
        return self._goals.roles(query, limit)

    def role(self, title: str) -> Role:
        """What a job asks, with its evidence: by its title, or by the identifier of a role or an occupation.

        Raises `AmbiguousGoal` with choices where no job is probable enough.
        """
        return self._goals.role(title)

    @property
    def space(self) -> SkillSpace:
        """The skills of the snapshot."""
        return self._snapshot.space

    def credential(self, identifier: str) -> Credential:
        """One credential by its identifier; `NotFound` where the snapshot does not hold it."""
        row = self._snapshot.credentials.number(identifier)
        if row is None:
            msg = "no credential has this identifier in the snapshot"
            raise NotFound(msg)
        return self._snapshot.credentials.record(row)

    # Understanding a request

    def _case(
        self,
        learner: Learner | Path | str | None,
        goal: str | None,
        preferences: Preferences | None,
        as_of: dt.date | None,
        answers: Sequence[tuple[int, Evidence]] = (),
    ) -> Case:
        """A request understood; raises as `recommend` does. ``answers``: evidence from an adaptive check, by node."""
        who, limits, when, language = _received(learner, preferences, as_of)
        warnings: list[str] = []
        states = self._learners.states(who, language, when, warnings, answers)
        if goal is None:
            return Case(who, language, when, limits, states, None, Requirements(()), (), warnings)
        chosen, required = self._goals.of(goal)
        if not required.areas:
            warnings.append("nothing is known of what this goal requires")
        return Case(who, language, when, limits, states, chosen, required, self._goals.said(chosen), warnings)

    def _pipeline(self, case: Case) -> RankingPipeline:
        return RankingPipeline(self._snapshot, self._ranker, self._past, self._demand, case)

    @staticmethod
    def _chosen(case: Case) -> Goal:
        if case.goal is None:
            msg = "a goal is needed here"
            raise InputError(msg)
        return case.goal

    # Answers

    def _envelope(self, case: Case) -> dict[str, Any]:
        """What every answer carries so that it can be replayed, with what was understood of the learner."""
        return {
            "snapshot": self._snapshot.id,
            "versions": self.versions,
            "as_of": case.as_of,
            "learner": self._learners.summary(case.states, case.language, case.preferences),
            "warnings": tuple(case.warnings),
        }

    def _without_goal(self, case: Case) -> Answer:
        """Near occupations to choose from, by the skills that were found, or else by the profile's own words."""
        shown = sorted(case.states.by_node.items(), key=lambda item: (-item[1].mean, item[0]))
        labels = [self._snapshot.space.label(node) for node, _ in shown]
        said = texts.of_learner(labels, [segment.text for segment in segments_of(case.learner.text or "")])
        near = self._goals.near(self._snapshot.encoder.encode([said])) if said else []
        question = (
            "Which of these occupations are you aiming at?"
            if near
            else "Which occupation are you aiming at, and what can you do already?"
        )
        return Answer(
            **self._envelope(case),
            goal=None,
            near_occupations=tuple(self._goals.occupation(c.main, c.probability) for c in near),
            question=question,
        )

    def _answer(self, case: Case, goal: Goal, top: int) -> Answer:
        pipeline = self._pipeline(case)
        gap = pipeline.gap
        candidates, table, ranked = pipeline.ranked(gap, top)
        question = None
        areas = case.required.areas
        if not case.states.by_node and areas:
            asked = "; ".join(area.name for area in areas[:MAX_ASKED])
            question = f"Which of these can you do already: {asked}?"
        credentials, space = self._snapshot.credentials, self._snapshot.space
        behind = pipeline.history_behind(gap, candidates, table, ranked)
        return Answer(
            **self._envelope(case),
            goal=goal,
            gaps=presentation.gap_records(areas, gap, case.best, case.best_members, space),
            recommendations=tuple(
                presentation.recommendation(
                    place,
                    item,
                    credentials.record(int(candidates.rows[item.position])),
                    areas,
                    space,
                    candidates,
                    gap,
                    table,
                    case.preferences,
                    self._ranker,
                    [credentials.title(row) for row in behind.get(place - 1, [])],
                )
                for place, item in enumerate(ranked, start=1)
            ),
            uncovered=presentation.uncovered(areas, gap, candidates),
            question=question,
        )


def _received(
    learner: Learner | Path | str | None, preferences: Preferences | None, as_of: dt.date | None
) -> tuple[Learner, Preferences, dt.date, str | None]:
    """What every request starts from: the learner read, limits, the date, and the language of the profile's text."""
    who = learner if isinstance(learner, Learner) else read(Path(learner)) if learner else Learner()
    when = as_of or dt.datetime.now(tz=dt.UTC).date()
    return who, preferences or Preferences(), when, detect(who.text) if who.text else None


def _cells(area: Area, states: States) -> Floats:
    """What is known of the level of the best member of an area; of one without members, that it is not held."""
    if not area.members:
        return adaptive.NOTHING
    return states.cells(max(area.members, key=lambda node: (states.mean(node), -node)))

"""`Recommender`: the only place that joins the stages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np

from recommender import answer, check
from recommender.aimed import Aimed
from recommender.assess import standings
from recommender.bundled import bundled_snapshot
from recommender.compared import compared
from recommender.embed import texts
from recommender.embed.segment import segments
from recommender.errors import InputError, NotFound, SnapshotError
from recommender.goal import Group, Requirements
from recommender.goals import Goals
from recommender.learner import Floats, State, States, infer
from recommender.path import Effort, Instance, PlanWishes, Source
from recommender.path import plan as best_plan
from recommender.path.cycles import Cycle
from recommender.path.plan import Finding, Plan
from recommender.path.plan import Path as Path_
from recommender.path.solve import DEFAULT
from recommender.planned import Planned, Sought
from recommender.profile import detect, read, without_wishes
from recommender.records import (
    Answer,
    Assessment,
    Credential,
    Evidence,
    Goal,
    Item,
    Learner,
    LearnerSummary,
    Occupation,
    Preferences,
    Response,
    Shown,
    SkillFound,
    SkillState,
)
from recommender.replay import Replay, name_of, requested
from recommender.snapshot import Progress, Snapshot, open_snapshot
from recommender.suggested import Prerequisites, Suggestion

#: Languages that the default encoder reads.
READ_LANGUAGES: Final = ("en",)
#: How far a skill that a CV names counts as evidence, times the confidence that the CV names it.
CV_RELIABILITY: Final = 0.6
NAMED_RELIABILITY: Final = 0.7
MOST: Final = 50
#: Plans end before the calendar does.
LAST_YEAR: Final = 9_000
#: Requirements that a learner with an empty profile is asked about.
ASKED: Final = 5


class Recommender:
    """Recommendations over one snapshot. Safe to share between threads; holds nothing of any learner."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._goals = Goals(snapshot)
        self._prerequisites = Prerequisites(snapshot)
        hot, demand = snapshot.space.hot, np.nan_to_num(snapshot.space.demand)
        self._demand = np.where(hot, 1.0, np.minimum(1.0, 5.0 * demand))

    @classmethod
    def open(cls, snapshot: Path | str | None = None, progress: Progress = lambda label, share: None) -> Recommender:
        """Open a snapshot folder, or the bundled catalogue's (built into the user's cache on first use).

        Raises `SnapshotError` naming the file where one is missing, truncated or altered.
        """
        if snapshot is not None:
            return cls(open_snapshot(Path(snapshot)))
        folder = bundled_snapshot(progress)
        try:
            return cls(open_snapshot(folder, full=True))
        except SnapshotError as error:
            msg = f"{error} (delete {folder} to have it built again)"
            raise SnapshotError(msg, error.file) from error

    @property
    def snapshot_id(self) -> str:
        return self._snapshot.id

    @property
    def versions(self) -> dict[str, str]:
        return dict(self._snapshot.versions)

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
        if not 1 <= top <= MOST:
            msg = f"top runs from 1 to {MOST}"
            raise ValueError(msg)
        who, wishes, when, language = _request(learner, preferences, as_of)
        warnings: list[str] = []
        states = self._states(who, language, when, warnings)
        if goal is None or not goal.strip():
            return self._without_goal(who, states, language, wishes, when, warnings)
        chosen, required = self._goals.of(goal)
        return self._answer(states, language, wishes, when, warnings, chosen, required, top)

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
        who, wishes, when, language = _request(learner, preferences, as_of)
        warnings: list[str] = []
        answers = check.evidence_of(responses, items, self._snapshot.space)
        states = self._states(who, language, when, warnings, answers)
        chosen, required = self._goals.of(goal)
        best = [_best(group, states) for group in required.groups]
        aimed = self._aimed(chosen, required, states, wishes)
        step = check.step(aimed, states, best, items, responses)
        candidates, _, ranked = aimed.ranked(aimed.at(best), check.TOP)
        strengths, weaknesses = standings(chosen.requirements, best, [_cells(g, states) for g in required.groups])
        named = [self._snapshot.credentials.record(int(candidates.rows[item.position])) for item in ranked]
        return Assessment(
            snapshot=self._snapshot.id,
            versions=self.versions,
            as_of=when,
            learner=self._summary(states, language, wishes),
            goal=chosen,
            strengths=strengths,
            weaknesses=weaknesses,
            top=tuple(Shown(id=credential.id, title=credential.title) for credential in named),
            answered=len(responses),
            question=step.question,
            stopped=step.stopped,
            unsettled=step.unsettled,
            warnings=tuple(warnings),
        )

    def plan(
        self,
        learner: Learner | Path | str | None,
        goal: str | Sequence[str],
        *,
        preferences: Preferences,
        wishes: PlanWishes | None = None,
        effort: Effort = DEFAULT,
        as_of: dt.date | None = None,
    ) -> Plan:
        """The best ordered, scheduled set of credentials for a goal, with a certificate that can be checked.

        ``goal``: one, or several for the objectives `goals` and `regret` (`goals` with one goal counts the occupations
        that its title may also mean). ``preferences`` must state the hours a week, and the weeks unless the objective
        is `cheapest` or `fastest`; the budget is that of the whole plan. An instance that has no plan comes back with
        the status ``infeasible`` and the conflict explained.

        Raises as `recommend` does, `InputError` for limits that are missing, `NotFound` for a must-have that the
        snapshot does not hold, and `WorkLimit` where nothing was found within ``effort``.
        """
        who, limits, when, language = _request(learner, preferences, as_of)
        if when.year > LAST_YEAR:
            msg = f"as_of is after the year {LAST_YEAR}"
            raise InputError(msg)
        warnings: list[str] = []
        evidence = self._evidence(who, language, warnings)
        unknown = [i for i in (*limits.held, *limits.exclude) if self._snapshot.credentials.number(i) is None]
        warnings += [f"{identifier!r} is not in the catalogue, so naming it changes nothing" for identifier in unknown]
        request = Replay(
            snapshot=self._snapshot.id,
            as_of=when,
            learner=Learner(evidence=tuple(item for _, item in evidence)),
            text_language=language,
            warnings=tuple(warnings),
            goals=(goal,) if isinstance(goal, str) else tuple(goal),
            preferences=limits,
            wishes=wishes or PlanWishes(),
            work=effort.work,
        )
        return self._planned(request, infer(evidence, self._snapshot.space, when), effort)

    def plan_again(self, name: str, seconds: float = DEFAULT.seconds) -> Plan:
        """The plan that has a name (`Plan.id`), made again; `NotFound` where it is none of this snapshot."""
        request = requested(name)
        if request.snapshot != self._snapshot.id:
            msg = "the plan was made from another snapshot"
            raise NotFound(msg)
        evidence = self._evidence(request.learner, None, [])
        states = infer(evidence, self._snapshot.space, request.as_of)
        return self._planned(request, states, Effort(request.work, seconds))

    def _sought(self, request: Replay) -> list[tuple[Goal, Requirements]]:
        if not request.goals or not all(text.strip() for text in request.goals):
            msg = "a plan needs a goal"
            raise InputError(msg)
        kind = request.wishes.objective
        if len(request.goals) > 1 and kind not in {"goals", "regret"}:
            msg = f"the objective {kind} takes one goal; goals and regret take several"
            raise InputError(msg)
        chosen = [self._goals.of(text) for text in request.goals]
        if len(chosen) == 1 and kind == "goals":
            chosen += [self._goals.of(occupation.id) for occupation in chosen[0][0].alternatives]
        return chosen

    def _instance(
        self, request: Replay, chosen: Sequence[tuple[Goal, Requirements]], states: States
    ) -> tuple[Instance, Source]:
        sought = [Sought(_name(record), _label(record), required) for record, required in chosen]
        snapshot, limits = self._snapshot, request.preferences
        return Planned(
            snapshot.credentials, snapshot.space, sought, states.mean, limits, request.wishes, request.as_of
        ).instance()

    def _planned(self, request: Replay, states: States, effort: Effort) -> Plan:
        chosen = self._sought(request)
        instance, source = self._instance(request, chosen, states)
        snapshot = self._snapshot
        source = replace(source, snapshot=snapshot.id, request=sha256(request.model_dump_json().encode()).hexdigest())
        path = best_plan(instance, request.as_of, source, effort)
        return Plan(
            **{name: getattr(path, name) for name in type(path).model_fields},
            id=name_of(request),
            snapshot=snapshot.id,
            versions=self.versions,
            learner=self._summary(states, request.text_language, request.preferences),
            goals=tuple(record for record, _ in chosen),
            uncovered=answer.unreachable(instance),
            warnings=(*request.warnings, *answer.circles(instance)),
        )

    def compare(self, path: Path_) -> tuple[Finding, ...]:
        """A plan's instance against the catalogue of this snapshot.

        What it states of its credentials is compared figure by figure. A plan with a name is compared whole as well:
        its instance and its pool are made again from the request that the name carries.
        """
        found = compared(path, self._snapshot.id, self._snapshot.credentials, self._snapshot.space)
        if not isinstance(path, Plan) or path.id is None:
            return found
        request = requested(path.id)
        if request.snapshot != self._snapshot.id:
            return (*found, Finding(ok=False, what="the plan's name is of another snapshot", where="id"))
        states = infer(self._evidence(request.learner, None, []), self._snapshot.space, request.as_of)
        instance, source = self._instance(request, self._sought(request), states)
        pool = path.certificate.pool
        same_pool = (source.considered, dict(source.left_out)) == (pool.considered, pool.left_out)
        objective = {"objective": path.certificate.instance.objective.model_copy(update={"best": ()})}
        mine = {"objective": instance.objective.model_copy(update={"best": ()})}
        same = path.certificate.instance.model_copy(update=objective) == instance.model_copy(update=mine)
        return (
            *found,
            Finding(
                ok=same, what="the instance is that of the request in the plan's name", where="certificate.instance"
            ),
            Finding(ok=same_pool, what="the pool is that of the request in the plan's name", where="certificate.pool"),
            Finding(ok=path.as_of == request.as_of, what="the date is that of the request", where="as_of"),
        )

    def prerequisites(self, identifier: str, top: int = 10) -> tuple[Suggestion, ...]:
        """Stated prerequisites of a credential, then likely ones with their probability; `NotFound` as `credential`.

        A likely one is only a suggestion: it constrains a plan when it stands in `PlanWishes.confirmed`.
        """
        return self._prerequisites.of(identifier, top)

    def prerequisite_cycles(self) -> tuple[Cycle, ...]:
        """Stated prerequisites of the catalogue that go round in a circle, with the fewest that must give way."""
        return self._prerequisites.cycles()

    def extract(self, text: str) -> list[SkillFound]:
        """The skills that a text names, best first, or none."""
        language = detect(text)
        by_meaning = language is None or language in READ_LANGUAGES
        space = self._snapshot.space
        return [
            SkillFound(
                skill=space.id(link.node),
                label=space.label(link.node),
                confidence=link.confidence,
                level=link.level,
                method=link.method,
                start=link.start,
                end=link.end,
            )
            for link in self._snapshot.linker.link(text, by_meaning=by_meaning)
        ]

    def occupations(self, query: str, limit: int = 8) -> list[Occupation]:
        """Occupations that a title may mean, most probable first; at most 8."""
        return [self._goals.occupation(c.main, c.probability) for c in self._goals.candidates(query)[:limit]]

    def occupation_ids(self) -> list[str]:
        """Identifiers of ESCO's occupations in the snapshot, in a fixed order."""
        occupations = self._snapshot.occupations
        return [occupations.id(n) for n in range(len(occupations)) if not occupations.is_onet[n]]

    def evidence_of(self, responses: Sequence[Response], items: Sequence[Item] = ()) -> tuple[Evidence, ...]:
        """Answers of an adaptive check as evidence, to hand over with a `Learner`; raises as `assess` does."""
        return tuple(item for _, item in check.evidence_of(responses, items, self._snapshot.space))

    def credential(self, identifier: str) -> Credential:
        """One credential by its identifier; `NotFound` where the snapshot does not hold it."""
        row = self._snapshot.credentials.number(identifier)
        if row is None:
            msg = "no credential has this identifier in the snapshot"
            raise NotFound(msg)
        return self._snapshot.credentials.record(row)

    # Learner

    def _states(
        self,
        who: Learner,
        language: str | None,
        when: dt.date,
        warnings: list[str],
        answers: Sequence[tuple[int, Evidence]] = (),
    ) -> States:
        return infer([*answers, *self._evidence(who, language, warnings)], self._snapshot.space, when)

    def _evidence(self, who: Learner, language: str | None, warnings: list[str]) -> list[tuple[int, Evidence]]:
        """What a learner hands over, by node of the skill space; what cannot be used is said in ``warnings``."""
        evidence: list[tuple[int, Evidence]] = []
        by_meaning = language is None or language in READ_LANGUAGES
        if not by_meaning:
            warnings.append(
                f"the profile's text seems to be in another language than English ({language}): only labels that stand "
                "in it word for word were read"
            )
        if who.text:
            evidence += [
                (link.node, self._claim(link.node, link.level, CV_RELIABILITY * link.confidence, "profile"))
                for link in self._snapshot.linker.link(without_wishes(who.text), by_meaning=by_meaning)
            ]
        for position, named in enumerate(who.skills, start=1):
            links = self._snapshot.linker.link_tag(named.name)
            if not links:
                nearest = self._snapshot.space.nearest_labels(named.name)
                hint = f"; near to it are: {', '.join(nearest)}" if nearest else ""
                warnings.append(f"skill {position} of those named is not in the skill space{hint}")
            for link in links:
                level = None if link.broader else named.level
                evidence.append(
                    (link.node, self._claim(link.node, level, NAMED_RELIABILITY * link.confidence, "named"))
                )
        for position, item in enumerate(who.evidence, start=1):
            node = self._snapshot.space.number(item.skill)
            if node is None:
                warnings.append(f"evidence {position} names an identifier that is not in the skill space")
            else:
                evidence.append((node, item))
        return evidence

    def _claim(self, node: int, level: float | None, reliability: float, source: str) -> Evidence:
        return Evidence(
            skill=self._snapshot.space.id(node),
            level=level,
            kind="claimed",
            source=source,
            reliability=round(reliability, 4),
        )

    def _summary(self, states: States, language: str | None, wishes: Preferences) -> LearnerSummary:
        space = self._snapshot.space
        listed = sorted(states.by_node.items(), key=lambda item: (-item[1].mean, item[0]))
        return LearnerSummary(
            languages=wishes.languages,
            text_language=language,
            skills=tuple(
                SkillState(
                    skill=space.id(node),
                    label=space.label(node),
                    mean=state.mean,
                    sd=state.sd,
                    low=state.low,
                    high=state.high,
                    kind=state.kind,
                    assumed=state.assumed,
                    sources=state.sources,
                )
                for node, state in listed
            ),
        )

    def _without_goal(
        self,
        who: Learner,
        states: States,
        language: str | None,
        wishes: Preferences,
        when: dt.date,
        warnings: list[str],
    ) -> Answer:
        shown = sorted(states.by_node.items(), key=lambda item: (-item[1].mean, item[0]))
        labels = [self._snapshot.space.label(node) for node, _ in shown]
        said = texts.of_learner(labels, [segment.text for segment in segments(who.text or "")])
        near = self._goals.near(self._snapshot.encoder.encode([said])) if said else []
        question = (
            "Which of these occupations are you aiming at?"
            if near
            else "Which occupation are you aiming at, and what can you do already?"
        )
        return Answer(
            snapshot=self._snapshot.id,
            versions=self.versions,
            as_of=when,
            learner=self._summary(states, language, wishes),
            goal=None,
            near_occupations=tuple(self._goals.occupation(c.main, c.probability) for c in near),
            question=question,
            warnings=tuple(warnings),
        )

    # Gap, candidates, ranking, reasons

    def _answer(
        self,
        states: States,
        language: str | None,
        wishes: Preferences,
        when: dt.date,
        warnings: list[str],
        goal: Goal,
        required: Requirements,
        top: int,
    ) -> Answer:
        if not required.groups:
            warnings.append("nothing is known of what this goal requires")
        best = [_best(group, states) for group in required.groups]
        aimed = self._aimed(goal, required, states, wishes)
        aim = aimed.at(best)
        candidates, table, ranked = aimed.ranked(aim, top)
        question = None
        if not states.by_node and required.groups:
            asked = "; ".join(requirement.label for requirement in goal.requirements[:ASKED])
            question = f"Which of these can you do already: {asked}?"
        record = self._snapshot.credentials.record
        return Answer(
            snapshot=self._snapshot.id,
            versions=self.versions,
            as_of=when,
            learner=self._summary(states, language, wishes),
            goal=goal,
            gaps=answer.gaps(goal.requirements, aim, best),
            recommendations=tuple(
                answer.recommendation(
                    place,
                    item,
                    record(int(candidates.rows[item.position])),
                    goal.requirements,
                    candidates,
                    aim,
                    table,
                    wishes,
                )
                for place, item in enumerate(ranked, start=1)
            ),
            uncovered=answer.uncovered(goal.requirements, aim, candidates),
            question=question,
            warnings=tuple(warnings),
        )

    def _aimed(self, goal: Goal, required: Requirements, states: States, wishes: Preferences) -> Aimed:
        levels = {node: state.mean for node, state in states.by_node.items()}
        return Aimed(self._snapshot, required, self._goals.title(goal), wishes, self._demand, levels)


def _request(
    learner: Learner | Path | str | None, preferences: Preferences | None, as_of: dt.date | None
) -> tuple[Learner, Preferences, dt.date, str | None]:
    """What every request starts from: the learner read, limits, the date, and the language of the profile's text."""
    who = learner if isinstance(learner, Learner) else read(Path(learner)) if learner else Learner()
    when = as_of or dt.datetime.now(tz=dt.UTC).date()
    return who, preferences or Preferences(), when, detect(who.text) if who.text else None


def _name(goal: Goal) -> str:
    return goal.occupations[0].id if goal.occupations else "advert"


def _label(goal: Goal) -> str:
    return goal.query or (goal.occupations[0].label if goal.occupations else "the advert")


def _best(group: Group, states: States) -> State | None:
    """The highest state among the skills of a group, any of which serves; ``None`` where none is held."""
    held = (states.by_node[node] for node in group.members if node in states.by_node)
    return max(held, key=lambda state: state.mean, default=None)


def _cells(group: Group, states: States) -> Floats:
    """What is known of the level of the best skill of a group."""
    best = max(group.members, key=lambda node: (states.mean(node), -node))
    return states.cells(best)

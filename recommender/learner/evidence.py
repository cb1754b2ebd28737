"""Learners over one snapshot: from what somebody hands over to evidence by node, states, and what is shown of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from recommender.errors import InputError
from recommender.learner.state import States, infer
from recommender.linking.linker import Link
from recommender.profile.reading import unread_warning
from recommender.records import Assertion, Evidence, Learner, LearnerSummary, NamedSkill, Preferences, SkillState
from recommender.snapshot.snapshot import Snapshot

#: Languages that the default encoder reads.
READ_LANGUAGES: Final = ("en",)
#: How far a skill that a CV names counts as evidence, times the confidence that the CV names it.
CV_RELIABILITY: Final = 0.6
NAMED_RELIABILITY: Final = 0.7
#: The level that each way of telling of a skill stands for where no word states one.
TOLD_LEVEL: Final[Mapping[Assertion, float | None]] = {"held": None, "learning": 0.25, "denied": 0.0}


def is_read(language: str | None) -> bool:
    """Whether a text in this language is read by its meaning, not by labels alone; ``None`` where it cannot be told."""
    return language is None or language in READ_LANGUAGES


class EvidenceReader:
    """Reads learners; holds nothing of any."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def states(
        self,
        who: Learner,
        language: str | None,
        when: dt.date,
        warnings: list[str],
        answers: Sequence[tuple[int, Evidence]] = (),
    ) -> States:
        """What the evidence says of each skill together. ``answers``: further evidence, by node."""
        return infer([*answers, *self.evidence(who, language, warnings)], self._snapshot.space, when)

    def evidence(self, who: Learner, language: str | None, warnings: list[str]) -> list[tuple[int, Evidence]]:
        """What a learner hands over, by node of the skill space; what cannot be used is said in ``warnings``."""
        evidence: list[tuple[int, Evidence]] = []
        warnings += map(unread_warning, who.unread)
        by_meaning = is_read(language)
        if not by_meaning:
            warnings.append(
                f"the profile's text seems to be in another language than English ({language}): only labels that stand "
                "in it word for word were read"
            )
        if who.text:
            links = self._snapshot.linker.link(who.text, by_meaning=by_meaning, of_person=True)
            evidence += [(link.node, told) for link in links if (told := self._told(link)) is not None]
        evidence += self._named(who.skills, warnings)
        for position, item in enumerate(who.evidence, start=1):
            node = self._snapshot.space.number(item.skill)
            if node is None:
                warnings.append(f"evidence {position} names an identifier that is not in the skill space")
            else:
                evidence.append((node, item))
        return evidence

    def _named(self, skills: Sequence[NamedSkill], warnings: list[str]) -> Iterator[tuple[int, Evidence]]:
        """Evidence of skills that are named; `InputError` where a known name carries no level."""
        linker = self._snapshot.linker
        wholes = [linker.identified(named.written) if named.written else None for named in skills]
        for position, (named, whole) in enumerate(zip(skills, wholes, strict=True), start=1):
            self._refuse_level(position, named, whole)
        links = linker.each_named([named.name for named in skills])
        for position, (named, whole, found) in enumerate(zip(skills, wholes, links, strict=True), start=1):
            if whole is not None:
                yield whole.node, self._claim(whole.node, None, NAMED_RELIABILITY, "named")
                continue
            if not found:
                nearest = self._snapshot.space.nearest_labels(named.name)
                hint = f"; near to it are: {', '.join(nearest)}" if nearest else ""
                warnings.append(f"skill {position} of those named is not in the skill space{hint}")
            for link in found:
                level = None if link.broader else named.level
                yield link.node, self._claim(link.node, level, NAMED_RELIABILITY * link.confidence, "named")

    def _refuse_level(self, position: int, named: NamedSkill, whole: Link | None) -> None:
        """`InputError` where what follows a known name's colon is no level."""
        linker = self._snapshot.linker
        if whole is not None or not named.written or linker.identified(named.name) is not None:
            return
        head = named.name.rpartition(":")[0]
        if head and linker.known_tag(named.name) is None and linker.known_tag(head):
            msg = f"skill {position}: what follows the colon is no level; write 0 to 1, 50%, 2/4 or a band's name"
            raise InputError(msg)

    def _told(self, link: Link) -> Evidence | None:
        """What a text says of a skill, as evidence; what it wishes for or says of others is none.

        What is denied is held at 0; what has begun to be learnt is held as by a beginner.
        """
        if link.assertion not in TOLD_LEVEL:
            return None
        level = TOLD_LEVEL[link.assertion] if link.level is None or link.assertion == "denied" else link.level
        return self._claim(link.node, level, CV_RELIABILITY * link.confidence, "profile")

    def _claim(self, node: int, level: float | None, reliability: float, source: str) -> Evidence:
        return Evidence(
            skill=self._snapshot.space.id(node),
            level=level,
            kind="claimed",
            source=source,
            reliability=round(reliability, 4),
        )

    def summary(self, states: States, language: str | None, preferences: Preferences) -> LearnerSummary:
        """What was understood of a learner, highest level first; never their text."""
        space = self._snapshot.space
        listed = sorted(states.by_node.items(), key=lambda item: (-item[1].mean, item[0]))
        return LearnerSummary(
            languages=preferences.languages,
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

"""The frozen records that cross a boundary between stages, the API and the caller.

Levels, confidences, probabilities and importances are in [0, 1]; hours are hours of a learner's total effort; unknown
is ``None``. Lists are ordered as documented on the field.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator
from pydantic.json_schema import SkipJsonSchema

from recommender.scales import Word, parse_level, parse_named_level
from recommender.text import language_tag

Unit = Annotated[float, Field(ge=0, le=1)]
#: A proficiency in [0, 1]; written as text, a number, a percentage, a fraction or a band's name (`scales.parse_level`).
Level = Annotated[Unit, BeforeValidator(lambda value: parse_level(value) if isinstance(value, str) else value)]
Hours = Annotated[float, Field(ge=0, le=20_000, allow_inf_nan=False)]
Amount = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
#: An ISO 639 code; written also as a longer tag or the language's English name (`text.language_tag`).
LanguageTag = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z]{2,3}$"),
    BeforeValidator(lambda value: language_tag(value) if isinstance(value, str) and len(value) != 2 else value),
]
#: Of a skill, an occupation, a credential or an item; a control character would end the key that it is looked up by.
Identifier = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
#: Most skills that a learner may name.
MAX_NAMED: Final = 500
#: Longest text of a learner, in characters.
MAX_TEXT_CHARS: Final = 200_000
ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]

EvidenceKind = Literal["claimed", "evidenced", "inferred"]
EntryLevel = Literal["beginner", "intermediate", "advanced", "mixed"]
CredentialType = Literal[
    "course", "specialisation", "professional-certificate", "guided-project", "qualification", "badge", "programme"
]
#: What of a profile file may be left unread (`recommender.profile.reading.UNREAD` words each).
UnreadKind = Literal[
    "picture",
    "scan",
    "chart",
    "embedded",
    "attachment",
    "comment",
    "hidden",
    "font",
    "entry",
    "level",
    "column",
    "unclaimed",
    "proof",
]
Award = Literal["credit", "verifiable-badge", "certificate", "qualification"]


class Record(BaseModel):
    """A frozen record that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def field_names() -> frozenset[str]:
    """Names of all fields of all records: what a message may say of a place without quoting anybody."""
    names: set[str] = set()
    waiting: list[type[BaseModel]] = [Record]
    while waiting:
        kind = waiting.pop()
        names.update(kind.model_fields)
        waiting += kind.__subclasses__()
    return frozenset(names)


class Price(Record):
    """An amount of money; the currency is always stated."""

    amount: Amount
    currency: Currency


class Fact(Record):
    """Where a fact was read, and when it held (year, month or day as far as the source says)."""

    source: str
    as_of: str | None = None


class TaughtSkill(Record):
    """A skill that a credential teaches. ``assumed``: no source states the level."""

    skill: Identifier
    label: str
    level: Unit
    assumed: bool = True
    confidence: Unit
    source: str


class Run(Record):
    """One of several runs of a course: its own identifier, the first day to begin and the last to finish."""

    id: Identifier | None = None
    available_from: dt.date | None = None
    available_until: dt.date | None = None


class Credential(Record):
    """Anything a learner can earn. ``price`` is the credential's, ``audit_price`` that of attending without it.

    It can be begun from ``available_from`` on and must be finished by ``available_until`` (both included). Where it
    runs several times ``runs`` has the dates of each, earliest first, and the two are the first and the last of all.
    """

    id: Identifier
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
    provider: str | None = None
    url: str | None = None
    type: CredentialType | None = None
    entry_level: EntryLevel | None = None
    hours_low: Hours | None = None
    hours_high: Hours | None = None
    price: Price | None = None
    audit_price: Price | None = None
    language: LanguageTag | None = None
    pacing: Literal["self-paced", "dated"] | None = None
    format: Literal["online", "in-person", "blended"] | None = None
    award: Award | None = None
    recognised_by: tuple[str, ...] = ()
    rating: Annotated[float, Field(ge=0, le=5)] | None = None
    rating_count: Annotated[int, Field(ge=0)] | None = None
    skills: tuple[TaughtSkill, ...] = ()
    requires_skills: tuple[TaughtSkill, ...] = ()
    prerequisites: tuple[Identifier, ...] = ()
    stacks_into: tuple[Identifier, ...] = ()
    qualification_level: str | None = None
    status: Literal["available", "unconfirmed", "withdrawn"] | None = None
    available_from: dt.date | None = None
    available_until: dt.date | None = None
    runs: tuple[Run, ...] = ()
    facts: dict[str, Fact] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _hours_in_order(self) -> Credential:
        if self.hours_low is not None and self.hours_high is not None and self.hours_low > self.hours_high:
            msg = "hours_low is greater than hours_high"
            raise ValueError(msg)
        return self


class NamedSkill(Record):
    """A skill as somebody names it, by a name or an identifier, with a level where they know it.

    May be written as one text, ``SQL:0.5`` or ``SQL: intermediate`` (`recommender.scales.parse_named_level`).
    """

    name: ShortText
    level: Level | None = None
    #: The text that name and level were read from: it may be an identifier, such as ``mine:1``, all of it.
    written: SkipJsonSchema[str | None] = Field(default=None, exclude=True, repr=False)

    @model_validator(mode="before")
    @classmethod
    def _written(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        name, level = parse_named_level(value)
        return {"name": name, "level": level, "written": value.strip()}


class Item(Record):
    """A platform's own test item with its parameters of item response theory.

    ``a``: discrimination, ``b``: difficulty on the ability scale (proficiency 0 is -3, 1 is 3), ``c``: chance of a
    right guess, ``d``: upper asymptote (one less the chance of a slip). ``text`` is shown as it is.
    """

    id: Identifier
    skill: Identifier
    text: Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
    choices: Annotated[tuple[ShortText, ...], Field(max_length=12)] = ()
    a: Annotated[float, Field(gt=0, le=10)] = 1.0
    b: Annotated[float, Field(ge=-6, le=6)] = 0.0
    c: Annotated[float, Field(ge=0, lt=1)] = 0.0
    d: Annotated[float, Field(gt=0, le=1)] = 1.0

    @model_validator(mode="after")
    def _rising(self) -> Item:
        if self.c >= self.d:
            msg = "c must be less than d"
            raise ValueError(msg)
        return self


class Evidence(Record):
    """One observation of a learner's proficiency in a skill. ``level`` ``None``: named without a level.

    ``item`` and ``correct`` together: an answer to a test item, which states no level.
    """

    skill: Identifier
    level: Level | None = None
    kind: EvidenceKind
    source: Annotated[str, StringConstraints(max_length=200)]
    reliability: Unit
    date: dt.date | None = None
    item: Item | None = None
    correct: bool | None = None

    @model_validator(mode="after")
    def _item_and_answer(self) -> Evidence:
        if (self.item is None) != (self.correct is None) or (self.item is not None and self.level is not None):
            msg = "item and correct go together, and without a level"
            raise ValueError(msg)
        return self


class SkillState(Record):
    """What the evidence says together about one skill: posterior mean, standard deviation and 90 % interval."""

    skill: str
    label: str
    mean: Unit
    sd: Unit
    low: Unit
    high: Unit
    kind: EvidenceKind
    assumed: bool
    sources: tuple[str, ...]


class Occupation(Record):
    """An occupation of ESCO or O*NET."""

    id: str
    label: str
    source: Literal["esco", "onet"]
    probability: Unit | None = None


class SkillRef(Record):
    """A skill by its identifier and its label."""

    id: str
    label: str


class Requirement(Record):
    """One skill that a goal asks for, as a member of an area, at the area's level and importance.

    ``sources`` says what asks for it.
    """

    area: str
    label: str
    skills: tuple[str, ...]
    level: Unit
    level_assumed: bool
    importance: Unit
    sources: tuple[str, ...]


class Licence(Record):
    """What the law or employers ask of those who do a job, and where: no course replaces it.

    ``where``: the jurisdiction in words (``United Kingdom``, ``United States (most states)``). ``needed``: ``always``,
    for ``part`` of the work only, or ``often`` asked for without being the law. ``note``: for what, where it is a part.
    """

    name: ShortText
    where: ShortText
    needed: Literal["always", "part", "often"]
    body: ShortText | None = None
    note: ShortText | None = None


class RoleRef(Record):
    """A role by its identifier and its title; ``id`` is ``None`` where it is only known by name."""

    id: str | None
    title: str


#: Who made a role's profile: two blind readers, one who corrected a draft, the sources alone, or the platform.
Origin = Literal["reviewed", "corrected", "evidence", "platform"]
#: How far somebody is in a job, where a title or a framework says.
Assertion = Literal["held", "denied", "wanted", "learning", "other", "asked"]
Seniority = Literal["entry", "mid", "senior", "lead", "manager"]
#: The word for how much an area of a role matters.
Weight = Literal["essential", "important", "useful"]
#: What an area is: what the job does, what it is about, work with people, a product, or what the law asks.
AreaKind = Literal["technical", "domain", "people", "tool", "licence"]
#: Where an area is usually learnt.
Learnt = Literal["study", "job", "both"]
#: Whether any one member serves as well as another (rival products), or each is a facet of one competence.
MemberRule = Literal["any", "some"]


class RoleFound(RoleRef):
    """A role that a title may mean, with the probability that it does."""

    origin: Origin
    probability: Unit


class RoleMember(SkillRef):
    """A skill of an area, with what asks for it."""

    sources: tuple[str, ...] = ()


class RoleArea(Record):
    """One thing that a role asks for, in words that people use.

    ``rule``: ``any`` of the members serves as well as another (rival products), or ``some`` of them are facets of one
    competence. ``weight`` is the word for ``importance``. ``level_from``: what states the level, ``None`` where it is
    assumed. ``learnt``: usually by study, on the job, or both.
    """

    name: str
    members: tuple[RoleMember, ...]
    rule: MemberRule
    weight: Weight
    importance: Unit
    level: Unit
    level_from: str | None
    kind: AreaKind | None
    learnt: Learnt | None
    sources: tuple[str, ...]


class Role(Record):
    """What a job asks, most important first.

    ``origin``: ``reviewed`` by two blind readers, ``corrected`` by one, made from ``evidence`` alone, or given by the
    ``platform``. ``usual_entry``: what is usually asked of beginners. ``job_zone``: O*NET's, from 1 (little
    preparation) to 5. ``cut``: further areas of less importance, left out.
    """

    id: str
    title: str
    titles: tuple[str, ...] = ()
    occupations: tuple[Occupation, ...]
    seniority: Seniority | None = None
    origin: Origin
    areas: tuple[RoleArea, ...]
    cut: tuple[str, ...] = ()
    licences: tuple[Licence, ...] = ()
    usual_entry: str | None = None
    job_zone: Annotated[int, Field(ge=1, le=5)] | None = None
    related: tuple[RoleRef, ...] = ()


class Goal(Record):
    """What the learner aims at. ``role``: the profile behind it; ``licences``: what the law asks first.

    ``cut`` counts areas that are left out because fifteen weigh more.
    """

    query: str | None
    kind: Literal["occupation", "advert", "requirements"]
    occupations: tuple[Occupation, ...] = ()
    probability: Unit | None = None
    alternatives: tuple[Occupation, ...] = ()
    role: RoleRef | None = None
    licences: tuple[Licence, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    cut: int = 0


class Gap(Record):
    """One area against what is held. ``gap`` is importance times what is missing; ``word`` says ``held`` to people.

    ``through``: the member that ``held`` is known by.
    """

    area: str
    members: tuple[SkillRef, ...]
    required: Unit
    held: Unit
    word: Word
    through: SkillRef | None = None
    importance: Unit
    gap: Unit
    held_kind: EvidenceKind | None = None
    level_assumed: bool


class Closes(Record):
    """How much of one gap a credential closes (same unit as ``Gap.gap``), and the member that it teaches."""

    area: str
    members: tuple[SkillRef, ...]
    through: SkillRef
    amount: float
    confidence: Unit
    inferred: bool = False


class Recommendation(Record):
    """A ranked credential with its reasons. ``features`` holds each term of the score by name; they add up to it.

    Of a ranker that learned from a log: ``takes`` is the probability that a learner who is shown it takes it,
    ``finishes`` that one who takes it finishes, and ``unfamiliar`` whether it is unlike what the ranker was fitted on,
    so that both say little. ``None`` where the ranker does not tell.
    """

    rank: int
    credential: Credential
    score: float
    confidence: Unit
    closes: tuple[Closes, ...]
    known_already: tuple[str, ...]
    readiness: Unit | None
    reasons: tuple[str, ...]
    assumed: tuple[str, ...]
    features: dict[str, float]
    takes: Unit | None = None
    finishes: Unit | None = None
    unfamiliar: bool | None = None


class SkillFound(Record):
    """A skill found in a text; ``start`` and ``end`` are offsets into it, ``method`` is how it was found.

    ``level``: the proficiency that the words around it state, or ``None``. ``assertion``: whether the text says that
    somebody holds it, lacks it (``denied``), wants it, is learning it, that another holds it, or that it is asked for.
    """

    skill: str
    label: str
    confidence: Unit
    level: Unit | None = None
    method: Literal["identifier", "label", "tag", "meaning"]
    start: int
    end: int
    assertion: Assertion = "held"


class Standing(Record):
    """One area of a goal against what is known of the learner, with a 90 % interval of the level held.

    ``probability``: that the required level is held; ``word`` says ``mean`` to people. ``basis`` says in plain words
    what that rests on.
    """

    area: str
    members: tuple[SkillRef, ...]
    required: Unit
    word: Word
    importance: Unit
    mean: Unit
    low: Unit
    high: Unit
    probability: Unit
    kind: EvidenceKind | None
    basis: str


class Option(Record):
    """One answer to a question. ``level`` is ``None`` for answers to test items."""

    level: Unit | None
    text: str


class Question(Record):
    """The next thing to ask. ``skills``: any of these may be answered for, the first is the one in the text.

    ``change``: how much of the disagreement about the top results its answer is expected to settle, in [0, 1].
    """

    kind: Literal["self-assessment", "item"]
    area: str
    skills: tuple[str, ...]
    item: str | None
    text: str
    options: tuple[Option, ...]
    change: Unit


class Response(Record):
    """An answer: a level for a skill, or whether the answer to a test item was right."""

    skill: Identifier | None = None
    level: Level | None = None
    item: Identifier | None = None
    correct: bool | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Response:
        rated = self.skill is not None and self.level is not None
        tested = self.item is not None and self.correct is not None
        if rated == tested or (rated and self.item is not None) or (tested and self.level is not None):
            msg = "give either skill and level, or item and correct"
            raise ValueError(msg)
        return self


class LearnerSummary(Record):
    """What was understood of the learner; never their text."""

    languages: tuple[str, ...]
    text_language: str | None
    skills: tuple[SkillState, ...]


class Preferences(Record):
    """Hard limits. A limit that a credential's unknown value cannot be held against lets it through, flagged.

    ``held``: credentials that the learner has, oldest first; they are not recommended, and a ranker that learned from a
    log sees what is taken after them. ``diversity``: from 0, where each credential stands for itself, over 0.5, where
    only what those above leave open counts, to 1, where a provider's later credentials step back too.
    ``include_closed``: also what is withdrawn, over, or not open yet, which is never recommended or planned otherwise.
    """

    hours_per_week: Annotated[float, Field(gt=0, le=168)] | None = None
    weeks: Annotated[int, Field(gt=0, le=520)] | None = None
    budget: Price | None = None
    languages: Annotated[tuple[LanguageTag, ...], Field(max_length=100)] = ("en",)
    formats: Annotated[tuple[Literal["online", "in-person", "blended"], ...], Field(max_length=10)] = ()
    providers: Annotated[tuple[ShortText, ...], Field(max_length=500)] = ()
    exclude: Annotated[tuple[Identifier, ...], Field(max_length=2_000)] = ()
    held: Annotated[tuple[Identifier, ...], Field(max_length=2_000)] = ()
    diversity: Unit = 0.5
    include_closed: bool = False


class UnreadPart(Record):
    """A part of a profile file that was not read. ``place`` says where it stands, in words such as ``page 2``."""

    kind: UnreadKind
    place: Annotated[str, StringConstraints(pattern=r"^[\w ,.()-]{1,100}$")] | None = None
    count: Annotated[int, Field(ge=1, le=1_000_000)] = 1


class Learner(Record):
    """Everything a learner hands over. ``text`` is a CV or other free text.

    ``unread``: what the file that this was read from holds beside it; every answer warns of it.
    """

    text: Annotated[str, StringConstraints(max_length=MAX_TEXT_CHARS)] | None = None
    skills: Annotated[tuple[NamedSkill, ...], Field(max_length=MAX_NAMED)] = ()
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=2_000)] = ()
    unread: Annotated[tuple[UnreadPart, ...], Field(max_length=100)] = ()


class Envelope(Record):
    """What every answer carries, so that it can be replayed: what it was made from, and what was understood."""

    snapshot: str
    versions: dict[str, str]
    as_of: dt.date
    learner: LearnerSummary
    warnings: tuple[str, ...] = ()


class Answer(Envelope):
    """The gaps to a goal and the credentials that close them; or, without a goal, near occupations and a question."""

    goal: Goal | None
    near_occupations: tuple[Occupation, ...] = ()
    gaps: tuple[Gap, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    uncovered: tuple[str, ...] = ()
    question: str | None = None


class CredentialRef(Record):
    """A credential by name only."""

    id: str
    title: str


class Assessment(Envelope):
    """Where a learner stands for a goal, and what to ask next.

    ``strengths`` and ``weaknesses`` are ordered by what they weigh: importance times the part of the level that is
    held, or missing. ``top``: the credentials that would be recommended first now. ``question`` is ``None`` where
    asking has stopped; ``stopped`` then says why. ``unsettled``: the estimated chance that knowing everything would
    change ``top``.
    """

    goal: Goal
    strengths: tuple[Standing, ...]
    weaknesses: tuple[Standing, ...]
    top: tuple[CredentialRef, ...]
    answered: int
    question: Question | None
    stopped: str | None
    unsettled: Unit

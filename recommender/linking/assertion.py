"""Whether a text says that somebody holds a skill, lacks it, wants it, is learning it, or speaks of another's.

Cues before and behind a skill count within its clause, up to the words that end their reach, as in NegEx and ConText
(Chapman and others, 2001; Harkema and others, 2009); the heading and the table cell that it stands under count as well.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final, get_args

from recommender.records import Assertion
from recommender.text.layout import Section

ASSERTIONS: Final[tuple[Assertion, ...]] = get_args(Assertion)
#: What stands under these headings without a word of its own.
OF_SECTION: Final[dict[Section, Assertion]] = {"lacks": "denied", "wishes": "wanted", "learning": "learning"}

#: Words that look like a denial and are none.
_SEEMING: Final = re.compile(
    r"\bnot (?:only|just|merely|least)\b|\bnot (?:a |very |so |that |too |particularly |really |yet |"
    r"all that )*(?:confident|strong|good|great|fluent|"
    r"brilliant|expert)\b|\bno (?:problem|doubt|matter|wonder|stranger|nonsense|longer than|less than|fewer than|"
    r"more than|complaints?|accidents?|incidents?|mistakes|points|claims|sick days|supervision)\b|"
    r"\bno-(?:nonsense|code|dig)\b|"
    r"\bnever (?:late|miss(?:ed)?|off sick|had an?|stop(?:ped)?|tired|afraid|short)\b|\bnot (?:afraid|shy|scared)\b|"
    r"\bwithout (?:supervision|help|accidents?|errors?|mistakes?|being|any help|a hitch|complaint)\b|"
    r"\bcan(?:'t|not) wait\b|"
    r"\bno\.\s?\d|\bnon-\w+|\bnot[- ]for[- ]profit\b|\bif not\b|\bwhether or not\b",
    re.IGNORECASE,
)
_NOT: Final = (
    r"(?:do|does|did|have|has|had|am|is|are|was|were|can|could|would|will|need|"
    r"should)(?:n['\u2019]?t| not)|cannot|can not|cant|dont|"
    r"doesnt|didnt|havent|hasnt|isnt|wasnt|wont|won['\u2019]t|"
    r"never|not|no|nor|neither|without|zero|nil|none of|nothing (?:in|of|with|on)|unfamiliar|lack(?:s|ing)?|unable|"
    r"no longer|hardly|except(?: for)?|apart from|other than|instead of|rather than|anything but|too nervous|"
    r"kein(?:e|en|er|em)?|nicht|ohne|nie|pas (?:de|d['\u2019])|sans|jamais|aucun(?:e)?|sin|nunca|"
    r"ning[u\u00fa]n[oa]?|no s[e\u00e9]"
)
#: Cues that speak of what follows them, each with what they say; the nearest before the skill counts.
_BEFORE_WORDS: Final[tuple[tuple[Assertion, str], ...]] = (
    ("denied", _NOT),
    (
        "wanted",
        (
            r"want(?:s|ed|ing)?(?: to)?|would (?:like|love)(?: to)?|(?:i|we)['\u2019]d (?:like|love)(?: to)?|"
            r"id (?:like|love)(?: to)?|"
            r"hop(?:e|ing) (?:to|for)|plan(?:s|ning)? (?:to|on)|aim(?:ing)? (?:to|for)|keen (?:to|"
            r"on learning)|eager to|"
            r"willing to|looking (?:to|for(?:ward to)?)|interested in|intend(?:ing)? to|wish(?:es)? (?:to|i)|"
            r"my (?:aim|goal|dream|plan) is|"
            r"like to learn|to learn|going to (?:learn|do|start|take|be)|about to (?:start|take|begin)|"
            r"booked (?:on|in|onto|for)|booked|"
            r"signed up (?:for|to)|registered for|(?:have|has) asked (?:to go on|for)|saving (?:up )?for|"
            r"applied for|waiting (?:for|list)|"
            r"next (?:step|is|up|comes)|m(?:\u00f6|oe)chte(?: gern(?:e)?)?|voudrais|souhaite|quiero|"
            r"me gustar[i\u00ed]a"
        ),
    ),
    (
        "learning",
        (
            r"(?:currently |now |still |am |started )?(?:learning|studying)|(?:teaching|"
            r"taught) myself(?! \w+ing well)|enrolled (?:on|in|at)|enrolled|"
            r"(?:half|part)[- ]?way through|(?:currently|now) (?:doing|taking|on|training)|"
            r"working (?:towards|on my|through)|in training (?:for|as)|"
            r"training (?:to be|as|for)|getting to grips with|picking up|revising for|(?:one|two|a) (?:third|"
            r"quarter|half)s? (?:of|through)|"
            r"am doing (?:an?|my)|doing (?:an?|my) (?:\w+ )?(?:course|level|nvq|btec|diploma|degree)|lerne|"
            r"apprends|estoy (?:aprendiendo|estudiando)"
        ),
    ),
    (
        "other",
        (
            r"(?:my|our|the|her|his|their|a) (?:[\w-]+ ){0,2}?(?:brother|sister|wife|husband|partner|son|"
            r"daughter|mum|mother|dad|father|uncle|aunt|"
            r"colleagues?|teams?|group|boss|manager|accountant|bookkeeper|secretary|researcher|scientists?|"
            r"engineers?|developers?|designers?|electricians?|chef|"
            r"lads|guys|girls|office|department|agency|freelancer|contractors?|specialists?|friend|mate|"
            r"foreman|supervisor|nurse|doctors?|vet|owner|"
            r"client|customers?|technicians?|analysts?|lead|colourist|producer|editor|clerk|plumber|fitter|"
            r"consultants?)(?: \w+)? (?:who |that )?"
            r"(?:did|does|do|made|makes|ran|runs|run|built|builds|handles?|handled|had|has|have|uses?|used|"
            r"took|takes|wrote|writes|looks? after|were|was|is|are|knows?|keeps?|kept|sorts?|sorted)|"
            r"who (?:did|does|do|uses|runs|made|makes|handles|looks after)|(?:hired|hiring|recruit(?:ed|ing)?) for|"
            r"the (?:\w+ )?\w+ (?:does|did|handles|looks after|builds|built|wrote|makes)"
        ),
    ),
    (
        "asked",
        (
            r"(?:job|advert|advertisement|posting|listing|ad|post|role|position|they|employers?|company|school|college|course|it|client|"
            r"customers?|clients|agency|vacancy|spec) (?:also |sometimes |often )?"
            r"(?:needs?|asks?(?: for)?|asked(?: for)?|requires?|wants?|wanted|calls? for|expects?|says|"
            r"said|lists?|mentions?)|"
            r"(?:prerequisites?|required|requirements?|entry requirements?|you (?:should|must) (?:know|have|"
            r"be))(?: is| are)?"
        ),
    ),
    (
        "held",
        (
            r"(?:but|though|although|however|whereas|while) (?:i )?(?:can|am|do|have|know|use|good|ok)|but|"
            r"only|i (?:can|know|use|have|am|do|did|work|worked|made|ran|built|used)"
        ),
    ),
)
_BEFORE: Final = tuple((said, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for said, words in _BEFORE_WORDS)
#: Cues that speak of what stands before them.
_BEHIND_WORDS: Final[tuple[tuple[Assertion, str], ...]] = (
    (
        "denied",
        (
            r"\b(?:none(?! since)|never|nil|zero|no|not (?:yet|at all|something|my(?! strong)|for me|held|"
            r"used(?! since)|done|mine|really|cleared|started|any ?more)|"
            r"(?:is|are|was|were) (?:not|never)|(?:isn|aren|wasn|weren)['\u2019]?t|lapsed|expired|ran out|"
            r"out of date|revoked|"
            r"no longer(?: (?:have|hold|valid|current))?|long gone|long ago|forgotten|all gone|(?:have |"
            r"has )?lost (?:most|all)|given up|gave up|"
            r"not so much|haven['\u2019]?t (?:used|done)|failed|attempted|is beyond me|scares? me|"
            r"i (?:do not|don['\u2019]?t|cannot|can['\u2019]?t)|"
            r"leave (?:it|that|this|them) to|no good at|hopeless|a closed book|did not finish|not finished|"
            r"nothing left|i have neither)\b|(?<![\d.])0\s?%|[\u2606\u25cb\u25a1]{3,}(?=\s|$)"
        ),
    ),
    (
        "other",
        (
            r"\b(?:(?:is|are|was|were|get|gets|being|been) (?:\w+ )?(?:done|run|built|handled|led|lead|made|"
            r"managed|written|kept|looked after|sorted|dealt with|used|done) by(?! me)|"
            r"(?:done|run|built|handled|led|made|managed|written|used|kept) by(?! me)|goes to (?:the|our|a)|"
            r"\w+ (?:does|did|do|handles|made|has|runs) (?:that|it|those|them|this)|"
            r"(?:in|by) our \w+ (?:does|did)|for us,? not me|not me)\b"
        ),
    ),
    ("asked", r"\b(?:is|are|was|were) (?:required|needed|asked for|essential|wanted)\b"),
    (
        "wanted",
        (
            r"\b(?:(?:i )?would like(?: to)?|"
            r"is (?:the )?next|next (?:year|month|spring|summer|autumn|winter|week|one)|booked|planned|"
            r"(?:starts?|starting|begins?|beginning) (?:in|on|next|this)?|"
            r"(?:books|course) bought|to (?:do|come|follow|start)|on my list|from (?:next|september|january)|"
            r"is what i (?:want|would like))\b"
        ),
    ),
    (
        "learning",
        (
            r"\b(?:in progress|in class|at present|ongoing|on-going|under way|(?:half|part)[- ]?way|"
            r"(?:currently )?(?:learning|studying)|in (?:process|training)|"
            r"(?:one|two|three) (?:third|quarter)s? through|(?:first|second|third|final|1st|2nd|"
            r"3rd) (?:semester|term|month|year)|expected (?:in |by )?\w+|"
            r"finish(?:es|ing)? (?:in|this|next)|due (?:in|to finish)|ends? (?:in|this|next)|until (?:june|"
            r"july|may)|enrolled|exam(?:s)? in|just (?:started|begun))\b"
        ),
    ),
)
_BEHIND: Final = tuple((said, re.compile(rf"(?:{words})", re.IGNORECASE)) for said, words in _BEHIND_WORDS)
#: Where a clause ends, whatever stands in it.
_CLAUSE: Final = re.compile(r"[;!?\u2022|]|\.(?=\s|$)|\s[\u2013\u2014]\s(?=but\b)")
#: Words that end the reach of a cue before a skill.
_TURN: Final = re.compile(
    (
        r"\b(?:but|however|although|though|whereas|because|since|so|instead|then|now|also|and (?:i|am|"
        r"have|can|use|do|did|know|work|read|was|then)|"
        r"i (?:can|am|do|have|know|use|did|read|work|prefer|only)|just|only|who|which|that|where|when|"
        r"aber|mais|pero)\b|\s[\u2013\u2014-]\s|\(|\)"
    ),
    re.IGNORECASE,
)
#: Words that end the reach of a cue behind a skill.
_TURN_BEHIND: Final = re.compile(r",|\b(?:and|but|or|i am|i can|i have|i use)\b", re.IGNORECASE)
_COORDINATED: Final = re.compile(r"(?:and|or) [^,]+", re.IGNORECASE)
_VERB: Final = re.compile(r"(?:is|are|was|were|isn|aren|wasn|weren)\b", re.IGNORECASE)
#: Words between a cue and its skill, at most.
MAX_REACH: Final = 12
MAX_REACH_BEHIND: Final = 6
#: A bare denial ("no", "not", "without") reaches over a list only where each entry is short.
_LISTED: Final = re.compile(r",|\b(?:and|or|nor)\b", re.IGNORECASE)
_BARE: Final = re.compile(
    r"(?:no|not|without|zero|except(?: for)?|apart from|instead of|rather than|other than)", re.IGNORECASE
)
#: Words that may name something: of four letters or more, or in capitals.
_CONTENT: Final = re.compile(r"\b(?:[^\W\d_]{4,}|[A-Z]{2,})\b")
_COLUMN_DENIES: Final = re.compile(r"^\W*(?:none|no|never|nil|0|-|\u2013|n/?a|not (?:yet|held))(?=\W|$)", re.IGNORECASE)


def asserted(
    text: str,
    start: int,
    end: int,
    section: Section | None = None,
    lead: str = "",
    columns: str = "",
    others: Iterable[tuple[int, int]] = (),
) -> Assertion:
    """What ``text`` says of the skill that ``text[start:end]`` names.

    ``text``: the line or sentence it stands in. ``section``: the part of the CV; ``lead``: what stands before the colon
    of its list; ``columns``: the other cells of its row; ``others``: stretches that name skills, which hold no cue.
    """
    if columns:
        said = _of_column(columns)
        if said is not None:
            return said
    default = OF_SECTION.get(section, "held") if section else "held"
    masked = _SEEMING.sub(lambda match: "\x00" * len(match.group()), text)
    for a, b in others:
        masked = masked[:a] + "\x00" * (b - a) + masked[b:]
    before, after = _clause(masked, start, end)
    behind, ahead = _behind(after), _ahead(before) or (_ahead(f"{lead} ") if lead else None)
    if behind is not None and ahead != "denied":
        return behind
    if ahead is None:
        return default
    # Under "To learn" an ordinary sentence is still a wish: only a denial or another's changes it.
    return default if ahead == "held" else ahead


def asserted_whole(
    text: str,
    section: Section | None = None,
    lead: str = "",
    columns: str = "",
    others: Iterable[tuple[int, int]] = (),
) -> Assertion:
    """What most words of a sentence speak of: for a skill that the sentence means and no words of it name."""
    spans = list(others)
    words = [match.span() for match in _CONTENT.finditer(text)] or [(0, len(text))]
    said = Counter(
        asserted(text, a, b, section, lead, columns, [span for span in spans if not span[0] <= a < span[1]])
        for a, b in words
    )
    return max(said, key=lambda one: (said[one], one == "held"))


def _of_column(columns: str) -> Assertion | None:
    if _COLUMN_DENIES.match(columns):
        return "denied"
    return next((said for said, pattern in _BEHIND if said != "denied" and pattern.search(columns)), None)


def _clause(text: str, start: int, end: int) -> tuple[str, str]:
    """The words of the clause before and behind a stretch."""
    ends = [match.end() for match in _CLAUSE.finditer(text[:start])]
    before = text[ends[-1] if ends else 0 : start]
    stop = _CLAUSE.search(text, end)
    return before, text[end : stop.start() if stop else len(text)]


def _ahead(before: str) -> Assertion | None:
    """What the nearest cue before a skill says, if it reaches that far."""
    found: tuple[int, int, Assertion] | None = None
    for said, pattern in _BEFORE:
        for match in pattern.finditer(before):
            if found is None or (match.end(), match.end() - match.start()) > (found[0], found[0] - found[1]):
                found = match.end(), match.start(), said
    if found is None:
        return None
    stop, begin, said = found
    between = before[stop:]
    if said == "held" or len(between.split()) > MAX_REACH or _TURN.search(between):
        return None
    if _BARE.fullmatch(before[begin:stop]) and not _reaches(between):
        return None
    return said


def _reaches(between: str) -> bool:
    """Whether a bare "no" or "not" still speaks of what comes behind some entries: only where they are joined by or."""
    parts = _LISTED.split(between)
    if len(parts) == 1:
        return len(between.split()) <= MAX_REACH_BEHIND
    return "," not in between or bool(re.search(r"\b(?:or|nor)\b", between, re.IGNORECASE))


def _behind(after: str) -> Assertion | None:
    """What the first cue behind a skill says, if nothing else is named before it."""
    found: tuple[int, Assertion] | None = None
    for said, pattern in _BEHIND:
        match = pattern.search(after)
        if match and (found is None or match.start() < found[0]):
            found = match.start(), said
    if found is None:
        return None
    between = after[: found[0]].strip(" ,(\u2013\u2014-:")
    if len(between.split()) > MAX_REACH_BEHIND:
        return None
    # "Posting adverts and hiring staff is not ...": the verb speaks of both.
    both = _COORDINATED.fullmatch(between) and _VERB.match(after, found[0])
    return found[1] if both or not _TURN_BEHIND.search(between) else None

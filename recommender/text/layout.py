"""The layout of a CV: sections, entries of jobs, bullets, tables and columns, and lines that a width broke.

Every offset stays that of the text given: a line end inside a sentence counts as a blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final, Literal

#: What the part of a CV is about that stands under one heading. ``lacks``: what somebody cannot do; ``learning``: what
#: they have begun to learn; ``wishes``: what they would like to do or learn.
Section = Literal[
    "summary",
    "skills",
    "experience",
    "education",
    "certificates",
    "languages",
    "interests",
    "references",
    "contact",
    "learning",
    "wishes",
    "lacks",
    "other",
]
#: ``entry``: who employed or taught somebody, and when; ``row``: of a table; ``heading``: of a section.
LineKind = Literal["line", "bullet", "entry", "row", "heading"]

#: Headings that are phrases, as patterns over the whole heading in small letters.
_PHRASES_WORDS: Final[tuple[tuple[Section, str], ...]] = (
    ("lacks", r"(?:skills?|things|areas)?\s?(?:i )?(?:lack|need)"),
    (
        "lacks",
        (
            r"(?:what )?i (?:do not|don.t|cannot|can.t|lack)(?: do| know| have)?|(?:no|"
            r"not much) experience(?: (?:in|with|of))?"
        ),
    ),
    (
        "lacks",
        (
            r"no|nope|never|not(?: (?:yet|for me|my thing))?|gaps(?: i know(?: of)?)?|weak (?:points?|areas?|spots?)|"
            r"development (?:needs|areas)"
        ),
    ),
    (
        "wishes",
        (
            r"(?:(?:i )?(?:would|.d)? ?(?:like|love|want|wish|hope|keen|plan(?:ning)?)) to(?: \w+)?(?: \w+)?|"
            r"(?:still )?to learn"
        ),
    ),
    ("wishes", r"(?:skills?|things|areas)?\s?(?:to|for) (?:improve|improvement|development)"),
    (
        "wishes",
        (
            r"(?:looking|searching|available) for|interested in|next (?:steps?|year|goals?|on the list)|"
            r"wish ?list"
        ),
    ),
    (
        "learning",
        (
            r"(?:currently|now) (?:learning|studying|doing)|in (?:progress|training)|enrolled(?: (?:on|in))?|"
            r"working towards"
        ),
    ),
    (
        "skills",
        (
            r"(?:what|things) i (?:can|know|am good at)(?: (?:do|how to do))?|(?:i can|i know|good at|"
            r"know.how)"
        ),
    ),
    (
        "skills",
        (
            r"areas? of (?:expertise|knowledge|competence)|trade experience|(?:software|tools|programs|"
            r"systems) (?:i )?(?:use|used|know)"
        ),
    ),
    ("experience", r"what i (?:have )?(?:done|did|do)|before(?: that)?|so far"),
    (
        "interests",
        (
            r"(?:off|out of|outside|away from|when not at)(?: of)? (?:hours|work|the \w+|duty)|(?:spare|"
            r"free) time"
        ),
    ),
    ("summary", r"about(?: (?:me|myself))?|who i am|sobre m.|in short"),
)
_PHRASES: Final = tuple((section, re.compile(words)) for section, words in _PHRASES_WORDS)
#: Nouns that head a section; a heading of several is of the first section here that one of them names.
_NOUNS_WORDS: Final[tuple[tuple[Section, str], ...]] = (
    ("lacks", "weakness weaknesses gaps limitations"),
    (
        "wishes",
        ("goal goals aim aims ambition ambitions objective objectives aspirations wishes wanted next planned booked"),
    ),
    ("learning", "learning"),
    ("languages", "language languages sprachen sprachkenntnisse langues idiomas"),
    (
        "certificates",
        (
            "certificate certificates certification certifications licence licences license licenses ticket "
            "tickets card "
            "cards registration registrations accreditation accreditations credentials qualification qualifications "
            "memberships zertifikate certificats certificados"
        ),
    ),
    (
        "skills",
        (
            "skill skills competence competences competency competencies ability abilities strengths expertise "
            "technologies capabilities proficiencies tools toolkit toolbox software programs programmes equipment "
            "machines stack techniques kenntnisse fähigkeiten compétences habilidades competencias computing it ict "
            "computer specialities specialties procedures systems"
        ),
    ),
    (
        "education",
        (
            "education school schools schooling studies training course courses academic degree degrees gcses alevels "
            "cpd ausbildung formation formación bildung university college"
        ),
    ),
    (
        "experience",
        (
            "experience work job jobs employment career history appointments position positions roles placements "
            "projects postings service volunteer volunteering voluntary internships background record achievements "
            "responsibilities duties berufserfahrung expérience expériences experiencia instruction"
        ),
    ),
    ("interests", "hobby hobbies interest interests pastimes leisure fun freizeit loisirs aficiones outside"),
    ("references", "reference references referee referees referenzen awards honours publications"),
    ("contact", "contact address details availability salary pay notice"),
    ("summary", "profile summary statement introduction overview profil bio"),
)
_NOUNS: Final = tuple((section, frozenset(words.split())) for section, words in _NOUNS_WORDS)
#: Words that may stand beside them.
_BESIDE: Final = frozenset(
    "my our key core main top technical digital professional practical personal soft hard "
    "transferable other additional "
    "relevant trade clinical kitchen office creative design lab laboratory legal sales teaching care industry current "
    "previous past recent selected further higher formal continuing executive and of the a in for with to on i cont "
    "continued set used used grades expected obtained held valid foreign spoken military nursing & / me".split()
)
MAX_HEADING_WORDS: Final = 6
_BULLET: Final = re.compile(
    r"\s*(?:[-*\u2022\u25aa\u25cf\u25e6\u2023\u25a0\u25ba\u2713\u2714\u2013\u2014+>\u00b7\uf0b7o](?=\s)|"
    r"\d{1,2}[.)](?=\s))+\s*"
)
#: Headings set with spaced letters: ``E X P E R I E N C E``.
_SPACED: Final = re.compile(r"\W*(?:[^\W_]\s){3,}(?:\s*[^\W_]\b(?:\s|$))*\W*")
_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_WHEN: Final = rf"(?:(?:{_MONTH}|\d{{1,2}}[/.])\s*)?(?:19|20)\d\d|{_MONTH}\s+'?\d\d"
#: A span of years, or a year up to now.
DATES: Final = re.compile(
    rf"(?:{_WHEN})\s*(?:-|\u2013|\u2014|to|till|until|bis|au|a)\s*(?:{_WHEN}|'?\d\d\b|present|now|"
    rf"today|date|till date|current(?:ly)?|heute|ongoing)|"
    rf"\bsince\s+(?:{_WHEN})\s*$",
    re.IGNORECASE,
)
MAX_ENTRY_WORDS: Final = 16
#: Cells of a line that columns or tabs part.
_CELL: Final = re.compile(r"\t+| {3,}")
_BAR: Final = re.compile(r"\s*\|\s*")
_LEVEL_HEAD: Final = re.compile(
    r"^\W*(?:levels?|proficiency|ratings?|rating.*|years?.*|experience|niveau|nivel|stufe|"
    r"kenntnis\w*|confidence|how (?:well|long|good)|"
    r"standard|grade|last used|competence|stand)\W*$",
    re.IGNORECASE,
)
_LEVEL_CELL: Final = re.compile(
    r"^\W*(?:basic|beginner|novice|none|no|never|some|a little|little|learning|intermediate|working|"
    r"competent|good|fair|average|solid|confident|"
    r"advanced|expert|strong|excellent|very good|fluent|native|proficient|daily|weekly|[ABC][12]|"
    r"\d{1,3}\s*%|\d\s*/\s*\d{1,2}|<?\s*\d{1,2}(?:\.\d)?\+?\s*(?:years?|yrs?|y|months?)?|"
    r"[\u2605\u2606\u25cf\u25cb\u25a0\u25a1]+|-|\u2013)\b",
    re.IGNORECASE,
)
_RULE: Final = re.compile(r"^[\s|:+=_-]*$")
_ENDED: Final = re.compile(r"[.!?:;]['\")\u201d]?\s*$")
#: Words on which no line ends unless the next goes on.
_OPEN_END: Final = re.compile(
    r"(?:,|\b(?:and|or|of|the|a|an|in|with|for|to|on|at|from|by|my|as|und|et|y|de))\s*$", re.IGNORECASE
)
#: Characters of a line from which a width may have broken it, and the widths at which text is wrapped.
MIN_BROKEN: Final = 25
_WIDTHS: Final = (35, 110)


@dataclass(frozen=True, slots=True)
class LayoutLine:
    """One thing that a CV says: a line or several that a width broke, a bullet, a cell of a column, a table's row.

    ``text`` is ``source[start:start + len(text)]`` of the text given, with blanks for line ends. ``heading``: the words
    it stands under, as written, or those before its colon where they name a section. ``columns``: further cells of its
    row, which say how well.
    """

    text: str
    start: int
    kind: LineKind = "line"
    section: Section | None = None
    heading: str = ""
    columns: str = ""

    @property
    def end(self) -> int:
        """Offset behind the line in the text given."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line or a cell of one. ``stream``: 1 where it stands in a column on the right."""

    text: str
    start: int
    stream: int = 0
    columns: str = ""
    kind: LineKind = "line"

    @property
    def plain(self) -> str:
        return self.text.strip()


def section_of(heading: str) -> Section | None:
    """The section that some words head; ``None`` where they head none."""
    plain = re.sub(r"[^\w\s&/'-]+", " ", heading.replace("\u2019", "'").casefold()).replace("'", ".").replace("-", " ")
    words = plain.replace("/", " / ").split()
    if not words or len(words) > MAX_HEADING_WORDS:
        return None
    said = " ".join(words)
    phrase = next((section for section, pattern in _PHRASES if pattern.fullmatch(said)), None)
    nouns = {word for word in words if word not in _BESIDE}
    if phrase is not None or not nouns:
        return phrase
    found = [(section, nouns & known) for section, known in _NOUNS if nouns & known]
    return found[0][0] if found and nouns == set().union(*(words for _, words in found)) else None


def unspaced(text: str) -> str:
    """``E X P E R I E N C E`` as a word; other text as it is."""
    if not _SPACED.fullmatch(text.strip() + " "):
        return text
    return " ".join(re.sub(r"\s", "", word) for word in re.split(r"\s{2,}", text.strip()))


def lines_of(text: str) -> Iterator[LayoutLine]:
    """The lines of a CV in their order, each with its section."""
    heads: list[tuple[Section | None, str] | None] = [None, None]
    paragraphs = list(_paragraphs(text))
    for number, pieces in enumerate(paragraphs):
        for place, piece in enumerate(_rejoined(pieces, text)):
            first = place == 0 and number > 0
            section = _heads(piece, first and len(pieces) > 1)
            if section is not None:
                if section != "other" or not piece.stream:
                    heads[piece.stream] = section, piece.plain
                yield LayoutLine(piece.text, piece.start, "heading", section, piece.plain)
                continue
            held, heading = heads[piece.stream] or heads[0] or (None, "")
            yield from _with_lead(piece, held, heading)


def _heads(piece: _Piece, first: bool) -> Section | None:
    """The section that a line heads, ``other`` where its words are not known; ``None`` where it heads none."""
    if piece.kind in {"row", "heading"}:
        return None if piece.kind == "row" else "skills"
    plain = piece.plain.strip("#*_=~ ")
    whole = unspaced(plain)
    bulleted = _BULLET.match(piece.text) is not None and not piece.text.lstrip().startswith("#")
    if not plain or (bulleted and not plain.endswith(":")):
        return None
    found = section_of(whole.rstrip(" :"))
    if found is not None:
        known = plain.endswith(":") or whole != plain or plain[:1].isupper() or first or len(plain.split()) > 1
        return found if known else None
    words = plain.split()
    letters = [char for char in plain if char.isalpha()]
    capitals = len(letters) > 6 and all(char.isupper() for char in letters) and len(words) <= MAX_HEADING_WORDS
    marked = piece.text.lstrip().startswith("#") or (plain.endswith(":") and len(words) <= 4)
    return "other" if whole != plain or capitals or marked else None


def _with_lead(piece: _Piece, section: Section | None, heading: str) -> Iterator[LayoutLine]:
    """A line; where words before its colon name a section, it is of that one."""
    lead = re.match(r"\s*([^:\n]{2,40}):\s+(?=\S)", _BULLET.sub("", piece.text, count=1))
    named = section_of(lead[1]) if lead and piece.kind != "row" else None
    kind = piece.kind
    if kind == "line":
        kind = "bullet" if _BULLET.match(piece.text) else "line"
    if named is not None and lead is not None:
        yield LayoutLine(piece.text, piece.start, kind, named, lead[1], piece.columns)
        return
    if kind == "line" and section != "skills" and DATES.search(piece.text):
        yield from _entry(piece, section, heading)
        return
    yield LayoutLine(piece.text, piece.start, kind, section, heading, piece.columns)


def _entry(piece: _Piece, section: Section | None, heading: str) -> Iterator[LayoutLine]:
    """Employer, title and dates of a job or a course, and what is told behind them on the same line."""
    position = 0
    for match in [*re.finditer(r"(?<=[a-z)\d])[.:]\s+(?=[A-Z(])", piece.text), None]:
        end = match.end() if match else len(piece.text)
        part = piece.text[position:end]
        entry = DATES.search(part) and len(part.split()) <= MAX_ENTRY_WORDS
        if part.strip():
            yield LayoutLine(part, piece.start + position, "entry" if entry else "line", section, heading)
        position = end


def _paragraphs(text: str) -> Iterator[list[_Piece]]:
    """Lines between blank ones, cut into cells where columns or tabs part them."""
    position = 0
    rows: list[tuple[str, int]] = []
    for line in text.split("\n"):
        if line.strip():
            rows.append((line, position))
        elif rows:
            yield list(_cells(rows))
            rows = []
        position += len(line) + 1
    if rows:
        yield list(_cells(rows))


def _cells(rows: Sequence[tuple[str, int]]) -> Iterator[_Piece]:
    """Pieces of a paragraph: rows of tables with what their columns say, cells of columns, or whole lines."""
    cut = [_parted(line) for line, _ in rows]
    tables = _tables(cut)
    for (line, start), cells, table in zip(rows, cut, tables, strict=True):
        if table is not None:
            if _RULE.match(line):
                continue
            (first, at), rest = cells[0], " ; ".join(cell for cell, _ in cells[1:])
            yield _Piece(first, start + at, 0, rest, "heading" if table == "head" else "row")
        elif len(cells) > 1 and not _BAR.search(line) and not _SPACED.fullmatch(line.strip() + " "):
            yield from (_Piece(cell, start + at, min(n, 1)) for n, (cell, at) in enumerate(cells))
        else:
            yield _Piece(line, start, int(line.startswith(("\t", " " * 16))))


def _parted(line: str) -> list[tuple[str, int]]:
    """Cells of a line with their offsets: by bars where it has any, else by tabs or wide blanks."""
    pattern = _BAR if "|" in line else _CELL
    out, position = [], 0
    for match in [*pattern.finditer(line), None]:
        end = match.start() if match else len(line)
        if line[position:end].strip():
            out.append((line[position:end], position))
        position = match.end() if match else end
    return out or [(line, 0)]


def _tables(cut: Sequence[Sequence[tuple[str, int]]]) -> list[Literal["head", "row"] | None]:
    """Which lines are rows of a table that says how well, and which is its head."""
    out: list[Literal["head", "row"] | None] = [None] * len(cut)
    several = [len(cells) > 1 or bool(_RULE.match(cells[0][0])) for cells in cut]
    number = 0
    for together, group in groupby(several):
        length = len(list(group))
        span = range(number, number + length)
        number += length
        if not together or length < 2:
            continue
        headed = any(_LEVEL_HEAD.match(cell) for cell, _ in cut[span[0]][1:])
        body = [n for n in span if len(cut[n]) > 1][int(headed) :]
        said = sum(any(_LEVEL_CELL.match(cell) for cell, _ in cut[n][1:]) for n in body)
        if body and (headed or len(body) >= 2) and said >= (0.34 if headed else 0.6) * len(body):
            for n in span:
                out[n] = "row"
            if headed:
                out[span[0]] = "head"
    return out


def _rejoined(pieces: Sequence[_Piece], text: str) -> list[_Piece]:
    """A paragraph's pieces with those joined that a width broke."""
    wrapped = _is_wrapped(pieces)
    out: list[_Piece] = []
    for piece in pieces:
        if out and _goes_on(out[-1], piece, wrapped=wrapped):
            held = out[-1]
            end = piece.start + len(piece.text)
            out[-1] = replace(held, text=text[held.start : end].replace("\n", " "))
        else:
            out.append(piece)
    return out


def _goes_on(held: _Piece, piece: _Piece, *, wrapped: bool) -> bool:
    """Whether a line is the rest of the one before."""
    adjacent = piece.stream == held.stream == 0 and piece.kind == held.kind == "line"
    begins = piece.plain[:1]
    if not adjacent or _BULLET.match(piece.text) or _heads(held, first=False) or _heads(piece, first=False):
        return False
    if DATES.search(piece.text) and begins.isdigit():
        return False
    last = held.text.rpartition("\n")[2]
    lower = begins.islower() or begins in tuple("(&")
    if lower and not _ENDED.search(held.text) and (len(last) >= MIN_BROKEN or _OPEN_END.search(held.text)):
        return True
    return wrapped and not (_ENDED.search(held.text) and len(last) < 0.6 * _WIDTHS[0])


def _is_wrapped(pieces: Sequence[_Piece]) -> bool:
    """Whether a paragraph's lines end where a width broke them: nearly all about as long, some in mid sentence."""
    plain = [piece for piece in pieces if piece.kind == "line" and piece.stream == 0]
    if len(plain) < 3 or len(plain) < len(pieces) or any(_BULLET.match(piece.text) for piece in plain):
        return False
    lengths = [len(piece.text.rstrip()) for piece in plain]
    width = max(lengths)
    middle = sum(piece.plain[:1].islower() for piece in plain[1:])
    full = sum(length >= 0.7 * width for length in lengths[:-1])
    return _WIDTHS[0] <= width <= _WIDTHS[1] and middle >= 1 and full >= 0.6 * (len(plain) - 1)

"""One draft of a credential for each record of a raw catalogue: facts with their source, and text that is only read."""

from __future__ import annotations

import ast
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import ftfy

from recommender.data.build.shared.sources import rows

KIZAK, MODULES, OSSU = "kizak", "coursera-2k-modules", "ossu-curricula"
EDX, COURSERA_1K = "edx-catalogue", "coursera-1k-2023"
_COURSERA_TYPES: Final = {
    "learn": "course",
    "specializations": "specialisation",
    "professional-certificates": "professional-certificate",
    "projects": "guided-project",
}
_LEVELS: Final = {
    "beginner": "beginner",
    "introductory": "beginner",
    "intermediate": "intermediate",
    "advanced": "advanced",
    "mixed": "mixed",
}
_LANGUAGES: Final = {"English": "en", "Español": "es", "Français": "fr", "Italiano": "it", "Português": "pt"}


@dataclass(slots=True)
class Draft:
    """``values`` are columns of the catalogue format; ``facts`` their provenance; ``text`` is read and not shipped."""

    key: str
    values: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, dict[str, str | None]] = field(default_factory=dict)
    tags: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""

    def state(self, source: str, as_of: str | None = None, **values: Any) -> None:
        """Set each value that is stated and not known yet, with its source."""
        for name, value in values.items():
            if value not in (None, "", ()) and name not in self.values:
                self.values[name] = value
                self.facts[name] = {"source": source, "as_of": as_of}


def key_of(url: str) -> str:
    """A URL without query and trailing slash, by which two sources' records are the same credential."""
    return re.sub(r"[?#].*", "", url).rstrip("/").lower().replace("://www.", "://")


def squeezed(title: str) -> str:
    """A text with every run of white space as one space."""
    return re.sub(r"[\W_]+", "", title.lower())


def spaced(title: str, url: str) -> str:
    """Put back the spaces that the source's edX titles lost, with the words of the page's address as the guide."""
    words = re.sub(r"[?#].*", "", url).rstrip("/").rsplit("/", 1)[-1].split("-")
    out, position = "", 0
    letters = [i for i, char in enumerate(title) if char.isalnum()]
    flat = "".join(title[i].lower() for i in letters)
    ends: set[int] = set()
    for word in words:
        found = flat.find(word, position)
        if found < 0:
            continue
        if position in {found, 0}:
            ends |= {found, found + len(word)}
            position = found + len(word)
    for number, index in enumerate(letters):
        previous = title[index - 1] if index else " "
        if number in ends and previous.isalnum() and number:
            out += " "
        out += title[index : (letters[number + 1] if number + 1 < len(letters) else len(title))]
    lead = title[: letters[0]] if letters else title
    return " ".join(re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", lead + out).split())


def tag_list(cell: str) -> list[str]:
    """Skill tags of a cell, each once."""
    try:
        value = ast.literal_eval(cell) if cell else []
    except (ValueError, SyntaxError):
        return []
    return list(dict.fromkeys(" ".join(str(tag).split()) for tag in value if str(tag).strip()))


def kizak(folder: Path) -> Iterator[Draft]:
    """Coursera, edX and Stepik courses with skill tags. All Coursera prices are 0.0, so they state nothing."""
    for row in rows(folder / "courses_final.csv.gz"):
        draft = Draft(key_of(row["url"]))
        platform = {"edx": "edX"}.get(row["source"], row["source"])
        title = ftfy.fix_text(row["title"])
        if platform == "edX":
            title = spaced(title, row["url"])
        draft.state(KIZAK, title=title, provider=platform, url=re.sub(r"[?#].*", "", row["url"]), format="online")
        draft.state(KIZAK, entry_level=_LEVELS.get(row["difficulty"].lower()) if platform != "Stepik" else None)
        rating = float(row["rating"] or 0)
        draft.state(KIZAK, rating=rating or None)
        if platform == "edX":
            draft.state(KIZAK, recognised_by=(row["author"],), type="course")
        elif platform == "Coursera":
            kind = _COURSERA_TYPES.get(draft.key.split("/")[-2])
            draft.state(KIZAK, type=kind)
            if kind in {"specialisation", "professional-certificate"}:
                draft.state(KIZAK, award="certificate")
        else:
            draft.state(KIZAK, type="course")
        draft.tags = [(tag, f"{KIZAK}:{platform}") for tag in tag_list(row["skills"])]
        draft.text = ftfy.fix_text(row["description"])
        yield draft


def modules(folder: Path) -> Iterator[Draft]:
    """Coursera courses grouped in programmes; the groups have numbers and no titles."""
    by_url: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows(folder / "course_scraped_with_lo.csv.gz"):
        by_url[key_of(row["url"])].append(row)
    for key, group in by_url.items():
        first = group[0]
        draft = Draft(key)
        draft.state(
            MODULES,
            title=ftfy.fix_text(first["course_title"]),
            provider="Coursera",
            url=first["url"],
            type="course",
            format="online",
            stacks_into=tuple(sorted({f"programme:{MODULES}/{row['program_id']}" for row in group})),
        )
        tags = dict.fromkeys(t.strip() for row in group for t in row["lo_skills"].split(";") if t.strip())
        draft.tags = [(tag, MODULES) for tag in tags]
        draft.text = "\n".join(
            ftfy.fix_text(part).replace(";", "\n") for part in (first["lo_description"], first["course_description"])
        )
        yield draft


def ossu(folder: Path) -> Iterator[Draft]:
    """Courses on Coursera and edX that the OSSU curricula list, with duration, effort and prerequisites."""
    line = re.compile(
        r"^\[(?P<title>[^\]]+)\]\((?P<url>https://www\.(?:coursera\.org|edx\.org)/learn/[^)]+)\)[^|]*\|"
        r"\s*(?P<weeks>\d+)(?:-(?P<weeks2>\d+))? weeks? \|\s*(?P<low>\d+)(?:[-–](?P<high>\d+))? hours/week\s*\|"
        r"(?P<rest>.*)$"
    )
    for name in ("README.md", "data-science-README.md"):
        for text in (folder / name).read_text(encoding="utf-8").splitlines():
            if match := line.match(text):
                part = match.groupdict()
                draft = Draft(key_of(part["url"]))
                low = int(part["weeks"]) * int(part["low"])
                high = int(part["weeks2"] or part["weeks"]) * int(part["high"] or part["low"])
                platform = "Coursera" if "coursera" in part["url"] else "edX"
                draft.state(
                    OSSU,
                    title=part["title"],
                    provider=platform,
                    url=part["url"],
                    type="course",
                    format="online",
                    hours_low=float(low),
                    hours_high=float(high),
                )
                draft.text = "requires: " + part["rest"]
                yield draft


def complete_from_edx(folder: Path) -> Callable[[Draft], None]:
    """Single facts of the edX catalogue for entries that stand already: hours, prices, pacing, language, level."""
    by_title = {squeezed(row["title"]): row for row in rows(folder / "edx_courses.csv.gz")}

    def complete(draft: Draft) -> None:
        row = by_title.get(squeezed(draft.values["title"])) if draft.values["provider"] == "edX" else None
        if row is None:
            return
        draft.values["title"] = row["title"]
        effort = re.match(r"(\d+)(?:[–-](\d+))? hours? per week", row["course_effort"])
        weeks = re.match(r"(\d+) Weeks?", row["course_length"])
        if effort and weeks:
            count = int(weeks.group(1))
            draft.state(EDX, hours_low=float(count * int(effort.group(1))))
            draft.state(EDX, hours_high=float(count * int(effort.group(2) or effort.group(1))))
        price = re.match(r"FREE-Add a Verified Certificate for \$([\d.,]+) USD", row["price"])
        if price:
            # The words before the dash are the price of auditing, those behind it what the certificate costs.
            draft.state(EDX, price=float(price.group(1).replace(",", "")), audit_price=0.0, currency="USD")
            draft.state(EDX, award="certificate")
        draft.state(EDX, entry_level=_LEVELS.get(row["Level"].lower()), language=_LANGUAGES.get(row["language"]))
        draft.state(EDX, pacing="self-paced" if row["course_type"].startswith("Self") else "dated")

    return complete


def complete_from_coursera(folder: Path) -> Callable[[Draft], None]:
    """Single facts of the Coursera listing for entries that stand already: type, level, rating, issuer."""
    by_url = {key_of(row["course_url"]): row for row in rows(folder / "coursera_courses.csv.gz")}
    kinds = {
        "Course": "course",
        "Specialization": "specialisation",
        "Professional Certificate": "professional-certificate",
        "Guided Project": "guided-project",
    }

    def complete(draft: Draft) -> None:
        row = by_url.get(draft.key)
        if row is None:
            return
        draft.state(COURSERA_1K, "2023", type=kinds.get(row["course_certificate_type"]))
        draft.state(COURSERA_1K, "2023", entry_level=_LEVELS.get(row["course_difficulty"].lower()))
        draft.state(COURSERA_1K, "2023", recognised_by=(row["course_organization"],))
        count = row["course_reviews_num"].lower().replace(",", "")
        number = float(count.rstrip("k") or 0) * (1000 if count.endswith("k") else 1)
        if row["course_rating"] and number:
            draft.values.pop("rating", None)
            draft.state(COURSERA_1K, "2023", rating=float(row["course_rating"]), rating_count=int(number))

    return complete


def merge(drafts: list[Draft]) -> list[Draft]:
    """One draft a page, then one a title and provider; the first source to state a fact keeps it."""
    by_key: dict[str, Draft] = {}
    for draft in drafts:
        held = by_key.setdefault(draft.key, draft)
        if held is not draft:
            _absorb(held, draft)
    by_title: dict[tuple[str, str], Draft] = {}
    for draft in by_key.values():
        held = by_title.setdefault((squeezed(draft.values["title"]) or draft.key, draft.values["provider"]), draft)
        if held is not draft:
            _absorb(held, draft)
    return list(by_title.values())


def _absorb(held: Draft, other: Draft) -> None:
    for name, value in other.values.items():
        held.state(other.facts[name]["source"] or "", other.facts[name]["as_of"], **{name: value})
    known = {tag.lower() for tag, _ in held.tags}
    held.tags += [(tag, source) for tag, source in other.tags if tag.lower() not in known]
    if len(other.text) > len(held.text) and not other.text.startswith("requires:"):
        held.text = other.text


def facts_json(draft: Draft) -> str:
    """Where each fact of a draft was read, as JSON."""
    return json.dumps(draft.facts, sort_keys=True, separators=(",", ":"))

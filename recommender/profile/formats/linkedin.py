"""LinkedIn's data export: the zip, or one of its CSV files. Contacts and messages stay unread."""

from __future__ import annotations

import csv
import io
import posixpath
import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from recommender.errors import ProfileError
from recommender.profile.formats.archive import Archive
from recommender.profile.formats.text import decode
from recommender.profile.reading import Reading, ReadingDraft
from recommender.scales import from_stated

#: Columns that speak of skills, by file.
_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "profile": ("Headline", "Summary"),
    "profile summary": ("Profile Summary",),
    "positions": ("Title", "Description"),
    "education": ("Degree Name", "Notes", "Activities"),
    "certifications": ("Name",),
    "courses": ("Name",),
    "projects": ("Title", "Description"),
    "volunteering": ("Role", "Cause", "Description"),
    "publications": ("Name", "Description"),
    "honors": ("Title", "Description"),
    "patents": ("Title", "Description"),
    "learning": ("Content Title", "Content Description"),
}
#: Files that name skills: the columns of the name and of the level.
_NAMED: Final = {"skills": ("Name", None), "languages": ("Name", "Proficiency")}
#: Headings by which a single CSV is known, most telling first.
_KNOWN_BY: Final[tuple[tuple[str, frozenset[str]], ...]] = (
    ("positions", frozenset(("company name", "title", "description"))),
    ("education", frozenset(("school name", "degree name"))),
    ("certifications", frozenset(("name", "authority"))),
    ("languages", frozenset(("name", "proficiency"))),
    ("profile", frozenset(("headline", "summary"))),
    ("courses", frozenset(("name", "number"))),
    ("volunteering", frozenset(("role", "cause"))),
    ("skills", frozenset(("name",))),
)
#: Of one file that is read, and of its rows.
MAX_FILE_BYTES: Final = 4 << 20
MAX_ROWS: Final = 5_000
_EXPORT: Final = "LinkedIn's data export (Settings, Data privacy, Get a copy of your data)"


def read_zip(content: bytes) -> Reading:
    """`ProfileError` for a zip that is damaged, too large, or no export of LinkedIn's."""
    draft = ReadingDraft("linkedin")
    order = [*_COLUMNS, *_NAMED]
    files = sorted(_files(content), key=lambda file: order.index(file[0]))
    if not files:
        msg = f"this zip is not {_EXPORT}; hand over the CV in it as a file of its own"
        raise ProfileError(msg)
    for kind, data in files:
        _table(kind, data, draft)
    return draft.finished()


def read_csv(content: bytes) -> Reading:
    """`ProfileError` for a CSV that is none of LinkedIn's."""
    if len(content) > MAX_FILE_BYTES:
        msg = "it holds more than a profile does"
        raise ProfileError(msg)
    header = {name.casefold() for name in next(iter(_rows(content)), {})}
    kind = next((kind for kind, needed in _KNOWN_BY if needed <= header), None)
    if kind is None or (kind == "skills" and header != {"name"}):
        msg = f"this CSV is none of {_EXPORT}; save the table as text or PDF, or list skills under the heading Name"
        raise ProfileError(msg)
    draft = ReadingDraft("linkedin")
    _table(kind, content, draft)
    return draft.finished()


def _files(content: bytes) -> Iterator[tuple[str, bytes]]:
    too_much = "it unpacks to more than 50 MB; hand over the basic export, without messages and media"
    archive, seen = Archive(content, "not a readable zip file", too_much), set[str]()
    for part in archive.parts:
        name, ending = posixpath.splitext(posixpath.basename(part.filename).casefold())
        # A browser numbers what it downloads again.
        kind = re.sub(r"\s*\(\d+\)$", "", name)
        if ending == ".csv" and (kind in _COLUMNS or kind in _NAMED) and kind not in seen:
            seen.add(kind)
            if part.file_size > MAX_FILE_BYTES:
                msg = "one of its tables is larger than 4 MB; a profile is smaller"
                raise ProfileError(msg)
            yield kind, archive.read(part)


def _rows(content: bytes) -> Iterator[dict[str, str]]:
    """Rows by heading. Some of LinkedIn's files begin with notes above the headings."""
    lines = io.StringIO(decode(content), newline="")
    first = lines.readline()
    if first.casefold().startswith("notes:"):
        while first.strip():
            first = lines.readline()
        first = lines.readline()
    # A spreadsheet that saved the table again may part it otherwise.
    separator = max(",;\t", key=first.count)
    reader = csv.DictReader(chain([first], lines), delimiter=separator)
    try:
        if reader.fieldnames:
            yield {name.strip(): "" for name in reader.fieldnames if name}
        for number, row in enumerate(reader, start=1):
            if number > MAX_ROWS:
                msg = f"it holds more than {MAX_ROWS:,} rows; a profile has fewer"
                raise ProfileError(msg)
            yield {str(key).strip(): value for key, value in row.items() if key and isinstance(value, str)}
    except csv.Error:
        msg = "not readable as CSV"
        raise ProfileError(msg) from None


def _table(kind: str, content: bytes, draft: ReadingDraft) -> None:
    rows = _rows(content)
    header = next(rows, {})
    needed = _COLUMNS[kind][0] if kind in _COLUMNS else _NAMED[kind][0]
    if needed not in header:
        # Exports in other languages have other headings.
        draft.skip("column", f"{kind}, {needed}")
    for number, row in enumerate(rows, start=1):
        place = f"{kind} {number}"
        if kind in _NAMED:
            name, level = _NAMED[kind]
            stated = row.get(level, "") if level else ""
            found = from_stated(stated)
            if stated.strip() and found is None:
                draft.skip("level", place)
            draft.name(row.get(name, ""), found)
        else:
            for column in _COLUMNS[kind]:
                draft.add(place, row.get(column, ""))

"""Which column of ours each heading of a file is: by its name in any case, or as a mapping says; else it is offered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final

import pycountry

from recommender.catalogue.cells.money import code_of
from recommender.catalogue.schema import COLUMNS
from recommender.errors import CatalogueError

#: What else headings are called. They are offered and never taken: a level may be the learner's or the framework's.
SYNONYMS: Final[dict[str, tuple[str, ...]]] = {
    column: tuple(names.split())
    for column, names in {
        "id": "course_id course_code code identifier sku program_id key reference",
        "title": (
            "course_name course_title name course programme_name program_name module_title label "
            "credential_name qualification_title titel titre titulo bezeichnung"
        ),
        "provider": (
            "institution organisation organization university school vendor partner offered_by issuer "
            "awarding_body awarding_organisation publisher platform anbieter provider_name"
        ),
        "url": "link course_url website web_address webpage href homepage course_link",
        "type": "course_type credential_type kind product_type learning_type",
        "description": (
            "summary about overview abstract short_description long_description details text beschreibung "
            "course_description content"
        ),
        "entry_level": "level difficulty course_level difficulty_level experience_level",
        "hours": (
            "duration effort length workload time estimated_hours study_hours total_hours duration_hours "
            "course_duration stunden dauer learning_hours time_to_complete"
        ),
        "price": "cost fee tuition course_fee list_price price_amount preis amount fees",
        "audit_price": "audit_fee audit_cost",
        "currency": "curr currency_code price_currency waehrung währung",
        "language": "lang languages taught_in language_of_instruction course_language sprache locale",
        "pacing": "pace pacing_type schedule_type",
        "format": "delivery delivery_mode mode mode_of_study delivery_method study_mode modality",
        "award": "certificate_type credential_awarded awarded",
        "recognised_by": "recognized_by accredited_by accreditation",
        "rating": "stars average_rating avg_rating score course_rating mean_rating",
        "rating_count": "reviews number_of_reviews ratings num_reviews review_count number_of_ratings",
        "skills": (
            "tags topics skills_gained skill skill_tags keywords competencies competences learning_outcomes "
            "skills_taught what_you_learn associated_skills"
        ),
        "requires_skills": "required_skills prerequisite_skills skills_required",
        "prerequisites": "requires prerequisite prerequisite_courses required_courses requirements",
        "stacks_into": "part_of counts_towards counts_toward",
        "qualification_level": "rqf_level eqf_level nqf_level framework_level",
        "status": "state availability course_status",
        "available_from": "start starts start_date begins from_date enrolment_start opens",
        "available_until": "end ends end_date expires expiry expiry_date until closes valid_until",
        "as_of": "updated last_updated updated_at retrieved checked",
    }.items()
}
_OFFERED: Final = {name: column for column, names in SYNONYMS.items() for name in names}
#: Columns that a file may have, and `facts`, which the bundled catalogue has.
OURS: Final = frozenset((*COLUMNS, "facts"))
#: Parts of headings that say another unit than the column's.
_OTHER_UNIT: Final = {
    "hours": re.compile(r"(?:^|_)(?:weeks?|months?|days?|mins?|minutes|per_week|weekly|credits?|ects)(?:_|$)"),
    "price": re.compile(r"(?:^|_)(?:cents?|pence|per_month|monthly|thousands)(?:_|$)"),
    "rating": re.compile(r"(?:^|_)(?:out_of_10|out_of_100|percent)(?:_|$)|%"),
}
#: What stands in brackets behind a heading.
_UNIT: Final = re.compile(r"\s*[(\[]([^()\[\]]{1,20})[)\]]$")
_PRICES: Final = ("price", "audit_price")
#: Likeness above which a heading is taken to be misspelt.
MISSPELT: Final = 0.8


def plain(heading: str) -> str:
    """A heading as names of columns are written: `` Entry Level `` is ``entry_level``."""
    return re.sub(r"[\W_]+", "_", heading.strip().casefold()).strip("_")


def is_known(heading: str) -> bool:
    """Whether a heading is a column, or is offered as one."""
    return plain(heading) in COLUMNS or plain(heading) in _OFFERED


@dataclass(slots=True)
class Headings:
    """The headings of one file. ``mapping``: of a column, the heading that holds it."""

    file: str
    mapping: Mapping[str, str]
    left_out: dict[str, None] = field(default_factory=dict)
    _known: dict[tuple[str, ...], dict[str, str]] = field(default_factory=dict)
    _mapped: set[str] = field(default_factory=set)

    def renamed(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row by our columns; `CatalogueError` where a heading may be one of them and nothing says so."""
        headings = tuple(row)
        columns = self._known.get(headings)
        if columns is None:
            columns = self._known[headings] = self._columns(headings)
        return {
            column: _with_currency(row[heading], heading) if column in _PRICES else row[heading]
            for heading, column in columns.items()
        }

    def finish(self) -> None:
        """`CatalogueError` where the mapping names a heading that the file does not have."""
        for column, heading in self.mapping.items():
            if column not in self._mapped and self._known:
                msg = f"{self.file}: --map {column}={heading}: it has no column {heading}"
                raise CatalogueError(msg)

    def _columns(self, headings: Iterable[str]) -> dict[str, str]:
        by_name = {plain(heading): column for column, heading in self.mapping.items()}
        found: dict[str, str] = {}
        rest: list[str] = []
        for heading in headings:
            column = by_name.get(plain(heading)) or (plain(heading) if plain(heading) in OURS else None)
            if column is None:
                rest.append(heading)
            elif column in found.values() and plain(heading) not in by_name:
                # What the mapping says goes before a heading that is only named so.
                rest.append(heading)
            else:
                other = next((name for name, taken in found.items() if taken == column), None)
                if other is not None:
                    del found[other]
                    rest.append(other)
                found[heading] = column
        self._mapped |= set(found.values()) & set(self.mapping)
        for heading, column in found.items():
            if (unit := _OTHER_UNIT.get(column)) and (wrong := unit.search(plain(heading) + "%" * ("%" in heading))):
                found_unit = wrong[0].strip("_")
                msg = f"{self.file}: {heading.strip()} says {found_unit}, not {column}; write the unit into its cells"
                raise CatalogueError(msg)
        self._refuse_twice(found, rest)
        self._offer(found, rest)
        return found

    def _refuse_twice(self, found: Mapping[str, str], rest: Iterable[str]) -> None:
        for heading in rest:
            if plain(heading) in found.values() and plain(heading) not in self.mapping:
                msg = f"{self.file}: two columns are {plain(heading)}; rename or remove one"
                raise CatalogueError(msg)

    def _offer(self, found: Mapping[str, str], rest: Iterable[str]) -> None:
        taken = set(found.values())
        offers = []
        for heading in rest:
            name = plain(heading)
            near = _OFFERED.get(name) or next(iter(get_close_matches(name, COLUMNS, 1, MISSPELT)), None)
            if near is None and _UNIT.search(heading.strip()):
                first = plain(_UNIT.sub("", heading.strip()))
                near = first if first in COLUMNS else _OFFERED.get(first)
            if near is not None and near not in taken and len(name) > 2:
                offers.append(f"{heading.strip()} looks like {near}; use --map {near}={_quoted(heading.strip())}")
            elif name:
                self.left_out[heading.strip()] = None
        if offers:
            raise CatalogueError(f"{self.file}: " + "; ".join(offers))
        if "title" not in taken and not self._known:
            shown = ", ".join(heading.strip() for heading in (*found, *rest)) or "none"
            msg = f"{self.file}: no column is the title; its columns are {shown[:300]}; use --map title=HEADING"
            raise CatalogueError(msg)


def _with_currency(value: Any, heading: str) -> Any:
    """A price with the currency that its heading names in brackets, as in ``Price (EUR)``."""
    if (unit := _UNIT.search(heading)) is None or isinstance(value, bool):
        return value
    code = code_of(unit[1].strip())
    if pycountry.currencies.get(alpha_3=code) is None:
        return value
    number = value.strip() if isinstance(value, str) else value if isinstance(value, int | float) else ""
    return f"{number} {code}" if re.fullmatch(r"[\d.,]+", str(number)) else value


def _quoted(heading: str) -> str:
    return f'"{heading}"' if re.search(r"\s", heading) else heading

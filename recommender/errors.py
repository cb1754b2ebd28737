"""The tree of errors. Everything that CredPath raises on purpose descends from `CredPathError`.

::

    CredPathError
    ├── InputError                 the caller's input is wrong; the message says what, where and what to do
    │   ├── ProfileError           a CV or profile that cannot be read
    │   ├── CatalogueError         a catalogue file that cannot be used
    │   │   └── RowRefused         one row of it (`recommender.catalogue.refusals`)
    │   ├── TaxonomyError          a platform's own skills file
    │   ├── AmbiguousGoal          a goal that fits several occupations; carries the choices
    │   └── NotFound               an identifier that the snapshot does not hold
    ├── SnapshotError              a snapshot that is missing, truncated, altered or of another format
    ├── WorkLimit                  planning stopped before any plan was found or ruled out
    ├── ModelError                 model weights that are missing or are not what they claim to be
    └── MissingExtra               an optional dependency is needed; the message names the extra to install

Messages never quote a learner's text: they may reach logs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pydantic import ValidationError


class CredPathError(Exception):
    """Base of all errors raised on purpose."""


class InputError(CredPathError):
    """The caller's input is wrong."""


class ProfileError(InputError):
    """A profile file or document that cannot be read."""


class CatalogueError(InputError):
    """A catalogue file that cannot be used at all."""


class TaxonomyError(InputError):
    """A platform's own skills cannot be used."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An occupation to choose from. ``probability`` is in [0, 1]."""

    id: str
    label: str
    probability: float


class AmbiguousGoal(InputError):
    """A goal that fits several occupations about equally, or none well."""

    def __init__(self, message: str, choices: Sequence[Choice] = ()) -> None:
        super().__init__(message)
        self.choices = list(choices)


class NotFound(InputError):
    """An identifier that the snapshot does not hold."""


class SnapshotError(CredPathError):
    """A snapshot that cannot be opened; ``file`` names the part at fault where one is."""

    def __init__(self, message: str, file: str | None = None) -> None:
        super().__init__(message)
        self.file = file


class WorkLimit(CredPathError):
    """The work limit of a plan came before any plan was found or shown to be impossible."""


class ModelError(CredPathError):
    """Model weights that are missing or are not what they claim to be."""


class MissingExtra(CredPathError):
    """An optional dependency is not installed."""


#: What pydantic says in the words of its own types, in ours.
_PLAIN: Final = {
    **dict.fromkeys(("model_type", "dict_type"), "not an object"),
    **dict.fromkeys(("list_type", "tuple_type"), "not a list"),
    **dict.fromkeys(("float_type", "float_parsing"), "not a number"),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), "not a whole number"),
    **dict.fromkeys(
        ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
        "not a day; write YYYY-MM-DD",
    ),
    "string_type": "not a text",
    "extra_forbidden": "not a known field",
}


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field: ``place`` as dotted names, ``kind`` in pydantic's words, ``message`` for people."""

    place: str
    kind: str
    message: str


def first_problem(error: ValidationError, known: Collection[str]) -> FieldProblem:
    """The first thing that pydantic found wrong, without the value that is wrong.

    ``known``: names that may be shown; other parts of the place (a key that somebody made up) become ``(unknown)``.
    """
    return field_problem(error.errors(include_input=False, include_url=False, include_context=False)[0], known)


def field_problem(found: Mapping[str, Any], known: Collection[str]) -> FieldProblem:
    """One entry of pydantic's list of errors; see `first_problem`."""
    place = [str(part) if isinstance(part, int) or part in known else "(unknown)" for part in found["loc"]]
    kind = str(found["type"])
    return FieldProblem(".".join(place), kind, _PLAIN.get(kind) or str(found["msg"]).removeprefix("Value error, "))

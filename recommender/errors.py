"""The tree of errors. Everything that CredPath raises on purpose descends from `CredPathError`.

::

    CredPathError
    ├── InputError                 the caller's input is wrong; the message says what, where and what to do
    │   ├── ProfileError           a CV or profile that cannot be read
    │   │   └── UnsupportedLanguage
    │   ├── CatalogueError         a catalogue file that cannot be used
    │   │   └── RowRefused         one row of it (file, row, field, reason)
    │   ├── TaxonomyError          a platform's own skills file
    │   ├── UnknownSkill           a named skill that is not in the skill space
    │   ├── AmbiguousGoal          a goal that fits several occupations; carries the choices
    │   └── NotFound               an identifier that the snapshot does not hold
    ├── SnapshotError              a snapshot that is missing, truncated, altered or of another format
    ├── WorkLimit                  planning stopped before any plan was found or ruled out
    ├── ModelError                 model weights that are missing or are not what they claim to be
    └── MissingExtra               an optional dependency is needed; the message names the extra to install

Messages never quote a learner's text: they may reach logs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class CredPathError(Exception):
    """Base of all errors raised on purpose."""


class InputError(CredPathError):
    """The caller's input is wrong."""


class ProfileError(InputError):
    """A profile file or document that cannot be read."""


class UnsupportedLanguage(ProfileError):
    """The text is in a language that neither the encoder nor the labels cover."""


class CatalogueError(InputError):
    """A catalogue file that cannot be used at all."""


class TaxonomyError(InputError):
    """A platform's own skills cannot be used."""


class UnknownSkill(InputError):
    """A skill named by the caller is not in the skill space; ``nearest`` holds labels that are."""

    def __init__(self, nearest: Sequence[str]) -> None:
        hint = f"; did you mean {', '.join(nearest)}?" if nearest else ""
        super().__init__(f"a named skill is not in the skill space{hint}")
        self.nearest = list(nearest)


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

"""A platform's own roles: YAML, one document a role or a list of them, or CSV, one line an area.

They stand beside the bundled roles; one with the identifier or the title of a bundled role takes its place.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import ValidationError

from recommender.errors import TaxonomyError, first_problem
from recommender.records import field_names
from recommender.roles.schema import RoleFileArea, RoleFileRole
from recommender.taxonomy.occupations import Occupations
from recommender.taxonomy.space import SkillSpace
from recommender.text import fold

MAX_FILE_BYTES: Final = 20 << 20
MAX_ROLES: Final = 5_000
#: Columns of a CSV file; lists are separated by ``|``.
COLUMNS: Final = ("role", "title", "titles", "occupations", "seniority", "area", "weight", "level", "kind", "learnt",
                  "rule", "members")  # fmt: skip
_OF_ROLE: Final = ("title", "titles", "occupations", "seniority")
_LISTS: Final = frozenset({"titles", "occupations", "members"})


class _Loader(yaml.SafeLoader):
    """YAML without aliases: a few lines of them can stand for gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            line = self.peek_event().start_mark.line + 1  # type: ignore[no-untyped-call]
            msg = f"line {line}: aliases are not read"
            raise yaml.YAMLError(msg)
        return super().compose_node(parent, index)


def read_roles(path: Path) -> list[RoleFileRole]:
    """The roles of a file; `TaxonomyError` names the file, the role by its place, and the field that is wrong."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            msg = f"{path.name}: larger than 20 MiB"
            raise TaxonomyError(msg)
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        msg = f"{path.name}: not valid UTF-8; save the file as UTF-8"
        raise TaxonomyError(msg) from None
    except OSError as error:
        msg = f"{path.name}: cannot be read ({error.strerror or type(error).__name__})"
        raise TaxonomyError(msg) from None
    documents = _lines(text, path.name) if path.suffix.lower() == ".csv" else _documents(text, path.name)
    if len(documents) > MAX_ROLES:
        msg = f"{path.name}: {len(documents):,} roles; {MAX_ROLES:,} at most"
        raise TaxonomyError(msg)
    found = [_role(document, f"{path.name}, role {n}") for n, document in enumerate(documents, start=1)]
    seen: dict[str, int] = {}
    for number, role in enumerate(found, start=1):
        for name in {role.id, *map(fold, (role.title, *role.titles))}:
            if seen.setdefault(name, number) != number:
                msg = (
                    f"{path.name}, role {number}: its identifier or one of its titles is that of role {seen[name]} too"
                )
                raise TaxonomyError(msg)
    return found


def resolved(role: RoleFileRole, space: SkillSpace, occupations: Occupations, where: str) -> RoleFileRole:
    """The role with an identifier for every skill; `TaxonomyError` names what is not known in the snapshot.

    A name means a skill where exactly one bears it as a label; several that do are an error that lists them.
    """
    for identifier in role.occupations:
        if occupations.number(identifier) is None:
            msg = f"{where}, occupations: there is no occupation {identifier[:80]!r}"
            raise TaxonomyError(msg)
    found = {
        part: tuple(_known(area, space, f"{where}, {name} {n}") for n, area in enumerate(areas, start=1))
        for part, name, areas in (("areas", "area", role.areas), ("senior", "senior area", role.senior))
    }
    return role.model_copy(update=found)


def _known(area: RoleFileArea, space: SkillSpace, where: str) -> RoleFileArea:
    members = []
    for number, member in enumerate(area.members, start=1):
        node = _node(member.skill, space, f"{where}, member {number}")
        members.append(member.model_copy(update={"skill": space.id(node), "label": space.label(node)}))
    return area.model_copy(update={"members": tuple(members)})


def _node(name: str, space: SkillSpace, where: str) -> int:
    known = space.meant(name)
    if known is not None:
        return known
    hits = space.lookup(name)
    best = [hit for hit in hits if hit.trust == hits[0].trust]
    if len(best) == 1:
        return best[0].node
    if best:
        listed = ", ".join(space.id(hit.node) for hit in best)
        msg = f"{where}: {name[:80]!r} may mean {listed}; write the identifier"
        raise TaxonomyError(msg)
    near = space.nearest_labels(name)
    hint = f"; near to it: {', '.join(near)}" if near else ""
    msg = f"{where}: no skill is called {name[:80]!r}{hint}"
    raise TaxonomyError(msg)


def _role(document: Any, where: str) -> RoleFileRole:
    try:
        return RoleFileRole.model_validate(document)
    except ValidationError as error:
        problem = first_problem(error, field_names())
        at = f", field {problem.place}" if problem.place else ""
        msg = f"{where}{at}: {problem.message}"
        raise TaxonomyError(msg) from None


def _documents(text: str, name: str) -> list[Any]:
    try:
        loaded = list(yaml.load_all(text, Loader=_Loader))
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        at = f", line {mark.line + 1}" if mark else ""
        reason = getattr(error, "problem", None) or str(error) or type(error).__name__
        msg = f"{name}{at}: not readable as YAML ({reason})"
        raise TaxonomyError(msg) from None
    return [role for document in loaded for role in (document if isinstance(document, list) else [document])]


def _lines(text: str, name: str) -> list[Any]:
    reader = csv.DictReader(text.splitlines())
    unknown = sorted(set(reader.fieldnames or ()) - set(COLUMNS))
    missing = sorted({"role", "area", "weight"} - set(reader.fieldnames or ()))
    if unknown or missing:
        what = f"lacks {', '.join(missing)}" if missing else f"has unknown columns {', '.join(unknown)[:200]}"
        msg = f"{name}: the header {what}; columns are {', '.join(COLUMNS)}"
        raise TaxonomyError(msg)
    roles: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(reader, start=2):
        cells = dict(_cells(row))
        identifier = cells.pop("role", "")
        if not identifier:
            msg = f"{name}, line {number}, field role: empty"
            raise TaxonomyError(msg)
        role = roles.setdefault(identifier, {"id": identifier, "title": identifier, "areas": []})
        role |= {column: cells.pop(column) for column in _OF_ROLE if column in cells}
        area = {"name": cells.pop("area", ""), **cells}
        role["areas"].append(area)
    return list(roles.values())


def _cells(row: dict[str, str | None]) -> Iterator[tuple[str, Any]]:
    """The cells that say something."""
    for column, value in row.items():
        written = (value or "").strip()
        if written:
            yield column, [part.strip() for part in written.split("|") if part.strip()] if column in _LISTS else written

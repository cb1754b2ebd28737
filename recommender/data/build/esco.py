"""ESCO's skills, occupations and relations: release 1.1.1 whole, and what 1.2.0 adds.

The copy of 1.2.0 holds the skills that occupations use and was rebuilt by name: some of its identifiers were found by
the beginning of a name. A skill is therefore matched by label as well, or left out and counted. All nodes of 1.1.1
stay: what the copy lacks is not withdrawn.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from recommender.data.build.crosswalk import TitledOccupation
from recommender.data.build.read_space import Space, curie
from recommender.data.build.shared.sources import rows
from recommender.text import fold, strip_qualifier, tokens

FIRST: Final = "esco"
NEWER: Final = "esco-1.2.0"
RELEASE: Final = "1.2.0"
#: Share of the rarer label's words that a renamed skill keeps.
RENAMED: Final = 0.5
#: Labels of skills that begin with a word, from which it is taken for a verb.
VERB: Final = 3


@dataclass(slots=True)
class Release:
    """The skills of 1.2.0 in the space: ``node`` by the copy's own number; ``counted`` says how each was matched."""

    node: dict[str, int] = field(default_factory=dict)
    counted: Counter[str] = field(default_factory=Counter)


def add_skills(space: Space, shared: Path) -> Release:
    """Nodes, labels and relations of both releases."""
    folder = shared / FIRST
    for row in rows(folder / "skillGroups_en.csv.gz"):
        space.add(curie(row["conceptUri"]), row["preferredLabel"], "group")
    for row in rows(folder / "skills_en.csv.gz"):
        kind = "knowledge" if row["skillType"] == "knowledge" else "skill"
        _add(space, row, kind, row["hiddenLabels"])
    _join(
        space,
        rows(folder / "broaderRelationsSkillPillar.csv.gz"),
        rows(folder / "skillSkillRelations.csv.gz"),
    )
    return _add_newer(space, shared / NEWER)


def _add(space: Space, row: dict[str, str], kind: str, hidden: str = "", release: str | None = None) -> int:
    node = space.add(curie(row["conceptUri"]), row["preferredLabel"], kind, row["reuseLevel"] or None, release=release)
    if (short := strip_qualifier(row["preferredLabel"])) != row["preferredLabel"]:
        space.also(node, short, "short")
    for label in (row["altLabels"] + "\n" + hidden).split("\n"):
        space.also(node, label, "alternative")
    return node


def _join(space: Space, broader: Iterable[dict[str, str]], related: Iterable[dict[str, str]]) -> None:
    for row in broader:
        child, parent = curie(row["conceptUri"]), curie(row["broaderUri"])
        if child in space.number and parent in space.number:
            space.join(space.number[child], space.number[parent], "broader", "esco")
    for row in related:
        a, b = curie(row["originalSkillUri"]), curie(row["relatedSkillUri"])
        if a in space.number and b in space.number:
            space.join(space.number[a], space.number[b], f"{row['relationType']}-for", "esco")


def _add_newer(space: Space, folder: Path) -> Release:
    related = rows(folder / "skillSkillRelations_en.csv.gz")
    digital = {row["conceptUri"]: row for row in rows(folder / "digitalSkillsCollection_en.csv.gz")}
    kinds = {row[f"{end}SkillUri"]: row[f"{end}SkillType"] for row in related for end in ("original", "related")}
    kinds |= {uri: row["skillType"] for uri, row in digital.items()}
    named = _Names(space)
    release = Release()
    for row in rows(folder / "skills_used.csv.gz"):
        uri, label = row["skill_uri"], row["skill"]
        node, how = named.find(curie(uri), label)
        if node is None and how == "new":
            kind = named.kind(label, kinds.get(uri))
            known = digital.get(uri, {"altLabels": "", "reuseLevel": ""})
            node = _add(space, {**known, "conceptUri": uri, "preferredLabel": label}, kind, release=RELEASE)
        release.counted[how] += 1
        if node is not None:
            release.node[row["skill_id"]] = node
            if how == "renamed":
                space.also(node, label, "alternative")
    for uri, row in digital.items():
        node, how = named.find(curie(uri), row["preferredLabel"])
        if how == "new" and curie(uri) not in space.number:
            _add(space, row, named.kind(row["preferredLabel"], row["skillType"]), release=RELEASE)
            release.counted["new, of the digital collection alone"] += 1
    _join(space, rows(folder / "broaderRelationsSkillPillar_en.csv.gz"), related)
    return release


class _Names:
    """Labels of 1.1.1, to match those of 1.2.0 with."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self._number = dict(space.number)
        self._preferred: dict[str, list[int]] = defaultdict(list)
        self._other: dict[str, set[int]] = defaultdict(set)
        self._begin: dict[str, Counter[str]] = defaultdict(Counter)
        for (node, label), kind in space.labels.items():
            if space.kind[node] == "group":
                continue
            if kind == "preferred":
                self._preferred[fold(label)].append(node)
                self._begin[label.split()[0]][space.kind[node]] += 1
            else:
                self._other[fold(label)].add(node)

    def find(self, identifier: str, label: str) -> tuple[int | None, str]:
        """The node of 1.1.1 that is meant, if any, and how it was told."""
        own = self._number.get(identifier)
        preferred, other = self._preferred.get(fold(label), []), self._other.get(fold(label), set())
        if own is not None and own in preferred:
            return own, "identifier and label"
        if preferred:
            return preferred[0], "label of another identifier"
        if own is None:
            return (None, "new") if not other else (min(other), "other label") if len(other) == 1 else (None, "unclear")
        if own in other or self._renamed(own, label):
            return own, "renamed"
        return None, "left out: the identifier is of another skill"

    def _renamed(self, node: int, label: str) -> bool:
        before, after = set(tokens(self._space.label[node])), set(tokens(label))
        return len(before & after) >= RENAMED * min(len(before), len(after))

    def kind(self, label: str, stated: str | None) -> str:
        """``knowledge`` or ``skill``, as a source states, else by whether it begins with a verb."""
        if stated:
            return "knowledge" if stated == "knowledge" else "skill"
        begun = self._begin.get(label.split(maxsplit=1)[0], Counter())
        return "skill" if begun["skill"] >= VERB and begun["skill"] > begun["knowledge"] else "knowledge"


def read_occupations(shared: Path) -> dict[str, TitledOccupation]:
    """Occupations of both releases with every title that either gives them, by identifier."""
    found: dict[str, TitledOccupation] = {}
    for folder, name in ((FIRST, "occupations_en.csv.gz"), (NEWER, "occupations.csv.gz")):
        for row in rows(shared / folder / name):
            titles = [" ".join(title.split()) for title in row["altLabels"].split("\n")]
            here = found.setdefault(
                curie(row["conceptUri"]),
                TitledOccupation(curie(row["conceptUri"]), row["preferredLabel"], row["iscoGroup"], []),
            )
            here.titles += [title for title in (*titles, row["preferredLabel"]) if title]
            if folder == NEWER:
                here.label = row["preferredLabel"]
    return found


def relations(shared: Path, space: Space, release: Release) -> Iterator[tuple[str, int, str]]:
    """(occupation, node, relation): those of 1.1.1, and of 1.2.0 what it adds or calls otherwise."""
    newer = shared / NEWER
    people = {row["occupation_id"]: curie(row["conceptUri"]) for row in rows(newer / "occupations.csv.gz")}
    latest = {
        (people[row["occupation_id"]], release.node[row["skill_id"]]): {"e": "essential", "o": "optional"}[row["rel"]]
        for row in rows(newer / "occupation_skill_relations.csv.gz")
        if row["skill_id"] in release.node
    }
    for row in rows(shared / FIRST / "occupationSkillRelations.csv.gz"):
        occupation, skill = curie(row["occupationUri"]), curie(row["skillUri"])
        if skill in space.number:
            pair = occupation, space.number[skill]
            yield *pair, latest.pop(pair, row["relationType"])
    for (occupation, node), relation in latest.items():
        yield occupation, node, relation

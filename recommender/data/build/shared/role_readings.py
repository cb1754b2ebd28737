"""What two blind readers say that a job asks: their areas, and the marks that these give to the nodes of a pool."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from recommender.data.build.shared.sources import rows

FOLDER: Final = Path("tests") / "golden" / "roles"
READERS: Final = ("first", "second")
SETTLED: Final = "settled"
#: Sets of titles by who may look at them: ``tuned`` decides weights; ``reviewed`` and ``marked`` only measure.
TUNED: Final = "tuned"
MEASURED: Final = ("reviewed", "marked")


@dataclass(frozen=True, slots=True)
class ReadArea:
    """One area of a reader's profile; ``members`` are nodes of the pool."""

    name: str
    importance: str
    kind: str
    learnt: str
    level: str
    rule: str
    members: frozenset[str]


@dataclass(frozen=True)
class RoleReading:
    """One reader's profile of a title. ``also``: nodes that belong to the job and to none of the areas."""

    title: str
    areas: tuple[ReadArea, ...]
    also: frozenset[str]
    entry: Mapping[str, Any]
    related: tuple[str, ...]

    @cached_property
    def relevant(self) -> frozenset[str]:
        """Every node that belongs to the job."""
        return self.also.union(*(area.members for area in self.areas))


@dataclass(frozen=True, slots=True)
class JudgedTitle:
    """A title with its pool of nodes and the two readings of it."""

    title: str
    field: str
    set: str
    esco: tuple[str, ...]
    onet: tuple[str, ...]
    pool: tuple[str, ...]
    readings: tuple[RoleReading, ...]

    def renamed(self, name: Callable[[str], str]) -> JudgedTitle:
        """The same with other names for its nodes: of two that become one, a mark for either is a mark for both."""
        readings = tuple(
            replace(
                reading,
                areas=tuple(replace(area, members=frozenset(map(name, area.members))) for area in reading.areas),
                also=frozenset(map(name, reading.also)),
            )
            for reading in self.readings
        )
        return replace(self, pool=tuple(dict.fromkeys(map(name, self.pool))), readings=readings)

    def precision(self, ranked: list[str]) -> float:
        """Share of ``ranked`` that belongs to the job, as the mean over the readers.

        A node outside the pool counts as none: nobody has marked it.
        """
        shares = [len(reading.relevant.intersection(ranked)) / len(ranked) for reading in self.readings]
        return sum(shares) / len(shares)


def read(folder: Path = FOLDER) -> list[JudgedTitle]:
    """All titles that both readers have read, in the order of ``titles.csv``."""
    pools = {row["title"]: tuple(row["nodes"]) for row in _lines(folder / "pools.jsonl")}
    found = [{row["title"]: _reading(row, pools) for row in _lines(folder / f"{name}.jsonl")} for name in READERS]
    return [
        JudgedTitle(
            row["title"],
            row["field"],
            row["set"],
            tuple(row["esco"].split("|")),
            tuple(row["onet"].split("|")),
            pools[row["title"]],
            tuple(readings[row["title"]] for readings in found),
        )
        for row in rows(folder / "titles.csv")
        if all(row["title"] in readings for readings in found)
    ]


def settled(folder: Path = FOLDER) -> dict[str, RoleReading]:
    """The profile that was made of both readings, by title; ``marked`` titles have none."""
    pools = {row["title"]: tuple(row["nodes"]) for row in _lines(folder / "pools.jsonl")}
    return {row["title"]: _reading(row, pools) for row in _lines(folder / f"{SETTLED}.jsonl")}


def agreement(judged: list[JudgedTitle]) -> dict[str, float]:
    """How far two readers agree on nodes: share of the pool marked alike, and Cohen's kappa (1960)."""
    both = one = neither = 0
    marked = [0, 0]
    for title in judged:
        first, second = (reading.relevant for reading in title.readings)
        both += len(first & second)
        one += len(first ^ second)
        neither += len(title.pool) - len(first | second)
        marked[0] += len(first)
        marked[1] += len(second)
    total = both + one + neither
    alike = (both + neither) / total
    shares = [count / total for count in marked]
    chance = shares[0] * shares[1] + (1 - shares[0]) * (1 - shares[1])
    return {"alike": alike, "kappa": (alike - chance) / (1 - chance), "relevant": sum(shares) / 2}


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _reading(row: Mapping[str, Any], pools: Mapping[str, tuple[str, ...]]) -> RoleReading:
    pool = pools[row["title"]]

    def nodes(numbers: list[int]) -> frozenset[str]:
        return frozenset(pool[number - 1] for number in numbers)

    areas = tuple(
        ReadArea(
            area["name"],
            area["importance"],
            area["kind"],
            area["learnt"],
            area["level"],
            area["rule"],
            nodes(area["members"]),
        )
        for area in row["areas"]
    )
    return RoleReading(row["title"], areas, nodes(row["also"]), row["entry"], tuple(row["related"]))

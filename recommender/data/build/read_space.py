"""The skill space while it is being gathered."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote

ESCO = "http://data.europa.eu/esco/"


@dataclass(slots=True)
class Space:
    """Nodes, labels and edges while they are being gathered; positions in ``ids`` are the node numbers."""

    ids: list[str] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    label: list[str] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    reuse: list[str | None] = field(default_factory=list)
    hot: list[bool] = field(default_factory=list)
    demand: list[float | None] = field(default_factory=list)
    release: list[str | None] = field(default_factory=list)
    number: dict[str, int] = field(default_factory=dict)
    labels: dict[tuple[int, str], str] = field(default_factory=dict)
    edges: dict[tuple[int, int, str], tuple[str, float]] = field(default_factory=dict)

    def add(
        self,
        identifier: str,
        label: str,
        kind: str,
        reuse: str | None = None,
        hot: bool = False,
        demand: float | None = None,
        release: str | None = None,
    ) -> int:
        """Add a node with its labels; ``release``: of its source, where it is not the main one."""
        if identifier in self.number:
            msg = f"two nodes share the identifier {identifier}"
            raise ValueError(msg)
        self.number[identifier] = len(self.ids)
        self.ids.append(identifier)
        self.source.append(identifier.partition(":")[0])
        self.label.append(label)
        self.kind.append(kind)
        self.reuse.append(reuse)
        self.hot.append(hot)
        self.demand.append(demand)
        self.release.append(release)
        self.labels[self.number[identifier], label] = "preferred"
        return self.number[identifier]

    def also(self, node: int, label: str, kind: str) -> None:
        """Add a label to a node."""
        label = " ".join(label.split())
        if label:
            self.labels.setdefault((node, label), kind)

    def join(self, child: int, parent: int, relation: str, source: str, confidence: float = 1.0) -> None:
        """Join two nodes by an edge."""
        if child != parent:
            self.edges.setdefault((child, parent, relation), (source, confidence))


def curie(uri: str) -> str:
    """``http://data.europa.eu/esco/skill/S1`` -> ``esco:skill/S1``."""
    return "esco:" + uri.removeprefix(ESCO)


def slug(name: str) -> str:
    """A label as the last part of an identifier."""
    return quote(name.lower().replace(" ", "-"), safe="-.")

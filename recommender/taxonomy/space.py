"""The skill space as columns: nodes, labels, same-as classes, broader skills."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import marisa_trie
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from recommender.arrays import SparseRows, open_array, open_text
from recommender.errors import SnapshotError
from recommender.text import fold, is_key

#: What ESCO's addresses begin with: ``http://data.europa.eu/esco/skill/...`` is printed as ``esco:skill/...``.
ESCO_ADDRESS: Final = "http://data.europa.eu/esco/"
#: Kinds of nodes, in the order of their codes in ``kind.npy``. ``named``: a skill that a reader of roles named and no
#: taxonomy has; it is matched by its names alone, because nothing that guesses by meaning was fitted with it.
KINDS: Final = (
    "skill",
    "knowledge",
    "technology",
    "emerging",
    "own",
    "commodity",
    "element-skill",
    "element-knowledge",
    "competency",
    "group",
    "named",
)
#: How widely ESCO says that a skill is used, in the order of their codes; ``None`` where nothing says.
REUSE: Final = (None, "transversal", "cross-sector", "sector-specific", "occupation-specific")
#: Kinds of labels and how far a word-for-word match with one is believed: the share of such matches that were right
#: in review; an ESCO alternative label is a candidate, never an answer.
TRUST: Final = {
    "preferred": 0.95,
    "own": 0.95,
    "short": 0.9,
    "alias": 0.9,
    "tag": 0.9,
    "acronym": 0.8,
    "vendorless": 0.8,
    "alternative": 0.7,
}
LABEL_KINDS: Final = tuple(TRUST)
LABEL_RECORD: Final = "<IBB"
TAG_RECORD: Final = "<IB"
#: ``none``: reviewed, and no node is meant.
TAG_RELATIONS: Final = ("exact", "broader", "none")


@dataclass(frozen=True, slots=True)
class LabelHit:
    """A label that a text matched. ``ambiguous`` labels need capitals and context to be believed."""

    node: int
    kind: str
    ambiguous: bool

    @property
    def trust(self) -> float:
        """How far a match with this kind of label is believed, in [0, 1]."""
        return TRUST[self.kind]


class SkillSpace:
    """Read-only view of the folder that `recommender.taxonomy.columns_builder` writes. Nodes are numbered from 0."""

    def __init__(self, folder: Path) -> None:
        text = open_text(folder / "skills.arrow")
        self._ids: pa.StringArray = text["id"]
        self._labels: pa.StringArray = text["label"]
        self.kind: npt.NDArray[np.int8] = open_array(folder / "kind.npy")
        self.hot: npt.NDArray[np.bool_] = open_array(folder / "hot.npy")
        #: How widely the node is used: a position in `REUSE`.
        self.reuse: npt.NDArray[np.int8] = open_array(folder / "reuse.npy")
        #: Share of occupations that use the node, in [0, 1]; NaN where no source says.
        self.demand: npt.NDArray[np.float32] = open_array(folder / "demand.npy")
        #: The node that stands for each same-as class.
        self.canonical: npt.NDArray[np.int32] = open_array(folder / "canonical.npy")
        #: Whether the node or one that is the same is a technology.
        self.is_technology: npt.NDArray[np.bool_] = open_array(folder / "is_technology.npy")
        self.broader = SparseRows.open(folder, "broader", "confidence")
        self._essential = SparseRows.open(folder, "essential", "confidence")
        self.label_trie = _trie(LABEL_RECORD, folder / "labels.marisa")
        self._tags = _trie(TAG_RECORD, folder / "tags.marisa")
        self._numbers = _trie("<I", folder / "ids.marisa")

    def __len__(self) -> int:
        return len(self.kind)

    def id(self, node: int) -> str:
        """The identifier of a node."""
        return str(self._ids[int(node)].as_py())

    def label(self, node: int) -> str:
        """The preferred label of a node."""
        return str(self._labels[int(node)].as_py())

    def kind_of(self, node: int) -> str:
        """The kind of a node, one of `KINDS`."""
        return KINDS[int(self.kind[node])]

    def number(self, identifier: str) -> int | None:
        """The node with this identifier, as it is printed or as ESCO's own address; ``None`` where there is none."""
        written = identifier.strip()
        for candidate in (written, f"esco:{written.removeprefix(ESCO_ADDRESS)}"):
            if is_key(candidate) and (found := self._numbers.get(candidate)):
                return int(found[0][0])
        return None

    def meant(self, identifier: str) -> int | None:
        """The node that stands for the class of the one with this identifier; ``None`` where there is none."""
        number = self.number(identifier)
        return None if number is None else int(self.canonical[number])

    def lookup(self, name: str) -> list[LabelHit]:
        """Every node that bears ``name`` as a label after folding, most trusted first."""
        return sorted(self._hits(self.label_trie.get(fold(name)) or []), key=lambda hit: (-hit.trust, hit.node))

    def tag(self, name: str) -> list[tuple[int, str]] | None:
        """Reviewed meaning of a catalogue's tag: (node, ``exact`` or ``broader``), empty where it means no node.

        ``None`` where the tag was not reviewed.
        """
        found = self._tags.get(fold(name))
        if not found:
            return None
        return [(int(node), TAG_RELATIONS[code]) for node, code in found if TAG_RELATIONS[code] != "none"]

    @staticmethod
    def _hits(records: list[tuple[int, int, int]]) -> Iterator[LabelHit]:
        for node, kind, ambiguous in records:
            yield LabelHit(int(node), LABEL_KINDS[kind], bool(ambiguous))

    def hits(self, key: str) -> list[LabelHit]:
        """As `lookup` for a key that is folded already, in stored order (best first)."""
        return list(self._hits(self.label_trie.get(key) or []))

    def broader_of(self, node: int) -> list[tuple[int, float]]:
        """Directly broader skills (canonical) with the confidence of each join."""
        span = self.broader.span(int(self.canonical[node]))
        confidence = self.broader.values["confidence"][span]
        return [(int(n), float(c)) for n, c in zip(self.broader.columns[span], confidence, strict=True)]

    def essential_of(self, node: int) -> list[int]:
        """Skills (canonical) that ESCO calls essential for this one."""
        return [int(n) for n in self._essential.row(int(self.canonical[node]))]

    def nearest_labels(self, name: str, limit: int = 3) -> list[str]:
        """Preferred labels that start like ``name``, for an error message."""
        folded = fold(name)
        for length in range(len(folded), 2, -1):
            found = self.label_trie.keys(folded[:length])[: 20 * limit]
            nodes = {int(self.label_trie[key][0][0]) for key in sorted(found, key=len)[:limit]}
            if nodes:
                return [self.label(node) for node in sorted(nodes)]
        return []

    @cached_property
    def searchable(self) -> npt.NDArray[np.int32]:
        """Nodes that a text may be linked to by meaning. Names of products are names: they are matched, not guessed."""
        kinds = [KINDS.index(kind) for kind in ("skill", "knowledge", "emerging", "own")]
        found = np.flatnonzero(np.isin(self.kind, kinds)).astype(np.int32)
        emerging = KINDS.index("emerging")
        return np.asarray(
            [node for node in found if self.kind[node] != emerging or not _is_name(self.label(int(node)))],
            dtype=np.int32,
        )

    def labels_of(self, nodes: npt.NDArray[np.int32]) -> list[str]:
        """Preferred labels of some nodes, in their order."""
        return [str(label) for label in pc.take(self._labels, pa.array(nodes)).to_pylist()]


def _is_name(label: str) -> bool:
    """Whether a label is a proper name, as ``Snowflake``, ``Next.js`` and ``ISO 14001`` are."""
    return all(word[0].isupper() or any(map(str.isdigit, word)) for word in label.split())


def _trie(record: str, path: Path) -> marisa_trie.RecordTrie:
    trie = marisa_trie.RecordTrie(record)
    try:
        return trie.mmap(str(path))
    except (OSError, RuntimeError) as error:
        msg = f"{path.name} is not readable; rebuild the snapshot"
        raise SnapshotError(msg, path.name) from error

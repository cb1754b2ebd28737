"""The vocabulary of areas: what people call a competence, and the nodes that belong to each."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from recommender.arrays import open_array, open_text
from recommender.records import AreaKind, Learnt

#: Kinds of areas of the vocabulary, and where they are usually learnt, in the order of their codes.
AREA_KINDS: Final[tuple[AreaKind, ...]] = ("technical", "domain", "people", "tool")
LEARNT: Final[tuple[Learnt, ...]] = ("study", "job", "both")
#: The area of a node that belongs to none: it stands for itself.
NO_AREA: Final = -1


class Areas:
    """Read-only view of what `recommender.taxonomy.columns_builder` writes of areas. Numbered from 0."""

    def __init__(self, folder: Path) -> None:
        text = open_text(folder / "areas.arrow")
        self._ids: pa.StringArray = text["id"]
        self._names: pa.StringArray = text["name"]
        self._kind: npt.NDArray[np.int8] = open_array(folder / "area_kind.npy")
        self._learnt: npt.NDArray[np.int8] = open_array(folder / "area_learnt.npy")
        #: Area of each node, `NO_AREA` where it belongs to none: shape ``(nodes,)``.
        self.of_node: npt.NDArray[np.int16] = open_array(folder / "area_of_node.npy")

    def __len__(self) -> int:
        return len(self._kind)

    def id(self, area: int) -> str:
        """The identifier of an area."""
        return str(self._ids[int(area)].as_py())

    def name(self, area: int) -> str:
        """What people call an area."""
        return str(self._names[int(area)].as_py())

    def kind(self, area: int) -> AreaKind:
        """One of `AREA_KINDS`."""
        return AREA_KINDS[int(self._kind[area])]

    def learnt(self, area: int) -> Learnt:
        """Where it is usually learnt, one of `LEARNT`: by study, on the job, or both."""
        return LEARNT[int(self._learnt[area])]

"""Occupations of ESCO and O*NET as columns: titles, what each needs, and how the two taxonomies pair up."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import marisa_trie
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from recommender.arrays import SparseRows, open_array, open_text
from recommender.text import is_key, tokens

#: Relations between an occupation and a node, in the order of their codes.
RELATIONS: Final = ("essential", "optional", "in-demand", "hot", "technology", "element", "competency")
OTHER_TITLE: Final = 0.85
#: A folded title's record: an occupation, and the kind of title: another, its main one, or one that was reviewed.
TITLE_RECORD: Final = "<IB"
OTHER, MAIN, REVIEWED = range(3)


class Occupations:
    """Read-only view of the folder that `recommender.taxonomy.columns_builder` writes. Numbered from 0."""

    def __init__(self, folder: Path) -> None:
        text = open_text(folder / "occupations.arrow")
        self._ids: pa.StringArray = text["id"]
        self._labels: pa.StringArray = text["label"]
        self._codes: pa.StringArray = text["code"]
        #: O*NET's job zone, from 1 (little preparation) to 5; 0 where none is stated.
        self.job_zone: npt.NDArray[np.int8] = open_array(folder / "job_zone.npy")
        #: 1 for O*NET, 0 for ESCO.
        self.is_onet: npt.NDArray[np.bool_] = open_array(folder / "is_onet.npy")
        self.needs = SparseRows.open(folder, "needs", "relation", "importance", "level")
        self.pairs = SparseRows.open(folder, "pairs", "confidence")
        self._postings = SparseRows.open(folder, "postings")
        self._token_number = marisa_trie.Trie().mmap(str(folder / "tokens.marisa"))
        self._token_row: npt.NDArray[np.int32] = open_array(folder / "token_row.npy")
        self._idf: npt.NDArray[np.float32] = open_array(folder / "token_idf.npy")
        self._title_weight: npt.NDArray[np.float32] = open_array(folder / "title_weight.npy")
        self._title_occupation: npt.NDArray[np.int32] = open_array(folder / "title_occupation.npy")
        self._title_main: npt.NDArray[np.bool_] = open_array(folder / "title_main.npy")
        self._numbers = marisa_trie.RecordTrie("<I").mmap(str(folder / "occupation_ids.marisa"))
        self._titled = marisa_trie.RecordTrie(TITLE_RECORD).mmap(str(folder / "titles.marisa"))
        short = open_text(folder / "abbreviations.arrow")
        #: Abbreviations of titles as they are written, and what they stand for, by the same in lower case.
        self.abbreviations: dict[str, tuple[str, str]] = {
            written.casefold(): (written, meaning)
            for written, meaning in zip(short["abbreviation"].to_pylist(), short["meaning"].to_pylist(), strict=True)
        }

    def __len__(self) -> int:
        return len(self.is_onet)

    def id(self, occupation: int) -> str:
        """The identifier of an occupation."""
        return str(self._ids[int(occupation)].as_py())

    def label(self, occupation: int) -> str:
        """The main title of an occupation."""
        return str(self._labels[int(occupation)].as_py())

    def code(self, occupation: int) -> str:
        """The ISCO-08 group of an occupation of ESCO, the SOC code of one of O*NET."""
        return str(self._codes[int(occupation)].as_py())

    def number(self, identifier: str) -> int | None:
        """The occupation with this identifier (``esco:occupation/...``, ``onet:15-1252.00``, or a bare code or URI)."""
        bare = identifier.strip().removeprefix("http://data.europa.eu/esco/occupation/")
        for candidate in (identifier.strip(), f"onet:{bare}", f"esco:occupation/{bare}"):
            if is_key(candidate) and (found := self._numbers.get(candidate)):
                return int(found[0][0])
        return None

    def title_similarity(self, query: str) -> npt.NDArray[np.float32]:
        """How like ``query`` each occupation's most similar title is: shape ``(occupations,)``, in [0, 1].

        Jaccard similarity of the folded words weighted by inverse document frequency over all titles; a title that is
        not the main one counts for `OTHER_TITLE` of it.
        """
        out = np.zeros(len(self), dtype=np.float32)
        words = set(tokens(query))
        rows = [self._row(word) for word in words]
        rare = float(self._idf.max()) if len(self._idf) else 1.0
        asked = sum(float(self._idf[row]) if row is not None else rare for row in rows)
        known = [row for row in rows if row is not None]
        if not known:
            return out
        titles = np.concatenate([self._postings.row(row) for row in known])
        shared_weights = np.concatenate([np.full(len(self._postings.row(row)), self._idf[row]) for row in known])
        distinct, inverse = np.unique(titles, return_inverse=True)
        shared = np.bincount(inverse, weights=shared_weights)
        similarity = shared / (asked + self._title_weight[distinct] - shared)
        similarity *= np.where(self._title_main[distinct], 1.0, OTHER_TITLE)
        np.maximum.at(out, self._title_occupation[distinct], similarity.astype(np.float32))
        return out

    def titled(self, key: str) -> list[tuple[int, int]]:
        """Occupations that bear a folded title, each with its kind: `OTHER`, `MAIN` or `REVIEWED`."""
        return [(int(number), int(kind)) for number, kind in self._titled.get(key) or ()] if is_key(key) else []

    def word_counts(self) -> dict[str, int]:
        """How many titles hold each folded word."""
        return {word: len(self._postings.row(int(self._token_row[n]))) for word, n in self._token_number.items()}

    def _row(self, word: str) -> int | None:
        number = self._token_number.get(word)
        return None if number is None else int(self._token_row[number])

"""What a platform's log says of its credentials: what is taken after what, and how often each is taken where shown.

Learned with a ranker and kept beside it by identifier, so that it serves any snapshot. What taught which skills when it
was learned is part of it: a record that changes later moves its own features and no other's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from recommender.arrays import Floats
from recommender.catalogue.store import Credentials
from recommender.errors import ModelError
from recommender.rank.transitions import HISTORY_DECAY, STEP_DECAY, Follows, Histories, count_transitions

Arrays = dict[str, npt.NDArray[Any]]

#: Half-life of a transition in years: what learners took long ago says less of what they take now.
HALF_LIFE: Final = 2.0
#: Impressions at the mean rate that are mixed into a credential's or a provider's own.
SHRINKAGE: Final = 20.0
#: Share of what is taken next that is told by skills alone, for credentials that nobody took yet.
BY_SKILLS: Final = 0.1
#: Log odds over what is taken anyway at which the order feature is three quarters of the way to its end.
LIFT_SCALE: Final = 2.0
NEUTRAL: Final = 0.5


@dataclass(frozen=True, slots=True)
class Uptake:
    """``taken`` of ``shown``, both weighed by examination where that is known; one entry a credential or provider."""

    shown: Floats
    taken: Floats

    def relative(self) -> Floats:
        """Shrunk rate of each against the mean, in [0, 1]; `NEUTRAL` at the mean and where nothing was shown."""
        total = float(self.shown.sum())
        mean = float(self.taken.sum()) / total if total > 0 else 0.0
        if mean == 0:
            return np.full(len(self.shown), NEUTRAL)
        rate = (self.taken + SHRINKAGE * mean) / (self.shown + SHRINKAGE)
        return np.asarray(rate / (rate + mean))


@dataclass(frozen=True, slots=True)
class History:
    """What was learned, by identifier.

    ``follows``: credentials after credentials. ``skills``: ``(credentials, nodes)``, how probable after each is one of
    the credentials that teach a node. ``popularity`` and ``provider``: in [0, 1], by credential and by provider.
    """

    credentials: tuple[str, ...]
    nodes: tuple[str, ...]
    providers: tuple[str, ...]
    follows: Follows
    skills: sparse.csr_array
    popularity: Floats
    provider: Floats

    @classmethod
    def learn(
        cls,
        histories: Histories,
        credentials: Sequence[str],
        teaches: sparse.csr_array,
        nodes: Sequence[str],
        popularity: Floats,
        providers: Mapping[str, float],
    ) -> History:
        """``histories`` number ``credentials``; ``teaches``: ``(credentials, nodes)``, 1 where one teaches a node."""
        follows = Follows.of(count_transitions(histories, len(credentials), STEP_DECAY, HALF_LIFE))
        teachers = np.maximum(np.asarray(teaches.sum(axis=0)).ravel(), 1.0)
        skills = (follows.counted @ (teaches @ sparse.diags_array(1.0 / teachers))).tocsr()
        return cls(
            tuple(credentials),
            tuple(nodes),
            tuple(providers),
            follows,
            skills,
            popularity,
            np.asarray(list(providers.values()), dtype=np.float64),
        )

    def arrays(self) -> Arrays:
        """To be written with others; `of_arrays` reads them."""
        out: Arrays = {
            "history.credentials": np.asarray(self.credentials, dtype=np.str_),
            "history.nodes": np.asarray(self.nodes, dtype=np.str_),
            "history.providers": np.asarray(self.providers, dtype=np.str_),
            "history.left": self.follows.left,
            "history.base": self.follows.base,
            "history.popularity": self.popularity,
            "history.provider": self.provider,
        }
        for name, matrix in (("follows", self.follows.counted), ("skills", self.skills)):
            out[f"history.{name}.data"] = matrix.data
            out[f"history.{name}.indices"] = matrix.indices
            out[f"history.{name}.indptr"] = matrix.indptr
        return out

    @classmethod
    def of_arrays(cls, arrays: Arrays) -> History | None:
        """``None`` where there is none; `ModelError` where it is damaged."""
        if "history.credentials" not in arrays:
            return None
        try:
            credentials, nodes, providers = (
                tuple(map(str, arrays[f"history.{kind}"])) for kind in ("credentials", "nodes", "providers")
            )
            size = len(credentials)
            follows, skills = (
                sparse.csr_array(
                    tuple(arrays[f"history.{name}.{part}"] for part in ("data", "indices", "indptr")),
                    shape=(size, width),
                )
                for name, width in (("follows", size), ("skills", len(nodes)))
            )
            follows.check_format()
            skills.check_format()
            whole = Follows(follows, arrays["history.left"], arrays["history.base"])
            popularity, provider = arrays["history.popularity"], arrays["history.provider"]
            return cls(credentials, nodes, providers, whole, skills, popularity, provider)
        except (KeyError, ValueError, TypeError, IndexError) as error:
            msg = f"the history of the ranker is damaged: {error}"
            raise ModelError(msg) from error


class Past:
    """A `History` over one snapshot. Rows and nodes are the snapshot's; ``node`` maps an identifier to its number."""

    def __init__(self, history: History, credentials: Credentials, node: Callable[[str], int | None]) -> None:
        self._history = history
        self._credentials = credentials
        #: Learned number of each row of the snapshot, -1 where none.
        self._learned = np.full(len(credentials), -1, dtype=np.int64)
        for number, name in enumerate(history.credentials):
            if (row := credentials.number(name)) is not None:
                self._learned[row] = number
        numbers = (node(name) for name in history.nodes)
        self._nodes = np.asarray([-1 if number is None else number for number in numbers], dtype=np.int64)
        codes = (credentials.code("provider", name) for name in history.providers)
        self._provider = dict(zip(codes, history.provider.tolist(), strict=True))

    def popularity(self, rows: npt.NDArray[np.int64]) -> Floats:
        """How much each row is taken where it is looked at: shape ``(rows,)``, in [0, 1]."""
        learned = self._learned[rows]
        return np.where(learned >= 0, self._history.popularity[learned], NEUTRAL)

    def provider(self, rows: npt.NDArray[np.int64]) -> Floats:
        """The same of each row's provider: shape ``(rows,)``, in [0, 1]."""
        codes = self._credentials.provider[rows].tolist()
        return np.asarray([self._provider.get(code, NEUTRAL) for code in codes], dtype=np.float64)

    def order(self, taken: Sequence[int], rows: npt.NDArray[np.int64]) -> Floats:
        """How much more often each of ``rows`` comes after what a learner took, oldest first, than it comes at all.

        In [0, 1]: `NEUTRAL` where nothing is known. Rises with every skill that a credential teaches.
        """
        known = [int(n) for n in self._learned[np.asarray(taken, dtype=np.int64)] if n >= 0] if len(taken) else []
        if not known or not len(rows):
            return np.full(len(rows), NEUTRAL)
        weights = HISTORY_DECAY ** np.arange(len(known))[::-1]
        weights = weights / weights.sum()
        follows, size = self._history.follows, len(self._history.credentials)
        row = sparse.csr_array((weights, known, [0, len(known)]), shape=(1, size))
        learned = self._learned[rows]
        base = np.where(learned >= 0, follows.base[learned], 1.0 / size)
        chance = np.exp(follows.log(row)[0])
        counted = np.where(learned >= 0, chance[learned], base)
        mixed = (1 - BY_SKILLS) * counted + BY_SKILLS * self._by_skills(row, rows)
        lift = np.log(mixed / base)
        return np.asarray(NEUTRAL + 0.5 * np.tanh(lift / LIFT_SCALE))

    def _by_skills(self, row: sparse.csr_array, rows: npt.NDArray[np.int64]) -> Floats:
        """The most that any skill which each teaches says of being next: a maximum, so that more of them never hurt."""
        reached = (row @ self._history.skills).tocoo()
        nodes = self._nodes[reached.col]
        index = self._credentials.taught_by
        best = np.zeros(len(self._credentials))
        for node, mass in zip(nodes[nodes >= 0].tolist(), reached.data[nodes >= 0].tolist(), strict=True):
            taught_by = index.row(node)
            best[taught_by] = np.maximum(best[taught_by], mass)
        return best[rows]

"""A score that is a sum of one function per feature: exact contributions, and arrays that are read without pickle.

Generalised additive models (Hastie and Tibshirani, 1986) with boosted step functions (Lou, Caruana and Gehrke, KDD
2012). No pair of features is multiplied, so what a feature adds to a score is what its function says, and a function
that never falls keeps a promise about its feature whatever the others are.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from recommender.arrays import Floats
from recommender.errors import ModelError


@dataclass(frozen=True, slots=True)
class Shape:
    """One feature's function.

    Steps: ``value`` is one longer than the ascending ``at``; a feature x has ``value[k]``, k the number of ``at`` that
    are at most x. Linear: as many values as ``at``, joined by straight lines and constant beyond. ``missing``: the
    value of NaN.
    """

    at: Floats
    value: Floats
    missing: float = 0.0

    @property
    def linear(self) -> bool:
        """Whether it is joined by straight lines; steps otherwise."""
        return len(self.at) == len(self.value)

    def __call__(self, x: Floats) -> Floats:
        if self.linear:
            found = np.interp(x, self.at, self.value)
        else:
            found = self.value[np.searchsorted(self.at, x, side="right")]
        unknown = np.isnan(x)
        return np.where(unknown, self.missing, found) if unknown.any() else np.asarray(found)


@dataclass(frozen=True, slots=True)
class Additive:
    """``names`` of the features with a `Shape` each, and what every row starts from."""

    names: tuple[str, ...]
    shapes: tuple[Shape, ...]
    intercept: float

    def contributions(self, table: npt.NDArray[np.floating]) -> Floats:
        """What each feature adds to each row's score: the shape of ``table``, ``(rows, features)``."""
        columns = [shape(np.asarray(table[:, n], dtype=np.float64)) for n, shape in enumerate(self.shapes)]
        return np.stack(columns, axis=1) if columns else np.zeros((len(table), 0))

    def score(self, table: npt.NDArray[np.floating]) -> Floats:
        """Shape ``(rows,)``: the intercept and the contributions, added up."""
        return np.asarray(self.intercept + self.contributions(table).sum(axis=1))

    def arrays(self, prefix: str) -> dict[str, npt.NDArray[np.generic]]:
        """To be written with others into one ``.npz``; `of_arrays` reads them."""
        out: dict[str, npt.NDArray[np.generic]] = {
            f"{prefix}.names": np.asarray(self.names, dtype=np.str_),
            f"{prefix}.intercept": np.asarray(self.intercept),
            f"{prefix}.missing": np.asarray([shape.missing for shape in self.shapes]),
        }
        for name, shape in zip(self.names, self.shapes, strict=True):
            out[f"{prefix}.{name}.at"], out[f"{prefix}.{name}.value"] = shape.at, shape.value
        return out

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, npt.NDArray[np.generic]], prefix: str, known: Sequence[str]) -> Additive:
        """From what `arrays` gave. Raises `ModelError` for arrays that are not a model of the features ``known``."""
        try:
            names = tuple(str(name) for name in arrays[f"{prefix}.names"])
            missing = arrays[f"{prefix}.missing"].astype(np.float64)
            shapes = tuple(
                Shape(
                    arrays[f"{prefix}.{name}.at"].astype(np.float64),
                    arrays[f"{prefix}.{name}.value"].astype(np.float64),
                    float(missing[n]),
                )
                for n, name in enumerate(names)
            )
            found = cls(names, shapes, float(arrays[f"{prefix}.intercept"]))
        except (KeyError, ValueError, TypeError, IndexError) as error:
            msg = f"the arrays of {prefix!r} are not a ranker: {error}"
            raise ModelError(msg) from error
        if names != tuple(known):
            msg = f"{prefix!r} was fitted on the features {', '.join(names)}; this version has {', '.join(known)}"
            raise ModelError(msg)
        for name, shape in zip(names, shapes, strict=True):
            sizes = len(shape.value) - len(shape.at)
            whole = np.isfinite(shape.at).all() and np.isfinite(shape.value).all() and np.isfinite(shape.missing)
            if sizes not in {0, 1} or not whole or (np.diff(shape.at) < 0).any() or not len(shape.value):
                msg = f"the function of {name!r} in {prefix!r} is damaged"
                raise ModelError(msg)
        return found


def open_arrays(path: Path) -> dict[str, npt.NDArray[np.generic]]:
    """All arrays of an ``.npz``, never unpickling; `ModelError` where it is none."""
    try:
        with np.load(path, allow_pickle=False) as found:
            return {name: found[name] for name in found.files}
    except (OSError, ValueError, zipfile.BadZipFile, EOFError) as error:
        msg = f"{path.name} is not a file of arrays: {error}"
        raise ModelError(msg) from error

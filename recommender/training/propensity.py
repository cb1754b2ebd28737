"""How probable it is that a place of a list was looked at: inverse propensities against position bias.

What stands first is clicked more because it stands first. An impression that led to something counts by one over the
probability that it was looked at (Joachims, Swaminathan and Schnabel, WSDM 2017). That probability is taken from the
log where the platform states it, or told from lists whose order was drawn at random, where places differ in nothing
else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from recommender.arrays import Floats

Source = Literal["logged", "randomised", "off"]
#: Impressions of lists in random order from which places can be compared.
MIN_RANDOMISED: Final = 500
#: The least examination that is believed: an impression never counts more than one over this.
MIN_EXAMINATION: Final = 0.1
#: Pseudo-impressions at the mean rate of all places, mixed into that of each.
SHRINKAGE: Final = 20.0


@dataclass(frozen=True, slots=True)
class Examination:
    """How probable it is that an impression was looked at.

    ``source``: where that comes from. ``curve``: of each place from the first on, ``(places,)``, empty unless
    randomised; places beyond have the last. ``clipped``: share of the impressions that it was told from whose
    probability was raised to `LEAST`.
    """

    source: Source
    curve: Floats
    clipped: float = 0.0

    def of(self, position: npt.NDArray[np.int64], logged: Floats) -> Floats:
        """Of impressions, in [`LEAST`, 1]; 1 where nothing is corrected, and where no propensity was stated."""
        return np.maximum(self._raw(position, logged), MIN_EXAMINATION)

    def _raw(self, position: npt.NDArray[np.int64], logged: Floats) -> Floats:
        if self.source == "off":
            return np.ones(len(position))
        if self.source == "logged":
            return np.where(np.isnan(logged), 1.0, logged)
        return np.asarray(self.curve[np.minimum(position, len(self.curve)) - 1])

    def told_from(self, position: npt.NDArray[np.int64], logged: Floats) -> Examination:
        """This, with the share that is clipped of the impressions that it was told from."""
        return replace(self, clipped=float((self._raw(position, logged) < MIN_EXAMINATION).mean()))


def examination(
    position: npt.NDArray[np.int64],
    acted: npt.NDArray[np.bool_],
    randomised: npt.NDArray[np.bool_],
    logged: Floats,
) -> Examination:
    """Told from impressions: arrays of shape ``(impressions,)``, ``position`` from 1, ``logged`` NaN where not stated.

    Logged propensities are used where all impressions have one, and lists in random order where there are enough of
    them; otherwise nothing is corrected, every probability is 1 and ``source`` says "off".
    """
    if len(logged) and not np.isnan(logged).any():
        return Examination("logged", np.zeros(0)).told_from(position, logged)
    if int(randomised.sum()) >= MIN_RANDOMISED and acted[randomised].any():
        curve = _curve(position[randomised], acted[randomised], int(position.max()))
        return Examination("randomised", curve).told_from(position, logged)
    return Examination("off", np.zeros(0))


def _curve(position: npt.NDArray[np.int64], acted: npt.NDArray[np.bool_], places: int) -> Floats:
    """Share of what was shown at each place that was acted on, against the first; never rising from place to place.

    Places with few impressions lean on the mean; the running mean of rates that rise makes it fall (pool adjacent
    violators, as isotonic regression does).
    """
    shown = np.bincount(position - 1, minlength=places).astype(np.float64)
    did = np.bincount(position[acted] - 1, minlength=places).astype(np.float64)
    rate = (did + SHRINKAGE * acted.mean()) / (shown + SHRINKAGE)
    from scipy.optimize import isotonic_regression

    falling = isotonic_regression(rate, weights=shown + SHRINKAGE, increasing=False).x
    return np.asarray(falling / falling[0])

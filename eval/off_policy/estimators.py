"""What a policy would have earned, told from what another one logged: IPS, SNIPS and doubly robust, through obp.

Inverse propensity scoring (Horvitz and Thompson, 1952), its self-normalised form (Swaminathan and Joachims, NeurIPS
2015) and the doubly robust estimator (Dudik, Langford and Li, ICML 2011). Each stands beside its effective sample size
(Kish, 1965): how many rounds under the evaluated policy itself the logged ones are worth.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from eval.core import csv_tables, intervals
from eval.core.report import Interval
from recommender.arrays import Floats
from recommender.errors import InputError

SEED: Final = 20_241_126
RESAMPLES: Final = 1_000
#: Effective rounds below which an estimate says next to nothing.
FEW: Final = 50
LOGGING: Final = "logging policy, as logged"
NEEDED: Final = ("reward", "logging_probability", "target_probability")
MODEL: Final = ("expected_reward", "expected_reward_of_target")


@dataclass(frozen=True, slots=True)
class Logged:
    """One row a round; arrays of shape ``(rounds,)``.

    ``reward`` of what was shown; ``logging`` and ``target``: the probability that each policy shows just that.
    ``expected`` and ``expected_target``: a model's reward of what was shown and of what the target policy would show,
    fitted on other rounds; ``None`` without one.
    """

    reward: Floats
    logging: Floats
    target: Floats
    expected: Floats | None = None
    expected_target: Floats | None = None

    @property
    def weight(self) -> Floats:
        """Probability of the logged action under the new policy over that under the old one: ``(rounds,)``."""
        return np.asarray(self.target / self.logging)

    def effective(self) -> float:
        """Rounds under the target policy that these are worth; 0 where it shows nothing of what was shown."""
        weight = self.weight
        total = float((weight**2).sum())
        return float(weight.sum() ** 2 / total) if total > 0 else 0.0


def read(path: Path) -> Logged:
    """From a CSV file with the columns `NEEDED`, and both of `MODEL` for the doubly robust estimate.

    Raises `InputError` with file, row and column of a value that cannot be one.
    """
    found, columns = csv_tables.rows(path, NEEDED)
    used = [*NEEDED, *(MODEL if set(MODEL) <= set(columns) else ())]
    rows = [[csv_tables.number(row, name, place, *_bounds(name)) for name in used] for place, row in found]
    if not rows:
        msg = f"{path.name} has no rounds"
        raise InputError(msg)
    return Logged(*np.asarray(rows).T)


def _bounds(name: str) -> tuple[float, float]:
    if "probability" not in name:
        return -np.inf, np.inf
    return (float(np.nextafter(0, 1)) if name == "logging_probability" else 0.0), 1.0


def estimates(logged: Logged) -> dict[str, dict[str, Any]]:
    """The value of the target policy by each estimator, with a 95 % bootstrap interval, and of the logging policy."""
    from obp.ope import DoublyRobust, InverseProbabilityWeighting, SelfNormalizedInverseProbabilityWeighting

    rounds = len(logged.reward)
    # obp wants all actions of a round: what was shown, and everything else as one.
    both = np.stack([logged.target, 1 - logged.target], axis=1)[:, :, None]
    shared = {
        "reward": logged.reward,
        "action": np.zeros(rounds, dtype=int),
        "position": np.zeros(rounds, dtype=int),
        "pscore": logged.logging,
        "action_dist": both,
    }
    effective = round(logged.effective(), 1)
    out: dict[str, dict[str, Any]] = {LOGGING: _interval(logged.reward)}
    found = {"ips": InverseProbabilityWeighting(), "snips": SelfNormalizedInverseProbabilityWeighting()}
    for name, estimator in found.items():
        out[name] = _row(estimator, shared, effective)
    if logged.expected is not None and logged.expected_target is not None:
        other = np.maximum(1 - logged.target, 1e-12)
        rest = (logged.expected_target - logged.target * logged.expected) / other
        model = np.stack([logged.expected, np.where(logged.target < 1, rest, 0.0)], axis=1)[:, :, None]
        out["doubly robust"] = _row(DoublyRobust(), {**shared, "estimated_rewards_by_reg_model": model}, effective)
    return out


def _row(estimator: Any, shared: dict[str, Any], effective: float) -> dict[str, Any]:
    value = float(estimator.estimate_policy_value(**shared))
    found = estimator.estimate_interval(**shared, alpha=0.05, n_bootstrap_samples=RESAMPLES, random_state=SEED)
    low, high = (float(v) for name, v in found.items() if name.endswith(("(lower)", "(upper)")))
    interval: Interval = {"value": round(value, 4), "low": round(low, 4), "high": round(high, 4)}
    said = "" if effective >= FEW else f"fewer than {FEW} effective rounds: says next to nothing"
    return {"value": interval, "effective rounds": effective, **({"warning": said} if said else {})}


def _interval(reward: Floats) -> dict[str, Any]:
    return {"value": intervals.mean(reward), "effective rounds": float(len(reward))}

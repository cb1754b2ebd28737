"""What a trained ranker says of itself: its manifest and its card."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np

from recommender.rank.features import RISING
from recommender.rank.ranker import Ranker, write_ranker
from recommender.training.decision import Trained
from recommender.training.trainer import CUTS, Trainer
from recommender.version import __version__

BIAS: Final = {
    "logged": "corrected by the propensities that the log states",
    "randomised": "corrected by examination told from lists in random order",
    "off": "NOT corrected: the log states no propensities and holds too few lists in random order",
}
CARD: Final = """# Ranker

Fitted by `credpath train` on a platform's log; an additive score of named features (docs/ranking.md).

## Data

{counts}

The log was cut by time at {cuts} ({shares} of its lists): counted, fitted, calibrated, held out.
Position bias is {bias}.
Impressions whose probability of being looked at was raised to the least that is believed: {clipped:.1%}.

## Held-out comparison with the ranker in use ({in_use})

Differences, new less in use, with 95 % bootstrap intervals over {lists} lists and {requests} requests. A ranker that is
lower beyond an interval is not published.

{decision}

{groups}

## What it says

{calibration}

`takes` is the calibrated probability that a learner who looks at a credential takes it within 30 days; {finish}.
`unfamiliar` flags a candidate that is further from those it was fitted on than all but one in two hundred of them.

## What moves a score

Most that each feature moves the score (log odds of taking), and whether it is held from falling:

{features}

## Limits

It learns what learners of this platform took, with the lists that they were shown. What was never shown was never
learned; what closes nothing of a goal is not recommended whatever the score.
"""


def manifest_of(trained: Trained, trainer: Trainer, events: Sequence[Path], seed: int) -> dict[str, Any]:
    """The manifest's part on data, versions, seed and the decision."""
    decision = trained.decision
    return {
        "versions": {name: version(name) for name in ("numpy", "scikit-learn", "scipy")} | {"credpath": __version__},
        "seed": seed,
        "snapshot": trainer.snapshot_id,
        "in_use": trainer.in_use.version,
        "events": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in events},
        "cuts": list(trained.cuts),
        "counts": trained.counts,
        "position_bias": BIAS[trained.examination.source],
        "examination": [round(float(value), 4) for value in trained.examination.curve],
        "clipped": round(trained.examination.clipped, 4),
        "decision": {
            name: [round(value, 6) for value in interval]
            for name, interval in (
                ("ndcg@10", decision.ndcg),
                ("gap closed per 100 hours", decision.per_hour),
                ("gap closed per 100 of money", decision.per_dollar),
            )
        },
        "groups": {
            group: {name: [round(value, 6) for value in interval] for name, interval in found.items()}
            for group, found in decision.groups.items()
        },
        "calibration": {
            name: {"ece": round(error, 4), "n": count} for name, (error, count) in decision.calibration.items()
        },
        "compared on": {"lists": decision.lists, "requests": decision.requests},
    }


def write_trained(folder: Path, trained: Trained, said: dict[str, Any]) -> Ranker:
    """Arrays, manifest and card; returns what is read back."""
    return write_ranker(folder, "learned", trained.ranker, said, render_card(trained, said))


def render_card(trained: Trained, said: dict[str, Any]) -> str:
    """The card of a trained ranker, in Markdown."""
    score = trained.ranker.score
    moves = {name: float(np.ptp(shape.value)) for name, shape in zip(score.names, score.shapes, strict=True)}
    listed = sorted(moves.items(), key=lambda entry: (-entry[1], entry[0]))
    return CARD.format(
        counts="\n".join(f"- {name}: {count}" for name, count in trained.counts.items()),
        cuts=", ".join(trained.cuts),
        shares=", ".join(f"{cut:.0%}" for cut in CUTS),
        bias=said["position_bias"],
        clipped=said["clipped"],
        in_use=said["in_use"],
        lists=trained.decision.lists,
        requests=trained.decision.requests,
        decision="\n".join(
            f"- {name}: {d:+.4f} [{low:+.4f}, {high:+.4f}]" for name, (d, low, high) in said["decision"].items()
        ),
        groups=_groups(said["groups"]),
        calibration=_calibration(said["calibration"]),
        finish="`finishes` is the calibrated probability that one who takes it completes it within 120 days"
        if trained.ranker.finish is not None
        else "the log says of too few enrolments whether they were completed, so `finishes` is not given",
        features="| feature | most | never falls |\n|---|---|---|\n"
        + "\n".join(f"| {name} | {most:.3f} | {'yes' if name in RISING else ''} |" for name, most in listed),
    )


def _calibration(errors: dict[str, dict[str, float]]) -> str:
    if not errors:
        return "How well its probabilities are calibrated could not be told from the held-out part."
    stated = "; ".join(f"`{name}` {found['ece']:.4f} over {found['n']}" for name, found in errors.items())
    return f"Expected calibration error on the held-out part (ten bins of equal count): {stated}."


def _groups(groups: dict[str, dict[str, list[float]]]) -> str:
    if not groups:
        return "The log names no groups of learners, or too few lists of each."
    lines = ["The same by group of learners, as the log names them; it decides nothing:", ""]
    lines += ["| group | ndcg@10 | per 100 hours | per 100 of money |", "|---|---|---|---|"]
    for group, found in groups.items():
        cells = " | ".join(f"{d:+.4f} [{low:+.4f}, {high:+.4f}]" for d, low, high in found.values())
        lines.append(f"| {group} | {cells} |")
    return "\n".join(lines)

"""The comparisons of next-course ranking that are reported: ours first, then the field's baselines in the same run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from eval.ranking import published, splits
from eval.ranking.baselines import Ease, Factors, ItemKnn, Popularity, SequentialRules
from eval.ranking.order_ranker import OrderRanker
from eval.ranking.protocol import SEEDS, Experiment
from eval.ranking.ranker import OfflineRanker
from eval.ranking.splits import Split
from recommender.training.boosting import BoostingSettings

#: The draw of a random order.
SHUFFLE: Final = 5
FAMILIES: Final[Sequence[Sequence[OfflineRanker]]] = (
    tuple(OrderRanker(BoostingSettings(trees=trees), f"credpath order ({trees})") for trees in (150, 300, 600)),
    (Popularity(),),
    tuple(ItemKnn(neighbours, nearness) for nearness in ("cosine", "bm25") for neighbours in (20, 100, 200)),
    tuple(Factors("als", factors) for factors in (32, 64, 128)),
    tuple(Factors("bpr", factors) for factors in (32, 64)),
    tuple(Ease(ridge) for ridge in (10.0, 30.0, 100.0, 300.0, 1000.0)),
    tuple(
        SequentialRules(steps, step_decay, history_decay)
        for steps, step_decay in ((1, None), (30, None), (30, 0.7), (30, 0.85), (30, 0.95))
        for history_decay in (0.0, 0.4, 0.6, 0.8, 1.0)
    ),
)
CNPC_NOTES: Final = (
    "the published split; the order of the lines is taken as time, which the files do not state",
    "binary gains, ideal over min(10, positives); what a learner took is left out of what is ranked",
    "published elsewhere on the same files, recall@10 / ndcg@10: KGXCR .484 / .296, CourseDREAM .440 / .265",
)
MOOCCUBEX_NOTES: Final = (
    "all 3,321 courses of the item list are ranked; no negatives are sampled",
    "the last item of each line of train.txt lacks its last digit in the files as published and is left out for all",
)


def cnpc(folder: Path) -> Experiment:
    """The published split of Canvas Network, our rankers and the baselines."""
    return _experiment(
        "cnpc", folder, published.cnpc(folder), ("recall@10", "ndcg@10", "precision@10", "hit@10"), CNPC_NOTES
    )


def mooccubex(folder: Path) -> Experiment:
    """The published split of XuetangX, our rankers and the baselines."""
    return _experiment("mooccubex", folder, published.mooccubex(folder), ("hit@10", "ndcg@10"), MOOCCUBEX_NOTES)


def in_random_order(experiment: Experiment) -> Experiment:
    """The same data with each learner's interactions shuffled: what is left where a log's lines are in no order."""
    split = splits.shuffled(experiment.split, SHUFFLE)
    notes = ("each learner's interactions in random order, drawn once; as many are held back as in the stated order",)
    return replace(experiment, name=f"{experiment.name}-random-order", split=split, notes=notes, seeds=SEEDS[:1])


def _experiment(name: str, folder: Path, split: Split, measures: tuple[str, ...], notes: tuple[str, ...]) -> Experiment:
    return Experiment(name, folder, split, FAMILIES, measures, depth=20, notes=notes)


OFFLINE: Final[dict[str, Callable[[Path], Experiment]]] = {
    "cnpc": cnpc,
    "cnpc-random-order": lambda folder: in_random_order(cnpc(folder)),
    "mooccubex": mooccubex,
    "mooccubex-random-order": lambda folder: in_random_order(mooccubex(folder)),
}

"""Public data sets as their publishers gave them, each with its split and what is wrong with the files."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np

from eval.ranking.interactions import Interactions
from eval.ranking.splits import Split, one, published, share
from recommender.errors import InputError

#: Held back of each history, as the publishers of CNPC did.
CNPC_TEST = 0.2


def cnpc(folder: Path) -> Split:
    """Canvas Network (KGXCR's files): 6,717 learners, 238 courses; the published split, line order taken as time.

    Nothing in the files states a time. That the order of the lines is one is seen in them: of two courses that many
    learners took, most took them in the same order, and what is popular in the test part is not in train.
    """
    train = _pairs(folder / "train_valid_data_cnpc_v2.json.gz")
    test = _pairs(folder / "test_data_cnpc_v2.json.gz")
    learners = 1 + max(learner for learner, _ in (*train, *test))
    items = 1 + max(item for _, item in (*train, *test))
    names = [str(n) for n in range(items)]
    before, after = (Interactions.of(_by_learner(part, learners), names) for part in (train, test))
    return published("cnpc", before, after, share(CNPC_TEST))


def _pairs(path: Path) -> list[tuple[int, int]]:
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        rows = [json.loads(line) for line in handle]
    return [(int(row["user"]), int(row["item"])) for row in rows]


def _by_learner(pairs: list[tuple[int, int]], learners: int) -> list[list[int]]:
    out: list[list[int]] = [[] for _ in range(learners)]
    for learner, item in pairs:
        out[learner].append(item)
    return out


def mooccubex(folder: Path) -> Split:
    """XuetangX (MOOCCubeX): 97,722 learners, one test item each; all courses of the item list are ranked.

    The last item of each line of the training file is cut short by its last digit: those of all learners run from 0 to
    331 where all others run to 3,320, they are distributed as the others' numbers divided by ten are (r = .98 with the
    item before), and only there does a learner have an item twice. What a cut number was cannot be known, so it is left
    out for every ranker alike; `damaged` checks that it is so.
    """
    names = [
        line.split()[1] for line in (folder / "item_list.txt").read_text(encoding="utf-8").splitlines()[1:] if line
    ]
    train, test = _lists(folder / "train.txt.gz"), _lists(folder / "test.txt.gz")
    if not damaged(train):
        msg = "the last items of train.txt.gz are not cut short as in the file that this was written for"
        raise InputError(msg)
    whole = [items[:-1] for items in train]
    return published("mooccubex", Interactions.of(whole, names), Interactions.of(test, names), one)


def damaged(train: list[list[int]]) -> bool:
    """Whether the last item of every line lacks its last digit."""
    most = max(item for items in train for item in items[:-1])
    last, before = (np.bincount([items[n] // d for items in train], minlength=most) for n, d in ((-1, 1), (-2, 10)))
    return max(items[-1] for items in train) <= most // 10 and float(np.corrcoef(last, before)[0, 1]) > 0.9


def _lists(path: Path) -> list[list[int]]:
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        return [[int(item) for item in line.split()[1:]] for line in handle]

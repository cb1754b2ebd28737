"""The ranking tasks by name: each a file with a ``load(folder)`` and the folder it reads unless told otherwise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from eval.core.task import BENCHMARKS, ESCO, RankingTask
from eval.linking.benchmarks import extraction, melo, occupation_skills, skill_labels, titles

RANKING: Final[dict[str, tuple[Callable[[Path], RankingTask], Path]]] = {
    "extraction": (extraction.load, BENCHMARKS / "skill-extraction"),
    "titles": (titles.load, BENCHMARKS / "job-titles"),
    "occupation-skills": (occupation_skills.load, ESCO),
    "skill-labels": (skill_labels.load, ESCO),
    "melo": (melo.load, BENCHMARKS / "melo" / "usa_q_en_c_en"),
}

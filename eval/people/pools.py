"""Nodes for a reader to choose from, for every thing that blind readers named in the people's CVs.

``python -m eval.people.pools OUT``: one JSON object a line, the reader's words and the labels of nodes, shuffled,
without a sign of what found them: label matches and the nearest in meaning of the words and of the quote, under both
encoders.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Final

import numpy as np

from eval.linking import encoders
from recommender.data.build.shared import people_readings
from recommender.taxonomy.space import SkillSpace

NEAREST: Final = 8
NEAREST_OF_QUOTE: Final = 4
NEAREST_OF_PLAIN: Final = 4
SEED: Final = 20_261_128


def gathered() -> dict[str, list[str]]:
    """Identifiers of nodes for each of the readers' words."""
    quotes: dict[str, set[str]] = defaultdict(set)
    for person in people_readings.read():
        for skill in person.skills:
            quotes[people_readings.key(skill.skill)].add(" ".join(skill.quote.split()))
    words = sorted(quotes)
    found: dict[str, dict[str, None]] = {word: {} for word in words}
    shipped, plain = encoders.bench(encoders.SHIPPED), encoders.bench(encoders.PLAIN)
    space = shipped.space
    for word in words:
        found[word] |= dict.fromkeys(_matched(space, [word, *quotes[word]]))
    pairs = [(word, quote) for word in words for quote in sorted(quotes[word])]
    for bench, texts, owners, count in (
        (shipped, words, words, NEAREST),
        (shipped, [quote for _, quote in pairs], [word for word, _ in pairs], NEAREST_OF_QUOTE),
        (plain, words, words, NEAREST_OF_PLAIN),
    ):
        vectors = np.asarray(bench.encoder.encode(texts))
        for owner, places in zip(owners, bench.vectors.nearest(vectors, count), strict=True):
            nodes = bench.space.canonical[bench.space.searchable[places]]
            found[owner] |= dict.fromkeys(bench.space.id(int(node)) for node in nodes)
    return {word: list(nodes) for word, nodes in found.items()}


def _matched(space: SkillSpace, texts: Iterable[str]) -> Iterable[str]:
    from recommender.text import tokens

    for text in texts:
        stems = tokens(text)
        for start in range(len(stems)):
            for end in range(start + 1, min(len(stems), start + 6) + 1):
                if end - start == 1 and len(stems) > 3:
                    continue
                for hit in space.hits(" ".join(stems[start:end]))[:2]:
                    yield space.id(int(space.canonical[hit.node]))


def main() -> None:
    """Write the pools."""
    space = encoders.bench(encoders.SHIPPED).space
    random = Random(SEED)
    with Path(sys.argv[1]).open("w", encoding="utf-8") as out:
        for word, nodes in gathered().items():
            random.shuffle(nodes)
            shown = {identifier: space.label(int(space.number(identifier) or 0)) for identifier in nodes}
            out.write(json.dumps({"skill": word, "nodes": shown}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()

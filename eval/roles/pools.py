"""The skills that readers mark for a job title: `python -m eval.roles.pools --shared FOLDER --out FOLDER`.

A pool joins what each source says of the title's occupations, named by hand in ``titles.csv``, with the nodes nearest
to the title's words, so that every source and the encoder alone can be judged by the same marks. It is made of raw
sources: nothing of the product's own idea of a role is in it. The order is by a hash, so that it tells no reader where
a line comes from.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np

from eval.linking import encoders
from recommender.data.build.read_space import curie, slug
from recommender.data.build.shared.sources import rows

TITLES: Final = Path("tests") / "golden" / "roles" / "titles.csv"
EMERGING: Final = Path("recommender") / "data" / "build" / "curation" / "emerging.csv"
#: Nodes nearest to the title, by the encoder that ships and by the one as it comes.
NEAREST: Final = 25
#: Optional skills of ESCO, technologies and elements of O*NET that a pool takes, the nearest to the title first.
MAX_OPTIONAL: Final = 40
MAX_TECHNOLOGIES: Final = 25
MAX_OTHER_TECHNOLOGIES: Final = 12
MAX_ELEMENTS: Final = 12
MAX_TRANSVERSAL: Final = 25


class Sources:
    """What the raw files say: labels of nodes, and nodes of occupations by source."""

    def __init__(self, shared: Path) -> None:
        self.label: dict[str, str] = {}
        for row in rows(shared / "esco" / "skills_en.csv.gz"):
            self.label[curie(row["conceptUri"])] = row["preferredLabel"]
        newer = shared / "esco-1.2.0"
        used = {row["skill_id"]: curie(row["skill_uri"]) for row in rows(newer / "skills_used.csv.gz")}
        for row in rows(newer / "skills_used.csv.gz"):
            self.label.setdefault(curie(row["skill_uri"]), row["skill"])
        people = {row["occupation_id"]: row["preferredLabel"] for row in rows(newer / "occupations.csv.gz")}
        self.needs: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for row in rows(newer / "occupation_skill_relations.csv.gz"):
            relation = {"e": "esco:essential", "o": "esco:optional"}[row["rel"]]
            self.needs[people[row["occupation_id"]]][relation].append(used[row["skill_id"]])
        for row in rows(EMERGING):
            self.label[row["id"]] = row["label"]
        for row in rows(shared / "onet" / "technology_skills.tsv.gz"):
            node = "onet:technology/" + slug(row["Example"])
            self.label[node] = row["Example"]
            wanted = row["Hot Technology"] == "Y" or row["In Demand"] == "Y"
            self.needs[row["O*NET-SOC Code"]]["onet:hot" if wanted else "onet:technology"].append(node)
        self._rate(shared / "onet")
        self.transversal = [
            curie(row["conceptUri"]) for row in rows(shared / "esco" / "transversalSkillsCollection_en.csv.gz")
        ]

    def _rate(self, onet: Path) -> None:
        """Skills and Knowledge elements of each occupation, the most important first."""
        rated: dict[str, list[tuple[float, str]]] = defaultdict(list)
        for name in ("skills", "knowledge"):
            for row in rows(onet / f"{name}.tsv.gz"):
                node = "onet:element/" + row["Element ID"]
                self.label[node] = row["Element Name"]
                if row["Scale ID"] == "IM":
                    rated[row["O*NET-SOC Code"]].append((-float(row["Data Value"]), node))
        for code, found in rated.items():
            self.needs[code]["onet:element"] = [node for _, node in sorted(found)]


def pooled(sources: Sources, titles: Iterable[dict[str, str]]) -> dict[str, list[str]]:
    """Nodes to mark, by title."""
    nodes = [node for node in sources.label if not node.startswith("onet:element")]
    views = []
    for name in (encoders.SHIPPED, encoders.PLAIN):
        encoder = encoders.encoder(name)
        views.append((encoder, np.asarray(encoder.encode([sources.label[node] for node in nodes]))))
    place = {node: number for number, node in enumerate(nodes)}
    out = {}
    for row in titles:
        title = row["title"]
        cosines = [labels @ encoder.encode([title])[0] for encoder, labels in views]

        def nearest(found: Iterable[str], most: int, cosine: np.ndarray = cosines[0]) -> list[str]:
            known = [node for node in dict.fromkeys(found) if node in place]
            return sorted(known, key=lambda node: -float(cosine[place[node]]))[:most]

        pool: list[str] = []
        for occupation in row["esco"].split("|"):
            pool += sources.needs[occupation]["esco:essential"]
            pool += nearest(sources.needs[occupation]["esco:optional"], MAX_OPTIONAL)
        for code in row["onet"].split("|"):
            needs = sources.needs[code]
            pool += nearest(needs["onet:hot"], MAX_TECHNOLOGIES)
            pool += nearest(needs["onet:technology"], MAX_OTHER_TECHNOLOGIES)
            pool += needs["onet:element"][:MAX_ELEMENTS]
        for cosine in cosines:
            pool += [nodes[number] for number in np.argsort(-cosine)[:NEAREST]]
        pool += nearest(sources.transversal, MAX_TRANSVERSAL)
        distinct = list(dict.fromkeys(pool))
        out[title] = sorted(distinct, key=lambda node: hashlib.sha256(f"{title}|{node}".encode()).digest())
    return out


def main() -> None:
    """Write one file of lines ``number TAB label`` for each title, and ``pools.csv`` with the nodes behind them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    sources = Sources(arguments.shared)
    arguments.out.mkdir(parents=True, exist_ok=True)
    with (arguments.out / "pools.csv").open("w", encoding="utf-8", newline="") as handle:
        table = csv.writer(handle, lineterminator="\n")
        table.writerow(["title", "number", "node", "label"])
        for title, pool in pooled(sources, rows(TITLES)).items():
            lines = [f"{number}\t{sources.label[node]}" for number, node in enumerate(pool, start=1)]
            (arguments.out / f"{slug(title)}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
            for number, node in enumerate(pool, start=1):
                table.writerow([title, number, node, sources.label[node]])


if __name__ == "__main__":
    main()

"""Build the bundled catalogue: facts of real credentials in the product's own format, linked to the skill space.

``python -m recommender.data.build.catalogue --shared ../shared/data`` writes ``recommender/data/catalogue`` and
prints what is filled by source and where the tags went. Descriptions are read to find and to check skills; none ships.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

from recommender.catalogue.schema import CatalogueRow
from recommender.data.build import drafts as source
from recommender.data.build.ofqual import OFQUAL, read_ofqual
from recommender.data.build.shared.sources import write_manifest, write_table
from recommender.data.build.shared.workbench import Workbench, open_workbench
from recommender.scales import TAUGHT_LEVEL, TAUGHT_LEVEL_UNKNOWN, from_rqf
from recommender.text import fold, strip_qualifier, tokens
from recommender.text.language import detect

HERE: Final = Path(__file__).parent
#: How alike a tag and its course's title and text must be to count as supported, and below what it is dropped.
SUPPORTED: Final = 0.30
DROPPED: Final = 0.10
UNSUPPORTED: Final = 0.5
#: Skills that only the text suggests, and those that an occupation suggests for a qualification's title.
FROM_TEXT: Final = 0.75
FROM_OCCUPATION: Final = 0.45
MOST_FROM_TEXT: Final = 12
#: A Certificate is three times an Award in hours and teaches more of its occupation.
MOST_FROM_OCCUPATION: Final = {"Award": 6, "Certificate": 14}
#: Skills looked at by meaning for a qualification's subject, and how near they must be.
NEAR: Final = 12
LEAST_NEAR: Final = 0.5
LEAST: Final = 0.25
LIST_COLUMNS: Final = ("recognised_by", "prerequisites", "stacks_into")


@dataclass(slots=True)
class Tally:
    """Counts for the printed tables. Tag mass: one for each tag of each course."""

    tags: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    support: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    rows: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def gather(shared: Path) -> list[source.Draft]:
    """All drafts, merged by page and by title, completed with single facts."""
    catalogues = shared / "catalogues"
    found = [
        *source.kizak(catalogues / "kizak"),
        *source.modules(catalogues / "coursera-2k-modules"),
        *source.ossu(shared / "benchmarks" / "curricula"),
    ]
    merged = source.merge(found)
    for complete in (
        source.complete_from_edx(catalogues / "edx"),
        source.complete_from_coursera(catalogues / "coursera-1k-2023"),
    ):
        for draft in merged:
            complete(draft)
    for draft in merged:
        if "language" not in draft.values and (language := detect(f"{draft.values['title']}. {draft.text}")):
            draft.state("detected from its text", language=language)
    return merged + list(read_ofqual(catalogues / "ofqual-titles"))


def link(drafts: list[source.Draft], bench: Workbench, tally: Tally) -> list[list[dict[str, Any]]]:
    """Skills of each draft: tags checked against title and text, then what title and text say themselves."""
    shown = [f"{draft.values['title']}. {draft.text[:600]}" for draft in drafts]
    vectors = bench.encoder.encode(shown)
    names = sorted({tag for draft in drafts for tag, _ in draft.tags})
    tag_vectors = dict(zip(names, bench.encoder.encode([strip_qualifier(n) for n in names]), strict=True))
    reliability = _reliability(drafts, vectors, tag_vectors, tally)
    out = []
    for draft, vector in zip(drafts, vectors, strict=True):
        level, assumed = _level(draft)
        if draft.key.startswith(OFQUAL):
            skills = _of_qualification(draft, bench)
        else:
            skills = _of_tags(draft, vector, tag_vectors, reliability, bench, tally)
            for node, (confidence, origin) in _of_text(draft, bench).items():
                if node not in skills or skills[node][0] < confidence:
                    skills[node] = (confidence, origin)
        kept = sorted(skills.items(), key=lambda item: (-item[1][0], item[0]))
        out.append(
            [
                {
                    "name": bench.space.id(node),
                    "level": level,
                    "assumed": assumed,
                    "confidence": round(confidence, 3),
                    "source": origin,
                }
                for node, (confidence, origin) in kept
                if confidence >= LEAST
            ]
        )
    return out


def _level(draft: source.Draft) -> tuple[float, bool]:
    """What is taught to: the qualification's level through the EQF, else the band above the entry level."""
    if rqf := draft.values.get("qualification_level"):
        return round(from_rqf(rqf.removeprefix("RQF ")), 3), True
    return round(TAUGHT_LEVEL.get(draft.values.get("entry_level", ""), TAUGHT_LEVEL_UNKNOWN), 3), True


def _supported(tag: str, draft: source.Draft, cosine: float) -> bool:
    words = set(tokens(strip_qualifier(tag)))
    return cosine >= SUPPORTED or words <= set(tokens(f"{draft.values['title']} {draft.text}"))


def _reliability(
    drafts: list[source.Draft], vectors: Any, tag_vectors: dict[str, Any], tally: Tally
) -> dict[str, float]:
    """Share of each source's tags that its courses' own words support."""
    for draft, vector in zip(drafts, vectors, strict=True):
        for tag, origin in draft.tags:
            tally.support[origin].append(_supported(tag, draft, float(tag_vectors[tag] @ vector)))
    return {origin: float(np.mean(values)) for origin, values in tally.support.items()}


def _of_tags(
    draft: source.Draft,
    vector: Any,
    tag_vectors: dict[str, Any],
    reliability: dict[str, float],
    bench: Workbench,
    tally: Tally,
) -> dict[int, tuple[float, str]]:
    out: dict[int, tuple[float, str]] = {}
    for tag, origin in draft.tags:
        links = bench.linker.link_tag(tag)
        kinds = [bench.space.kind_of(k.node) for k in links]
        broader = bool(links) and all(k.broader for k in links)
        kind = "nothing" if not links else "broader" if broader else "emerging" if "emerging" in kinds else "exact"
        tally.tags[origin][kind] += 1
        cosine = float(tag_vectors[tag] @ vector)
        supported = _supported(tag, draft, cosine)
        if not supported and cosine < DROPPED:
            continue
        # A supported tag is believed more than its source's tags are on the whole.
        believed = (1 + reliability[origin]) / 2 if supported else UNSUPPORTED * reliability[origin]
        for found in links:
            confidence = found.confidence * believed
            if found.node not in out or out[found.node][0] < confidence:
                out[found.node] = (confidence, f"tag:{origin}")
    return out


def _of_text(draft: source.Draft, bench: Workbench) -> dict[int, tuple[float, str]]:
    title = {k.node: (k.confidence, "title") for k in bench.linker.link(draft.values["title"])}
    described = bench.linker.link(draft.text)[:MOST_FROM_TEXT] if not draft.text.startswith("requires:") else []
    text = {k.node: (FROM_TEXT * k.confidence, "text") for k in described}
    return {**text, **title}


def _of_qualification(draft: source.Draft, bench: Workbench) -> dict[int, tuple[float, str]]:
    """Skills of a qualification: labels its subject names, skills near in meaning, and the occupation it names."""
    subject = draft.text
    parts = [part for part in re.split(r"\s+-\s+|:\s+|\s*\(|\)", subject) if part.strip()]
    out: dict[int, tuple[float, str]] = {}
    for text in dict.fromkeys((subject, *parts)):
        for found in (*bench.linker.link_tag(text), *bench.linker.link(text)):
            out[found.node] = max(out.get(found.node, (0.0, "")), (0.9 * found.confidence, "title"))
    vector = bench.encoder.encode([subject])
    positions = bench.vectors.nearest(vector, NEAR)[0]
    cosines = bench.vectors.labels[positions] @ vector[0]
    words = _beginnings(subject)
    for cosine, position in zip(cosines, positions, strict=True):
        node = int(bench.space.canonical[bench.space.searchable[position]])
        label = _beginnings(bench.space.label(node))
        shared = len(words & label)
        # One word in common is not enough: "Leadership" does not teach "leadership in nursing".
        if cosine >= LEAST_NEAR and shared and (shared == len(label) or (shared > 1 and 2 * shared >= len(label))):
            believed = min(0.8, float(cosine))
            out[node] = max(out.get(node, (0.0, "")), (round(believed, 3), "title"))
    size = "Certificate" if draft.values["hours_low"] > 120 else "Award"
    for node, similarity in _of_named_occupation(subject, vector, bench, MOST_FROM_OCCUPATION[size]).items():
        out[node] = max(out.get(node, (0.0, "")), (FROM_OCCUPATION * similarity, "occupation"))
    return out


def _beginnings(text: str) -> set[str]:
    """The first letters of each longer word: *install* and *installation* are the same work."""
    return {word[:5] for word in tokens(text) if len(word) > 3}


def _of_named_occupation(subject: str, vector: Any, bench: Workbench, most: int) -> dict[int, float]:
    """Essential skills of the ESCO occupation that a subject names, as far as they are near to the subject."""
    by_words = np.where(bench.occupations.is_onet, 0.0, bench.occupations.title_similarity(subject))
    occupation = int(np.argmax(by_words))
    if by_words[occupation] < 0.45:
        return {}
    span = bench.occupations.needs.span(occupation)
    essential = [
        int(node)
        for node, relation in zip(
            bench.occupations.needs.columns[span], bench.occupations.needs.values["relation"][span], strict=True
        )
        if relation == 0
    ]
    if not essential:
        return {}
    cosine = bench.encoder.encode([bench.space.label(node) for node in essential]) @ vector[0]
    best = np.argsort(-cosine)[:most]
    return {essential[int(b)]: min(1.0, 0.6 + float(cosine[b])) for b in best if cosine[b] >= 0.15}


def _prerequisites(drafts: list[source.Draft]) -> None:
    """Prerequisites that the OSSU curricula state and that stand in the catalogue themselves."""
    by_title = {fold(draft.values["title"]): draft for draft in drafts}
    for draft in drafts:
        if not draft.text.startswith("requires:"):
            continue
        named = [fold(part) for part in re.split(r"[,;|]| and ", draft.text.removeprefix("requires:"))]
        found = tuple(by_title[name].key for name in named if name in by_title and by_title[name] is not draft)
        draft.state(source.OSSU, prerequisites=found)


def write(drafts: list[source.Draft], skills: list[list[dict[str, Any]]], out: Path) -> int:
    """Validate every row as a user's would be, and write the table."""
    identifier = {draft.key: "bundled:" + re.sub(r"^https?://", "", draft.key) for draft in drafts}
    rows: list[dict[str, Any]] = []
    for draft, taught in zip(drafts, skills, strict=True):
        values = dict(draft.values)
        values["prerequisites"] = tuple(identifier[key] for key in values.get("prerequisites", ()))
        row = {"id": identifier[draft.key][:200], **values, "skills": taught, "facts": source.facts_json(draft)}
        CatalogueRow.model_validate(row)
        rows.append(row)
    rows.sort(key=lambda row: row["id"])
    columns: dict[str, Any] = {}
    for name in CatalogueRow.model_fields:
        cells = [row.get(name) for row in rows]
        if name in LIST_COLUMNS:
            columns[name] = pa.array([list(cell or ()) for cell in cells], pa.list_(pa.string()))
        elif any(cell is not None for cell in cells):
            columns[name] = pa.array(cells)
    out.mkdir(parents=True, exist_ok=True)
    return write_table(out / "credentials.parquet", columns)


def report(drafts: list[source.Draft], skills: list[list[dict[str, Any]]], tally: Tally) -> None:
    """Print fill by source, where tag mass went, and how many entries state skills, hours and price."""
    print(f"\n{'source':24}{'rows':>6}{'skills':>8}{'hours':>7}{'price':>7}{'level':>7}{'language':>10}")
    complete = 0
    for draft, taught in zip(drafts, skills, strict=True):
        origin = draft.facts["title"]["source"] or ""
        name = f"{origin} {draft.values['provider']}" if origin == source.KIZAK else origin
        filled = tally.rows[name]
        values = draft.values
        has = {
            "skills": bool(taught),
            "hours": "hours_low" in values,
            "price": "price" in values,
            "level": "entry_level" in values or "qualification_level" in values,
            "language": "language" in values,
        }
        filled.update(["rows", *(key for key, there in has.items() if there)])
        complete += has["skills"] and has["hours"] and has["price"]
    for name, filled in sorted(tally.rows.items()):
        counts = (filled[key] for key in ("rows", "skills", "hours", "price", "level", "language"))
        print("{:24}{:>6}{:>8}{:>7}{:>7}{:>7}{:>10}".format(name, *counts))
    print(f"entries with skills, hours and price all stated: {complete}")
    print(f"\n{'tags of':28}{'mass':>6}{'exact':>8}{'broader':>9}{'emerging':>10}{'nothing':>9}{'supported':>11}")
    for origin, kinds in [*sorted(tally.tags.items()), ("all", sum(tally.tags.values(), Counter()))]:
        mass = kinds.total()
        supported = [s for o, values in tally.support.items() if origin in {"all", o} for s in values]
        shares = (f"{kinds[kind] / mass:.1%}" for kind in ("exact", "broader", "emerging", "nothing"))
        print("{:28}{:>6}{:>8}{:>9}{:>10}{:>9}{:>11}".format(origin, mass, *shares, f"{np.mean(supported):.1%}"))


def _sources(drafts: Iterable[source.Draft]) -> list[dict[str, Any]]:
    used = Counter(fact["source"] for draft in drafts for fact in draft.facts.values())
    return [{"name": name, "facts": count} for name, count in sorted(used.items())]


def main() -> None:
    """Build the bundled catalogue from the raw data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="folder with catalogues/ and benchmarks/")
    parser.add_argument("--out", type=Path, default=HERE.parent / "catalogue")
    arguments = parser.parse_args()
    drafts = gather(arguments.shared)
    _prerequisites(drafts)
    tally = Tally()
    skills = link(drafts, open_workbench(), tally)
    count = write(drafts, skills, arguments.out)
    write_manifest(arguments.out, _sources(drafts), {"credentials.parquet": count})
    report(drafts, skills, tally)
    size = (arguments.out / "credentials.parquet").stat().st_size
    print(f"\n{count} credentials, {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()

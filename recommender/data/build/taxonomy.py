"""Build the bundled skill space and occupations from ESCO, O*NET, the Australian Skills Classification and review.

``python -m recommender.data.build.taxonomy --shared ../shared/data`` writes ``recommender/data/taxonomy``.
Only facts enter (identifiers, labels, relations, ratings); descriptions are read to see which product names are
also everyday words, and are not kept.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from recommender.data.build import esco
from recommender.data.build.crosswalk import TitledOccupation, pair_occupations
from recommender.data.build.occupations import read_occupations, requirements, reviewed_pairs
from recommender.data.build.read_space import Space, slug
from recommender.data.build.shared.sources import rows, write_manifest, write_table
from recommender.scales import from_asc, from_onet_importance, from_onet_level
from recommender.text import fold, stem, strip_qualifier

HERE = Path(__file__).parent
# A single word counts as everyday language when the sources' running text uses it in lower case at least this often.
EVERYDAY = 3
# Confidence of a pair of occupations that a reader called near, but not the same job.
NEAR = 0.3
PRACTISED = frozenset({"apply", "conduct", "develop", "execute", "manage", "perform", "practise", "use", "utilise"})
_ACRONYM = re.compile(r"^[A-Z][A-Z0-9./-]{1,6}$")
_VENDORS = frozenset(
    (
        "Microsoft Adobe Apache Oracle Google IBM Amazon Atlassian Autodesk Apple SAP Cisco Intuit ESRI VMware Corel "
        "Bentley Trimble Salesforce Dassault Systemes Red Hat"
    ).split()
)


def technology_variants(name: str, everyday: Counter[str]) -> Iterator[tuple[str, str]]:
    """Other names of an O*NET technology: without ``software``, its acronym apart, without its vendor.

    ``Accounting software`` is a class of products, not a product called *Accounting*: what is left must be a name.
    """
    base = re.sub(r"\s+(software|systems?)$", "", name)
    words = base.split()
    named = all(word[0].isupper() or not word[0].isalpha() for word in words)
    if base != name and named and not (len(words) == 1 and everyday[stem(base.lower())] >= EVERYDAY):
        yield base, "short"
    if len(words) > 2 and _ACRONYM.match(words[-1]) and len(words[-1]) > 2:
        initials = "".join(word[0] for word in words[:-1]).upper()
        if words[-1] in initials or initials.endswith(words[-1][:2]):
            yield " ".join(words[:-1]), "short"
            yield words[-1], "acronym"
    if len(words) > 1 and words[0] in _VENDORS and named:
        rest = " ".join(words[1:])
        everyday_name = all(everyday[stem(word.lower())] >= EVERYDAY for word in words[1:])
        if not everyday_name and not re.fullmatch(r"[A-Z]{2}|Cloud|Office|Database|SQL|Server|\d+", rest):
            yield rest, "vendorless"


def onet_technologies(space: Space, folder: Path, everyday: Counter[str]) -> dict[tuple[str, int], tuple[bool, bool]]:
    """Nodes of commodities and technologies; returns (occupation, node) -> (hot, in demand)."""
    table = rows(folder / "technology_skills.tsv.gz")
    everywhere = len({row["O*NET-SOC Code"] for row in table})
    use = Counter(row["Example"] for row in table)
    for code, title in sorted({(row["Commodity Code"], row["Commodity Title"]) for row in table}):
        space.add(f"onet:commodity/{code}", title, "commodity")
    used: dict[tuple[str, int], tuple[bool, bool]] = {}
    for row in table:
        identifier = "onet:technology/" + slug(row["Example"])
        if identifier not in space.number:
            share = round(use[row["Example"]] / everywhere, 4)
            node = space.add(identifier, row["Example"], "technology", None, row["Hot Technology"] == "Y", share)
            for label, kind in technology_variants(row["Example"], everyday):
                space.also(node, label, kind)
        node = space.number[identifier]
        space.join(node, space.number[f"onet:commodity/{row['Commodity Code']}"], "broader", "onet")
        used[row["O*NET-SOC Code"], node] = row["Hot Technology"] == "Y", row["In Demand"] == "Y"
    return used


def onet_elements(space: Space, folder: Path) -> dict[tuple[str, int], list[float | None]]:
    """Nodes of Skills and Knowledge elements; returns (occupation, node) -> [importance, level], both in [0, 1]."""
    rated: dict[tuple[str, int], list[float | None]] = {}
    for name, kind in (("skills", "element-skill"), ("knowledge", "element-knowledge")):
        for row in rows(folder / f"{name}.tsv.gz"):
            identifier = "onet:element/" + row["Element ID"]
            if identifier not in space.number:
                space.add(identifier, row["Element Name"], kind)
            if row["Recommend Suppress"] == "Y":
                continue
            pair = rated.setdefault((row["O*NET-SOC Code"], space.number[identifier]), [None, None])
            value = float(row["Data Value"])
            if row["Scale ID"] == "IM":
                pair[0] = round(from_onet_importance(value), 3)
            elif row["Scale ID"] == "LV" and row["Not Relevant"] != "Y":
                pair[1] = round(from_onet_level(value), 3)
    return rated


def everyday_words(folder: Path, onet: Path) -> Counter[str]:
    """How often each word, less its plural, stands in lower case in the running text of ESCO and O*NET."""
    seen: Counter[str] = Counter()
    texts = [row["description"] for row in rows(folder / "skills_en.csv.gz")]
    texts += [row["description"] for row in rows(folder / "occupations_en.csv.gz")]
    texts += [row["Task"] for row in rows(onet / "task_statements.tsv.gz")]
    for text in texts:
        seen.update(stem(word) for word in re.findall(r"(?<![\w.])[a-z]+(?![\w])", text))
    return seen


def curated(space: Space) -> None:
    """Emerging skills, reviewed aliases, reviewed joins: the files in ``curation`` say who decided what and why."""
    emerging = rows(HERE / "curation" / "emerging.csv")
    for row in emerging:
        node = space.add(row["id"], row["label"], row["kind"])
        for label in row["alternatives"].split("|"):
            space.also(node, label, "alternative")
    for row in emerging:
        for parent in filter(None, row["broader"].split("|")):
            space.join(space.number[row["id"]], space.number[parent], "broader", "review", 0.9)
    for row in rows(HERE / "curation" / "aliases.csv"):
        space.also(space.number[row["node"]], row["alias"], "alias")
    for row in rows(HERE / "curation" / "joins.csv"):
        space.join(
            space.number[row["child"]], space.number[row["parent"]], row["relation"], "review", float(row["confidence"])
        )


def same_as(space: Space) -> None:
    """Join an O*NET technology or element to the ESCO node with the same preferred name, unless review denied it."""
    denied = {(row["a"], row["b"]) for row in rows(HERE / "curation" / "not_same.csv")}
    by_name: dict[str, list[int]] = defaultdict(list)
    for node, source in enumerate(space.source):
        if source == "esco" and space.kind[node] != "group":
            by_name[fold(strip_qualifier(space.label[node]))].append(node)
    for (node, label), kind in list(space.labels.items()):
        named = kind in {"preferred", "short", "acronym", "vendorless"}
        if space.source[node] not in {"onet", "credpath"} or not named:
            continue
        found = by_name.get(fold(label), [])
        if len(found) == 1 and (space.ids[node], space.ids[found[0]]) not in denied:
            space.join(node, found[0], "same-as", "label", 0.95)


def practices(space: Space) -> None:
    """Join a knowledge node to the skill of practising it, both ways: *data mining* and *perform data mining*.

    Who has the one has part of the other; neither is broader, so each counts for the other at the same discount.
    """
    knowledge = {fold(label): node for node, label in enumerate(space.label) if space.kind[node] == "knowledge"}
    for node, label in enumerate(space.label):
        verb, _, rest = label.partition(" ")
        other = knowledge.get(fold(rest))
        if space.kind[node] == "skill" and verb in PRACTISED and other is not None:
            space.join(node, other, "practice", "label", 0.9)
            space.join(other, node, "practice", "label", 0.9)


def ambiguous(space: Space, everyday: Counter[str]) -> dict[tuple[int, str], bool]:
    """Labels that are everyday words too, or too short to stand alone: they need capitals and context."""
    flagged = {}
    reviewed = {row["word"] for row in rows(HERE / "curation" / "everyday.csv")}
    doubtful = {
        (row["node"], row["label"])
        for row in rows(HERE / "curation" / "reviewed_labels.csv")
        if row["decision"] == "context"
    }
    for (node, label), kind in space.labels.items():
        product = space.kind[node] in {"technology", "emerging", "named"} or kind in {"short", "alias"}
        words = label.split()
        short = len(label) <= 2
        common = everyday[stem(label.lower())] >= EVERYDAY or label.lower() in reviewed
        everyday_word = len(words) == 1 and common and (label[0].isupper() or label.lower() in reviewed)
        everyday_acronym = kind == "acronym" and everyday[stem(label.lower())] >= EVERYDAY
        doubted = (space.ids[node], label) in doubtful
        flagged[node, label] = bool(short or doubted or (product and (everyday_word or everyday_acronym)))
    return flagged


def asc_levels(space: Space, folder: Path) -> dict[str, list[tuple[int, float]]]:
    """Nodes of the core competencies; returns folded occupation title -> [(node, level in [0, 1])]."""
    levels: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for row in rows(folder / "asc_core_competencies.csv.gz"):
        identifier = "asc:" + slug(row["core_competencies"])
        if identifier not in space.number:
            space.add(identifier, row["core_competencies"], "competency")
        levels[fold(row["anzsco_name"])].append((space.number[identifier], round(from_asc(float(row["score"])), 3)))
    return levels


def read_pairs(pairs: list[tuple[int, int, float]], people: list[TitledOccupation]) -> list[tuple[int, int, float]]:
    """Pairs of occupations as a reader judged them (``curation/read_pairs.csv``).

    Of those called another job nothing is left, and those called only near stand too low to be one role.
    """
    verdicts = {(row["esco"], row["onet"]): row["verdict"] for row in rows(HERE / "curation" / "read_pairs.csv")}
    out = []
    for esco_, onet, confidence in pairs:
        verdict = verdicts.get((people[esco_].id, people[onet].id))
        if verdict != "other":
            out.append((esco_, onet, min(confidence, NEAR) if verdict == "near" else confidence))
    return sorted(out, key=lambda pair: (pair[0], -pair[2], pair[1]))


def build(shared: Path, out: Path) -> dict[str, int]:
    """Write every table and the manifest; returns rows by table."""
    space = Space()
    release = esco.add_skills(space, shared)
    everyday = everyday_words(shared / "esco", shared / "onet")
    used = onet_technologies(space, shared / "onet", everyday)
    rated = onet_elements(space, shared / "onet")
    asc = asc_levels(space, shared / "levels" / "australian-skills-classification")
    curated(space)
    same_as(space)
    practices(space)
    flags = ambiguous(space, everyday)
    denied = {(row["node"], row["label"]) for row in rows(HERE / "curation" / "denied_labels.csv")}
    areas = rows(HERE / "curation" / "areas.csv")
    area_of = {row["node"]: row["area"] for row in rows(HERE / "curation" / "area_members.csv")}
    reviewed = rows(HERE / "curation" / "reviewed_labels.csv")
    denied |= {(row["node"], row["label"]) for row in reviewed if row["decision"] == "deny"}
    labels = [
        (node, label, kind)
        for (node, label), kind in sorted(space.labels.items())
        if (space.ids[node], label) not in denied
    ]
    people = read_occupations(shared)
    number = {occupation.id: position for position, occupation in enumerate(people)}
    needs = requirements(esco.relations(shared, space, release), number, used, rated)
    for position, occupation in enumerate(people):
        # A level is taken over only where the occupation's own title is the same after folding plurals.
        for node, level in asc.get(fold(occupation.label), []):
            needs.append((position, node, "competency", None, level))
    pairs = read_pairs(pair_occupations(people, reviewed_pairs(people)), people)
    f32, i32 = pa.float32(), pa.int32()
    out.mkdir(parents=True, exist_ok=True)
    tables = {
        "skills.parquet": write_table(
            out / "skills.parquet",
            {
                "id": space.ids,
                "label": space.label,
                "kind": pa.array(space.kind).dictionary_encode(),
                "reuse": pa.array(space.reuse).dictionary_encode(),
                "hot": space.hot,
                "demand": pa.array(space.demand, f32),
                "release": pa.array(space.release, pa.string()).dictionary_encode(),
                "area": pa.array(
                    [area_of.get(identifier) for identifier in space.ids], pa.string()
                ).dictionary_encode(),
            },
        ),
        "areas.parquet": write_table(
            out / "areas.parquet", {name: [row[name] for row in areas] for name in ("id", "name", "kind", "learnt")}
        ),
        "labels.parquet": write_table(
            out / "labels.parquet",
            {
                "node": pa.array([node for node, _, _ in labels], i32),
                "label": [label for _, label, _ in labels],
                "kind": pa.array([kind for _, _, kind in labels]).dictionary_encode(),
                "ambiguous": [flags.get((node, label), False) for node, label, _ in labels],
            },
        ),
        "edges.parquet": write_table(
            out / "edges.parquet",
            {
                "child": pa.array([key[0] for key in space.edges], i32),
                "parent": pa.array([key[1] for key in space.edges], i32),
                "relation": pa.array([key[2] for key in space.edges]).dictionary_encode(),
                "source": pa.array([value[0] for value in space.edges.values()]).dictionary_encode(),
                "confidence": pa.array([value[1] for value in space.edges.values()], f32),
            },
        ),
        "occupations.parquet": write_table(
            out / "occupations.parquet",
            {
                "id": [o.id for o in people],
                "label": [o.label for o in people],
                "code": [o.code for o in people],
                "job_zone": pa.array([o.job_zone for o in people], pa.int8()),
            },
        ),
        "titles.parquet": write_table(
            out / "titles.parquet",
            {
                "occupation": pa.array([n for n, o in enumerate(people) for _ in o.distinct_titles()], i32),
                "title": [title for o in people for title in o.distinct_titles()],
                "reviewed": [title in o.reviewed for o in people for title in o.distinct_titles()],
            },
        ),
        "requirements.parquet": write_table(
            out / "requirements.parquet",
            {
                "occupation": pa.array([need[0] for need in needs], i32),
                "node": pa.array([need[1] for need in needs], i32),
                "relation": pa.array([need[2] for need in needs]).dictionary_encode(),
                "importance": pa.array([need[3] for need in needs], f32),
                "level": pa.array([need[4] for need in needs], f32),
            },
        ),
        "crosswalk.parquet": write_table(
            out / "crosswalk.parquet",
            {
                "esco": pa.array([pair[0] for pair in pairs], i32),
                "onet": pa.array([pair[1] for pair in pairs], i32),
                "confidence": pa.array([pair[2] for pair in pairs], f32),
            },
        ),
    }
    short = rows(HERE / "curation" / "title_abbreviations.csv")
    tables["abbreviations.parquet"] = write_table(
        out / "abbreviations.parquet",
        {
            "abbreviation": [row["abbreviation"] for row in short],
            "meaning": [row["meaning"] for row in short],
        },
    )
    tags = rows(HERE / "curation" / "tags.csv")
    tables["tags.parquet"] = write_table(
        out / "tags.parquet",
        {
            "tag": [row["tag"] for row in tags],
            "node": pa.array([space.number[row["node"]] if row["node"] else None for row in tags], i32),
            # An emerging skill was minted for its tag: the tag means it exactly.
            "relation": [{"emerging": "exact"}.get(row["relation"], row["relation"]) for row in tags],
        },
    )
    write_manifest(out, SOURCES, tables)
    for how, count in sorted(release.counted.items()):
        print(f"skills of ESCO 1.2.0, {how}: {count}")
    return tables


SOURCES = [
    {
        "name": "ESCO",
        "release": "1.1.1, and what 1.2.0 adds to it",
        "licence": "European Commission reuse policy (Decision 2011/833/EU), attribution",
        "modified": True,
    },
    {
        "name": "O*NET Database",
        "release": "29.2; Skills and Knowledge ratings from a copy whose exact release is not stated",
        "licence": "CC BY 4.0",
        "modified": True,
    },
    {"name": "Australian Skills Classification", "release": "2021", "licence": "CC BY 4.0", "modified": True},
    {"name": "CredPath review", "release": "2026-11", "licence": "as the project", "modified": False},
]


def main() -> None:
    """Build the bundled taxonomy from the raw data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="folder with esco/, onet/ and levels/")
    parser.add_argument("--out", type=Path, default=HERE.parent / "taxonomy")
    arguments = parser.parse_args()
    for name, count in build(arguments.shared, arguments.out).items():
        size = (arguments.out / name).stat().st_size
        print(f"{name:24} {count:>8} rows {size / 1e6:6.2f} MB")


if __name__ == "__main__":
    main()

"""From the bundled facts (Parquet) to the columns that a snapshot maps into memory."""

from __future__ import annotations

import math
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

import marisa_trie
import numpy as np
import pyarrow.parquet as pq

from recommender.arrays import SparseRows, write_array, write_text
from recommender.taxonomy.areas import AREA_KINDS, LEARNT, NO_AREA
from recommender.taxonomy.custom import CustomSkill, read_custom_skills
from recommender.taxonomy.occupations import MAIN, OTHER, RELATIONS, REVIEWED, TITLE_RECORD
from recommender.taxonomy.space import KINDS, LABEL_KINDS, LABEL_RECORD, REUSE, TAG_RECORD, TAG_RELATIONS
from recommender.text import fold, tokens

Table = dict[str, list[Any]]
#: Kinds that no text names: "Troubleshooting" or "Design" in a CV is not O*NET's rated element of that name.
UNNAMED: Final = frozenset({"group", "commodity", "element-skill", "element-knowledge", "competency"})
#: From this confidence on a same-as edge makes two nodes one.
SAME: Final = 0.9


def build_columns(facts: Path, out: Path, own: Path | None = None) -> None:
    """Write the columns of the taxonomy in ``facts`` to the folder ``out``; ``own`` is a platform's skills (CSV)."""
    out.mkdir(parents=True, exist_ok=True)
    tables = {name: _read(facts, name) for name in ("skills", "labels", "edges", "tags")}
    if own is not None:
        _add_own(tables, read_custom_skills(own, set(tables["skills"]["id"])))
    needs = _read(facts, "requirements")
    canonical = _canonical(tables)
    _write_nodes(out, tables["skills"], canonical)
    _write_areas(out, _read(facts, "areas"), tables, canonical)
    needed = np.bincount(canonical[np.asarray(needs["node"])], minlength=len(canonical))
    _write_edges(out, "broader", tables["edges"], canonical, {"broader", "practice"})
    _write_edges(out, "essential", _turned(tables["edges"]), canonical, {"essential-for"})
    _write_labels(out, tables, canonical, needed)
    _write_tags(out, tables["tags"], canonical)
    _write_occupations(out, facts, needs, canonical)


def _read(facts: Path, name: str) -> Table:
    table: Table = pq.read_table(facts / f"{name}.parquet").to_pydict()
    return table


def _add_own(tables: dict[str, Table], skills: list[CustomSkill]) -> None:
    nodes, labels, edges = tables["skills"], tables["labels"], tables["edges"]
    number = {identifier: position for position, identifier in enumerate(nodes["id"])}
    for skill in skills:
        number[skill.id] = len(nodes["id"])
        row: dict[str, Any] = {
            "id": skill.id,
            "label": skill.label,
            "kind": "own",
            "reuse": None,
            "release": None,
            "area": None,
        }
        for column, value in row.items():
            nodes[column].append(value)
        nodes["hot"].append(False)
        nodes["demand"].append(None)
        for label in (skill.label, *skill.alternatives):
            entry: dict[str, Any] = {"node": number[skill.id], "label": label, "kind": "own", "ambiguous": False}
            for column, value in entry.items():
                labels[column].append(value)
    for skill in skills:
        for parent in skill.broader:
            edge = (number[skill.id], number[parent], "broader", "own", 0.9)
            for column, value in zip(("child", "parent", "relation", "source", "confidence"), edge, strict=True):
                edges[column].append(value)


def _canonical(tables: dict[str, Table]) -> np.ndarray[Any, np.dtype[np.int32]]:
    """One node for each same-as class: ESCO's where it has one (official, with relations), else the lowest number."""
    edges = tables["edges"]
    parent = list(range(len(tables["skills"]["id"])))

    def root(node: int) -> int:
        while parent[node] != node:
            node = parent[node] = parent[parent[node]]
        return node

    kind = tables["skills"]["kind"]
    for a, b, relation, confidence in zip(
        edges["child"], edges["parent"], edges["relation"], edges["confidence"], strict=True
    ):
        if relation == "same-as" and confidence >= SAME:
            first, second = root(a), root(b)
            if first != second:
                rank = sorted((first, second), key=lambda node: (kind[node] not in {"skill", "knowledge"}, node))
                parent[rank[1]] = rank[0]
    return np.asarray([root(node) for node in range(len(parent))], dtype=np.int32)


def _write_nodes(out: Path, skills: Table, canonical: Any) -> None:
    write_text(out / "skills.arrow", {"id": skills["id"], "label": skills["label"]})
    write_array(out / "kind.npy", [KINDS.index(kind) for kind in skills["kind"]], np.int8)
    hot = np.asarray(skills["hot"], dtype=bool)
    demand = np.asarray([math.nan if value is None else value for value in skills["demand"]], dtype=np.float32)
    # What is said of one member of a same-as class holds for the class.
    np.logical_or.at(hot, canonical, hot.copy())
    np.fmax.at(demand, canonical, demand.copy())
    write_array(out / "hot.npy", hot, np.bool_)
    write_array(out / "demand.npy", demand, np.float32)
    technology = np.asarray([kind == "technology" for kind in skills["kind"]])
    np.logical_or.at(technology, canonical, technology.copy())
    write_array(out / "is_technology.npy", technology, np.bool_)
    write_array(out / "canonical.npy", canonical, np.int32)
    write_array(out / "reuse.npy", [REUSE.index(reuse) for reuse in skills["reuse"]], np.int8)
    numbers = ((identifier, (number,)) for number, identifier in enumerate(skills["id"]))
    marisa_trie.RecordTrie("<I", numbers).save(str(out / "ids.marisa"))


def _write_areas(out: Path, areas: Table, tables: dict[str, Table], canonical: Any) -> None:
    """The vocabulary, and the area of each class of nodes: its own, else the one of what it belongs under.

    A product belongs where its class of products does, a platform's own skill where its broader skill does.
    """
    write_text(out / "areas.arrow", {"id": areas["id"], "name": areas["name"]})
    write_array(out / "area_kind.npy", [AREA_KINDS.index(kind) for kind in areas["kind"]], np.int8)
    write_array(out / "area_learnt.npy", [LEARNT.index(learnt) for learnt in areas["learnt"]], np.int8)
    number = {identifier: position for position, identifier in enumerate(areas["id"])}
    own = [NO_AREA if area is None else number[area] for area in tables["skills"]["area"]]
    found = np.full(len(own), NO_AREA, dtype=np.int16)
    for node, area in enumerate(own):
        if area != NO_AREA and found[canonical[node]] == NO_AREA:
            found[canonical[node]] = area
    edges = tables["edges"]
    for child, parent, relation in zip(edges["child"], edges["parent"], edges["relation"], strict=True):
        node = canonical[child]
        if relation == "broader" and found[node] == NO_AREA:
            found[node] = own[parent] if own[parent] != NO_AREA else found[canonical[parent]]
    write_array(out / "area_of_node.npy", found[canonical], np.int16)


def _turned(edges: Table) -> Table:
    """``a`` essential for ``b``, read from ``b``: what holding it speaks for."""
    return {**edges, "child": edges["parent"], "parent": edges["child"]}


def _write_edges(out: Path, name: str, edges: Table, canonical: Any, relations: set[str]) -> None:
    best: dict[tuple[int, int], float] = {}
    for child, parent, relation, confidence in zip(
        edges["child"], edges["parent"], edges["relation"], edges["confidence"], strict=True
    ):
        a, b = int(canonical[child]), int(canonical[parent])
        if relation in relations and a != b:
            best[a, b] = max(best.get((a, b), 0.0), confidence)
    rows, columns = [pair[0] for pair in best], [pair[1] for pair in best]
    matrix = SparseRows.gather(rows, columns, len(canonical), confidence=np.asarray(list(best.values()), np.float32))  # type: ignore[arg-type]
    matrix.write(out, name)


def _write_labels(out: Path, tables: dict[str, Table], canonical: Any, needed: Any) -> None:
    """One entry for each folded label and class; where several classes bear a label, only the best kind is kept.

    Among labels of the same kind the class that more occupations need comes first; an acronym that several
    technologies share says nothing and is dropped.
    """
    labels = tables["labels"]
    bearers: dict[str, dict[int, tuple[int, bool]]] = defaultdict(dict)
    for node, label, kind, ambiguous in zip(
        labels["node"], labels["label"], labels["kind"], labels["ambiguous"], strict=True
    ):
        key, rank = fold(label), LABEL_KINDS.index(kind)
        unlikely = tables["skills"]["kind"][node] in UNNAMED
        if not key or unlikely:
            continue
        best_rank, doubtful = bearers[key].get(int(canonical[node]), (rank, False))
        bearers[key][int(canonical[node])] = (min(rank, best_rank), bool(ambiguous or doubtful))
    entries = []
    for key, nodes in bearers.items():
        best = min(rank for rank, _ in nodes.values())
        kept = sorted((n for n, (rank, _) in nodes.items() if rank == best), key=lambda n: (-needed[n], n))
        if LABEL_KINDS[best] in {"acronym", "vendorless"} and len(kept) > 1:
            continue
        entries += [(key, (node, nodes[node][0], int(nodes[node][1]))) for node in kept[:3]]
    marisa_trie.RecordTrie(LABEL_RECORD, entries).save(str(out / "labels.marisa"))


def _write_tags(out: Path, tags: Table, canonical: Any) -> None:
    entries = {
        (fold(tag), (0 if node is None else int(canonical[node]), TAG_RELATIONS.index(relation)))
        for tag, node, relation in zip(tags["tag"], tags["node"], tags["relation"], strict=True)
        if relation in TAG_RELATIONS
    }
    marisa_trie.RecordTrie(TAG_RECORD, sorted(entries)).save(str(out / "tags.marisa"))


def _write_occupations(out: Path, facts: Path, needs: Table, canonical: Any) -> None:
    people, titles, pairs = _read(facts, "occupations"), _read(facts, "titles"), _read(facts, "crosswalk")
    size = len(people["id"])
    write_text(out / "occupations.arrow", {name: people[name] for name in ("id", "label", "code")})
    write_array(out / "job_zone.npy", [zone or 0 for zone in people["job_zone"]], np.int8)
    write_array(out / "is_onet.npy", [i.startswith("onet:") for i in people["id"]], np.bool_)
    numbers = ((identifier, (number,)) for number, identifier in enumerate(people["id"]))
    marisa_trie.RecordTrie("<I", numbers).save(str(out / "occupation_ids.marisa"))

    def column(name: str) -> Any:
        return np.asarray([math.nan if value is None else value for value in needs[name]], dtype=np.float32)

    SparseRows.gather(
        needs["occupation"],
        canonical[np.asarray(needs["node"])],
        size,
        relation=np.asarray([RELATIONS.index(relation) for relation in needs["relation"]], dtype=np.int8),  # type: ignore[arg-type]
        importance=column("importance"),
        level=column("level"),
    ).write(out, "needs")
    both = [
        (a, b, c)
        for e, o, c in zip(pairs["esco"], pairs["onet"], pairs["confidence"], strict=True)
        for a, b in ((e, o), (o, e))
    ]
    SparseRows.gather(
        [pair[0] for pair in both],
        [pair[1] for pair in both],
        size,
        confidence=np.asarray([pair[2] for pair in both], np.float32),  # type: ignore[arg-type]
    ).write(out, "pairs")
    _write_titles(out, people["label"], titles)
    _write_names(out, people["label"], titles)
    short = _read(facts, "abbreviations")
    write_text(out / "abbreviations.arrow", {name: short[name] for name in ("abbreviation", "meaning")})


def _write_names(out: Path, labels: list[str], titles: Table) -> None:
    """Every folded title with the occupations that bear it."""
    named = [(label, number, MAIN) for number, label in enumerate(labels)]
    named += [
        (title, number, REVIEWED if reviewed else OTHER)
        for number, title, reviewed in zip(titles["occupation"], titles["title"], titles["reviewed"], strict=True)
    ]
    best: dict[tuple[str, int], int] = {}
    for title, number, kind in named:
        if key := fold(title):
            best[key, number] = max(kind, best.get((key, number), OTHER))
    entries = [(key, (number, kind)) for (key, number), kind in best.items()]
    marisa_trie.RecordTrie(TITLE_RECORD, sorted(entries)).save(str(out / "titles.marisa"))


def _write_titles(out: Path, labels: list[str], titles: Table) -> None:
    """An inverted index of the words of all titles, with their inverse document frequencies."""
    bearers = [*range(len(labels)), *titles["occupation"]]
    words = [set(tokens(title)) for title in [*labels, *titles["title"]]]
    vocabulary = sorted(set().union(*words))
    trie = marisa_trie.Trie(vocabulary)
    trie.save(str(out / "tokens.marisa"))
    row = {word: number for number, word in enumerate(vocabulary)}
    by_trie = np.zeros(len(vocabulary), dtype=np.int32)
    for word, number in row.items():
        by_trie[trie[word]] = number
    rows = [row[word] for title in words for word in sorted(title)]
    columns = [number for number, title in enumerate(words) for _ in title]
    postings = SparseRows.gather(rows, columns, len(vocabulary))
    postings.write(out, "postings")
    frequency = np.diff(postings.starts)
    idf = np.log((1 + len(words)) / (1 + frequency)).astype(np.float32)
    write_array(out / "token_row.npy", by_trie, np.int32)
    write_array(out / "token_idf.npy", idf, np.float32)
    write_array(out / "title_weight.npy", [float(sum(idf[row[w]] for w in title)) for title in words], np.float32)
    write_array(out / "title_occupation.npy", bearers, np.int32)
    write_array(out / "title_main.npy", [number < len(labels) for number in range(len(words))], np.bool_)

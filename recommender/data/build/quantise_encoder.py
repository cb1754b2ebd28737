"""From the trained change of the encoder to what ships: choose its form by measurement; write ``models/encoder``.

``python -m recommender.data.build.quantise_encoder --shared ../shared/data --trained build/encoder``. With ``--work``
only the vectors of what occupations do are made anew, with the encoder that ships. With ``--measure`` the forms are
compared on SkillSkape's dev sentences, which nothing was trained on: the change in full (float16), in eight bits, of
low rank, and as a linear head on the packaged model's vectors.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow.parquet as pq
import torch

from recommender import artifacts
from recommender.arrays import Vectors, normalise
from recommender.data.build.read_space import curie
from recommender.data.build.shared.heldout import alternatives, held_out_pair, same
from recommender.data.build.shared.sources import rows, sha256
from recommender.data.build.train_encoder import Tuned
from recommender.embed.domain_encoder import DELTA, Arrays, expanded, reduced, write_delta
from recommender.embed.minilm import DEFAULT_ENCODER, MINILM_SHA256, packaged_minilm
from recommender.embed.onnx_encoder import OnnxEncoder
from recommender.embed.onnx_export import export_minilm
from recommender.embed.skill_vectors import VIEWS, write_views
from recommender.text import strip_qualifier

RANKS: Final = (32, 96)
BATCH: Final = 320
#: What the encoder was trained on, besides our own texts.
DATA: Final = (
    "esco/skills_en.csv.gz",
    "esco/occupations_en.csv.gz",
    "esco/occupationSkillRelations.csv.gz",
    "onet/alternate_titles.tsv.gz",
    "onet/task_statements.tsv.gz",
    "onet/technology_skills.tsv.gz",
    "benchmarks/skillskape/train.csv.gz",
)
#: Ridge penalty of the linear head.
PENALTY: Final = 1.0


def change(folder: Path) -> Arrays:
    """The trained change of each parameter, float32."""
    with np.load(folder / "delta.npz", allow_pickle=False) as stored:
        return {name: stored[name].astype(np.float32) for name in stored.files}


def eight_bits(changes: Arrays) -> Arrays:
    """The change of each parameter in eight bits and back: what serving will see."""
    return {name: expanded(*reduced(values)) for name, values in changes.items()}


def low_rank(changes: Arrays, rank: int) -> Arrays:
    """The best approximation of each matrix by one of ``rank`` (Eckart and Young, 1936); vectors stay as they are."""
    out = {}
    for name, values in changes.items():
        if values.ndim == 2:
            left, strength, right = np.linalg.svd(values, full_matrices=False)
            out[name] = (left[:, :rank] * strength[:rank]) @ right[:rank]
        else:
            out[name] = values
    return out


class Forms:
    """Encodes with any change of the packaged model."""

    def __init__(self) -> None:
        self._model = Tuned(packaged_minilm())
        self._start = {name: p.clone() for name, p in self._model.trained().items()}

    def encode(self, texts: Sequence[str], changes: Arrays | None = None) -> Vectors:
        """Unit vectors of texts under the changed weights."""
        parameters = dict(self._model.model.encoder.named_parameters())
        with torch.no_grad():
            for name, start in self._start.items():
                parameters[name].copy_(start + torch.from_numpy(changes[name]) if changes else start)
        with torch.inference_mode():
            parts = [self._model(list(texts[i : i + BATCH])) for i in range(0, len(texts), BATCH)]
        return np.asarray(torch.cat(parts).float().numpy())


def measure(shared: Path, changes: Arrays) -> dict[str, dict[str, float]]:
    """Recall at five and size in megabytes of each form, on SkillSkape's dev sentences."""
    skills = rows(shared / "esco" / "skills_en.csv.gz")
    labels = [strip_qualifier(row["preferredLabel"]) for row in skills]
    place = {same(row["preferredLabel"]): n for n, row in enumerate(skills)}
    table = rows(shared / "benchmarks" / "skillskape" / "dev.csv.gz")
    truth = [{place[k] for label in ast.literal_eval(row["skills"]) if (k := same(label)) in place} for row in table]
    asked = [row["sentence"] for row, right in zip(table, truth, strict=True) if right]
    truth = [right for right in truth if right]
    forms = Forms()

    def recall(queries: Vectors, candidates: Vectors) -> float:
        best = np.argsort(-(queries @ candidates.T), axis=1)[:, :5]
        found = sum(len(set(row.tolist()) & right) for row, right in zip(best, truth, strict=True))
        return round(found / sum(min(5, len(right)) for right in truth), 4)

    numbers = sum(values.size for values in changes.values())
    plain = forms.encode(asked), forms.encode(labels)
    full = forms.encode(asked, changes), forms.encode(labels, changes)
    out = {
        "packaged": {"recall@5": recall(*plain), "MB": 0.0},
        "full float16": {"recall@5": recall(*full), "MB": numbers * 2e-6},
    }
    small = eight_bits(changes)
    out["eight bits"] = {
        "recall@5": recall(forms.encode(asked, small), forms.encode(labels, small)),
        "MB": numbers * 1e-6,
    }
    for rank in RANKS:
        low = low_rank(changes, rank)
        size = sum(rank * sum(v.shape) if v.ndim == 2 else v.size for v in changes.values()) * 2e-6
        out[f"rank {rank}"] = {"recall@5": recall(forms.encode(asked, low), forms.encode(labels, low)), "MB": size}
    head = np.linalg.solve(plain[1].T @ plain[1] + PENALTY * np.eye(plain[1].shape[1]), plain[1].T @ full[1])
    turned = [normalise((part @ head).astype(np.float32)) for part in plain]
    out["linear head"] = {"recall@5": recall(*turned), "MB": head.size * 2e-6}
    return out


def views(shared: Path, encode: Any) -> dict[str, tuple[list[str], Vectors]]:
    """Of each ESCO skill the mean vector of its alternative labels, and the vector of its definition.

    Alternative labels that ``skill-labels`` is measured on are left out here too.
    """
    owners: list[str] = []
    texts: list[str] = []
    defined: list[tuple[str, str]] = []
    for row in rows(shared / "esco" / "skills_en.csv.gz"):
        identifier = curie(row["conceptUri"])
        for label in alternatives(row):
            if not held_out_pair(row["conceptUri"], label):
                owners.append(identifier)
                texts.append(strip_qualifier(label))
        if row["description"]:
            defined.append((identifier, row["description"]))
    return {
        "alternatives": means(owners, encode(texts)),
        "definition": ([identifier for identifier, _ in defined], encode([text for _, text in defined])),
        "titles": titles(encode),
        "work": work(shared, encode),
    }


def titles(encode: Any) -> tuple[list[str], Vectors]:
    """Of each occupation of ESCO and O*NET the mean vector of its titles other than the main one."""
    folder = artifacts.data("taxonomy")
    ids = pq.read_table(folder / "occupations.parquet", columns=["id"])["id"].to_pylist()
    table = pq.read_table(folder / "titles.parquet", columns=["occupation", "title"])
    owners = [ids[number] for number in table["occupation"].to_pylist()]
    return means(owners, encode(table["title"].to_pylist()))


def work(shared: Path, encode: Any) -> tuple[list[str], Vectors]:
    """Of each occupation the mean vector of the sentences in which ESCO or O*NET says what is done there."""
    onet = shared / "onet"
    said = [(curie(row["conceptUri"]), row["description"]) for row in rows(shared / "esco" / "occupations_en.csv.gz")]
    said += [("onet:" + row["O*NET-SOC Code"], row["Description"]) for row in rows(onet / "occupation_data.tsv.gz")]
    said += [("onet:" + row["O*NET-SOC Code"], row["Task"]) for row in rows(onet / "task_statements.tsv.gz")]
    told = [
        (owner, one) for owner, text in said for one in re.split(r"(?<=[.;])\s+", text) if any(map(str.isalpha, one))
    ]
    return means([owner for owner, _ in told], encode([one for _, one in told]))


def means(owners: Sequence[str], vectors: Vectors) -> tuple[list[str], Vectors]:
    """Owners in order, and the unit mean of the vectors of each."""
    names, number = np.unique(np.asarray(owners), return_inverse=True)
    mean = np.zeros((len(names), vectors.shape[1]), dtype=np.float32)
    np.add.at(mean, number, vectors)
    return names.tolist(), normalise(mean)


def write(shared: Path, trained: Path, out: Path) -> None:
    """The change first; the other views are encoded with the very encoder that it makes."""
    out.mkdir(parents=True, exist_ok=True)
    write_delta(out / DELTA, change(trained))
    manifest = {
        "format": 1,
        "name": DEFAULT_ENCODER,
        "base": {"name": "all-MiniLM-L6-v2", "sha256": MINILM_SHA256, "licence": "Apache-2.0"},
        "training": json.loads((trained / "training.json").read_text(encoding="utf-8")),
        "data": {name: sha256(shared / name) for name in DATA},
        "curation": {
            name: sha256(Path(__file__).parent / "curation" / name) for name in ("adverts.tsv", "vacancies.tsv")
        },
        "files": {DELTA: about(out / DELTA)},
    }
    _write(out, manifest)
    (out / VIEWS).unlink(missing_ok=True)
    with _encoder(out) as encode:
        write_views(out / VIEWS, views(shared, encode))
    _write(out, {**manifest, "files": {name: about(out / name) for name in (DELTA, VIEWS)}})


def write_work(shared: Path, out: Path) -> None:
    """Only the view of what occupations do, beside what is there."""
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    with _encoder(out) as encode:
        write_views(out / VIEWS, {"work": work(shared, encode)})
    manifest["files"][VIEWS] = about(out / VIEWS)
    _write(out, manifest)


@contextmanager
def _encoder(out: Path) -> Iterator[Callable[[Sequence[str]], Vectors]]:
    with tempfile.TemporaryDirectory() as folder:
        export_minilm(Path(folder), out)
        encoder = OnnxEncoder(Path(folder))
        yield lambda texts: _encoded(encoder, texts)


def about(path: Path) -> dict[str, Any]:
    """The manifest's part on base, training and data."""
    return {"sha256": sha256(path), "bytes": path.stat().st_size}


def _write(out: Path, manifest: dict[str, Any]) -> None:
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def _encoded(encoder: OnnxEncoder, texts: Sequence[str]) -> Vectors:
    parts = []
    for start in range(0, len(texts), 8192):
        parts.append(encoder.encode(texts[start : start + 8192]))
        print(f"{start + len(parts[-1])} of {len(texts)}", flush=True)
    return np.concatenate(parts)


def main() -> None:
    """Write ``models/encoder`` from a trained encoder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--trained", type=Path, default=Path("build/encoder"))
    parser.add_argument("--out", type=Path, default=Path("models/encoder"))
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--work", action="store_true", help="only the view of what occupations do")
    arguments = parser.parse_args()
    if arguments.work:
        write_work(arguments.shared, arguments.out)
        return
    if arguments.measure:
        for name, row in measure(arguments.shared, change(arguments.trained)).items():
            print(f"{name:16} recall@5 {row['recall@5']:.4f} {row['MB']:6.1f} MB", flush=True)
        return
    write(arguments.shared, arguments.trained, arguments.out)


if __name__ == "__main__":
    main()

"""What the data builds need of the product: the skill space, an encoder and a linker over the bundled facts."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from recommender import artifacts
from recommender.embed import texts
from recommender.embed.encoder import Encoder
from recommender.embed.minilm import DEFAULT_ENCODER, PACKAGED
from recommender.embed.onnx_encoder import OnnxEncoder
from recommender.embed.onnx_export import export_minilm
from recommender.embed.skill_vectors import SkillVectors, stacked
from recommender.linking.linker import Linker
from recommender.linking.reranker import Reranker
from recommender.snapshot.build import linker_model
from recommender.taxonomy.columns_builder import build_columns
from recommender.taxonomy.occupations import Occupations
from recommender.taxonomy.space import SkillSpace


@dataclass(frozen=True)
class Workbench:
    """``vectors`` are those of ``space.searchable``."""

    space: SkillSpace
    occupations: Occupations
    encoder: Encoder
    vectors: SkillVectors
    folder: Path

    @cached_property
    def linker(self) -> Linker:
        """With the model that ships for the encoder."""
        return Linker(self.space, self.encoder, self.vectors, Reranker.read(linker_model(self.encoder.name)))


def open_workbench(name: str = DEFAULT_ENCODER, *, encoder: Encoder | None = None) -> Workbench:
    """Build the taxonomy's columns in a temporary folder and encode its searchable nodes (about half a minute)."""
    folder = Path(tempfile.mkdtemp(prefix="credpath-build-"))
    build_columns(artifacts.data("taxonomy"), folder / "taxonomy")
    encoder = encoder or open_encoder(name, folder / "encoder")
    space = SkillSpace(folder / "taxonomy")
    labels = encoder.encode([texts.of_skill(label) for label in space.labels_of(space.searchable)])
    shipped = artifacts.model("encoder") if name == DEFAULT_ENCODER else None
    vectors = SkillVectors(stacked(space, np.asarray(labels, dtype=np.float32), shipped), len(space.searchable))
    return Workbench(space, Occupations(folder / "taxonomy"), encoder, vectors, folder)


def open_encoder(name: str, folder: Path) -> Encoder:
    """One of the two encoders that are made from the packaged weights, exported to ``folder`` unless it is there."""
    if name not in PACKAGED:
        msg = f"no packaged encoder {name!r}; there are: {', '.join(PACKAGED)}"
        raise ValueError(msg)
    if not (folder / "encoder.json").is_file():
        export_minilm(folder, artifacts.model("encoder") if name == DEFAULT_ENCODER else None)
    return OnnxEncoder(folder)

"""What the data builds need of the product: the skill space, an encoder and a linker over the bundled facts."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from recommender import resources
from recommender.embed import texts
from recommender.embed.encoder import Encoder, OnnxEncoder
from recommender.embed.export import export_minilm
from recommender.embed.index import VectorIndex, Vectors
from recommender.embed.linker import Linker, LinkModel
from recommender.errors import ModelError
from recommender.taxonomy import Occupations, SkillSpace, build


@dataclass(frozen=True, slots=True)
class Workbench:
    """``vectors`` are those of ``space.searchable``, row for row."""

    space: SkillSpace
    occupations: Occupations
    encoder: Encoder
    index: VectorIndex
    vectors: Vectors
    linker: Linker


def workbench(encoder: Encoder | None = None) -> Workbench:
    """Build the taxonomy's columns in a temporary folder and encode its searchable nodes (about half a minute)."""
    folder = Path(tempfile.mkdtemp(prefix="credpath-build-"))
    build(resources.data("taxonomy"), folder / "taxonomy")
    if encoder is None:
        export_minilm(folder / "encoder")
        encoder = OnnxEncoder(folder / "encoder")
    space = SkillSpace(folder / "taxonomy")
    labels = [texts.of_skill(label) for label in space.labels_of(space.searchable)]
    vectors = encoder.encode(labels)
    index = VectorIndex.build(np.asarray(vectors, dtype=np.float32))
    try:
        model = LinkModel.read(resources.model("linker"))
    except ModelError:
        # The first fit has no model to start from; only the features are used then.
        model = LinkModel((0.0, 0.0, 0.0), 0.0, 1.0)
    linker = Linker(space, encoder, index, model)
    return Workbench(space, Occupations(folder / "taxonomy"), encoder, index, vectors, linker)

"""One conformance suite over every encoder, and what only one of them promises."""

from __future__ import annotations

import hashlib
import shutil

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender import artifacts
from recommender.embed import minilm
from recommender.embed.domain_encoder import read_delta
from recommender.embed.hashing_encoder import HashingEncoder
from recommender.embed.minilm import packaged_minilm
from recommender.embed.onnx_encoder import OnnxEncoder
from recommender.embed.onnx_export import export_minilm
from recommender.embed.torch_encoder import SentenceTransformerEncoder
from recommender.errors import ModelError

TEXTS = ["data analyst", "", "Krankenpfleger auf Station", "SQL, Python and statistics " * 60, "a", "ßøñ 数据"]


@pytest.fixture(scope="session", params=["hashing", "onnx", "sentence-transformers"])
def any_encoder(request, bundled_folder):
    if request.param == "hashing":
        return HashingEncoder(64)
    if request.param == "onnx":
        return OnnxEncoder(bundled_folder / "encoder")
    return SentenceTransformerEncoder(str(packaged_minilm()))


def test_shape_type_and_length(any_encoder):
    vectors = any_encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), any_encoder.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_no_texts(any_encoder):
    assert any_encoder.encode([]).shape == (0, any_encoder.dimension)


def test_the_same_texts_give_the_same_bytes(any_encoder):
    assert any_encoder.encode(TEXTS).tobytes() == any_encoder.encode(TEXTS).tobytes()


def test_company_changes_a_vector_by_less_than_similarities_are_rounded(any_encoder):
    alone = np.concatenate([any_encoder.encode([text]) for text in TEXTS])
    assert np.abs(any_encoder.encode(TEXTS) - alone).max() < 1e-5


def test_it_has_a_name(any_encoder):
    assert any_encoder.name


def test_the_exported_models_give_the_original_vectors(bundled_folder, tmp_path):
    texts = [*TEXTS, "install electrical wiring", "patient records"]
    export_minilm(tmp_path)
    plain = OnnxEncoder(tmp_path).encode(texts)
    original = SentenceTransformerEncoder(str(packaged_minilm()))
    assert np.abs(plain - original.encode(texts)).max() < 1e-4
    tuned = OnnxEncoder(bundled_folder / "encoder")
    assert tuned.name == "credpath-minilm"
    layers = dict(original._model[0].auto_model.encoder.named_parameters())
    for name, change in read_delta(artifacts.model("encoder")).items():
        layers[name].data += torch.from_numpy(change)
    assert np.abs(tuned.encode(texts) - original.encode(texts)).max() < 1e-4
    assert np.abs(tuned.encode(texts) - plain).max() > 0.01


def test_an_altered_change_is_refused(tmp_path):
    folder = tmp_path / "encoder"
    shutil.copytree(artifacts.model("encoder"), folder)
    (folder / "delta.npz").write_bytes((folder / "delta.npz").read_bytes()[:-1] + b"x")
    with pytest.raises(ModelError, match="altered"):
        read_delta(folder)
    (folder / "manifest.json").unlink()
    with pytest.raises(ModelError, match="manifest"):
        read_delta(folder)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=5))
def test_hashing_takes_any_text(texts):
    assert np.isfinite(HashingEncoder(16).encode(texts)).all()


def test_altered_weights_are_refused(monkeypatch):
    monkeypatch.setattr(minilm, "MINILM_SHA256", hashlib.sha256(b"other").hexdigest())
    with pytest.raises(ModelError, match="altered"):
        packaged_minilm()


def test_a_missing_package_says_what_to_install(monkeypatch):
    monkeypatch.setattr(minilm, "MINILM_PACKAGE", "no_such_package")
    with pytest.raises(ModelError, match="pip install"):
        packaged_minilm()


def test_a_damaged_encoder_is_named(tmp_path):
    with pytest.raises(ModelError, match="rebuild"):
        OnnxEncoder(tmp_path)
    with pytest.raises(ModelError, match="cannot load"):
        SentenceTransformerEncoder(str(tmp_path / "nothing"))

"""Exporting an encoder to ONNX, once, when a snapshot is built: requests then need no torch."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import shutil
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Final

from recommender.embed.domain_encoder import DELTA, Arrays, artifact, read_delta
from recommender.embed.minilm import MINILM, MINILM_SHA256, packaged_minilm
from recommender.embed.onnx_encoder import TOKENS, VECTORS
from recommender.errors import ModelError

if TYPE_CHECKING:
    import torch

TOLERANCE: Final = 1e-4


def export_minilm(out: Path, tuned: Path | None = None) -> None:
    """Write ``model.onnx``, ``tokenizer.json`` and ``encoder.json`` of all-MiniLM-L6-v2 to the folder ``out``.

    ``tuned``: the folder of a trained change (`recommender.embed.domain_encoder`) added to the packaged weights.

    Its outputs are unit vectors of the texts and contextual vectors of their tokens. Mean pooling over the attention
    mask and L2 normalisation are part of the graph, as in the model's own pipeline (Reimers and Gurevych, EMNLP 2019).
    Raises `ModelError` where the weights are missing, altered or not exportable.
    """
    folder = packaged_minilm()
    out.mkdir(parents=True, exist_ok=True)
    changes = read_delta(tuned) if tuned else {}
    try:
        _export(folder, out / "model.onnx", changes)
    except ModelError:
        raise
    except Exception as error:
        msg = f"exporting the encoder failed ({type(error).__name__}: {error})"
        raise ModelError(msg) from error
    shutil.copyfile(folder / "tokenizer.json", out / "tokenizer.json")
    name = artifact(tuned).manifest["name"] if tuned else MINILM
    about = {"name": name, "dimension": 384, "weights_sha256": MINILM_SHA256, "format": "onnx-fp32-tokens"}
    if tuned:
        about["delta_sha256"] = artifact(tuned).sha256(DELTA)
    (out / "encoder.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def _export(folder: Path, target: Path, changes: Arrays) -> None:
    import torch
    from transformers import AutoModel

    class Pooled(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = AutoModel.from_pretrained(folder, attn_implementation="eager", local_files_only=True).eval()
            layers = dict(self.model.encoder.named_parameters())
            with torch.no_grad():
                for name, change in changes.items():
                    layers[name].add_(torch.from_numpy(change))

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            hidden = self.model(
                input_ids=input_ids, attention_mask=attention_mask, token_type_ids=torch.zeros_like(input_ids)
            ).last_hidden_state
            mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
            mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=1), hidden

    # Two rows of unlike length, so that no value of the example is folded into the graph as a constant.
    ids = torch.tensor([[101, 7592, 2088, 102, 0], [101, 2951, 12941, 2102, 102]])
    example = (ids, (ids > 0).long())
    pooled = Pooled().eval()
    batch = torch.export.Dim("batch", min=1, max=4096)
    width = torch.export.Dim("width", min=2, max=512)
    shape = {0: batch, 1: width}
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()), torch.no_grad():
        warnings.simplefilter("ignore")
        program = torch.onnx.export(
            pooled,
            example,
            dynamo=True,
            dynamic_shapes={"input_ids": shape, "attention_mask": shape},
            input_names=["input_ids", "attention_mask"],
            output_names=[VECTORS, TOKENS],
            verbose=False,
        )
        unseen = torch.tensor([[101, 2224, 1996, 3231, 1997, 2951, 102]])
        expected = pooled(unseen, torch.ones_like(unseen))[0]
    if program is None:
        msg = "torch.onnx returned no program"
        raise ModelError(msg)
    program.save(str(target))
    _verify(target, {"input_ids": unseen, "attention_mask": torch.ones_like(unseen)}, expected)


def _verify(target: Path, inputs: dict[str, torch.Tensor], expected: torch.Tensor) -> None:
    """The file gives the model's own vectors on an input that the export did not see."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(target), providers=["CPUExecutionProvider"])
    found = session.run(None, {name: value.numpy() for name, value in inputs.items()})[0]
    if abs(found - expected.numpy()).max() > TOLERANCE:
        msg = "the exported encoder does not give the model's vectors; check the versions of torch and onnxruntime"
        raise ModelError(msg)

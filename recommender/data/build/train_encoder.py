"""Train the domain encoder from all-MiniLM-L6-v2; write ``build/encoder``, which `encoder_form` makes to ship.

``python -m recommender.data.build.train_encoder --shared ../shared/data`` (about 50 minutes on two cores, bfloat16).

Contrastive training with in-batch and mined hard negatives (InfoNCE, van den Oord et al., 2018; in-batch negatives,
Henderson et al., 2017), negatives that name the same or a neighbouring skill masked out. The word embeddings stay
frozen: what ships is the change of the six layers, so words that no training text holds keep their meaning.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from pathlib import Path
from random import Random
from typing import Any, Final

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

from recommender.data.build.shared.heldout import same
from recommender.data.build.training_pairs import SHARES, Concepts, Pair, TrainingTexts
from recommender.embed.minilm import packaged_minilm

SEED: Final = 20_240_917
STEPS: Final = 1_900
#: Pairs a batch, fewer where one side is a sentence.
PAIRS: Final = {"labels": 160, "sentences": 80, "titles": 160, "occupations": 128, "texts": 80}
RATE: Final = 1e-4
WARM_UP: Final = 0.05
TEMPERATURE: Final = 0.05
#: Nearest labels of the model at the start from which hard negatives are drawn.
MINED: Final = 24
WIDTH: Final = 64
CHUNK: Final = 80


class Tuned(torch.nn.Module):
    """MiniLM with mean pooling and unit length; its embeddings frozen."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        # Eager attention: on a CPU with bfloat16 it is three times as fast here as the fused kind.
        self.model = AutoModel.from_pretrained(folder, attn_implementation="eager", local_files_only=True).eval()
        self.model.embeddings.requires_grad_(False)
        self.tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)

    def forward(self, texts: list[str]) -> torch.Tensor:
        """Unit vectors; texts of like length go together, which halves the padding."""
        coded = self.tokenizer(texts, truncation=True, max_length=WIDTH)["input_ids"]
        order = sorted(range(len(texts)), key=lambda i: len(coded[i]))
        parts = [self._pooled([coded[i] for i in order[k : k + CHUNK]]) for k in range(0, len(order), CHUNK)]
        place = torch.empty(len(order), dtype=torch.long)
        place[order] = torch.arange(len(order))
        vectors: torch.Tensor = torch.nn.functional.normalize(torch.cat(parts)[: len(order)], dim=1)[place]
        return vectors

    def _pooled(self, coded: list[list[int]]) -> torch.Tensor:
        # Few different shapes: for each new one the kernels are prepared anew, which costs more than the padding.
        width = -4 * (-max(len(ids) for ids in coded) // 4)
        coded = coded + [coded[-1]] * (CHUNK - len(coded))
        ids = torch.tensor([row + [0] * (width - len(row)) for row in coded])
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in coded])
        hidden = self.model(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        shown = mask.unsqueeze(-1).float()
        pooled: torch.Tensor = (hidden * shown).sum(1) / shown.sum(1)
        return pooled

    def trained(self) -> dict[str, torch.Tensor]:
        """The parameters of the layers by name."""
        return {name: p.detach() for name, p in self.model.encoder.named_parameters()}


def mined(concepts: Concepts, model: Tuned) -> dict[str, list[str]]:
    """For each concept, the labels of those with the nearest first labels that are no friends of it."""
    uris = [uri for uri, labels in concepts.labels.items() if labels]
    first = [concepts.labels[uri][0] for uri in uris]
    with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
        parts = [model(first[i : i + 320]) for i in range(0, len(first), 320)]
    vectors = torch.cat(parts).float()
    out = {}
    for start in range(0, len(uris), 1024):
        near = (vectors[start : start + 1024] @ vectors.T).topk(min(MINED + 16, len(uris))).indices.tolist()
        for uri, row in zip(uris[start : start + 1024], near, strict=True):
            friends = concepts.friends([uri])
            out[uri] = [uris[j] for j in row if uris[j] not in friends][:MINED]
    return out


def batch(source: str, data: TrainingTexts, hard: dict[str, list[str]], random: Random) -> tuple[list[Pair], list[str]]:
    """Pairs of one source, and the concepts whose first labels stand against them as hard negatives."""
    pairs: list[Pair] = []
    while len(pairs) < PAIRS[source]:
        pair = data.draws[source](random)
        if same(pair.anchor) not in data.banned and same(pair.positive) not in data.banned:
            pairs.append(pair)
    against = [random.choice(hard[p.concept]) for p in pairs if hard.get(p.concept)]
    return pairs, list(dict.fromkeys(against))


def loss_of(model: Tuned, data: TrainingTexts, pairs: list[Pair], against: list[str]) -> torch.Tensor:
    """InfoNCE of a batch, with what names the same skill masked out."""
    anchors = model([p.anchor for p in pairs])
    shown = model([p.positive for p in pairs] + [data.first_label(uri) for uri in against])
    concepts = [p.concept for p in pairs] + against
    masked = torch.tensor([[c in p.friends for c in concepts] for p in pairs])
    masked[torch.arange(len(pairs)), torch.arange(len(pairs))] = False
    scores = (anchors @ shown.T / TEMPERATURE).masked_fill(masked, -1e4)
    targets = torch.arange(len(pairs))
    forth = torch.nn.functional.cross_entropy(scores, targets)
    back = torch.nn.functional.cross_entropy(scores[:, : len(pairs)].T, targets)
    return (forth + back) / 2


def train(shared: Path, out: Path, steps: int) -> None:
    """Train the six layers and return their change."""
    torch.manual_seed(SEED)
    torch.set_num_threads(2)
    random = Random(SEED)  # noqa: S311 - drawing examples is no secret
    data = TrainingTexts(shared)
    model = Tuned(packaged_minilm())
    start = {name: p.clone() for name, p in model.trained().items()}
    hard = {**mined(data.skills, model), **mined(data.occupations, model)}
    weights = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(weights, lr=RATE, weight_decay=0.01)
    warm = max(1, int(WARM_UP * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, 0.5 * (1 + math.cos(math.pi * min(1.0, s / steps))))
    )
    began, recent = time.monotonic(), dict.fromkeys(SHARES, 0.0)
    for step in range(1, steps + 1):
        source = random.choices(list(SHARES), list(SHARES.values()))[0]
        pairs, against = batch(source, data, hard, random)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = loss_of(model, data, pairs, against)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad(set_to_none=True)
        value = loss.item()
        recent[source] = 0.98 * recent[source] + 0.02 * value if recent[source] else value
        if step % 100 == 0:
            shown = " ".join(f"{name} {value:.3f}" for name, value in recent.items())
            print(f"{step} of {steps}, {time.monotonic() - began:.0f} s: {shown}", flush=True)
        if step % 600 == 0 or step == steps:
            save(out, start, model.trained(), {"steps": step, "of": steps, "seconds": round(time.monotonic() - began)})


def save(out: Path, start: dict[str, torch.Tensor], trained: dict[str, torch.Tensor], about: dict[str, int]) -> None:
    """The full change of every layer, float16, with what is needed to choose a form of it (`encoder_form`)."""
    out.mkdir(parents=True, exist_ok=True)
    changes: dict[str, Any] = {name: (trained[name] - start[name]).half().numpy() for name in start}
    np.savez(out / "delta.npz", **changes)
    (out / "training.json").write_text(json.dumps({"seed": SEED, **about}, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Train the encoder and write what it learned."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("build/encoder"))
    parser.add_argument("--steps", type=int, default=STEPS)
    arguments = parser.parse_args()
    train(arguments.shared, arguments.out, arguments.steps)


if __name__ == "__main__":
    main()

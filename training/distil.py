"""The encoder from several teachers: each learns without a part of the examples, one network learns from them all.

::

    python -m training.prepare --data DATA --minilm WHEEL_DIR --out prepared.npz
    python -m training.distil  --prepared prepared.npz --minilm WHEEL_DIR --out OUT

After Hinton et al. 2015. Every sentence gets the labels that it lacks (PolNeAR has no trees, treebanks have no events)
as the mean of the teachers' probabilities, and, where people labelled it, beside those labels the probabilities of the
one teacher that never saw it: what an annotator's slip or a memorised sentence would teach wrongly is so damped. A GPU
takes minutes.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from training.columns import CLAIM_PARTS, EVENT_PARTS, HEADS, IGNORED, SOURCES, TREE
from training.model import TOKEN_HEADS, Network, Sizes, load_minilm, minilm_folder, minilm_sizes
from training.resident import Bucket, Inputs, Schedule, Trainer, learnt, read_buckets, words_of
from training.scores import scores

__all__ = ["distil", "main", "student_loss", "teacher_loss"]

SHARES = {"trees": 0.4, "entities": 0.05, "attributions": 0.2, "corpus": 0.35}
"""How often a sentence of each source is drawn."""

WEIGHTS = {
    "upos": 0.4, "xpos": 0.4, "feats": 0.5, "head": 1.0, "rel": 1.0,
    "ner": 0.5, "source": 0.4, "cue": 0.4, "content": 0.4, "event": 0.8, "status": 0.3, "parts": 0.8,
}  # fmt: skip
"""Of the heads' losses. Nine words in ten are no trigger, and the mean over all of them is small."""

BELIEVED = 0.6
"""Weight of a person's label beside the probabilities of the teacher that had not seen the sentence."""

UNLABELLED = {**dict.fromkeys(WEIGHTS, 0.25), **dict.fromkeys(TREE, 1.0), "status": 0.0}
"""Weight of what the teachers give sentences that nobody labelled. Trees of news are what the treebanks lack; the
status of a word that is no trigger says nothing."""

LABELLED_AT_ONCE = 32768
"""Pieces."""


def _logits(network: Network, inputs: Inputs, heads: Tensor) -> dict[str, Tensor]:
    """The scores of every head, (batch, words, labels); of relations given each word's governor ``heads``."""
    cuda = inputs["ids"].is_cuda
    with torch.autocast("cuda", torch.bfloat16, enabled=cuda, cache_enabled=False):
        states = network.words(inputs)
    states = states.float()
    words = states[:, 1:]
    found = {name: network.token_heads[name](words) for name in TOKEN_HEADS}
    found["head"] = network.arc_scores(states, inputs["wmask"])
    found["rel"] = network.relation_scores(states, heads)
    found["parts"] = network.part_scores(states, inputs["wmask"])
    return found


def teacher_loss(network: Network, inputs: Inputs, gold: dict[str, Tensor], soft: dict[str, Tensor]) -> Tensor:
    """The weighted mean loss over the words that people labelled, summed over heads."""
    logits = _logits(network, inputs, gold["head"].clamp(min=0))
    losses = [WEIGHTS[h] * _against_gold(logits[h], gold[h]) for h in HEADS]
    return torch.stack([*losses, WEIGHTS["parts"] * _parts_loss(logits["parts"], gold["parts"])]).sum()


def _parts_loss(scores: Tensor, taken: Tensor) -> Tensor:
    """That any of the words which take a part is found; the mean over the parts of triggers."""
    found = F.log_softmax(scores, -1).masked_fill(~taken, -1e4).logsumexp(-1)
    known = taken.any(-1)
    return -(found * known).sum() / known.sum().clamp(min=1)


def student_loss(network: Network, inputs: Inputs, gold: dict[str, Tensor], soft: dict[str, Tensor]) -> Tensor:
    """The loss against people's labels and what teachers make of the same words, and against the teachers alone
    elsewhere."""
    words = words_of(inputs)
    logits = _logits(network, inputs, soft["governor"].long())
    total = torch.zeros((), device=words.device)
    for head in HEADS:
        labelled = gold[head] != IGNORED
        taught = -(soft[head].float() * F.log_softmax(logits[head], -1)).sum(-1)
        beside = (taught * labelled).sum() / labelled.sum().clamp(min=1)
        mixed = BELIEVED * _against_gold(logits[head], gold[head]) + (1 - BELIEVED) * beside
        alone = words & ~labelled
        rest = (taught * alone).sum() / alone.sum().clamp(min=1)
        total = total + WEIGHTS[head] * (mixed + UNLABELLED[head] * rest)
    return total + WEIGHTS["parts"] * _parts_taught(logits["parts"], gold["parts"], soft, words)


def _parts_taught(scores: Tensor, taken: Tensor, soft: dict[str, Tensor], words: Tensor) -> Tensor:
    """As for the other heads; where nobody labelled events or claims, words count as much as the teachers think them
    triggers or cues."""
    taught = -(soft["parts"].float() * F.log_softmax(scores, -1)).sum(-1)
    known = taken.any(-1)
    mixed = BELIEVED * _parts_loss(scores, taken) + (1 - BELIEVED) * (taught * known).sum() / known.sum().clamp(min=1)
    event, cue = ((1 - soft[head][..., 0].float()) * words for head in ("event", "cue"))
    triggers = torch.stack([*(event for _ in EVENT_PARTS), *(cue for _ in CLAIM_PARTS)], 1) * ~known
    return mixed + UNLABELLED["parts"] * (taught * triggers).sum() / triggers.sum().clamp(min=1)


def _against_gold(scores: Tensor, targets: Tensor) -> Tensor:
    """The mean over words that have a target; nothing where none has."""
    flat = targets.reshape(-1)
    total = F.cross_entropy(scores.reshape(-1, scores.shape[-1]), flat, ignore_index=IGNORED, reduction="sum")
    return total / (flat != IGNORED).sum().clamp(min=1)


State = Mapping[str, Tensor]


@torch.no_grad()
def soften(network: Network, buckets: Sequence[Bucket], teachers: Sequence[State]) -> None:
    """Gives every bucket its soft targets: teacher k is heard alone on sentences of blocks that are k modulo their
    number, where people labelled the head; all are elsewhere."""
    network.eval()
    for bucket in buckets:
        parts = torch.arange(bucket.size, device=bucket.source.device).split(
            max(1, LABELLED_AT_ONCE // bucket.inputs["ids"].shape[1])
        )
        own = bucket.block % len(teachers)
        for wanted in ((*(h for h in HEADS if h != "rel"), "parts"), ("rel",)):  # relations, given the governors
            for h in wanted:
                classes = bucket.inputs["wmask"].shape[1] if h == "head" else len(network.labels.get(h, ()))
                shape = bucket.gold[h].shape if h == "parts" else (*bucket.gold[h].shape, classes)
                bucket.soft[h] = torch.zeros(shape, dtype=torch.float16, device=own.device)
            for k, teacher in enumerate(teachers):
                network.load_state_dict(teacher)
                for rows in parts:
                    _add(network, bucket, rows, wanted, (own[rows] == k, 1 / len(teachers)))
            if "head" in wanted:
                best, people = bucket.soft["head"].float().argmax(-1), bucket.gold["head"]
                bucket.soft["governor"] = torch.where(people != IGNORED, people, best)


def _add(network: Network, bucket: Bucket, rows: Tensor, heads: Sequence[str], share: tuple[Tensor, float]) -> None:
    inputs, gold, soft = bucket.rows(rows)
    governor = soft["governor"] if "governor" in soft else torch.zeros_like(gold["head"])
    logits = _logits(network, inputs, governor)
    unseen, equal = share
    for head in heads:
        asked = (*("event" for _ in EVENT_PARTS), *("cue" for _ in CLAIM_PARTS)) if head == "parts" else (head,)
        labelled = torch.stack([(gold[h] != IGNORED).any(1) for h in asked], 1)  # (rows, parts) or (rows, 1)
        weight = torch.where(labelled, unseen[:, None].float(), torch.full_like(labelled, equal, dtype=torch.float))
        weight = weight[..., None, None] if head == "parts" else weight[..., None]
        bucket.soft[head][rows] += (weight * logits[head].softmax(-1)).half()


def distil(prepared: Path, minilm: Path, out: Path, options: argparse.Namespace) -> None:
    """Trains the teachers and the student and leaves OUT/network.pt and OUT/labels.json."""
    torch.backends.cuda.matmul.allow_tf32 = True
    torch.manual_seed(options.seed)
    buckets, labels = read_buckets(prepared, options.device)
    began = time.perf_counter()
    sizes = replace(minilm_sizes(minilm), layer_dropout=options.layer_dropout)
    plan = Schedule(
        options.steps[0],
        options.seed,
        rate_encoder=options.rate * 3e-4,
        rate_heads=options.rate * 1.5e-3,
        masked=options.masked,
    )
    network = _fresh(sizes, labels, minilm, options.seed).to(options.device)
    trainer = Trainer(network, buckets, teacher_loss, plan)
    print(f"ready after {time.perf_counter() - began:.0f} s", flush=True)
    teachers: list[State] = []
    highest = int(max(int(b.block.max()) for b in buckets))
    for k in range(options.teachers):
        network.load_state_dict(_fresh(sizes, labels, minilm, options.seed + k).state_dict())
        kept_back = torch.arange(k, highest + 1, options.teachers, device=options.device)
        trainer.train(learnt(buckets, SHARES, kept_back), options.teacher_steps, options.seed + k)
        teachers.append({name: value.clone() for name, value in network.state_dict().items()})
        print(f"teacher {k}, {time.perf_counter() - began:.0f} s", flush=True)
        if k < options.shown:
            _show(network, buckets, kept_back)
    del trainer
    out.mkdir(parents=True, exist_ok=True)
    (out / "labels.json").write_text(json.dumps(labels), encoding="utf-8")
    if options.steps:
        soften(network, buckets, teachers)
        print(f"softened, {time.perf_counter() - began:.0f} s", flush=True)
        student = Trainer(network, buckets, student_loss, plan)
        for steps in options.steps:
            network.load_state_dict(_fresh(sizes, labels, minilm, options.seed).state_dict())
            student.train(learnt(buckets, SHARES), steps, options.seed)
            print(f"student, {steps} steps, {time.perf_counter() - began:.0f} s", flush=True)
            torch.save({n: v.half().cpu() for n, v in network.state_dict().items()}, out / f"network-{steps}.pt")
            _show(network, buckets, None)


def _fresh(sizes: Sizes, labels: Mapping[str, list[str]], minilm: Path, seed: int) -> Network:
    torch.manual_seed(seed)
    network = Network(sizes, labels)
    load_minilm(network, minilm)
    return network


def _show(network: Network, buckets: Sequence[Bucket], kept_back: Tensor | None) -> None:
    for source in SOURCES:
        if source.startswith("dev") or kept_back is not None:
            blocks = None if source.startswith("dev") else kept_back
            found = scores(network, buckets, SOURCES.index(source), blocks)
            print(f"  {source:12s}", " ".join(f"{k} {v:.2f}" for k, v in found.items()), flush=True)


def main(arguments: list[str] | None = None) -> None:
    """The command line of this module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--prepared", type=Path, required=True)
    parser.add_argument("--minilm", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--teachers", type=int, default=8)
    parser.add_argument("--teacher-steps", type=int, default=5000)
    parser.add_argument("--steps", type=int, nargs="*", default=[18000], help="of the student")
    parser.add_argument("--layer-dropout", type=float, default=0.1)
    parser.add_argument("--rate", type=float, default=1.0)
    parser.add_argument("--masked", type=float, default=0.06)
    parser.add_argument("--shown", type=int, default=1, help="teachers that are scored")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options = parser.parse_args(arguments)
    distil(options.prepared, minilm_folder(options.minilm), options.out, options)


if __name__ == "__main__":
    main()

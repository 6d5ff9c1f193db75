"""What a network's answers cost: against people's labels, and against what teachers make of the same words."""

from __future__ import annotations

from collections.abc import Mapping

import torch
import torch.nn.functional as F
from torch import Tensor

from training.columns import CLAIM_PARTS, EVENT_PARTS, HEADS, IGNORED, TREE
from training.model import TOKEN_HEADS, Network
from training.resident import Inputs, words_of

__all__ = ["labelled_loss", "logits_of", "taught_loss"]

WEIGHTS = {
    "upos": 0.4, "xpos": 0.4, "feats": 0.5, "head": 1.0, "rel": 1.0,
    "ner": 0.5, "source": 0.4, "cue": 0.4, "content": 0.4, "event": 0.8, "status": 0.3, "topic": 0.3,
    "parts": 0.8,
}  # fmt: skip
"""Of the heads' losses. Nine words in ten are no trigger, and the mean over all of them is small."""

HALVED = bool(torch.cpu.get_capabilities().get("amx_bf16", False))
"""Whether this processor multiplies matrices of bfloat16 in tiles: four times as fast as floats on a Xeon with AMX."""

BELIEVED = 0.6
"""Weight of a person's label beside the probabilities of the teacher that had not seen the sentence."""

UNLABELLED = {**dict.fromkeys(WEIGHTS, 0.25), **dict.fromkeys(TREE, 1.0), "status": 0.0}
"""Weight of what the teachers give sentences that nobody labelled. Trees of news are what the treebanks lack; the
status of a word that is no trigger says nothing."""


def logits_of(network: Network, inputs: Inputs, heads: Tensor) -> dict[str, Tensor]:
    """The scores of every head, (batch, words, labels); of relations given each word's governor ``heads``, or the best
    one where that is IGNORED."""
    device = inputs["ids"].device.type
    with torch.autocast(device, torch.bfloat16, enabled=device == "cuda" or HALVED, cache_enabled=device != "cuda"):
        states = network.words(inputs)
    states = states.float()
    words = states[:, 1:]
    found = {name: network.token_heads[name](words) for name in TOKEN_HEADS}
    found["head"] = network.arc_scores(states, inputs["wmask"])
    governors = torch.where(heads == IGNORED, found["head"].argmax(-1), heads)
    found["rel"] = network.relation_scores(states, governors)
    found["parts"] = network.part_scores(states, inputs["wmask"])
    return found


def labelled_loss(network: Network, inputs: Inputs, gold: dict[str, Tensor], soft: dict[str, Tensor]) -> Tensor:
    """The weighted mean loss over the words that people labelled, summed over heads."""
    logits = logits_of(network, inputs, gold["head"].clamp(min=0))
    losses = [WEIGHTS[h] * _against_gold(logits[h], gold[h]) for h in HEADS]
    return torch.stack([*losses, WEIGHTS["parts"] * _parts_loss(logits["parts"], gold["parts"])]).sum()


def _parts_loss(scores: Tensor, taken: Tensor) -> Tensor:
    """That any of the words which take a part is found; the mean over the parts of triggers."""
    found = F.log_softmax(scores, -1).masked_fill(~taken, -1e4).logsumexp(-1)
    known = taken.any(-1)
    return -(found * known).sum() / known.sum().clamp(min=1)


def taught_loss(
    network: Network,
    inputs: Inputs,
    gold: dict[str, Tensor],
    soft: dict[str, Tensor],
    weights: Mapping[str, float] = WEIGHTS,
) -> Tensor:
    """The loss against people's labels and what teachers make of the same words, and against the teachers alone
    elsewhere; ``weights``: of the heads."""
    words = words_of(inputs)
    logits = logits_of(network, inputs, soft["governor"].long())
    total = torch.zeros((), device=words.device)
    for head in HEADS:
        labelled = gold[head] != IGNORED
        taught = -(soft[head].float() * F.log_softmax(logits[head], -1)).sum(-1)
        beside = (taught * labelled).sum() / labelled.sum().clamp(min=1)
        mixed = BELIEVED * _against_gold(logits[head], gold[head]) + (1 - BELIEVED) * beside
        alone = words & ~labelled
        rest = (taught * alone).sum() / alone.sum().clamp(min=1)
        total = total + weights[head] * (mixed + UNLABELLED[head] * rest)
    return total + weights["parts"] * _parts_taught(logits["parts"], gold["parts"], soft, words)


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

"""Quick scores of a network on sentences that lie in buckets: best labels alone, no tree search.

For choosing between trainings; what is reported comes from ``benchmarks/language.py``.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from training.columns import IGNORED, PARTS
from training.model import Network
from training.resident import Bucket

__all__ = ["scores"]

AT_ONCE = 8192
"""Pieces."""


@torch.no_grad()
def scores(network: Network, buckets: Sequence[Bucket], source: int, blocks: Tensor | None = None) -> dict[str, float]:
    """Percentages over sentences of ``source`` (of ``blocks`` alone, if given): accuracy of tags; UAS, and LAS without
    subtypes, of the best governors alone; F1 of words' labels other than ``O``."""
    network.eval()
    plain = sorted({name.partition(":")[0] for name in network.labels["rel"]})
    universal = torch.tensor([plain.index(name.partition(":")[0]) for name in network.labels["rel"]])
    counts: dict[str, Tensor] = {}

    def count(name: str, *values: Tensor) -> None:
        added = torch.stack([v.sum().double().cpu() for v in values])
        counts[name] = counts.get(name, torch.zeros_like(added)) + added

    for bucket in buckets:
        chosen = bucket.source == source
        if blocks is not None:
            chosen &= torch.isin(bucket.block, blocks)
        at_once = max(1, AT_ONCE // bucket.inputs["ids"].shape[1])
        for rows in chosen.nonzero()[:, 0].split(at_once):  # type: ignore[no-untyped-call]
            if not len(rows):
                continue
            inputs, gold, _ = bucket.rows(rows)
            states = network.words(inputs)
            for name, head in network.token_heads.items():
                best, known = head(states[:, 1:]).argmax(-1), gold[name] != IGNORED
                right = (best == gold[name]) & known
                if name in ("upos", "xpos", "feats", "status", "topic"):
                    count(name, right, known, known)
                else:
                    named = (best > 0) & known, (gold[name] > 0) & known
                    count(name, right & named[1], *named)
            known = gold["parts"].any(-1)
            best = network.part_scores(states, inputs["wmask"]).argmax(-1)
            right = gold["parts"].gather(3, best[..., None])[..., 0] & known
            for k, part in enumerate(PARTS):
                count(f"part-{part}", right[:, k], known[:, k], known[:, k])
            heads = network.arc_scores(states, inputs["wmask"]).argmax(-1)
            known = gold["head"] != IGNORED
            attached = (heads == gold["head"]) & known
            relations = network.relation_scores(states, heads).argmax(-1)
            table = universal.to(heads.device)
            same = table[relations] == table[gold["rel"].clamp(min=0)]
            count("uas", attached, known, known)
            count("las", attached & same, known, known)
    return {
        name: float(200 * right / (found + wanted)) for name, (right, found, wanted) in counts.items() if wanted > 0
    }

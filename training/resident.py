"""Examples that stay on the device: all sentences lie in its memory, padded to a few lengths.

A network of 23 million parameters is so small that a GPU spends most of a step waiting for its next kernel, and all of
it if each batch had to be brought.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from training.columns import HEADS, IGNORED, PARTS, SOURCES

__all__ = ["Bucket", "Inputs", "learnt", "read_buckets", "words_of"]

LENGTHS = (12, 16, 20, 24, 28, 32, 40, 48, 64, 96, 160)
"""Pieces to which sentences are padded."""

Inputs = dict[str, Tensor]


@dataclass(slots=True)
class Bucket:
    """The sentences of one length. ``inputs`` as ``dragoman.language.encoder.collate`` makes them, for all n sentences;
    ``gold``: (n, words) for each head, and ``parts``, (n, parts, words, 1 + words), true where a word takes a part;
    ``soft``: what teachers make of them, see ``training.distil``."""

    inputs: Inputs
    gold: dict[str, Tensor]
    source: Tensor
    block: Tensor
    soft: dict[str, Tensor] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Sentences."""
        return len(self.source)

    def rows(self, index: Tensor) -> tuple[Inputs, dict[str, Tensor], dict[str, Tensor]]:
        """Inputs, gold and soft targets of some sentences."""
        picked = ({k: v[index] for k, v in part.items()} for part in (self.inputs, self.gold, self.soft))
        inputs, gold, soft = picked
        return inputs, gold, soft


def words_of(inputs: Mapping[str, Tensor]) -> Tensor:
    """(batch, words): True where there is a word."""
    return inputs["wmask"][:, 1:] > 0


def read_buckets(path: Path, device: str) -> tuple[list[Bucket], dict[str, list[str]]]:
    """The file of ``training.prepare`` on the device, and the labels of each head."""
    with np.load(path) as file:
        arrays = dict(file)
    labels = json.loads(str(arrays.pop("labels")))
    pieces = arrays["pieces"]
    buckets = []
    for least, most in zip((0, *LENGTHS), LENGTHS, strict=False):
        chosen = np.flatnonzero((pieces > least) & (pieces <= most))
        if len(chosen):
            buckets.append(_bucket(arrays, chosen, most, device))
    return buckets, labels


def _bucket(arrays: Mapping[str, Any], chosen: Any, most: int, device: str) -> Bucket:
    """The sentences ``chosen``, padded to ``most`` pieces."""
    pieces, words = arrays["pieces"], arrays["words"]
    piece_starts, word_starts = np.cumsum(pieces) - pieces, np.cumsum(words) - words
    inside, place = _positions(piece_starts[chosen], pieces[chosen], most)
    of_words, word_place = _positions(word_starts[chosen], words[chosen], int(words[chosen].max()))
    first = np.zeros((len(chosen), of_words.shape[1] + 1), np.int64)
    first[:, 1:] = arrays["first"][word_place] * of_words
    inputs = {
        "ids": arrays["ids"][place] * inside,
        "sh": arrays["shapes"][place] * inside,
        "mask": inside,
        "first": first,
        "wmask": np.concatenate([np.ones((len(chosen), 1), bool), of_words], 1),
    }
    gold = {h: np.where(of_words, arrays[f"target_{h}"][word_place], IGNORED).astype(np.int64) for h in HEADS}
    gold["parts"] = _taken(arrays["parts"], chosen, (len(pieces), of_words.shape[1]))
    return Bucket(
        {k: torch.from_numpy(v.astype(_type(k))).to(device) for k, v in inputs.items()},
        {k: torch.from_numpy(v).to(device) for k, v in gold.items()},
        torch.from_numpy(arrays["source"][chosen]).to(device),
        torch.from_numpy(arrays["block"][chosen]).to(device),
    )


def _taken(parts: Any, chosen: Any, sizes: tuple[int, int]) -> Any:
    """``Bucket.gold["parts"]`` of the sentences ``chosen``; ``sizes``: all sentences, and words of the longest."""
    sentences, most = sizes
    taken = np.zeros((len(chosen), len(PARTS), most, 1 + most), bool)
    row = np.full(sentences, -1)
    row[chosen] = np.arange(len(chosen))
    here = parts[row[parts[:, 0]] >= 0]
    taken[row[here[:, 0]], here[:, 2], here[:, 1], here[:, 3]] = True
    return taken


def _type(name: str) -> type[np.generic]:
    return np.float32 if "mask" in name else np.int64


def _positions(starts: Any, counts: Any, width: int) -> tuple[Any, Any]:
    """(rows, width): whether a place is inside its row, and where its value stands in the flat array (0 outside)."""
    steps = np.arange(width)[None, :]
    inside = steps < counts[:, None]
    return inside, np.where(inside, starts[:, None] + steps, 0)


def learnt(buckets: Sequence[Bucket], shares: Mapping[str, float], without: Tensor | None = None) -> list[Tensor]:
    """How often each sentence is drawn: its source's share over its source's number of sentences; 0 for those whose
    block is in ``without``."""
    counts = {s: sum(int((b.source == i).sum()) for b in buckets) for i, s in enumerate(SOURCES)}
    table = torch.tensor([shares.get(s, 0.0) / max(1, counts[s]) for s in SOURCES])
    found = []
    for bucket in buckets:
        weights = table.to(bucket.source.device)[bucket.source.long()]
        if without is not None:
            weights = weights * ~torch.isin(bucket.block, without)
        found.append(weights)
    return found

"""Examples that stay on the device, and training steps that a GPU replays without asking the processor.

A network of 23 million parameters is so small that a GPU spends most of a step waiting for its next kernel. So all
sentences lie in the device's memory, padded to a few lengths (``LENGTHS``), and for each length one whole step (loss,
gradients, clipping, update) is captured as a CUDA graph and replayed. Where there is no GPU the same steps are run one
by one.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from training.columns import HEADS, IGNORED, PARTS, SOURCES
from training.model import Network

__all__ = ["Bucket", "Drawn", "Schedule", "Trainer", "learnt", "read_buckets", "words_of"]

LENGTHS = (12, 16, 20, 24, 28, 32, 40, 48, 64, 96, 160)
"""Pieces to which sentences are padded."""

MASK_PIECE = 103
"""``[MASK]`` in the vocabulary."""

MARK_SHAPE = 9

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
    pieces, words = arrays["pieces"], arrays["words"]
    piece_ends, word_ends = np.cumsum(pieces), np.cumsum(words)
    buckets = []
    for least, most in zip((0, *LENGTHS), LENGTHS, strict=False):
        chosen = np.flatnonzero((pieces > least) & (pieces <= most))
        if not len(chosen):
            continue
        inside, place = _positions(piece_ends[chosen] - pieces[chosen], pieces[chosen], most)
        of_words, word_place = _positions(word_ends[chosen] - words[chosen], words[chosen], int(words[chosen].max()))
        first = np.zeros((len(chosen), of_words.shape[1] + 1), np.int64)
        first[:, 1:] = arrays["first"][word_place] * of_words
        ones = np.ones((len(chosen), 1), bool)
        inputs = {
            "ids": arrays["ids"][place] * inside,
            "sh": arrays["shapes"][place] * inside,
            "mask": inside.astype(np.float32),
            "first": first,
            "wmask": np.concatenate([ones, of_words], 1).astype(np.float32),
        }
        taken = np.zeros((len(chosen), len(PARTS), of_words.shape[1], first.shape[1]), bool)
        row = np.full(len(pieces), -1)
        row[chosen] = np.arange(len(chosen))
        of_parts = arrays["parts"][row[arrays["parts"][:, 0]] >= 0]
        taken[row[of_parts[:, 0]], of_parts[:, 2], of_parts[:, 1], of_parts[:, 3]] = True
        gold = {h: np.where(of_words, arrays[f"target_{h}"][word_place], IGNORED) for h in HEADS}
        buckets.append(
            Bucket(
                {k: torch.from_numpy(v.astype(_type(k))).to(device) for k, v in inputs.items()},
                {
                    **{k: torch.from_numpy(v.astype(np.int64)).to(device) for k, v in gold.items()},
                    "parts": torch.from_numpy(taken).to(device),
                },
                torch.from_numpy(arrays["source"][chosen]).to(device),
                torch.from_numpy(arrays["block"][chosen]).to(device),
            )
        )  # fmt: skip
    return buckets, labels


def _type(name: str) -> type[np.generic]:
    return np.float32 if "mask" in name else np.int64


def _positions(starts: Any, counts: Any, width: int) -> tuple[Any, Any]:
    """(rows, width): whether a place is inside its row, and where its value stands in the flat array (0 outside)."""
    steps = np.arange(width)[None, :]
    inside = steps < counts[:, None]
    return inside, np.where(inside, starts[:, None] + steps, 0)


@dataclass(frozen=True, slots=True)
class Schedule:
    """How a network is trained."""

    steps: int
    seed: int = 1
    pieces_a_batch: int = 4096
    rate_encoder: float = 3e-4
    rate_heads: float = 1.5e-3
    warm_up: float = 0.06
    masked: float = 0.06
    """Share of the pieces that are hidden: names differ tomorrow."""

    def rate(self, step: int) -> float:
        """Of the peak: up in the first steps, then down in a line to a fiftieth."""
        done = step / self.steps
        return max(0.02, done / self.warm_up if done < self.warm_up else (1 - done) / (1 - self.warm_up))


class Drawn:
    """Batches of sentences drawn by weight: which bucket, and which of its sentences."""

    def __init__(self, weights: Sequence[Tensor], sizes: Sequence[int], steps: int, seed: int) -> None:
        """``weights`` of the sentences of each bucket, and ``sizes`` of a batch of each."""
        torch.manual_seed(seed)
        mass = [float(w.sum()) / size for w, size in zip(weights, sizes, strict=True)]
        self._order = random.Random(seed).choices(range(len(weights)), mass, k=steps)
        self._drawn = [
            torch.multinomial(w, max(1, self._order.count(b)) * size, replacement=True).view(-1, size)
            if mass[b] else torch.empty(0)
            for b, (w, size) in enumerate(zip(weights, sizes, strict=True))
        ]  # fmt: skip

    def __iter__(self) -> Iterator[tuple[int, Tensor]]:
        taken = [0] * len(self._drawn)
        for b in self._order:
            yield b, self._drawn[b][taken[b]]
            taken[b] += 1


Loss = Callable[[Network, Inputs, dict[str, Tensor], dict[str, Tensor]], Tensor]


class Trainer:
    """One network's steps over buckets; captured once, used for several trainings."""

    def __init__(self, network: Network, buckets: Sequence[Bucket], loss: Loss, plan: Schedule) -> None:
        self._network, self._buckets, self._loss, self._plan = network, buckets, loss, plan
        self._cuda = next(network.parameters()).is_cuda
        device = "cuda" if self._cuda else "cpu"
        self.sizes = [max(1, plan.pieces_a_batch // b.inputs["ids"].shape[1]) for b in buckets]
        network.pieces.weight.requires_grad = False  # too many for so little data; the shapes carry what is new
        self._trained = [p for p in network.parameters() if p.requires_grad]
        for p in self._trained:
            p.grad = torch.zeros_like(p)
        self._rates = [torch.zeros((), device=device), torch.zeros((), device=device)]
        pretrained = ("positions", "segment", "norm", "layers")
        parts: tuple[list[Tensor], list[Tensor]] = ([], [])
        for name, p in network.named_parameters():
            if p.requires_grad:
                parts[name.split(".")[0] not in pretrained].append(p)
        groups = [{"params": part, "lr": rate} for part, rate in zip(parts, self._rates, strict=True)]
        self._optimiser = torch.optim.AdamW(
            groups, betas=(0.9, 0.98), weight_decay=0.01, capturable=self._cuda, fused=self._cuda
        )
        self._index = [torch.zeros(size, dtype=torch.long, device=device) for size in self.sizes]
        network.train()
        self._graphs = self._captured() if self._cuda else []

    def _step(self, b: int) -> Tensor:
        torch._foreach_zero_([p.grad for p in self._trained])
        inputs, gold, soft = self._buckets[b].rows(self._index[b])
        hidden = (torch.rand(inputs["ids"].shape, device=inputs["ids"].device) < self._plan.masked) & (
            inputs["sh"] != MARK_SHAPE
        )
        inputs["ids"] = inputs["ids"].masked_fill(hidden, MASK_PIECE)
        loss = self._loss(self._network, inputs, gold, soft)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self._trained, 2.0, foreach=True)
        self._optimiser.step()
        return loss

    def _captured(self) -> list[tuple[Any, Tensor]]:
        graphs: list[tuple[Any, Tensor]] = []
        pool = torch.cuda.graph_pool_handle()
        for b in range(len(self._buckets)):
            aside = torch.cuda.Stream()
            aside.wait_stream(torch.cuda.current_stream())
            with torch.cuda.stream(aside):
                for _ in range(2):
                    self._step(b)
            torch.cuda.current_stream().wait_stream(aside)
            graph = torch.cuda.CUDAGraph()
            with torch.cuda.graph(graph, pool=pool):
                loss = self._step(b)
            graphs.append((graph, loss))
        return graphs

    def train(self, weights: Sequence[Tensor], steps: int, seed: int) -> None:
        """Trains the network as it stands; ``weights``: how often each sentence of each bucket is drawn. The optimiser
        begins anew."""
        for state in self._optimiser.state.values():
            for value in state.values():
                value.zero_()
        self._network.train()
        plan = Schedule(steps, seed, masked=self._plan.masked)
        began = time.perf_counter()
        for step, (b, rows) in enumerate(Drawn(weights, self.sizes, steps, seed)):
            for rate, peak in zip(self._rates, (self._plan.rate_encoder, self._plan.rate_heads), strict=True):
                rate.fill_(peak * plan.rate(step))
            self._index[b].copy_(rows)
            if self._graphs:
                graph, loss = self._graphs[b]
                graph.replay()
            else:
                loss = self._step(b)
            if (step + 1) % max(1, steps // 5) == 0:
                print(f"  step {step + 1} loss {loss.item():.3f} {time.perf_counter() - began:.0f} s", flush=True)


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

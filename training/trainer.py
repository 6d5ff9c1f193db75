"""Training steps: on a GPU captured once and replayed, with checkpoints from which a stopped training goes on.

For each length of sentences one whole step (loss, gradients, clipping, update) is captured as a CUDA graph, which the
GPU replays without asking the processor: 120 steps a second on one H100. Without a GPU the same steps are run one by
one.

Every ``Manner.seeded_every`` steps torch's chance begins anew from the seed and the number of the step, and only there
are checkpoints written. So a training that was stopped ends as an unbroken one: to the bit on a processor with as many
threads; on a GPU sums of gradients come in no fixed order, resumed or not.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from dragoman.language.pieces import Shape
from training.model import Network
from training.resident import Bucket, Inputs

__all__ = ["Drawn", "Loss", "Manner", "State", "Trainer", "write_whole"]

MASK_PIECE = 103
"""``[MASK]`` in the vocabulary."""

PRETRAINED = ("positions", "segment", "norm", "layers")
"""Parameters that learn slower than the heads, which begin with nothing."""

State = Mapping[str, Tensor]
Loss = Callable[[Network, Inputs, dict[str, Tensor], dict[str, Tensor]], Tensor]
"""Of a network over inputs, gold and soft targets, as ``Bucket.rows`` gives them; among the inputs ``shown`` holds the
pieces before some were hidden."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How steps are taken, the same in each training of a run."""

    pieces_a_batch: int = 4096
    rate_encoder: float = 3e-4
    rate_heads: float = 1.5e-3
    """Twice both rates cost .5 / .1 of LAS on EWT / GUM dev."""
    warm_up: float = 0.06
    masked: float = 0.1
    """Share of the pieces that are hidden: names differ tomorrow, and so do the words for the same act. At .06, .12, .2
    F1 of event words on dev was 50.0, 51.1, 51.1 (the last with other shares), LAS of EWT 88.8, 88.9, 88.7."""
    seeded_every: int = 100
    """Steps."""
    checkpoint_seconds: float = 60
    """Least time between two checkpoints."""

    def rate(self, done: float) -> float:
        """Of the peak, after a share ``done`` of the steps: up at first, then down in a line to a fiftieth."""
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


def write_whole(state: Any, path: Path) -> None:
    """Saves so that a program which is killed while it writes leaves what stood there before."""
    beside = path.with_suffix(".tmp")
    torch.save(state, beside)
    beside.replace(path)


class Trainer:
    """One network's steps over buckets; captured once, used for several trainings."""

    def __init__(self, network: Network, buckets: Sequence[Bucket], loss: Loss, manner: Manner) -> None:
        self._network, self._buckets, self._loss, self._manner = network, buckets, loss, manner
        self._cuda = next(network.parameters()).is_cuda
        device = "cuda" if self._cuda else "cpu"
        self._sizes = [max(1, manner.pieces_a_batch // b.inputs["ids"].shape[1]) for b in buckets]
        network.pieces.weight.requires_grad = False  # too many for so little data; the shapes carry what is new
        named = [(name.split(".")[0], p) for name, p in network.named_parameters() if p.requires_grad]
        self._trained = [p for _, p in named]
        self._gradients = [torch.zeros_like(p) for p in self._trained]
        for p, gradient in zip(self._trained, self._gradients, strict=True):
            p.grad = gradient
        # Tensors, which a captured step reads anew each time.
        self._rates = [torch.zeros((), device=device), torch.zeros((), device=device)]
        groups = [
            {"params": [p for name, p in named if (name in PRETRAINED) is slow], "lr": rate}
            for slow, rate in zip((True, False), self._rates, strict=True)
        ]
        self._optimiser = torch.optim.AdamW(
            groups, betas=(0.9, 0.98), weight_decay=0.01, capturable=self._cuda, fused=self._cuda
        )
        self._index = [torch.zeros(size, dtype=torch.long, device=device) for size in self._sizes]
        network.train()
        self._graphs = self._captured() if self._cuda else []

    def train(self, weights: Sequence[Tensor], steps: int, seed: int, checkpoint: Path) -> None:
        """Trains the network as it stands, or goes on from ``checkpoint`` if that is there.

        ``weights``: how often each sentence of each bucket is drawn. The checkpoint is left for the caller to remove
        when what came out is safe.
        """
        first = self._restore(checkpoint) if checkpoint.exists() else self._begin()
        self._network.train()
        began = saved = shown = time.perf_counter()
        for step, (b, rows) in enumerate(Drawn(weights, self._sizes, steps, seed)):
            if step < first:
                continue
            if step % self._manner.seeded_every == 0:
                now = time.perf_counter()
                if step > first and now - saved >= self._manner.checkpoint_seconds:
                    self._save(checkpoint, step)
                    saved = time.perf_counter()
                torch.manual_seed(seed * 1_000_003 + step)
            loss = self._taken(b, rows, step / steps)
            if step + 1 == steps or (now := time.perf_counter()) - shown >= 10:
                print(f"  step {step + 1} of {steps}, loss {loss.item():.3f}, {now - began:.0f} s", flush=True)
                shown = now

    def _taken(self, b: int, rows: Tensor, done: float) -> Tensor:
        """The loss of one step over ``rows`` of bucket ``b``."""
        for rate, peak in zip(self._rates, (self._manner.rate_encoder, self._manner.rate_heads), strict=True):
            rate.fill_(peak * self._manner.rate(done))
        self._index[b].copy_(rows)
        if not self._graphs:
            return self._step(b)
        graph, loss = self._graphs[b]
        graph.replay()
        return loss

    def _step(self, b: int) -> Tensor:
        torch._foreach_zero_(self._gradients)
        inputs, gold, soft = self._buckets[b].rows(self._index[b])
        hidden = torch.rand(inputs["ids"].shape, device=inputs["ids"].device) < self._manner.masked
        inputs["shown"] = inputs["ids"]
        inputs["ids"] = inputs["ids"].masked_fill(hidden & (inputs["sh"] != Shape.MARK), MASK_PIECE)
        loss = self._loss(self._network, inputs, gold, soft)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self._trained, 2.0, foreach=True)
        self._optimiser.step()
        return loss

    def _captured(self) -> list[tuple[Any, Tensor]]:
        graphs: list[tuple[Any, Tensor]] = []
        pool = torch.cuda.graph_pool_handle()
        for b in range(len(self._buckets)):
            aside = torch.cuda.Stream()  # type: ignore[no-untyped-call]
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

    def _begin(self) -> int:
        """The optimiser as if it had taken no step. In place, since captured steps know where its values lie."""
        for state in self._optimiser.state.values():
            for value in state.values():
                value.zero_()
        return 0

    def _save(self, path: Path, step: int) -> None:
        state = [dict(self._optimiser.state[p]) for p in self._trained]
        write_whole({"network": self._network.state_dict(), "optimiser": state, "step": step}, path)

    def _restore(self, path: Path) -> int:
        """The number of the step that comes next."""
        saved = torch.load(path, weights_only=True, map_location="cpu")
        self._network.load_state_dict(saved["network"])
        for p, values in zip(self._trained, saved["optimiser"], strict=True):
            here = self._optimiser.state[p]
            for name, value in values.items():
                if name in here:
                    here[name].copy_(value)
                else:  # no step was taken yet, so none is captured
                    here[name] = value.to(p.device)
        return int(saved["step"])

"""Fits a model with one layer between features and labels (``dragoman.events.layered``), with numpy alone.

Minibatches and Adam (Kingma and Ba 2015), units and features left out at random (Srivastava et al. 2014); several such
models stand side by side in one, whose sums are their mean.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dragoman.events.layered import Layered

__all__ = ["Example", "LayeredSettings", "fit_layered"]

Floats = NDArray[np.float32]
_POINTS, _SPOKEN = 127, 32767
"""The largest whole numbers of points and of what units say."""


class Example(NamedTuple):
    """The features that are there, the labels that may be chosen, and which of those is right."""

    features: Sequence[str]
    allowed: tuple[int, ...]
    right: int


@dataclass(frozen=True)
class LayeredSettings:
    """``models`` side by side, each with so many ``units``; features seen less often than ``rare`` have no point.
    ``unheard`` and ``idle``: the shares of features and of units left out."""

    units: int
    models: int = 2
    rare: int = 3
    rounds: int = 14
    rate: float = 0.005
    unheard: float = 0.2
    idle: float = 0.15
    at_once: int = 512
    spread: float = 0.1


class _Net:
    """One model while it is fitted."""

    def __init__(self, features: int, labels: int, settings: LayeredSettings, seed: int) -> None:
        self.settings, self.random = settings, np.random.default_rng(seed)
        self.points = self._drawn(features, settings.units)
        self.spoken, self.start = self._drawn(settings.units, labels), np.zeros(labels, np.float32)
        self._moved = [(np.zeros_like(each), np.zeros_like(each)) for each in self.parts()]
        self._steps = 0

    def _drawn(self, *shape: int) -> Floats:
        return self.random.normal(0, self.settings.spread, shape).astype(np.float32)

    def parts(self) -> tuple[Floats, Floats, Floats]:
        return self.points, self.spoken, self.start

    def learn(self, rows: Sequence[NDArray[np.int64]], kept: int, barred: Floats, right: NDArray[np.int64]) -> None:
        """One step on these examples. The first ``kept`` features of each are never left out; ``barred``: very little
        where a label may not be chosen, nought elsewhere."""
        heard = [r[(np.arange(len(r)) < kept) | (self.random.random(len(r)) >= self.settings.unheard)] for r in rows]
        columns, sizes = np.concatenate(heard), np.array([len(r) for r in heard])
        owner = np.repeat(np.arange(len(rows)), sizes)
        units, filled = np.zeros((len(rows), self.settings.units), np.float32), sizes > 0
        if filled.any():
            units[filled] = np.add.reduceat(self.points[columns], np.cumsum([0, *sizes[filled]])[:-1])
        awake = (self.random.random(units.shape) >= self.settings.idle) / np.float32(1 - self.settings.idle)
        active = np.maximum(units, 0) * awake.astype(np.float32)
        sums = active @ self.spoken + self.start + barred
        pull = np.exp(sums - sums.max(1, keepdims=True))
        pull /= pull.sum(1, keepdims=True)
        pull[np.arange(len(rows)), right] -= 1
        pull /= len(rows)
        back = (pull @ self.spoken.T) * awake.astype(np.float32) * (units > 0)
        self._steps += 1
        if len(columns):
            met, inverse = np.unique(columns, return_inverse=True)
            order = np.argsort(inverse, kind="stable")
            found = np.add.reduceat(back[owner][order], np.searchsorted(inverse[order], np.arange(len(met))))
            self._move(0, found, met)
        self._move(1, active.T @ pull, slice(None))
        self._move(2, pull.sum(0), slice(None))

    def _move(self, part: int, gradient: Floats, where: NDArray[np.int64] | slice) -> None:
        """Adam's step; of points only those that were met, whose means are not corrected for how seldom that was."""
        values, (first, second) = self.parts()[part], self._moved[part]
        decay = 0.99 if part == 0 else 0.999
        first[where] = 0.9 * first[where] + 0.1 * gradient
        second[where] = decay * second[where] + (1 - decay) * gradient**2
        ahead, root = first[where], np.sqrt(second[where])
        if part:
            ahead, root = ahead / (1 - 0.9**self._steps), root / np.sqrt(1 - decay**self._steps)
        values[where] -= self.rate * ahead / (root + 1e-6)

    rate: float = 0.0


def fit_layered(examples: Sequence[Example], labels: Sequence[str], settings: LayeredSettings, kept: int) -> Layered:
    """The model that says which label each example has. The first ``kept`` features of each are never left out."""
    counts = Counter(f for example in examples for f in example.features)
    names = sorted(f for f, n in counts.items() if n >= settings.rare)
    index = {f: k for k, f in enumerate(names)}
    rows = [np.array([index[f] for f in example.features if f in index]) for example in examples]
    barred = np.full((len(examples), len(labels)), -1e9, np.float32)
    for k, example in enumerate(examples):
        barred[k, list(example.allowed)] = 0
    right = np.array([example.right for example in examples])
    nets = [_Net(len(names), len(labels), settings, seed) for seed in range(settings.models)]
    for net in nets:
        for turn in range(settings.rounds):
            net.rate = settings.rate * (1 - turn / settings.rounds)
            order = net.random.permutation(len(rows))
            for first in range(0, len(order), settings.at_once):
                drawn = order[first : first + settings.at_once]
                net.learn([rows[k] for k in drawn], kept, barred[drawn], right[drawn])
    return _whole(nets, labels, index)


def _whole(nets: Sequence[_Net], labels: Sequence[str], index: dict[str, int]) -> Layered:
    """Several nets as one of whole numbers: the largest point of each unit is ``_POINTS``."""
    points = np.concatenate([net.points for net in nets], 1)
    spoken = np.concatenate([net.spoken for net in nets]) / len(nets)
    worth = np.abs(points).max(0) / _POINTS
    spoken = spoken * worth[:, None]
    scale = float(np.abs(spoken).max()) / _SPOKEN
    start = np.rint(np.mean([net.start for net in nets], 0) / scale).astype(np.int64)
    return Layered(
        tuple(labels),
        index,
        np.rint(points / worth).astype(np.int8),
        np.rint(spoken / scale).astype(np.int16),
        start,
        scale,
    )

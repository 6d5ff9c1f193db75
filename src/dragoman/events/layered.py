"""A fitted model with one layer between features and labels, for choices where rare words must lend from one another.

Each feature is a point (``first``); the points of those that are there are summed up, what is under nought counts as
nought (Nair and Hinton 2010), and the rest speaks for labels (``last``). A feature seen thrice thus says what it shares
with others, where a softmax over words alone has a weight of its own to learn for each label. All numbers are whole, so
that sums are the same on every machine and in any order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["Layered", "read_layered", "save_layered"]

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Layered:
    """``rows``: the line of each feature in ``first``, (features, units); ``last``: (units, labels); ``start``: what
    speaks for each label without any feature; ``scale``: what one of these whole numbers is worth in logarithms."""

    labels: tuple[str, ...]
    rows: Mapping[str, int]
    first: NDArray[np.int8]
    last: NDArray[np.int16]
    start: Numbers
    scale: float

    @cached_property
    def _last(self) -> Numbers:
        return self.last.astype(np.int64)

    def log_probabilities(self, found: Iterable[str], columns: slice) -> list[float]:
        """Of the labels in these columns, one of which is right, by the features that are there; those that the model
        lacks say nothing."""
        rows = [row for feature in found if (row := self.rows.get(feature)) is not None]
        units = np.maximum(self.first[rows].sum(0, dtype=np.int64), 0)
        sums = (units @ self._last[:, columns] + self.start[columns]) * self.scale
        sums -= sums.max()
        normal: list[float] = (sums - np.log(np.exp(sums).sum())).tolist()
        return normal


def save_layered(path: Path, model: Layered) -> None:
    """Writes a model: features, one a line, in the order of their lines."""
    names = np.frombuffer("\n".join(sorted(model.rows, key=model.rows.__getitem__)).encode(), np.uint8)
    arrays = {"first": model.first, "last": model.last, "start": model.start, "scale": np.array(model.scale)}
    np.savez_compressed(path, labels=np.array(model.labels), features=names, **arrays)  # type: ignore[arg-type]


def read_layered(path: Path) -> Layered:
    """The model in a file."""
    with np.load(path) as stored:
        names = stored["features"].tobytes().decode().split("\n")
        rows = {name: k for k, name in enumerate(names)}
        first, last, start = stored["first"], stored["last"], stored["start"]
        return Layered(tuple(stored["labels"].tolist()), rows, first, last, start, float(stored["scale"]))

"""Fits how the witnesses for a type are weighed where source and target are given (``events/data/pairs.csv``).

::

    python training/pairs.py > weights.csv && mv weights.csv src/dragoman/events/data/pairs.csv

On the sentences and headlines of the split ``dev`` of our corpus, since the encoder has seen ``train`` and is too sure
of itself there: one softmax over the types whose dozen weights are shared by all of them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from corpus.check import Item

from dragoman.events.pairs import Pair, Witnesses
from dragoman.knowledge import default_knowledge
from dragoman.records import Analysis, Article, Resolution
from training.fitting import Floats, Settings, adam, print_table, read

SETTINGS = Settings(penalty=0.5, steps=500, rate=0.05)

Example = tuple[dict[str, dict[str, float]], str]


def examples(texts: Iterable[tuple[Item, Article, Analysis, Resolution]]) -> Iterator[Example]:
    """For each event with a source and a target: the features of all types, and the right one."""
    knowledge = default_knowledge()
    for item, article, analysis, resolution in texts:
        witnesses = Witnesses(article, analysis, resolution, knowledge)
        for event in item.events:
            if event.type and event.sources and event.targets:
                pair = Pair(event.sources[0].place(item.text), event.targets[0].place(item.text))
                yield witnesses.features(pair), event.type


def fit(found: list[Example]) -> dict[str, float]:
    """The weights of the features: they have values, and a softmax over all types shares them."""
    names = sorted({name for rows, _ in found for row in rows.values() for name in row})
    kinds = sorted(found[0][0])
    x = np.array([[[rows[k].get(n, 0.0) for n in names] for k in kinds] for rows, _ in found])
    y = np.array([kinds.index(kind) for _, kind in found])

    def gradient(w: Floats) -> Floats:
        s = x @ w
        p = np.exp(s - s.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        pulled: Floats = (x[np.arange(len(y)), y] - (p[:, :, None] * x).sum(1)).sum(0)
        return pulled

    w = adam(gradient, len(names), SETTINGS)
    return {name: round(float(value), 3) for name, value in zip(names, w, strict=True)}


def main() -> None:
    """Prints the table of weights."""
    found = list(examples(read("dev", "sentence", "headline")))
    print_table(
        [
            "How the witnesses for a type are weighed where source and target are given (events/pairs.py).",
            f"Written by training/pairs.py from the split `dev` of corpus/: {len(found)} events.",
        ],
        {"": fit(found)},
    )


if __name__ == "__main__":
    main()

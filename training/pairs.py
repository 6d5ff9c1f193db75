"""Fits how the witnesses for a type are weighed where source and target are given (``events/data/pairs.csv``).

::

    python training/pairs.py > weights.csv && mv weights.csv src/dragoman/events/data/pairs.csv

On the sentences and headlines of the split ``dev`` of our corpus, since the encoder has seen ``train`` and is too sure
of itself there: one softmax over the types whose dozen weights are shared by all of them.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.events import article_of
from corpus.check import Item, load, paths

from dragoman.events.pairs import Pair, Witnesses
from dragoman.knowledge import default_knowledge
from dragoman.language import Language
from dragoman.records import Analysis, Article, Resolution
from dragoman.resolve import resolve

PENALTY = 0.5
STEPS, RATE = 500, 0.05

Example = tuple[dict[str, dict[str, float]], str]


def read(split: str) -> Iterator[tuple[Item, Article, Analysis, Resolution]]:
    """The sentences and headlines of one split with events, analysed."""
    items = [i for p in paths() for i in load(p) if i.split == split and i.events and i.kind != "article"]
    articles = [article_of(i) for i in items]
    knowledge = default_knowledge()
    for item, article, analysis in zip(items, articles, Language.load().analyse_many(articles), strict=True):
        yield item, article, analysis, resolve(article, analysis, knowledge)


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
    """The weights of the features, by Adam on the penalised likelihood."""
    names = sorted({name for rows, _ in found for row in rows.values() for name in row})
    kinds = sorted(found[0][0])
    x = np.array([[[rows[k].get(n, 0.0) for n in names] for k in kinds] for rows, _ in found])
    y = np.array([kinds.index(kind) for _, kind in found])
    w, m, v = np.zeros(len(names)), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, STEPS + 1):
        s = x @ w
        p = np.exp(s - s.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        gradient = (x[np.arange(len(y)), y] - (p[:, :, None] * x).sum(1)).sum(0) - PENALTY * w
        m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
        w += RATE * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return {name: round(float(value), 3) for name, value in zip(names, w, strict=True)}


def main() -> None:
    """Prints the table of weights."""
    found = list(examples(read("dev")))
    print("# How the witnesses for a type are weighed where source and target are given (events/pairs.py).")
    print(f"# Written by training/pairs.py from the split `dev` of corpus/: {len(found)} events.")
    print("feature,weight")
    csv.writer(sys.stdout, lineterminator="\n").writerows(fit(found).items())


if __name__ == "__main__":
    main()

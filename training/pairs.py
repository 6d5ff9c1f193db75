"""Fits how the witnesses for a type are weighed where source and target are given (``events/data/pairs.csv``).

::

    python training/pairs.py > weights.csv && mv weights.csv src/dragoman/events/data/pairs.csv

On the sentences and headlines of the split ``dev`` of our corpus, since the encoder has seen ``train`` and is too sure
of itself there: one softmax over the types whose dozen weights are shared by all of them. Texts of several sentences,
and two parties with acts of several types between them, are left out: there nobody could tell which one is asked for
(on these, right in 72 % where the parties alone stand in one sentence with one type, in 66 with the others).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from corpus.check import Item

from dragoman.events.pairs import Pair, Witnesses
from dragoman.knowledge import default_knowledge
from dragoman.records import Analysis, Article, Resolution
from dragoman.resolve import resolve
from training.fitting import Floats, Settings, adam, print_table, read

SETTINGS = Settings(penalty=0.5, steps=500, rate=0.05)

Text = tuple[Item, Article, Analysis, Resolution]
Example = tuple[dict[str, dict[str, float]], str]


def examples(texts: Iterable[Text]) -> Iterator[Example]:
    """For each source and target with acts of one type between them: the features of all types, and the right one."""
    knowledge = default_knowledge()
    for item, article, analysis, resolution in texts:
        if len(analysis.sentences) > 1:
            continue
        witnesses = Witnesses(article, analysis, resolution, knowledge)
        types: dict[Pair, set[str]] = {}
        for event in item.events:
            if event.type and event.sources and event.targets:
                pair = Pair(event.sources[0].place(item.text), event.targets[0].place(item.text))
                types.setdefault(pair, set()).add(event.type)
        yield from ((witnesses.features(pair), *kinds) for pair, kinds in types.items() if len(kinds) == 1)


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


def of_trees(texts: Iterable[Text]) -> Iterator[Text]:
    """The same texts as a pipeline of somebody else's analyses them, which has none of the encoder's further heads."""
    for item, article, analysis, _ in texts:
        bare = replace(analysis, signals=None)
        yield item, article, bare, resolve(article, bare, default_knowledge())


def main() -> None:
    """Prints the table of weights."""
    texts = list(read("dev", "sentence", "headline"))
    found = {"encoder": list(examples(texts)), "trees": list(examples(of_trees(texts)))}
    print_table(
        [
            "How the witnesses for a type are weighed where source and target are given (events/pairs.py), with the",
            "encoder's heads and where a pipeline of somebody else's gives trees alone.",
            f"Written by training/pairs.py from the split `dev` of corpus/: {len(found['encoder'])} pairs.",
        ],
        {kind: fit(rows) for kind, rows in found.items()},
    )


if __name__ == "__main__":
    main()

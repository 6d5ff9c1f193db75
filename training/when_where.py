"""Fits the weights by which an event takes its time and place (``events/data/when_where.csv``) on our own corpus.

::

    python training/when_where.py > weights.csv && mv weights.csv src/dragoman/events/data/when_where.csv
    python training/when_where.py --score dev          # how often the fitted weights choose right, triggers given

The events are the corpus's own, with their triggers, participants and types; sentences, trees, times and places are
what the reader makes of the text. Right is the mention that overlaps the marked one, none where none is marked. The
model is a softmax over the sentence's mentions and "none" (as for pronouns: ``training/pronouns.py``).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.events import article_of
from corpus.check import Event, Item, Span, load, paths

from dragoman.events.syntax import Syntax
from dragoman.events.when_where import actor_kinds, admitted
from dragoman.events.when_where_features import Site, View, none_features
from dragoman.knowledge import default_knowledge
from dragoman.language import Language
from dragoman.records import Analysis, Article, PlaceMention, Resolution, TimeMention
from dragoman.resolve import resolve

RARE = 6
"""A feature seen less often has no weight."""
PENALTY = 2.0
"""Of 0.3, 1, 2 and 4 the best on the split ``dev``."""
STEPS, RATE = 400, 0.1


@dataclass(frozen=True)
class Example:
    """One event: the features of each mention and, last, of none; which of them is right; the mentions."""

    rows: list[tuple[str, ...]]
    right: list[bool]
    marked: bool
    """Whether the corpus marks any."""


def read(split: str) -> Iterator[tuple[Item, Article, Analysis, Resolution]]:
    """The texts of one split with events, analysed."""
    items = [i for p in paths() for i in load(p) if i.split == split and i.events]
    articles = [article_of(i) for i in items]
    knowledge = default_knowledge()
    for item, article, analysis in zip(items, articles, Language.load().analyse_many(articles), strict=True):
        yield item, article, analysis, resolve(article, analysis, knowledge)


def examples(split: str) -> dict[str, list[Example]]:
    """The choices of time and of place in one split."""
    found: dict[str, list[Example]] = {"time": [], "place": []}
    for item, article, analysis, resolution in read(split):
        for kind, made in of_text(item, article, analysis, resolution):
            found[kind].append(made)
    return found


def of_text(item: Item, article: Article, analysis: Analysis, resolution: Resolution) -> Iterator[tuple[str, Example]]:
    """The choices of one text."""
    knowledge = default_knowledge()
    kinds = tuple(article.blocks[s.block].kind for s in analysis.sentences)
    syntax = Syntax(analysis, knowledge.codebook, kinds)
    events = [e for e in item.events if e.type]
    sites = [_site(e, item, analysis) for e in events]
    view = View(syntax, sites, knowledge.status.phrases.speech, actor_kinds(resolution))
    for event, site in zip(events, sites, strict=True):
        sentence = analysis.tokens[site.head].sentence
        for kind, span, mentions in (("time", event.time, resolution.times), ("place", event.place, resolution.places)):
            here = [m for m in mentions if admitted(m) and analysis.tokens[m.token_start].sentence == sentence]
            if here:
                right = [_same(span, item, m) for m in here]
                rows = [*view.features(site, here), none_features(site, syntax, len(here))]
                yield kind, Example(rows, [*right, not any(right)], span is not None)


def _site(event: Event, item: Item, analysis: Analysis) -> Site:
    words = _tokens(event.trigger, item, analysis)
    return Site(
        _top(words, analysis),
        frozenset(words),
        event.type,
        frozenset(_top(w, analysis) for s in event.sources if (w := _tokens(s, item, analysis))),
        frozenset(_top(w, analysis) for s in event.targets if (w := _tokens(s, item, analysis))),
    )


def _tokens(span: Span, item: Item, analysis: Analysis) -> list[int]:
    place = span.place(item.text)
    return [t.i for t in analysis.tokens if place and t.start < place[1] and place[0] < t.end]


def _top(words: Sequence[int], analysis: Analysis) -> int:
    return next((i for i in words if analysis.tokens[i].head not in words or analysis.tokens[i].head == i), words[0])


def _same(span: Span | None, item: Item, mention: TimeMention | PlaceMention) -> bool:
    place = span.place(item.text) if span else None
    return place is not None and place[0] < mention.evidence.end and mention.evidence.start < place[1]


def fit(items: Sequence[Example]) -> dict[str, float]:
    """Weights of the features by full-batch Adam on the penalised likelihood."""
    counts = Counter(f for e in items for row in e.rows for f in row)
    index = {f: k for k, f in enumerate(sorted(f for f, n in counts.items() if n >= RARE))}
    where = [[index[f] for f in row if f in index] for e in items for row in e.rows]
    rows = np.repeat(np.arange(len(where)), [len(w) for w in where])
    columns = np.array([c for w in where for c in w])
    right = np.array([r for e in items for r in e.right])
    starts = np.cumsum([0, *(len(e.rows) for e in items)])[:-1]
    owner = np.repeat(np.arange(len(items)), [len(e.rows) for e in items])
    w, m, v = np.zeros(len(index)), np.zeros(len(index)), np.zeros(len(index))
    for step in range(1, STEPS + 1):
        s = np.bincount(rows, weights=w[columns], minlength=len(where))
        s = np.exp(s - np.maximum.reduceat(s, starts)[owner])
        p = s / np.add.reduceat(s, starts)[owner]
        good = np.where(right, p, 0.0)
        q = good / np.maximum(np.add.reduceat(good, starts)[owner], 1e-12)
        gradient = np.bincount(columns, weights=(q - p)[rows], minlength=len(index)) - PENALTY * w
        m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
        w += RATE * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return {f: round(float(w[k]), 2) for f, k in index.items() if abs(w[k]) >= 0.05}


def score(items: Sequence[Example], weights: dict[str, float]) -> str:
    """How often the choice is right."""
    hit = asked = chosen = 0
    for e in items:
        sums = [sum(weights.get(f, 0.0) for f in row) for row in e.rows]
        best = int(np.argmax(sums))
        asked += e.marked
        if best < len(e.rows) - 1:
            chosen += 1
            hit += e.right[best]
    return f"P {100 * hit / max(chosen, 1):.1f} R {100 * hit / max(asked, 1):.1f} of {asked}, {chosen} chosen"


def main() -> None:
    """Prints the table of weights, or scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--score", choices=["train", "dev", "test"])
    options = parser.parse_args()
    found = examples("train")
    weights = {kind: fit(found[kind]) for kind in sorted(found)}
    if options.score:
        for kind, items in examples(options.score).items():
            print(kind, score(items, weights[kind]))
        return
    counts = ", ".join(f"{kind} {len(found[kind])}" for kind in sorted(found))
    print("# Weights by which an event takes its time and place; `when_where_features` says what each feature means.")
    print(f"# Written by training/when_where.py from the split `train` of corpus/: {counts} events.")
    print("kind,feature,weight")
    for kind, table in weights.items():
        for name, weight in sorted(table.items()):
            print(f'{kind},"{name}",{weight}')


if __name__ == "__main__":
    main()

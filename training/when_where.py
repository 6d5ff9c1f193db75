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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from corpus.check import Event, Item, Span

from dragoman.events.assemble import Assembly
from dragoman.events.when_where import actor_kinds, admitted
from dragoman.events.when_where_features import Site, View, around, none_features
from dragoman.knowledge import default_knowledge
from dragoman.knowledge.weights import summed
from dragoman.records import Analysis, Article, PlaceMention, Resolution, TimeMention
from training.fitting import Settings, fit_choices, print_table, read, tokens_in, top_of

SETTINGS = Settings(penalty=4.0, rare=6)
"""The penalty, of 1, 2 and 4, is the best on the split ``dev``."""


@dataclass(frozen=True)
class Example:
    """One event: the features of each mention and, last, of none; which of them is right; the mentions."""

    rows: list[tuple[str, ...]]
    right: list[bool]
    marked: bool
    """Whether the corpus marks any."""


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
    syntax = Assembly.syntax_of(article, analysis, knowledge)
    events = [e for e in item.events if e.type]
    sites = [_site(e, item, analysis) for e in events]
    view = View(syntax, sites, knowledge.status.phrases.speech, actor_kinds(resolution))
    lines = around(analysis)
    for event, site in zip(events, sites, strict=True):
        sentence = analysis.tokens[site.head].sentence
        for kind, span, mentions in (("time", event.time, resolution.times), ("place", event.place, resolution.places)):
            fit = [m for m in mentions if admitted(m)]
            line = [m for m in fit if kind == "place" and _sentence(m, analysis) == lines.get(sentence)][:1]
            here = [*line, *(m for m in fit if _sentence(m, analysis) == sentence)]
            if here:
                right = [_same(span, item, m) for m in here]
                rows = [*view.features(site, here), none_features(site, syntax, len(here))]
                yield kind, Example(rows, [*right, not any(right)], span is not None)


def _sentence(mention: TimeMention | PlaceMention, analysis: Analysis) -> int:
    return analysis.tokens[mention.token_start].sentence


def _site(event: Event, item: Item, analysis: Analysis) -> Site:
    words = tokens_in(event.trigger, item, analysis)
    return Site(
        top_of(words, analysis),
        frozenset(words),
        event.type,
        frozenset(top_of(w, analysis) for s in event.sources if (w := tokens_in(s, item, analysis))),
        frozenset(top_of(w, analysis) for s in event.targets if (w := tokens_in(s, item, analysis))),
    )


def _same(span: Span | None, item: Item, mention: TimeMention | PlaceMention) -> bool:
    place = span.place(item.text) if span else None
    return place is not None and place[0] < mention.evidence.end and mention.evidence.start < place[1]


def fit(items: Sequence[Example]) -> dict[str, float]:
    """Weights of the features."""
    return fit_choices([(e.rows, e.right) for e in items], SETTINGS)


def score(items: Sequence[Example], weights: dict[str, float]) -> str:
    """How often the choice is right."""
    hit = asked = chosen = 0
    for e in items:
        sums = [summed(weights, row) for row in e.rows]
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
    print_table(
        [
            "Weights by which an event takes its time and place; `when_where_features` says what each feature means.",
            f"Written by training/when_where.py from the split `train` of corpus/: {counts} events.",
        ],
        weights,
    )


if __name__ == "__main__":
    main()

"""Fits the weights by which an event seats its source and target (``events/data/roles.csv``) on our own corpus.

::

    python training/roles.py > weights.csv && mv weights.csv src/dragoman/events/data/roles.csv
    python training/roles.py --score dev          # how often both sides come out right, triggers given

The events are the corpus's own; what rules make of them is what the codebook finds at their triggers, or else the
general frame of their type. Candidates are the phrases of the sentence that may take part; right are those that name a
marked participant. Two logistic models over declared features, one a side: a participant may be both.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.events import is_meant, overlap, places
from corpus.check import Event, Item, Span

from dragoman.events.assemble import Assembly
from dragoman.events.cast import Cast
from dragoman.events.constituents import Match
from dragoman.events.matching import Matcher, find_matches
from dragoman.events.roles import who
from dragoman.events.roles_features import Stand, View
from dragoman.events.status import StatusReader
from dragoman.knowledge import Knowledge, default_knowledge
from dragoman.records import Analysis, Article, Participant, Resolution
from training.fitting import Settings, fit_each, print_table, read, tokens_in, top_of

SIDES = ("source", "target")
SETTINGS = Settings(penalty=3.0, rare=12, steps=300)
"""The penalty, of 1, 3 and 6, is the best on the split ``dev``; rarer features gain half a point of targets at thrice
the size."""


@dataclass(frozen=True)
class Example:
    """One event: for each candidate its features, whether it is right on each side, and who it is."""

    rows: list[tuple[str, ...]]
    right: list[tuple[bool, bool]]
    people: list[Participant]
    item: Item
    event: Event


def examples(texts: Iterable[tuple[Item, Article, Analysis, Resolution]]) -> list[Example]:
    """The events of these texts."""
    knowledge = default_knowledge()
    return [
        e
        for item, article, analysis, resolution in texts
        for e in _of_text(item, article, analysis, resolution, knowledge)
    ]


def _of_text(
    item: Item, article: Article, analysis: Analysis, resolution: Resolution, knowledge: Knowledge
) -> Iterator[Example]:
    syntax = Assembly.syntax_of(article, analysis, knowledge)
    cast = Cast(syntax, resolution)
    found = find_matches(syntax, cast, knowledge.codebook, StatusReader(syntax, knowledge.status).speaks_of)
    matcher, view = Matcher(syntax, cast, knowledge.codebook), View(syntax, cast)
    for event in item.events:
        words = tokens_in(event.trigger, item, analysis)
        if not event.type or not words:
            continue
        match = _match(event.type, words, found, matcher, analysis)
        stands = [(s, one) for s in view.stands(match) if (one := cast.participant(s.token)) is not None]
        keys = [_heads(spans, stands, item, analysis) for spans in (event.sources, event.targets)]
        rows = [s.features for s, _ in stands]
        people = [one for _, one in stands]
        right = [(who(one) in keys[0], who(one) in keys[1]) for one in people]
        yield Example(rows, right, people, item, event)


def _heads(
    spans: Sequence[Span], stands: Sequence[tuple[Stand, Participant]], item: Item, analysis: Analysis
) -> frozenset[str]:
    """The participants that the spans mark: those of their heads, else of what stands inside them."""
    found: set[str] = set()
    for place in places(spans, item):
        inside = [(s.token, one) for s, one in stands if overlap(place, one.evidence)]
        own = [i for i, _ in inside if place[0] <= analysis.tokens[i].start < place[1]]
        tops = [i for i in own if not any(t.i in own for t in analysis.ancestors(i))]
        chosen = [who(one) for i, one in inside if i in tops] or [who(one) for _, one in inside]
        found.update(chosen or [who(one) for _, one in stands if is_meant(one, place, item)])
    return frozenset(found)


def _match(kind: str, words: list[int], found: Sequence[Match], matcher: Matcher, analysis: Analysis) -> Match:
    """What rules make of the event: the codebook's match on its words, that of its type first."""
    fits = [m for m in found if m.entry.type and {m.head, *m.words} & set(words)]
    if fits:
        return min(fits, key=lambda m: m.entry.type != kind)
    return matcher.general(top_of(words, analysis), frozenset(words), kind)


def fit(items: Sequence[Example], side: int) -> dict[str, float]:
    """Weights of one side's features."""
    return fit_each([row for e in items for row in e.rows], [r[side] for e in items for r in e.right], SETTINGS)


def main() -> None:
    """Prints the table of weights, or scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--score", choices=["train", "dev"])
    options = parser.parse_args()
    found = examples(read("train"))
    weights = {side: fit(found, k) for k, side in enumerate(SIDES)}
    if options.score:
        for k, side in enumerate(SIDES):
            print(side, score(examples(read(options.score)), weights[side], k))
        return
    print_table(
        [
            "Weights by which an event seats its participants; `roles_features` says what each feature means.",
            f"Written by training/roles.py from the split `train` of corpus/: {len(found)} events.",
        ],
        weights,
    )


def score(items: Sequence[Example], weights: dict[str, float], side: int) -> str:
    """How often the likeliest participant is right where the corpus marks one, over all events of the corpus."""
    marked = [e for e in items if any(r[side] for r in e.right)]
    hit = 0
    for e in marked:
        sums = [sum(weights.get(f, 0.0) for f in row) for row in e.rows]
        hit += e.right[int(np.argmax(sums))][side]
    return f"{100 * hit / max(1, len(marked)):.1f} % of {len(marked)}"


if __name__ == "__main__":
    main()

"""Fits the weights by which an act's mode is judged (``events/data/modes.csv``) on our own corpus.

::

    python training/modes.py > weights.csv && mv weights.csv src/dragoman/events/data/modes.csv

The events are those that the corpus marks in the split ``train``; what rules make of them is what the codebook finds at
their triggers, or else the general frame of their type. One softmax over the modes of each type, and over none.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from corpus.check import Item, Span

from dragoman.events.describe import Describer
from dragoman.events.modes import NO_MODE
from dragoman.events.trees.cast import Cast
from dragoman.knowledge import Knowledge, default_knowledge
from dragoman.records import Analysis, Article, Resolution
from training.fitting import Settings, fit_choices, matched, print_table, read, tokens_in, top_of
from training.roles import matched_at

SETTINGS = Settings(penalty=1.0, rare=4, least=0.3, steps=60, rate=0.1)
"""With these (20,000 weights) modes are right on 77.9 % of the events of split dev that are found with their type; with
a penalty of 2 and features from five times on (11,500) in 77.4. With relations, prepositions, parts of speech and the
head apart (188,000 weights) it was 80, in tables of this size no better, and what one word tells lay spread over many
weights that fell under the least."""

Text = tuple[Item, Article, Analysis, Resolution]
Example = tuple[str, str, tuple[str, ...]]
"""A type, the mode that is marked, and the features."""


def examples(texts: Iterable[Text]) -> Iterator[Example]:
    """The events of these texts."""
    knowledge = default_knowledge()
    for text in texts:
        yield from _of_text(*text, knowledge)


def _of_text(
    item: Item, article: Article, analysis: Analysis, resolution: Resolution, knowledge: Knowledge
) -> Iterator[Example]:
    matcher, found = matched(article, analysis, resolution, knowledge)
    syntax = matcher.syntax
    cast = Cast(syntax, resolution, knowledge.agents.nobody)
    describer = Describer(syntax, knowledge.codebook, knowledge.ontology)
    for event in item.events:
        words = tokens_in(event.trigger, item, analysis)
        if not event.type or not words:
            continue
        match = matched_at(event.type, words, found, matcher, analysis)
        if match.entry.type != event.type:
            match = matcher.general(match.head, match.words, event.type)
        heads = [_heads(spans, item, analysis) for spans in (event.sources, event.targets)]
        sources, targets = (cast.participants(each, match.head) for each in heads)
        rows = tuple(sorted(describer.features(match, (sources, targets))))
        yield event.type, event.mode or NO_MODE, rows


def _heads(spans: Sequence[Span], item: Item, analysis: Analysis) -> list[int]:
    """The words at the head of what the spans mark."""
    return [top_of(words, analysis) for span in spans if (words := tokens_in(span, item, analysis))]


def fit(found: Iterable[tuple[str, tuple[str, ...]]]) -> Mapping[str, float]:
    """The weights of one type's features, each with the mode that it speaks for before a bar."""
    given = list(found)
    modes = sorted({mode for mode, _ in given})
    choices = [([[f"{m}|{f}" for f in row] for m in modes], [m == mode for m in modes]) for mode, row in given]
    return fit_choices(choices, SETTINGS)


def main() -> None:
    """Prints the table of weights."""
    by_type: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for kind, mode, row in examples(read("train")):
        by_type.setdefault(kind, []).append((mode, row))
    varied = {kind: given for kind, given in sorted(by_type.items()) if len({mode for mode, _ in given}) > 1}
    print_table(
        [
            "Weights by which the mode of an act is judged; `events/modes.py` says what each feature means.",
            f"Written by training/modes.py from the split `train` of corpus/: {sum(map(len, by_type.values()))} events",
        ],
        {kind: fit(given) for kind, given in varied.items()},
    )


if __name__ == "__main__":
    main()

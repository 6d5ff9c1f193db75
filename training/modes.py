"""Fits the model by which an act's mode is judged (``events/data/modes.npz``) on our own corpus.

::

    python training/modes.py src/dragoman/events/data/modes.npz

The events are those that the corpus marks in the split ``train``; what rules make of them is what the codebook finds at
their triggers, or else the general frame of their type. A label is a type with a mode or none (``ASSAULT|-``).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from corpus.check import Item, Span

from dragoman.events.describe import Describer
from dragoman.events.layered import save_layered
from dragoman.events.modes import NO_MODE
from dragoman.events.trees.cast import Cast
from dragoman.knowledge import Knowledge, default_knowledge
from dragoman.records import Analysis, Article, Resolution
from training.fitting import matched, read, tokens_in, top_of
from training.layered import Example, LayeredSettings, fit_layered
from training.roles import matched_at

SETTINGS = LayeredSettings(units=48)
"""Fitted without the press texts of batches ``m`` to ``s``, two models of 48 units (9,000 features, 0.7 MB) are right
with triggers given on 78.4 % of dev, 78.3 of news by other hands, 77.1 of the texts held back; with .3 of the units
left out on 78.4, 77.6, 76.8, three of them on 78.4, 77.8, 76.8; with .1 of the features on 78.0, 77.7, 76.8. Who wrote
a text, told while fitting, since writers differ in how often a demand has no mode: 77.9, 78.2, 76.9."""

Text = tuple[Item, Article, Analysis, Resolution]
Marked = tuple[str, str, tuple[str, ...]]
"""A type, the mode that is marked, and the features, the type first."""


def examples(texts: Iterable[Text]) -> Iterator[Marked]:
    """The events of these texts."""
    knowledge = default_knowledge()
    for text in texts:
        yield from _of_text(*text, knowledge)


def _of_text(
    item: Item, article: Article, analysis: Analysis, resolution: Resolution, knowledge: Knowledge
) -> Iterator[Marked]:
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
        rows = sorted(describer.features(match, (sources, targets)), key=lambda f: (not f.startswith("type:"), f))
        yield event.type, event.mode or NO_MODE, tuple(rows)


def _heads(spans: Sequence[Span], item: Item, analysis: Analysis) -> list[int]:
    """The words at the head of what the spans mark."""
    return [top_of(words, analysis) for span in spans if (words := tokens_in(span, item, analysis))]


def main() -> None:
    """Writes the model."""
    found = list(examples(read("train")))
    modes: dict[str, set[str]] = {}
    for kind, mode, _ in found:
        modes.setdefault(kind, set()).add(mode)
    labels = [f"{kind}|{mode}" for kind in sorted(modes) for mode in sorted(modes[kind]) if len(modes[kind]) > 1]
    allowed = {kind: tuple(k for k, label in enumerate(labels) if label.startswith(f"{kind}|")) for kind in modes}
    varied = [Example(row, allowed[kind], labels.index(f"{kind}|{mode}")) for kind, mode, row in found if allowed[kind]]
    save_layered(Path(sys.argv[1]), fit_layered(varied, labels, SETTINGS, kept=1))


if __name__ == "__main__":
    main()

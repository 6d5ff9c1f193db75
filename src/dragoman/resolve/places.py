"""Where: toponyms of an article, each judged to be a place or left open, with score and reasons.

A demonym (``Iraqi``) is no place; it only tells which country the article speaks of. A capital that stands for a
government is found here as a place all the same; ``actors`` judge metonyms.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dragoman.records import Analysis, Article, PlaceMention, content_id
from dragoman.resolve.places_choose import choose
from dragoman.resolve.places_spans import find_spans

if TYPE_CHECKING:
    from dragoman.knowledge import Knowledge

__all__ = ["locate"]


def locate(article: Article, analysis: Analysis, knowledge: Knowledge) -> tuple[PlaceMention, ...]:
    """The place names of ``article``, in order of the text, without overlap. ``place`` is None where nothing fits."""
    gazetteer = knowledge.places
    spans = [
        s
        for s in find_spans(analysis, gazetteer)
        if gazetteer.demonym(s.name.text) is None or gazetteer.candidates(s.name.text)
    ]
    hints: Counter[str] = Counter()
    for entity in analysis.entities:
        if entity.label == "NORP":
            code = gazetteer.demonym(analysis.text[entity.start : entity.end])
            if code:
                hints[code] += 1
    mentions = []
    for span, choice in zip(spans, choose([s.name for s in spans], gazetteer, hints), strict=True):
        evidence = analysis.evidence(span.first, span.last)
        mentions.append(
            PlaceMention(
                id=content_id("l", article.id, evidence.start, evidence.end),
                evidence=evidence,
                place=choice.place,
                score=choice.score,
                reasons=(
                    f"named as a place by the {span.seen}" if span.seen == "gazetteer" else "a location to the encoder",
                    *choice.reasons,
                ),
                candidates=choice.candidates,
                token_start=span.first,
                token_end=span.last,
            )
        )
    return tuple(mentions)

"""Where: toponyms of an article, each judged to be a place or left open, with score and reasons.

A demonym (``Iraqi``) is no place; it only tells which country the article speaks of. A capital that stands for a
government is found here as a place all the same; ``actors`` judge metonyms.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dragoman.records import Analysis, Article, PlaceMention, content_id
from dragoman.resolve.places.choose import choose
from dragoman.resolve.places.spans import Span, beside_of, find_spans
from dragoman.resolve.places.unlisted import with_unlisted

if TYPE_CHECKING:
    from dragoman.knowledge import Knowledge

__all__ = ["locate"]


_ACTORS = ("armed:", "bloc:", "org:", "outlet:", "party:")
"""Kinds of actors whose names are no places; states and their bodies are named like theirs."""


def _names_an_actor(span: Span, analysis: Analysis, knowledge: Knowledge) -> bool:
    """``Hamas``, ``NATO``: a name that the actors know and no place of ours bears, unless it stands after ``in``."""
    known = knowledge.actors.lookup(span.name.text)
    if not known or any(c.ambiguous or not c.actor.startswith(_ACTORS) for c in known):
        return False
    found = knowledge.places.candidates(span.name.text)
    if any(c.place.id.startswith(("place:", "country:")) for c in found[:1]):
        return False
    before = analysis.tokens[span.first - 1].text.lower() if span.first else ""
    return not found or span.name.text.isupper() or before not in knowledge.places.words.locatives


def locate(article: Article, analysis: Analysis, knowledge: Knowledge) -> tuple[PlaceMention, ...]:
    """The place names of ``article``, in order of the text, without overlap. ``place`` is None where nothing fits."""
    gazetteer = knowledge.places
    spans = [
        s
        for s in find_spans(analysis, gazetteer)
        if (gazetteer.demonym(s.name.text) is None or gazetteer.candidates(s.name.text))
        and not _names_an_actor(s, analysis, knowledge)
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
    besides = [s.name.beside or beside_of(analysis.text, analysis.tokens[s.last - 1].end) for s in spans]
    return with_unlisted(mentions, besides, analysis, gazetteer, hints)

"""Places that no gazetteer lists: which state they lie in, by what the text says of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from dragoman.knowledge.places import Gazetteer, fold
from dragoman.records import Analysis, Place, PlaceMention, content_id

__all__ = ["UNLISTED", "with_unlisted"]

UNLISTED = "unlisted"
"""The kind of such a place."""

TOLD, ONLY = 0.8, 0.5
"""Scores: of a place whose state stands beside it, and of one in an article that names one state alone."""
_NAMED = ("nmod", "appos", "flat", "compound")


def with_unlisted(
    mentions: Sequence[PlaceMention],
    besides: Sequence[str | None],
    analysis: Analysis,
    gazetteer: Gazetteer,
    demonyms: Counter[str],
) -> tuple[PlaceMention, ...]:
    """The mentions, those of places that nothing fits with a place that has a state and no coordinates: that which the
    text names beside it (``the Nigerian village of Kautikari``, ``Camp Victory in Iraq``), else the only one that the
    article names. ``besides``: the name beside each mention.
    """
    named = {m.place.country for m in mentions if m.place is not None and m.place.country} | set(demonyms)
    only = next(iter(named)) if len(named) == 1 else None
    found = []
    for mention, beside in zip(mentions, besides, strict=True):
        if mention.place is not None or mention.candidates:
            found.append(mention)
            continue
        told = _beside(beside, gazetteer) or _described(mention, analysis, gazetteer)
        country = told or only
        found.append(_placed(mention, country, told=told is not None, analysis=analysis) if country else mention)
    return tuple(found)


def _beside(name: str | None, gazetteer: Gazetteer) -> str | None:
    """The state of the name that stands beside: ``Iraq`` of ``Camp Victory in Iraq``."""
    found = gazetteer.candidates(name, beside=True) if name else ()
    return found[0].place.country if found and found[0].place.kind in ("country", "admin1", "region") else None


def _described(mention: PlaceMention, analysis: Analysis, gazetteer: Gazetteer) -> str | None:
    """The state by which the noun that a name belongs to is described: ``the Nigerian village of Kautikari``."""
    token = analysis.tokens[mention.token_start]
    for _ in range(2):
        for word in analysis.children(token.i, "amod", "nmod:poss", "compound"):
            if word.i < mention.token_start and (code := _state_of(word.text, gazetteer)) is not None:
                return code
        if token.dep not in _NAMED or token.head == token.i:
            return None
        token = analysis.tokens[token.head]
    return None


def _state_of(word: str, gazetteer: Gazetteer) -> str | None:
    code = gazetteer.demonym(word)
    if code is not None:
        return code
    found = gazetteer.candidates(word)
    return found[0].place.country if found and found[0].place.kind == "country" else None


def _placed(mention: PlaceMention, country: str, *, told: bool, analysis: Analysis) -> PlaceMention:
    name = mention.evidence.text
    ident = content_id("new", analysis.article, fold(name)).replace("-", ":", 1)
    why = "its state stands beside it" if told else f"{country} is the only state that the article names"
    place = Place(ident, name, UNLISTED, country, None, None, None)
    return replace(mention, place=place, score=TOLD if told else ONLY, reasons=(*mention.reasons, why))

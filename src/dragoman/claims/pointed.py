"""Whom a cue points at: the encoder's word for who speaks, where the tree shows nobody.

Who has a speaker in the tree keeps it: taking the pointed phrase in place of one that is pointed at with less than .1
gave .2 more linked F1 on PolNeAR (dev) and lost .7 on our corpus (dev).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dragoman.claims.drafts import NOUNS, Draft, Span, Trees
from dragoman.claims.voices import noun_phrase
from dragoman.records.pointing import phrase_head

__all__ = ["with_speakers"]

SPEAKS = 0.5
"""Share from which the phrase that a cue points at is taken for its source. Linked F1 with it and without: 78.6, 78.1
on our corpus (dev), 71.7, 71.4 on PolNeAR (dev); with .3 and .7 the same. It is not fitted: the head is surer of texts
that it was trained on than of others."""
_OF_THEIR_OWN = frozenset({"label", "signed", "bare", "adverb", "foretold"})
"""Constructions that say themselves who speaks, or that nobody does (``reportedly``)."""


def with_speakers(trees: Trees, drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts, those without a source with the noun phrase that their cue points at, if it is likely enough."""
    return [draft if draft.source_span is not None else _with_speaker(trees, draft) for draft in drafts]


def _with_speaker(trees: Trees, draft: Draft) -> Draft:
    if draft.cue is None or draft.construction in _OF_THEIR_OWN:
        return draft
    pointed = trees.pointing.of("speaker", range(*draft.cue))
    if pointed is None or pointed.best < 0:
        return draft
    head = phrase_head(trees.analysis, pointed.best)
    span = noun_phrase(trees, head)
    likely = pointed.at(range(*span)) >= SPEAKS and trees.tokens[head].upos in NOUNS
    return replace(draft, source=head, source_span=span) if likely and _free(draft, span) else draft


def _free(draft: Draft, span: Span) -> bool:
    """True if no other part of the draft stands in the span."""
    parts = (*draft.content, *((draft.cue,) if draft.cue else ()))
    return all(last <= span[0] or span[1] <= first for first, last in parts)

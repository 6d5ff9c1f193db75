"""Who says later in the text that an act was his: ``A bomb killed nine. The group claimed responsibility.``"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.events.acts.nouns import CLAIMANT, owning
from dragoman.events.status.read import StatusReader
from dragoman.events.trees.cast import Cast
from dragoman.events.trees.syntax import Syntax
from dragoman.records import EventMention, Status

__all__ = ["with_claimants"]

_BACK = 3
"""Sentences before the claim in which its act is sought; news mostly has it in the one before."""
_CLAIMED = "ASSAULT"


def with_claimants(
    events: Sequence[EventMention], syntax: Syntax, cast: Cast, status: StatusReader
) -> tuple[EventMention, ...]:
    """The events, those that somebody claims in a later sentence with him as their source.

    They are those of violence, without a source of their own, in the nearest sentence before that tells of any. The
    bare ``attack`` that he claims is then told already.
    """
    found = list(events)
    for verb, lemma in enumerate(syntax.lemmas):
        heads = [a for a in owning(syntax, verb) if cast.can_act(a)] if lemma in syntax.grammar.owning else []
        claimants = cast.participants(heads)
        if not claimants or status.read_token(verb).status is not Status.ACTUAL:
            continue
        sentence = syntax.tokens[verb].sentence
        nearest = _nearest(found, syntax, sentence)
        open_ones = [e for e in nearest if not e.sources and e.status is Status.ACTUAL]
        why = f"`{syntax.tokens[verb].text}` in a later sentence: the source says that it was his"
        for event in open_ones:
            if not {p.name for p in claimants} & {p.name for p in event.targets}:
                found[found.index(event)] = replace(event, sources=claimants, reasons=(*event.reasons, why))
        if open_ones:
            found = [e for e in found if not _told_again(e, syntax, sentence)]
    return tuple(found)


def _nearest(events: Sequence[EventMention], syntax: Syntax, sentence: int) -> list[EventMention]:
    """The acts of violence in the nearest sentence before a claim that tells of any."""
    acts = [(syntax.tokens[e.trigger_token].sentence, e) for e in events if e.type == _CLAIMED]
    before = [(s, e) for s, e in acts if sentence - _BACK <= s < sentence]
    last = max((s for s, _ in before), default=-1)
    return [e for s, e in before if s == last]


def _told_again(event: EventMention, syntax: Syntax, sentence: int) -> bool:
    """Whether it is the bare ``attack`` that a claim in this sentence is of."""
    here = event.type == _CLAIMED and syntax.tokens[event.trigger_token].sentence == sentence
    return here and not event.targets and CLAIMANT in event.reasons

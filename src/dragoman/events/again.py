"""Whose act it was that a later sentence speaks of again: ``Israeli jets struck a suburb. The attack killed five.``

What the attack did, its doers did. Nothing more is taken over from sentence to sentence: a model over the sides of
earlier acts, fitted on the corpus's texts of the press, was right in a third of what it filled (docs/measured.md).
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from dragoman.events.trees.syntax import Syntax
from dragoman.knowledge.codebook import Codebook
from dragoman.knowledge.expressions import HeadClass, Slot
from dragoman.records import EventMention, Status

__all__ = ["with_doers_before"]

_BACK = 2
"""Sentences before, in which the act is sought."""
_OF_FORCE: Set[str | None] = frozenset({"ASSAULT", "COERCE"})
"""Types of acts whose victims are told apart from the act: in what an agreement did nobody is left out."""
_WITHIN = frozenset({"in", "by"})
"""Not `during`: in a raid shots come from either side."""
_POINTING = frozenset({"the", "this", "that", "these", "those"})
_TOLD_ANEW = ("nmod", "nmod:poss", "nummod", "acl", "acl:relcl", "appos")
"""Relations of words that say which act is meant: then it need not be the one before."""


def with_doers_before(events: Sequence[EventMention], syntax: Syntax, codebook: Codebook) -> tuple[EventMention, ...]:
    """The events, those of force without a source of their own with the doers of the act that their words point back
    to: the only ones who did an act of its type in the nearest sentence before that tells of one.
    """
    return tuple([_with_doers(event, events, syntax, codebook) for event in events])


def _with_doers(
    event: EventMention, events: Sequence[EventMention], syntax: Syntax, codebook: Codebook
) -> EventMention:
    head = event.trigger_token
    if event.sources or event.type not in _OF_FORCE or not syntax.is_verb(head):
        return event
    frame = syntax.frame(head)
    within = [o.head for o in frame.obliques if o.cases & _WITHIN]
    for noun in (*(() if frame.passive else frame.agents), *within):
        kinds = _acts(syntax.lemmas[noun], codebook) if _points(noun, syntax) else frozenset()
        earlier = _before(events, kinds, syntax.tokens[head].sentence, syntax)
        doers = {tuple(p.name for p in e.sources): e.sources for e in earlier}
        sources = next(iter(doers.values()), ())
        if len(doers) == 1 and sources and not {p.name for p in sources} & {p.name for p in event.targets}:
            why = f"`{syntax.tokens[noun].text}` is of a sentence before: the source is who did it there"
            return replace(event, sources=sources, reasons=(*event.reasons, why))
    return event


def _acts(noun: str, codebook: Codebook) -> Set[str | None]:
    """The types of force that a noun alone tells, those of which there are two sides (``clash``) left out."""
    entries = codebook.candidates(noun, HeadClass.NOUN, ())
    one_sided = [e for e in entries if e.pattern.head_class is HeadClass.NOUN and Slot.BOTH not in e.pattern.slots]
    return _OF_FORCE & {e.type for e in one_sided}


def _points(noun: int, syntax: Syntax) -> bool:
    """``the attack``, ``these air strikes``: said as known, and nothing says which."""
    analysis = syntax.analysis
    pointed = any(syntax.lemmas[d.i].lower() in _POINTING for d in analysis.children(noun, "det"))
    named = any(syntax.entity_of[c] >= 0 for c in analysis.children_of[noun])
    return pointed and not named and syntax.child(noun, *_TOLD_ANEW) is None


def _before(
    events: Sequence[EventMention], kinds: Set[str | None], sentence: int, syntax: Syntax
) -> list[EventMention]:
    """The acts of these types in the nearest sentence before that tells of any, if they were done."""
    told = [(syntax.tokens[e.trigger_token].sentence, e) for e in events if e.type in kinds]
    nearest = max((s for s, _ in told if sentence - _BACK <= s < sentence), default=-1)
    acts = [e for s, e in told if s == nearest]
    return acts if all(e.status is Status.ACTUAL for e in acts) else []

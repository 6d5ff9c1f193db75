"""Two sides that were taken for one actor: nobody acts on himself, so one of the two is somebody else.

What both of them cannot be is decided by what they are. A pronoun bends before a name (``He accused the general``, if
``He`` was found to be the general) and, as the one who suffers, before whom it was found to be (``killing three of
them``). A common noun is somebody else than the name that acts (``the council directed the authorities``). Of two
names for one actor the one that suffers is no target at all.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

from dragoman.events.sides.people import who
from dragoman.records import Analysis, Evidence, Participant, Token

__all__ = ["apart"]

_PERSONAL = frozenset({"he", "she", "they", "it", "his", "her", "their", "its"})
"""Pronouns by which one who acts is taken up."""
_OTHERS = frozenset({"him", "her", "them"})
"""Pronouns that never take up the one who acts."""

_start = attrgetter("start")
Side = tuple[Participant, ...]


def apart(sources: Side, targets: Side, analysis: Analysis) -> tuple[Side, Side]:
    """Both sides, with nobody on both of them."""
    told = {who(p) for p in targets if _named(p.evidence, analysis)}
    bent = tuple(_bare(p) if who(p) in told and p.evidence.text.lower() in _PERSONAL else p for p in sources)
    named = {who(p) for p in bent}
    return bent, tuple(q for p in targets if (q := _other(p, named, bent, analysis)) is not None)


def _other(
    participant: Participant, named: set[str], sources: Sequence[Participant], analysis: Analysis
) -> Participant | None:
    """One who suffers, if none of the sources; bare of the actor that was found for it where it must be another."""
    if who(participant) not in named:
        return participant
    evidence = participant.evidence
    if evidence.text.lower() in _OTHERS:
        return _bare(participant)
    head = _head(evidence, analysis)
    described = head is not None and head.upos == "NOUN" and head.dep not in ("appos", "compound")
    if not described or any(evidence == p.evidence for p in sources):
        return None
    return replace(_bare(participant), country=participant.country)


def _bare(participant: Participant) -> Participant:
    return Participant(participant.evidence, participant.evidence.text)


def _named(evidence: Evidence, analysis: Analysis) -> bool:
    """Whether a participant is named by more than a pronoun."""
    head = _head(evidence, analysis)
    return head is not None and head.upos in ("NOUN", "PROPN")


def _head(evidence: Evidence, analysis: Analysis) -> Token | None:
    """The head of the phrase that names a participant; None where it is no one phrase."""
    tokens = analysis.tokens
    first = bisect_left(tokens, evidence.start, key=_start)
    words = tokens[first : bisect_left(tokens, evidence.end, lo=first, key=_start)]
    inside = {t.i for t in words}
    heads = [t for t in words if t.head not in inside or t.head == t.i]
    return heads[0] if len(heads) == 1 else None

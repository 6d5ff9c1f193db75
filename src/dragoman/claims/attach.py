"""Events under claims: who says that an event happened, and whether they deny it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from dragoman.records import Claim, EventMention, Evidence, Polarity, Status

__all__ = ["attach"]

_ANSWERS = frozenset({"SUPPORT", "REJECT"})
"""Types of acts that answer what others did or proposed."""
_OF_THINGS = frozenset({"obj", "passive", "prep"})
"""Constructions (as ``Claim.decided_by`` begins) in which a noun phrase is the content, and no clause."""

_ASIDES = frozenset({"aside", "signal"})
"""Constructions that speak of the clause before them (``..., a charge Kigali denies``)."""

_CLAUSE = "clause"
"""The construction of which the room ``events`` has read for itself what it says of each act of its clause: what a
relative clause in it tells (``denied that they beat the man whom they had held``) is not denied."""
_NOBODY = ("no ", "no one", "nobody", "none ", "neither ")
"""How sources begin that are nobody: ``no group claimed responsibility for the attack``. Nobody said it."""
_SAID = frozenset({"ACCUSE", "REQUEST", "THREATEN"})
"""Types of acts that were said, whatever answer they had: who denies a request or dismisses a complaint had one."""


def attach(events: Iterable[EventMention], claims: Iterable[Claim]) -> tuple[EventMention, ...]:
    """Each event mention with the ids of the claims whose content holds its trigger, innermost first.

    An event whose trigger is the cue of a claim (``accused``, ``urged``) is not under that claim. What somebody backs
    or turns down is not told by him: a cue that is the trigger of such an act holds no events unless it denies
    (``rejected a peace agreement``, but ``rejected claims that ...``), nor does what nobody says. An actual event that
    the innermost claim denies becomes denied, with the reason added (a claim without a source, as in ``rejected reports
    that ...``, leaves the word to the next one); other statuses are left as they are. What the reason for a source's
    anonymity speaks of (``because they were discussing internal deliberations``) is no event of the news: left out.
    """
    events = tuple(events)
    acts = [e.trigger for e in events if e.type in _ANSWERS]
    listed = [c for c in claims if not _answers(c, acts) and not _of_nobody(c)]
    reasons = {c.anonymity_reason for c in listed if c.anonymity_reason is not None}
    spans = sorted((e.start, e.end, n) for n, c in enumerate(listed) for e in c.content)
    starts = [s for s, _, _ in spans]
    longest = max((end - start for start, end, _ in spans), default=0)
    told = [event for event in events if not any(reason.contains(event.trigger) for reason in reasons)]
    firsts = {
        min((e.trigger for e in told if content.contains(e.trigger)), key=lambda t: t.start, default=None)
        for claim in listed
        for content in claim.content
    }
    return tuple(_under(event, listed, spans, starts, longest, event.trigger in firsts) for event in told)


def _answers(claim: Claim, acts: Sequence[Evidence]) -> bool:
    """True if the claim is but an act that answers something (``acts``: their triggers), and asserts nothing of it."""
    things = claim.decided_by.partition("/")[0] in _OF_THINGS and claim.polarity is Polarity.ASSERTED
    return things and claim.cue is not None and any(map(claim.cue.overlaps, acts))


def _of_nobody(claim: Claim) -> bool:
    return claim.source is not None and f"{claim.source.text.lower()} ".startswith(_NOBODY)


def _denies(claim: Claim, event: EventMention) -> bool:
    """Whether a claim denies an act that it holds, so far as it is not known to have happened."""
    form = claim.decided_by.partition("/")[0]
    answered = form in _OF_THINGS | _ASIDES and event.type in _SAID
    actual = event.status is Status.ACTUAL and form != _CLAUSE and not answered
    return actual and claim.polarity is Polarity.DENIED


def _disputes(claim: Claim, event: EventMention, first: bool) -> bool:
    """Whether an aside denies what somebody else says: ``Kyiv says they shelled it, which Moscow denies``. One word
    stands against another then: of seven such acts of the corpus six are uncertain.

    ``first``: the act is the first that a claim tells, which is the one that the aside means.
    """
    aside = claim.decided_by.partition("/")[0] in _ASIDES and claim.polarity is Polarity.DENIED
    return aside and first and event.status is Status.ACTUAL and event.type not in _SAID


def _frames(aside: Claim, claims: Iterable[Claim]) -> bool:
    """Whether an aside speaks of what another claim before it tells, and so not of who tells it (``the party, banned
    since May, said police had beaten him, which they denied``).
    """
    told = (c.cue for c in claims if c is not aside and c.cue is not None)
    return aside.decided_by.partition("/")[0] in _ASIDES and any(e.contains(cue) for cue in told for e in aside.content)


def _under(
    event: EventMention,
    claims: list[Claim],
    spans: list[tuple[int, int, int]],
    starts: list[int],
    longest: int,
    first: bool,
) -> EventMention:
    trigger = event.trigger
    holding: dict[int, int] = {}
    for k in range(bisect_right(starts, trigger.start) - 1, -1, -1):
        start, end, n = spans[k]
        if start < trigger.start - longest:
            break
        cue = claims[n].cue
        if trigger.end <= end and claims[n].article == event.article and not (cue and cue.overlaps(trigger)):
            holding[n] = min(end - start, holding.get(n, end - start))
    if not holding:
        return event
    chain = sorted(holding, key=lambda n: (holding[n], n))
    ids = tuple(claims[n].id for n in chain)
    inner = next(
        (c for c in map(claims.__getitem__, chain) if c.source or c.polarity is Polarity.DENIED), claims[chain[0]]
    )
    denial = inner if _denies(inner, event) and not _frames(inner, claims) else None
    disputed = next((claims[n] for n in chain[1:] if _disputes(claims[n], event, first)), None)
    if denial is None and disputed is not None:
        word = disputed.cue.text if disputed.cue else "a quotation"
        reasons = (*event.reasons, f"disputed: {word}")
        return replace(event, claims=ids, status=Status.UNCERTAIN, status_cue=disputed.cue, reasons=reasons)
    if denial is not None:
        word = denial.cue.text if denial.cue else "a quotation"
        return replace(
            event,
            claims=ids,
            status=Status.DENIED,
            status_cue=event.status_cue or denial.cue,
            reasons=(*event.reasons, f"denied by its source: {word}"),
        )
    return replace(event, claims=ids)

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

_CLAUSE = "clause"
"""The construction of which the room ``events`` has read for itself what it says of each act of its clause: what a
relative clause in it tells (``denied that they beat the man whom they had held``) is not denied."""
_SAID = frozenset({"ACCUSE", "REQUEST", "THREATEN"})
"""Types of acts that were said, whatever answer they had: who denies a request or dismisses a complaint had one."""


def attach(events: Iterable[EventMention], claims: Iterable[Claim]) -> tuple[EventMention, ...]:
    """Each event mention with the ids of the claims whose content holds its trigger, innermost first.

    An event whose trigger is the cue of a claim (``accused``, ``urged``) is not under that claim. What somebody backs
    or turns down is not told by him: a cue that is the trigger of such an act holds no events unless it denies
    (``rejected a peace agreement``, but ``rejected claims that ...``). An actual event that
    the innermost claim denies becomes denied, with the reason added (a claim without a source, as in ``rejected reports
    that ...``, leaves the word to the next one); other statuses are left as they are. What the reason for a source's
    anonymity speaks of (``because they were discussing internal deliberations``) is no event of the news: left out.
    """
    events = tuple(events)
    acts = [e.trigger for e in events if e.type in _ANSWERS]
    listed = [c for c in claims if not _answers(c, acts)]
    reasons = {c.anonymity_reason for c in listed if c.anonymity_reason is not None}
    spans = sorted((e.start, e.end, n) for n, c in enumerate(listed) for e in c.content)
    starts = [s for s, _, _ in spans]
    longest = max((end - start for start, end, _ in spans), default=0)
    told = (event for event in events if not any(reason.contains(event.trigger) for reason in reasons))
    return tuple(_under(event, listed, spans, starts, longest) for event in told)


def _answers(claim: Claim, acts: Sequence[Evidence]) -> bool:
    """True if the claim is but an act that answers something (``acts``: their triggers), and asserts nothing of it."""
    things = claim.decided_by.partition("/")[0] in _OF_THINGS and claim.polarity is Polarity.ASSERTED
    return things and claim.cue is not None and any(map(claim.cue.overlaps, acts))


def _denies(claim: Claim, event: EventMention) -> bool:
    """Whether a claim denies an act that it holds, so far as it is not known to have happened."""
    form = claim.decided_by.partition("/")[0]
    answered = form in _OF_THINGS and event.type in _SAID
    actual = event.status is Status.ACTUAL and form != _CLAUSE and not answered
    return actual and claim.polarity is Polarity.DENIED


def _under(
    event: EventMention, claims: list[Claim], spans: list[tuple[int, int, int]], starts: list[int], longest: int
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
    if _denies(inner, event):
        word = inner.cue.text if inner.cue else "a quotation"
        return replace(
            event,
            claims=ids,
            status=Status.DENIED,
            status_cue=event.status_cue or inner.cue,
            reasons=(*event.reasons, f"denied by its source: {word}"),
        )
    return replace(event, claims=ids)

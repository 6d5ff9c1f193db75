"""The status as rules and the encoder's status head together have it."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.events.acts.signals import EventSignals
from dragoman.events.status.read import Verdict
from dragoman.events.trees.syntax import Syntax
from dragoman.records import Status

__all__ = ["settle_status", "told_as_past"]

OTHERWISE = 0.6
"""The probability from which the status head is believed against the rules of syntax. Under it, of 65 events of our
corpus that it had not learnt from or that are of split dev, head and rules differing, it was right on 16, the rules on
32 (at .4, when the rules knew less, dev had .5 more than at .6). It is heard where the rules only infer: where nothing
speaks against ``actual``, where an infinitive looks ahead (``stayed to mediate``), and between two statuses that are
both not actual. What a word says (``will``, ``denied``) no head overrules to a fact."""
FAILED = 0.8
"""The same for "not done" where a word says "planned" (``their plan to kill him``) or "if" (``should they refuse``): of
17 such readings of agencies' news by .4 or more annotators held one act for not done, none of those under .8."""


def settle_status(verdict: Verdict, signals: EventSignals, head: int, words: Iterable[int]) -> Verdict:
    """The status as rules and head together have it."""
    status, probability = signals.status(head, words)
    if status is verdict.status or probability < OTHERWISE or verdict.firm:
        return verdict
    doubted = verdict.status in (Status.PLANNED, Status.CONDITIONAL) and probability < FAILED
    if status is Status.NOT_DONE and (doubted or verdict.near):
        return verdict
    if status is Status.DENIED and verdict.status is Status.ACTUAL:
        return verdict  # who denies is for claims to say
    if status is Status.ACTUAL and not verdict.inferred:
        return verdict
    if status is Status.PLANNED and _no_plan(verdict, signals.syntax, head):
        return verdict
    why = f"the encoder reads {status.value} ({probability:.2f})"
    return Verdict(status, verdict.cue if status is not Status.ACTUAL else -1, (*verdict.reasons, why))


def _no_plan(verdict: Verdict, syntax: Syntax, head: int) -> bool:
    """Whether a word tells otherwise: ``threatened to charge him``, ``they should leave``, ``could impose duties``,
    ``killed him``."""
    by_modal = verdict.cue >= 0 and syntax.tokens[verdict.cue].xpos == "MD"
    asked = verdict.status in (Status.DEMANDED, Status.UNCERTAIN) and by_modal
    return asked or verdict.status is Status.THREATENED or told_as_past(syntax, head)


def told_as_past(syntax: Syntax, head: int) -> bool:
    """Whether a verb is finite and past, or after ``had``: what ``killed`` somebody is no plan."""
    token = syntax.tokens[head]
    if token.xpos == "VBN":
        return any(syntax.lemmas[c.i] == "have" and c.xpos == "VBD" for c in syntax.analysis.children(head, "aux"))
    return token.xpos == "VBD"

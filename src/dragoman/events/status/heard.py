"""The status as rules and the encoder's status head together have it."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.events.acts.signals import EventSignals
from dragoman.events.status.governed import definite
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
17 such readings of agencies' news by .4 or more annotators held one act for not done, none of those under .8. And for
"planned" and "demanded" where a word says that it was not done: of five such readings under it one was right."""

HINDERED = 0.8
"""The same for "not done" and "conditional" of what the rules hold for done: of such readings between .6 and .9 nine
and five were right, 14 and ten wrong on split dev, on texts that it had not learnt from and on real news."""

DOUBTED = 0.9
"""The same for "uncertain" of a definite noun of which no word says so (``accused it of arming the attack``): of such
readings under it, none was right on split dev, on texts that it had not learnt from and on real news."""

TOLD = 0.9
"""The same for "uncertain" of what somebody only says, tells, reports or testifies (``police say that a woman was
hit``): what a source says as a fact is actual, under its claim. Of such readings under it, on split dev, on texts that
it had not learnt from and on real news, six were right and 13 wrong."""


def settle_status(verdict: Verdict, signals: EventSignals, head: int, words: Iterable[int]) -> Verdict:
    """The status as rules and head together have it."""
    status, probability = signals.status(head, words)
    bar = _bar(verdict, status, signals.syntax, head)
    if status is verdict.status or probability < bar or verdict.firm:
        return verdict
    if status is Status.DENIED and verdict.status is Status.ACTUAL:
        return verdict  # who denies is for claims to say
    if status is Status.ACTUAL and not verdict.inferred:
        return verdict
    if status is Status.PLANNED and _no_plan(verdict, signals.syntax, head):
        return verdict
    why = f"the encoder reads {status.value} ({probability:.2f})"
    return Verdict(status, verdict.cue if status is not Status.ACTUAL else -1, (*verdict.reasons, why))


def _bar(verdict: Verdict, status: Status, syntax: Syntax, head: int) -> float:
    """The probability from which the head is believed against these rules; more than 1 where it never is."""
    if status is Status.NOT_DONE and verdict.near:
        return 2.0
    if status is Status.NOT_DONE and verdict.status in (Status.PLANNED, Status.CONDITIONAL):
        return FAILED
    if verdict.status is Status.NOT_DONE and status in (Status.PLANNED, Status.DEMANDED):
        return FAILED  # `their failure to reply`
    if verdict.status is Status.ACTUAL and status in (Status.CONDITIONAL, Status.NOT_DONE):
        return HINDERED
    if verdict.status in (Status.ACTUAL, Status.PLANNED) and status is Status.UNCERTAIN:
        return _doubt(syntax, head)
    modal = verdict.status is Status.UNCERTAIN and verdict.cue >= 0
    modal = modal and (status is Status.PLANNED or syntax.tokens[verdict.cue].xpos == "MD")
    # `is unlikely to take place`, `may not be able to sign`
    return 2.0 if modal and status in (Status.PLANNED, Status.NOT_DONE) else OTHERWISE


def _doubt(syntax: Syntax, head: int) -> float:
    """The same for what the head takes for uncertain and nothing else speaks against."""
    if _told(syntax, head):
        return TOLD
    return DOUBTED if not syntax.is_verb(head) and definite(syntax, head) else OTHERWISE


def _told(syntax: Syntax, head: int) -> bool:
    """Whether an act stands in a clause of which a plain verb says that it is so, not whether."""
    clause = syntax.tokens[head]
    while clause.dep not in ("ccomp", "parataxis"):
        if clause.head == clause.i:
            return False
        clause = syntax.tokens[clause.head]
    open_ = syntax.case_words(clause.i) & {"whether", "if"} or syntax.negated(clause.head)
    return not open_ and syntax.lemmas[clause.head] in syntax.grammar.plainly


def _no_plan(verdict: Verdict, syntax: Syntax, head: int) -> bool:
    """Whether a word tells otherwise: ``threatened to charge him``, ``they should leave``, ``could impose duties``,
    ``killed him``."""
    by_modal = verdict.cue >= 0 and (syntax.tokens[verdict.cue].xpos == "MD" or syntax.lemmas[verdict.cue] == "have")
    asked = verdict.status in (Status.DEMANDED, Status.UNCERTAIN) and by_modal
    return asked or verdict.status is Status.THREATENED or told_as_past(syntax, head)


def told_as_past(syntax: Syntax, head: int) -> bool:
    """Whether a verb is finite and past, or after ``had``: what ``killed`` somebody is no plan."""
    token = syntax.tokens[head]
    if token.xpos == "VBN":
        return any(syntax.lemmas[c.i] == "have" and c.xpos == "VBD" for c in syntax.analysis.children(head, "aux"))
    return token.xpos == "VBD"

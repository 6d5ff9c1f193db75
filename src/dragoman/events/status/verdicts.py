"""What is known of an event's status, and how one word that speaks of it meets another."""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.events.acts.matching import Match
from dragoman.events.trees.syntax import Syntax
from dragoman.records import Status

__all__ = ["StatusState", "Verdict", "by_form", "combine"]


def combine(inner: Status, outer: Status) -> Status:
    """What an event is when ``outer`` is said of something already ``inner``.

    Denials and failures win over plans and demands; two failures make a fact (``failed to prevent``); a condition or a
    doubt holds over a plan; otherwise the operator nearest to the event wins, for it speaks of the act itself.
    """
    if outer is Status.ACTUAL:
        return inner
    negative = (Status.NOT_DONE, Status.DENIED)
    if outer in negative:
        if inner is Status.NOT_DONE:
            return Status.ACTUAL if outer is Status.NOT_DONE else Status.UNCERTAIN
        return Status.UNCERTAIN if inner is Status.DENIED else outer
    if inner in negative:
        return inner
    over_plan = inner is Status.PLANNED and outer in (
        Status.CONDITIONAL,
        Status.UNCERTAIN,
        Status.THREATENED,
    )
    over_doubt = inner is Status.UNCERTAIN and outer is Status.CONDITIONAL
    return outer if inner is Status.ACTUAL or over_plan or over_doubt else inner


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status, the token that decided it (-1 for none), and how, for people."""

    status: Status
    cue: int
    reasons: tuple[str, ...]
    inferred: bool = False
    """By the form of a clause (an infinitive) alone: no word says so."""
    near: bool = False
    """It is said to be near now (``are close to signing``): it cannot have failed yet."""
    firm: bool = False
    """A form of the sentence settles it (``have yet to reply``, ``rather than fight``, ``failed to prevent``)."""


@dataclass(slots=True)
class StatusState:
    """What is known of an event while the walk goes outwards."""

    status: Status
    cue: int = -1
    reasons: list[str] = field(default_factory=list)
    steps: int = 0
    inferred: bool = False
    firm: bool = False
    negators: set[int] = field(default_factory=set)
    """The words that have negated it, none of which does so twice: the ``no`` of ``no request was made`` is that of
    noun and verb.
    """

    def negate(self, negator: int, why: str) -> None:
        """A word negates it, or what it hangs on."""
        if negator not in self.negators:
            self.negators.add(negator)
            self.apply(Status.NOT_DONE, negator, why)

    def apply(self, effect: Status, cue: int, why: str, *, inferred: bool = False) -> None:
        """A word speaks of what is known so far. ``inferred``: the form of a clause alone does."""
        result = combine(self.status, effect)
        if effect is not Status.ACTUAL:
            self.reasons.append(f"{why}: {effect.value}")
        if result is not self.status:
            # Two failures make a fact, which looks like a failure to whoever counts the words.
            self.firm = self.firm or (self.status is Status.NOT_DONE and result is Status.ACTUAL)
            self.status, self.cue, self.inferred = result, cue, inferred

    def undo(self, cue: int, why: str) -> None:
        """The form of the sentence tells that it was not done."""
        self.apply(Status.NOT_DONE, cue, why)
        self.firm = True

    def fulfil(self, cue: int, why: str) -> None:
        """What was promised has been done."""
        self.reasons.append(f"{why}: {Status.ACTUAL.value}")
        self.status, self.cue, self.inferred, self.firm = Status.ACTUAL, cue, False, True

    def leave_open(self, cue: int, why: str) -> None:
        """Who does not rule it out has not done it yet."""
        self.reasons.append(f"{why}: {Status.UNCERTAIN.value}")
        self.status, self.cue, self.inferred, self.firm = Status.UNCERTAIN, cue, False, True


_AHEAD = frozenset({Status.PLANNED, Status.THREATENED})
"""What a verb of promising or threatening makes of its complement."""
_MODAL = frozenset({Status.PLANNED, Status.CONDITIONAL, Status.UNCERTAIN})
"""What a modal makes of the verb at which it stands."""


def by_form(match: Match, verdict: Verdict, syntax: Syntax) -> Verdict | None:
    """The verdict on an act of speech that a verb without a word of speech expresses by its form: ``will not pay`` is
    a refusal and ``will answer for it`` a threat, made already. None where it is no such act.

    Of such refusals read as not done 21 of 32 were actual on texts of ours that the encoder had not learnt from, of
    refusals and threats read as planned or conditional 13 of 13.
    """
    if not match.entry.general or match.entry.type not in ("REJECT", "THREATEN") or verdict.cue < 0:
        return None
    cue = syntax.tokens[verdict.cue]
    if match.entry.type == "THREATEN" and verdict.status in _AHEAD and cue.i == syntax.tokens[match.head].head:
        why = f"the act is in the form: `{cue.text}` makes it a threat"  # `vowed to march on the capital`
        return Verdict(Status.ACTUAL, -1, (*verdict.reasons, why))
    own = match.head in (cue.head, syntax.tokens[cue.head].head)
    if match.entry.type == "REJECT" and verdict.status is Status.NOT_DONE:
        own = own and cue.upos in ("PART", "ADV", "DET", "PRON", "CCONJ", "INTJ")
    elif (
        verdict.status not in _MODAL or cue.upos != "AUX" or cue.text.lower() in ("should", "is", "are", "was", "were")
    ):
        return None  # `should the court annul it`: a condition; `the hope is for them to oppose it`: a plan
    elif match.entry.type == "REJECT" and match.frame.patients and syntax.negated(match.head) is None:
        return None  # `the court will annul the vote` is a deed ahead, where `we will stay` refuses
    if not own:
        return None
    why = f"the act is in the form: `{cue.text}` makes it {match.entry.type}"
    return Verdict(Status.ACTUAL, -1, (*verdict.reasons, why))

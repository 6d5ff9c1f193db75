"""The modal and the negation of a predicate, which together are not always the sum of both words."""

from __future__ import annotations

from dragoman.events.status.by_type import OPEN_MARKS
from dragoman.events.status.governed import inverted_condition, negator_of
from dragoman.events.status.sentences import is_reported
from dragoman.events.status.subjects import owed
from dragoman.events.status.verdicts import StatusState
from dragoman.events.trees.syntax import Syntax
from dragoman.knowledge.status import StatusLexicon
from dragoman.records import Status

__all__ = ["modal_of", "not_only", "polarity"]

_WAITING = frozenset({"unless", "until", "till"})
"""Marks of a clause on which what is refused hangs."""
_ONLY = frozenset({"only", "just", "merely"})
_AHEAD = frozenset({Status.PLANNED, Status.CONDITIONAL})


def not_only(syntax: Syntax, p: int) -> bool:
    """``not only condemned them but``: done, and more."""
    only = (c.i for c in syntax.analysis.children(p, "advmod", "cc:preconj", "mark") if syntax.lemmas[c.i] in _ONLY)
    return any(i > 0 and syntax.lemmas[i - 1] == "not" for i in only)


def polarity(syntax: Syntax, lexicon: StatusLexicon, state: StatusState, p: int, *, negation: bool) -> None:
    """Applies the negation (where ``negation`` lets it count) and the modal of predicate ``p``."""
    if syntax.case_words(p) & OPEN_MARKS:
        negation = False  # `if it does not pay`: nobody says that it does not
    negator = negator_of(syntax, p, lexicon.phrases.negative_subjects) if negation else None
    if negator is not None and _at_last(syntax, p):
        state.reasons.append(f"`{syntax.tokens[negator].text} ... until`: then it was done")
        state.firm = True
        return
    modal = modal_of(syntax, lexicon, p)
    text = "" if negator is None else syntax.tokens[negator].text
    if negator is not None and state.cue == p and syntax.lemmas[p] in lexicon.phrases.left_open:
        state.leave_open(negator, f"`{text} {syntax.tokens[p].text}`")
        return
    if negator is not None and modal is not None and modal[1] is Status.UNCERTAIN:
        effect = lexicon.modals[_name_of(syntax, lexicon, modal[0])].negated or Status.UNCERTAIN
        state.apply(effect, modal[0], f"`{syntax.tokens[modal[0]].text} {text}`")
        return
    if negator is not None and modal is not None and modal[1] in _AHEAD and _waits(syntax, p):
        why = f"`{syntax.tokens[modal[0]].text} {text}` before something else"
        state.apply(Status.CONDITIONAL, modal[0], why)
        return
    if negator is not None:
        state.negate(negator, f"negated by `{text}`")
    if modal is not None:
        state.apply(modal[1], modal[0], f"modal `{syntax.tokens[modal[0]].text}`")


def modal_of(syntax: Syntax, lexicon: StatusLexicon, p: int) -> tuple[int, Status] | None:
    """The modal of predicate ``p``, or what stands for one (``were to meet``), and the status that it gives."""
    to = "to" in syntax.case_words(p)
    due = owed(syntax, p) if to else None
    if due is not None:
        return due
    supposed = inverted_condition(syntax, p)
    if supposed is not None:
        return supposed, Status.CONDITIONAL
    for aux in syntax.analysis.children(p, "aux", "cop"):
        if to and syntax.lemmas[aux.i] == "be" and aux.dep != "aux:pass" and aux.feature("VerbForm") == "Fin":
            return aux.i, Status.PLANNED  # `the leaders were to meet`
        modal = lexicon.modals.get(_name_of(syntax, lexicon, aux.i))
        if modal is None or aux.xpos not in ("MD", ""):
            continue
        return aux.i, modal.reported if is_reported(syntax, p, lexicon) else modal.effect
    return None


def _name_of(syntax: Syntax, lexicon: StatusLexicon, i: int) -> str:
    """The word by which the lexicon knows a modal: its lemma, else as it is written."""
    return syntax.lemmas[i] if syntax.lemmas[i] in lexicon.modals else syntax.tokens[i].text.lower()


def _at_last(syntax: Syntax, p: int) -> bool:
    """``did not free them until it had apologised``, ``were not told until Monday``: they were, then."""
    auxiliaries = [a.text.lower() for a in syntax.analysis.children(p, "aux", "aux:pass")]
    if not auxiliaries or not set(auxiliaries) <= {"did", "was", "were", "been", "had"}:
        return False
    for c in syntax.analysis.children(p, "advcl", "obl"):
        if "until" in syntax.case_words(c.i):
            verbs = (c, *syntax.analysis.children(c.i, "aux", "aux:pass", "cop"))
            return c.dep == "obl" or any(v.xpos == "VBD" for v in verbs)
    return False


def _waits(syntax: Syntax, p: int) -> bool:
    """``will not withdraw unless they are freed``: it hangs on that. Of eleven acts refused in such words
    that our corpus marks beside the refusal, nine are conditional and two not done.
    """
    return any(syntax.case_words(c.i) & _WAITING for c in syntax.analysis.children(p, "advcl"))

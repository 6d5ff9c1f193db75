"""What later sentences make of the status of an act: an announced one that was not done, a text that was not sent."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.events.acts.constituents import Match
from dragoman.events.status.read import StatusReader, Verdict
from dragoman.events.status.unfulfilled import texts_of
from dragoman.events.trees.syntax import Syntax
from dragoman.records import Status

__all__ = ["settled_later"]

_CANCELLABLE = frozenset({Status.PLANNED, Status.DEMANDED, Status.CONDITIONAL, Status.UNCERTAIN})
_WITHIN = 3
"""Sentences after an act in which its cancellation is looked for."""


def settled_later(match: Match, verdict: Verdict, syntax: Syntax, status: StatusReader) -> Verdict:
    """The verdict, unless a little later the same words are said not to have been done, or what says them not to have
    been sent (``drafted a letter asking him to allow it. ... The decision to send it was never taken.``).
    """
    sentences = syntax.analysis.sentences
    until = sentences[min(syntax.tokens[match.head].sentence + _WITHIN, len(sentences)) - 1].last
    if verdict.status is Status.ACTUAL:
        verbs = _sendings(syntax, status, match, until) if match.entry.type else ()
    else:
        verbs = _repeated(syntax, match, until) if verdict.status in _CANCELLABLE else ()
    for verb in verbs:
        later = status.read_token(verb)
        if later.status is Status.NOT_DONE and not _still_open(later):
            why = f"later in the text: {'; '.join(later.reasons)}"
            return Verdict(Status.NOT_DONE, later.cue, (*verdict.reasons, why))
    return verdict


def _repeated(syntax: Syntax, match: Match, until: int) -> Iterator[int]:
    """Where the act is told again before token ``until``."""
    lemma = syntax.lemmas[match.head]
    for i in range(match.head + 1, until):
        if syntax.lemmas[i] == lemma and i not in match.words and syntax.tokens[i].upos in ("VERB", "NOUN"):
            yield i


def _sendings(syntax: Syntax, status: StatusReader, match: Match, until: int) -> Iterator[int]:
    """Verbs before token ``until`` that tell of the delivery of the written text that says it, by its noun or by what
    takes that up: ``The letter was to be sent``, ``the decision to send it``."""
    _, texts = texts_of(syntax, match.head, status.phrases)
    for text in texts:
        noun = syntax.lemmas[text]
        for verb in range(text + 1, until):
            if syntax.lemmas[verb] in status.phrases.delivering and syntax.is_verb(verb):
                sent = syntax.analysis.children(verb, "obj", "nsubj:pass")
                if any(c.i != text and (syntax.lemmas[c.i] == noun or noun in syntax.things(c.i)) for c in sent):
                    yield verb


def _still_open(later: Verdict) -> bool:
    """Whether what is said not to be done lies ahead (``will not send it``), which the words around the negation tell;
    that a plan came to nothing is over (``the decision to send it was never taken``).
    """
    failed = next((i for i, r in enumerate(later.reasons) if r.endswith(f": {Status.NOT_DONE.value}")), 0)
    return any(r.endswith((": planned", ": uncertain", ": conditional")) for r in later.reasons[failed:])

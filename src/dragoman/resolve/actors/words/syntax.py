"""What coreference asks of a tree: subjects, governors, clauses."""

from __future__ import annotations

from dragoman.records import Analysis, Token

__all__ = ["governs", "predicate_of", "subject_of", "top_of"]

_CLAUSE = ("acl", "advcl", "ccomp", "csubj", "parataxis", "root", "xcomp")
_DEEP = 40  # longer paths are wrong trees
_ASKED = {
    "call": ("on", "upon", "for"),
    "appeal": ("to",),
    "plead": ("with",),
    "prevail": ("on", "upon"),
    "signal": ("to",),
}
"""Verbs that ask somebody under a preposition to do what their infinitive tells: ``called on them to free her``."""


def predicate_of(analysis: Analysis, i: int) -> int:
    """The nearest governor of token ``i`` that heads a clause (of the sentence, at the latest its root)."""
    token = analysis.tokens[i]
    for _ in range(_DEEP):
        if token.head == token.i:
            return token.i
        token = analysis.tokens[token.head]
        joined = token.dep == "conj" and token.upos in ("VERB", "AUX")
        if token.dep.startswith(_CLAUSE) or joined or analysis.child(token.i, "nsubj") is not None:
            return token.i
    return token.i


def subject_of(analysis: Analysis, predicate: int | None) -> int | None:
    """The subject of a clause; a joined or infinitive clause without one shares its governor's."""
    for _ in range(_DEEP):
        if predicate is None:
            return None
        own = analysis.child(predicate, "nsubj")
        if own is not None:
            return own.i
        token = analysis.tokens[predicate]
        if token.head == token.i or not token.dep.startswith(("conj", "xcomp", "advcl")):
            return None
        held = _held(analysis, token.head) if token.dep.startswith("xcomp") else None
        if held is not None:
            return held
        predicate = token.head
    return None


def _held(analysis: Analysis, verb: int) -> int | None:
    """Who is to do what the infinitive under a verb tells, where that is not the verb's own subject."""
    held = analysis.child(verb, "obj", "iobj")
    if held is not None:
        return held.i
    cases = _ASKED.get(analysis.tokens[verb].lemma, ())
    under = (
        o.i for o in analysis.children(verb, "obl") if any(c.text in cases for c in analysis.children(o.i, "case"))
    )
    return next(under, None)


def top_of(analysis: Analysis, token: Token, *, out: bool = False) -> int | None:
    """The predicate of the clause that holds ``token``; with ``out``, of the clause around a fronted ``advcl``."""
    predicate = predicate_of(analysis, token.i)
    if not out:
        return predicate
    inner = analysis.tokens[predicate]
    if inner.dep.startswith("advcl") and inner.i < inner.head:
        return inner.head
    return predicate


def governs(analysis: Analysis, i: int, token: Token) -> bool:
    """True if token ``i`` is above ``token`` with no clause in between; the first of two that are joined does not hold
    the second (``Edwards and his troops``).
    """
    for _ in range(_DEEP):
        if token.dep.startswith((*_CLAUSE, "conj")) or token.head == token.i:
            return False
        if token.head == i:
            return True
        token = analysis.tokens[token.head]
    return False

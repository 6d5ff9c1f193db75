"""Forms of a sentence that tell of an act that it did not come about, without a word that negates it."""

from __future__ import annotations

from collections.abc import Set

from dragoman.events.syntax import Syntax

__all__ = ["unfulfilled"]

_COMPLEMENTS = ("advcl", "xcomp", "ccomp", "acl", "csubj")


def unfulfilled(syntax: Syntax, p: int, willing: Set[str]) -> tuple[int, str] | None:
    """The word that tells that predicate ``p`` was not done, and how; None if its form tells nothing of the kind.

    ``willing``: adjectives whose excess hinders nobody (``too eager to strike``).
    """
    had = _inverted(syntax, p)
    if had is not None:
        return had, "a condition that was not fulfilled"
    degree = _degree(syntax, p, willing)
    return None if degree is None else (degree, f"`{syntax.tokens[degree].text} ... to`: not as much as it takes")


def _inverted(syntax: Syntax, p: int) -> int | None:
    """The ``had`` of ``had they known``."""
    if syntax.tokens[p].dep != "advcl" or syntax.case_words(p):
        return None
    had = next((a.i for a in syntax.analysis.children(p, "aux") if a.text.lower() == "had"), None)
    subject = syntax.child(p, "nsubj", "nsubj:pass")
    return had if had is not None and subject is not None and had < subject.i else None


def _degree(syntax: Syntax, p: int, willing: Set[str]) -> int | None:
    """The ``too`` of ``too few turned up to approve it``, ``too weak to attack``; the ``not`` of ``not enough came to
    approve it``.
    """
    token = syntax.tokens[p]
    above = token.head
    if "to" not in syntax.case_words(p) or token.dep.partition(":")[0] not in _COMPLEMENTS or syntax.negated(above):
        return None
    phrases = (above, *(s.i for s in syntax.analysis.children(above, "nsubj", "nsubj:pass", "obj")))
    for phrase in phrases:
        for word in (phrase, *(c.i for c in syntax.analysis.children(phrase, "amod", "det", "nummod", "advmod"))):
            lemma = syntax.lemmas[word]
            if lemma == "enough" and (negator := syntax.negated(word) or syntax.negated(phrase)) is not None:
                return negator.i
            if lemma in willing:
                continue
            too = next((c for c in syntax.analysis.children_of[word] if syntax.lemmas[c] == "too" and c < word), None)
            if too is not None:
                return too
    return None

"""``It was decided to expel him``: an ``it`` that only stands before what is said, which is nobody."""

from __future__ import annotations

from dragoman.events.trees.syntax import Syntax

__all__ = ["anticipating"]


def anticipating(syntax: Syntax) -> frozenset[int]:
    """The tokens ``it`` that trees take for the subject of a passive whose verb (``impersonal`` of the grammar) has a
    clause for its object, and nobody that it is done to."""
    return frozenset(
        t.i
        for t in syntax.tokens
        if t.dep == "nsubj:pass"
        and t.text.lower() == "it"
        and syntax.lemmas[t.head] in syntax.grammar.impersonal
        and syntax.child(t.head, "xcomp", "ccomp", "csubj") is not None
    )

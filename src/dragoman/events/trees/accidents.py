"""Deaths by accident that a clause tells: ``two soldiers were killed when their lorry overturned``."""

from __future__ import annotations

from collections.abc import Set

from dragoman.events.trees.syntax import Syntax

__all__ = ["by_accident"]

_WHEN = frozenset({"when", "as", "after", "while", "because"})


def by_accident(syntax: Syntax, harm: int, doers: Set[int] = frozenset()) -> bool:
    """Whether a clause under the verb of a harm says that something crashed, sank or fell in of itself. What somebody
    sinks, or what was shot at, is no accident, nor is what ``doers`` did who are not what crashed."""
    for clause in syntax.analysis.children(harm, "advcl"):
        marks = syntax.analysis.children(clause.i, "mark", "advmod")
        if _WHEN.isdisjoint(syntax.lemmas[m.i] for m in marks):
            continue
        verbs = [i for i in syntax.conjuncts(clause.i) if syntax.lemmas[i] in syntax.grammar.crashing]
        crashed = {a for i in verbs for a in syntax.frame(i).agents}
        if doers <= crashed and any(syntax.child(i, "obj", "nsubj:pass", "obl:agent") is None for i in verbs):
            return True
    return False

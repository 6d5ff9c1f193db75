"""The medium that a claim was said to or through: ``told Asharq Al-Awsat``, ``in an interview with CNN``."""

from __future__ import annotations

from dragoman.claims.drafts import Draft, Span, Trees
from dragoman.claims.sources import Casting
from dragoman.claims.voices import noun_phrase

__all__ = ["outlet_of"]

_THROUGH = frozenset({"to", "with", "by", "on", "in", "via", "through"})


def outlet_of(trees: Trees, casting: Casting, draft: Draft) -> Span | None:
    """The outlet beside a cue: its object, or a phrase under ``to``, ``with``, ``on``; None if there is none."""
    if draft.cue is None:
        return None
    if draft.outlet is not None:
        return noun_phrase(trees, draft.outlet)
    candidates = [(c.i, "") for c in trees.analysis.children(draft.head, "obj", "iobj")]
    candidates += [(c.i, trees.case(c.i)) for c in trees.analysis.children(draft.head, "obl", "nmod")]
    for head, _ in tuple(candidates):
        candidates += [(c.i, trees.case(c.i)) for c in trees.analysis.children(head, "nmod")]
    for head, case in candidates:
        in_content = any(first <= head < last for first, last in draft.content)
        if head == draft.source or in_content or (case and case not in _THROUGH):
            continue
        span = noun_phrase(trees, head)
        if casting.is_outlet(head, span):
            return span
    return None

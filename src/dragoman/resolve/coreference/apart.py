"""Who cannot be meant by a description: whom another argument of its verb names.

``The rebels attacked the fighters``, ``the vice president threatened to have the president killed``: nobody does to
himself by another name what takes a reflexive (principle B of Chomsky 1981, for descriptions). What a clause of its
own tells is free: ``Hamas said the group would``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dragoman.records import Actor
from dragoman.resolve.actors.context import Context, Found
from dragoman.resolve.actors.identity.new import Verdict

__all__ = ["told_apart"]

_SUBJECTS = ("nsubj", "nsubj:pass")
_ARGUMENTS = (*_SUBJECTS, "obj", "iobj", "obl:agent")
_TOGETHER = ("xcomp", "conj")
"""Clauses that have the subject of the one above them, unless they have their own."""


def told_apart(
    ctx: Context, item: Found, actor: Actor, verdicts: Mapping[int, Verdict], heads: Mapping[int, Found]
) -> bool:
    """Whether another argument of the verb of which ``item`` is one stands for ``actor``."""
    for other in _beside(ctx, item.head):
        found = heads.get(other)
        verdict = verdicts.get(id(found)) if found is not None and found is not item else None
        if verdict is not None and verdict.actor.id == actor.id:
            return True
    return False


def _beside(ctx: Context, i: int) -> Iterator[int]:
    """The heads of the other arguments of a phrase's verb."""
    analysis = ctx.analysis
    token = analysis.tokens[i]
    if token.dep not in _ARGUMENTS or analysis.tokens[token.head].upos != "VERB":
        return
    verb = analysis.tokens[token.head]
    yield from (t.i for t in analysis.children(verb.i, *_ARGUMENTS) if t.i != i)
    subject = token.dep in _SUBJECTS or analysis.child(verb.i, *_SUBJECTS) is not None
    while not subject and verb.dep in _TOGETHER and verb.head != verb.i:
        verb = analysis.tokens[verb.head]
        above = [t.i for t in analysis.children(verb.i, *_SUBJECTS)]
        yield from above
        subject = bool(above)

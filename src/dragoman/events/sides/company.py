"""With whom somebody suffered: ``was detained with his brothers``, ``died along with ten relatives``."""

from __future__ import annotations

from dragoman.events.acts.constituents import Match
from dragoman.events.sides.mutual import MUTUAL
from dragoman.events.sides.view import View

__all__ = ["company"]

_WITH = frozenset({"with"})
_OTHER = frozenset({"other", "others"})


def company(view: View, match: Match, targets: tuple[int, ...]) -> tuple[int, ...]:
    """Those named after the verb who suffered what its subject did, where that is the target: ``along with``, or
    ``with`` who are called his, or others. Of 8 such phrases in our texts 7 are targets too."""
    syntax, frame = view.syntax, match.frame
    subject = frame.patients if frame.passive else frame.agents
    if not syntax.is_verb(match.head) or match.entry.type in MUTUAL or not {*targets} & {*subject}:
        return ()
    beside = (o for o in frame.obliques if not o.clausal and o.head > match.head and o.head not in match.words)
    return tuple([o.head for o in beside if _his(view, o.head, o.cases) and syntax.can_act(o.head)])


def _his(view: View, i: int, cases: frozenset[str]) -> bool:
    """Whether a phrase tells company: one under ``along with``, or under ``with`` whom a possessor or ``other`` ties to
    somebody named before."""
    syntax = view.syntax
    if cases & syntax.grammar.accompaniment:
        return True
    named = (i, syntax.through_quantity(i))
    tied = [c for n in named for c in syntax.analysis.children(n, "nmod:poss", "amod")]
    ours = any(c.upos == "PRON" or syntax.lemmas[c.i] in _OTHER for c in tied)
    return cases == _WITH and (ours or any(syntax.lemmas[n] in _OTHER for n in named))

"""Who stands behind whom, said before a hyphen: ``Iran-armed fighters``, ``a Qatari-funded party``.

It is an act of aid by the one who is named on the one whom the participle stands before, whatever an encoder thinks:
its event head has seen few participles but ``backed``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.events.acts.constituents import Attempt, Match
from dragoman.events.acts.matching import Matcher
from dragoman.events.trees.lemmas import cut_compounds
from dragoman.events.trees.syntax import Frame
from dragoman.knowledge.expressions import HeadClass

__all__ = ["BACKING", "with_backing"]

BACKING = "a name joined by a hyphen says who stands behind them"
"""The reason given for such an act and its sides."""
_AID, _NAME = "AID", "name-backed T"


def with_backing(matches: Sequence[Match], matcher: Matcher) -> list[Match]:
    """The matches, with those that such participles tell, in the order of the text; of one that is there already as
    aid, the sides.
    """
    known = {m.head: m for m in matches}
    for i, token in enumerate(matcher.tokens):
        if token.dep != "amod" or token.text.lower() not in matcher.grammar.backing or token.head < i:
            continue
        named = [first.i for first, last in cut_compounds(i, matcher.tokens) if last.i == i]
        here = known.get(i)
        if not named or not matcher.cast.headed(named[0]) or (here is not None and here.entry.type != _AID):
            continue
        backed = (token.head,) if matcher.cast.can_act(token.head) else ()
        if here is not None:
            told = _told(i, named[0], backed, matcher) if here.entry.general else here
            known[i] = here._replace(entry=told.entry, sources=(named[0],), targets=backed, how=(*here.how, BACKING))
        elif backed:
            known[i] = _told(i, named[0], backed, matcher)
    return sorted(known.values(), key=lambda m: m.head)


def _told(i: int, name: int, backed: tuple[int, ...], matcher: Matcher) -> Match:
    """The act that a participle tells, by the general frame of aid."""
    entry = next(e for e in matcher.codebook.frames[_AID, HeadClass.VERB] if not e.pattern.parts)
    mode = matcher.grammar.backing[matcher.tokens[i].text.lower()]
    entry = replace(entry, expression=_NAME, mode=mode, general=False)
    frame = Frame((name,), backed, (), matcher.syntax.obliques(i), True)
    match = matcher.matched(entry, i, frame, Attempt(i, set(), {i}, [name], [*backed]))
    return match._replace(how=(*match.how, BACKING))

"""Acts whose noun stands in what another act's verb governs: the attack in which somebody was hurt, the blockade that
is ended, the talks that somebody leaves, the withdrawal that is asked for.

They are acts of their own (the guide of the corpus), but the encoder labels the words of an act as one, the noun with
the verb, and an expression that has both has told but the first. What the noun tells is asked of the wording alone
(``wording.py``). On split dev and in news by other hands 14 of 17 such nouns, which nothing had told, are events of
that type, in texts of ours that the encoder has not learnt (the wording has) 35 of 39; of those that stand elsewhere
under a verb it was half (29 November 2026).
"""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.events.acts.constituents import Match
from dragoman.events.acts.matching import Matcher
from dragoman.events.acts.signals import EventSignals
from dragoman.knowledge.expressions import HeadClass
from dragoman.records import Token

__all__ = ["INNER", "UNDONE", "with_inner"]

INNER = "its noun stands in what another act governs"
"""The reason given for such an act."""
UNDONE = "another act ends it"
"""The same for one that is ended, lifted or withdrawn: it is or was in force, whether or not it will be ended."""
_OF_FORCE = frozenset({"ASSAULT", "COERCE", "PROTEST"})
"""Types of acts in which others of force are done: ``were wounded in the attack``, ``detained in a raid``."""
_HURTING = frozenset({"ASSAULT", "COERCE"})
_WITHIN = frozenset({"in", "during"})
"""Not `by` and `with`: these name the means."""
_UNDOING = frozenset({"CONCEDE", "RETREAT"})
"""Types of acts that may end another: ``lifted the ban``, ``ended their blockade``."""
_LEAVING = frozenset({"of", "from"})
_OBJECT = frozenset({"obj", "nsubj:pass"})
SHARE = {"within": 0.3, "undone": 0.25, "object": 0.35}
"""The wording's probability of the act's type from which it stands, by where the noun stands. Of what is undone one in
four is told only under .35, and six of eight such are events."""
SURE = 0.9
"""The same of a noun that tells such an act only with other words (``artillery fire``)."""
NO_ACT = 0.6
"""The probability of no act, by encoder and wording together, up to which the noun is asked."""
_LIKELY = 0.97
"""The probability by which its confidence is told."""


def with_inner(matches: Sequence[Match], signals: EventSignals, matcher: Matcher) -> list[Match]:
    """The matches, with those that such nouns tell, in the order of the text."""
    known = {m.head: m for m in matches}
    for token in matcher.tokens:
        outer = known.get(token.head) if token.upos == "NOUN" and token.i not in known else None
        if outer is None or outer.entry.type is None or not matcher.syntax.is_verb(outer.head):
            continue
        kind = _told(token, outer, signals, matcher)
        if kind is not None:
            found = _expression(token.i, kind, matcher)
            undone = (UNDONE,) if outer.entry.type in _UNDOING and token.dep in _OBJECT else ()
            known[token.i] = found._replace(probability=_LIKELY, how=(*found.how, INNER, *undone))
    return sorted(known.values(), key=lambda m: m.head)


def _told(token: Token, outer: Match, signals: EventSignals, matcher: Matcher) -> str | None:
    """The type of the act that a noun tells under the verb of another; None if it tells none."""
    where = _where(token, outer, matcher)
    noun = matcher.codebook.shelf(matcher.lemmas[token.i], HeadClass.NOUN) if where is not None else None
    if where is None or noun is None or signals.outside((token.i,)) >= NO_ACT:
        return None
    within, least = where == "within", SHARE[where]
    kind, share = signals.worded(token.i, None if within else outer.entry.type)
    acts = frozenset([e.type for e in noun.bare if e.type and not e.ignored])
    alike = kind in acts or (kind in _OF_FORCE and acts & _OF_FORCE)  # a blockade by farmers is a protest
    if within:
        return kind if kind in _OF_FORCE and ((alike and share >= least) or share >= SURE) else None
    if share < least or not alike:
        return None
    if outer.entry.type in _UNDOING:
        return kind if kind != "AID" else None  # `halved its stipends` says nothing of those that it gave
    return kind if kind == "CONSULT" or outer.entry.type != "REJECT" else None


def _where(token: Token, outer: Match, matcher: Matcher) -> str | None:
    """Where a noun stands, as ``SHARE`` names it; None where it tells no act beside the verb's."""
    kind, cases = outer.entry.type, matcher.syntax.case_words(token.i)
    governed = token.dep == "obl"
    if governed and kind in _HURTING and cases & _WITHIN:
        return "within"
    undone = kind in _UNDOING and token.dep in _OBJECT
    asked = kind == "REQUEST" and not outer.entry.general and (governed or token.dep in _OBJECT)
    left = kind == "REJECT" and not outer.entry.general and governed and cases & _LEAVING
    if undone:
        return "undone"
    return "object" if asked or left else None


def _expression(i: int, kind: str, matcher: Matcher) -> Match:
    """The expression of a type that a noun heads, or else the best general frame around it."""
    here = matcher.at(i)
    if here is not None and here.entry.type == kind and not here.words:
        return here
    return matcher.general(i, frozenset({i}), kind)

"""Groups whose members act on one another: ``the two sides met``, ``Kenyan and Ugandan officers patrolled together``.

Who takes part in an agreement, a talk or a joint act stands on both sides of it where several are named by one noun
phrase and nobody else is told.
"""

from __future__ import annotations

from dragoman.events.acts.constituents import Match
from dragoman.events.trees.syntax import Syntax
from dragoman.knowledge.expressions import Slot
from dragoman.records import ActorKind

__all__ = ["ANY_PLURAL", "MUTUAL", "ONE_WAY", "SINGLE", "done_together", "is_several", "together"]

MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})
"""Types of acts that their participants do with one another."""

ONE_WAY = frozenset({"visit", "third-party"})
"""Modes of them that are not."""

ANY_PLURAL = frozenset({"CONSULT", "COOPERATE"})
"""Of these any plural is such a group: in our corpus's train texts 22 of 25 with COOPERATE, 48 of 77 with CONSULT, but
with AGREE, where it is as often one side (``the employers agreed``), 30 of 77. So is a list of
several that does one of them with nobody else told: 666 of 672."""

SINGLE = frozenset({ActorKind.PERSON, ActorKind.STATE, ActorKind.GOVERNMENT_BODY})
"""Kinds of actors that are one, though the name be a plural (``the United States``, ``the Philippines``)."""

_COUNTS = frozenset({"two", "both", "three", "four", "five", "six", "seven", "eight", "nine"})
"""With one of these a group is its members in 61 of 74."""
_JOINED = frozenset({"amod", "compound", "nmod", "nmod:poss"})


def done_together(match: Match) -> bool:
    """Whether it is of a type of acts that their doers do with one another."""
    return match.entry.type in MUTUAL and match.entry.mode not in ONE_WAY


def is_several(syntax: Syntax, head: int, kind: str) -> bool:
    """Whether the noun phrase of token ``head`` names several who do an act of type ``kind`` with one another."""
    token = syntax.tokens[head]
    if token.upos == "PRON" or "Number=Plur" not in token.morph:
        return False
    owners = [o.i for o in syntax.analysis.children(head, "nmod:poss")]  # `the two countries' parliaments`
    counted = (c.i for i in (head, *owners) for c in syntax.analysis.children(i))
    if kind in ANY_PLURAL or any(syntax.lemmas[c].lower() in _COUNTS for c in counted):
        return True
    inside = [c.i for c in syntax.analysis.children(head) if c.dep in _JOINED]
    inside += [k.i for c in inside for k in syntax.analysis.children(c, "compound", "amod")]
    return any(True for c in inside for _ in syntax.analysis.children(c, "conj"))


def together(syntax: Syntax, match: Match) -> bool:
    """Whether an expression says by its verb that several have come to terms with one another (``negotiators agreed on
    the wording``; not ``agreed to the offer``): of 310 plurals of our texts that agree, sign or initial something with
    nobody else told 239 have."""
    if syntax.child(match.head, "xcomp") is not None or any("to" in o.cases for o in match.frame.obliques):
        return False
    both = Slot.BOTH in match.entry.pattern.slots and syntax.lemmas[match.head] in syntax.grammar.coming_to_terms
    heads = [syntax.tokens[i] for i in match.sources] if both and match.entry.type == "AGREE" else []
    return len(heads) == 1 and heads[0].upos == "NOUN" and "Number=Plur" in heads[0].morph

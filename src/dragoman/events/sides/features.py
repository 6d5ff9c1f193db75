"""What speaks for a noun phrase being an event's source or its target: features of where it stands to the event.

Declared here, weighted by ``data/roles.csv`` (fitted by ``training/roles.py`` on the split ``train`` of our corpus). A
feature is a string; it is there or it is not. Those that begin alike, up to the first bar, are made as one row; rows
that hang on the same few things are one trait, whose sum is remembered (``knowledge.weights``). ``view`` tells
where phrases stand:

=============  =========================================================================================================
``place``      where the phrase stands: ``agent``, ``patient``, ``indirect``, ``on`` (an oblique, by its preposition) of
               the event's predicate or, ``lent``, of the verb that lends itself to an event noun; ``owner`` or ``of``
               (by its preposition) of the event noun or (``patient's``, ``on's``) of such a phrase; else the way
               through the tree, by relations
``rule``       what the expression's own slots and the standard frames made of it, and whether they seated another
``sort``       what it is: a name of some kind, a pronoun, people, a thing, a place
``type``       of the event; ``verb``: the lemma of its head; ``form``: what kind of word that is
``order``      before or after the event, how many others stand between
``part``       it is a word of the expression; it is joined to another phrase; it stands inside another candidate
``clauses``    how many clauses lie between
``near``       its relation and prepositions alone, with the word above it, the event's verb or expression
``sector``     the first sector of who it stands for; ``word``: its lemma, for the fit alone (``training/roles.py``)
``other``      its side in another event of the sentence, and that one's type
``speaker``    it says what the event is told in
``beside``     of targets only: where it stands to the source that was chosen, their sectors and countries, or that it
               is that source (who act on one another)
``nobody``     of no phrase but of leaving the side empty: the event's type, verb, form, slots, how many might fill it
=============  =========================================================================================================
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from dragoman.knowledge.expressions import Slot
from dragoman.knowledge.weights import Row, Trait, features_of
from dragoman.records import Participant

__all__ = ["ALONE", "Stand", "near", "ordered", "ruled", "sectored", "spaced", "written"]

ALONE = ("",)
"""What stands behind the first bar of a feature that has none."""


class Stand(NamedTuple):
    """One candidate for the sides of one event. ``group``: the first of the phrases that it is coordinated with."""

    token: int
    group: int
    someone: Participant
    traits: tuple[Trait, ...]
    rows: tuple[Row, ...]
    """What hangs on words and ways and is seldom met twice."""
    shares: tuple[float, float] = (0.0, 0.0)
    """How surely the encoder's head of parts takes it for the source and for the target; 0 without one."""

    @property
    def features(self) -> tuple[str, ...]:
        """What speaks for it and against it, whole."""
        return features_of(self.traits, self.rows)

    @property
    def sector(self) -> str:
        """The first sector of who it is; ``?`` where that is not known."""
        return self.someone.sectors[0] if self.someone.sectors else "?"


@cache
def written(slots: frozenset[Slot]) -> str:
    """The slots that an expression names itself, as features write them."""
    return "".join(sorted(slots))


def ruled(rule: str, kind: str, decided: str, sort: str) -> Iterable[Row]:
    """What the expression made of it, and what it is."""
    return ("bias", ALONE), (f"rule:{rule}", ("", kind, decided, sort)), (f"sort:{sort}", ("", kind))


def ordered(side: str, kind: str, between: str, rule: str) -> Iterable[Row]:
    """On which side of the event it stands, with how many other candidates between."""
    return ((f"order:{side}", ("", kind, between, f"{between}|{rule}")),)


def spaced(far: int | str, pool: int, clauses: int, rule: str, headline: str) -> Iterable[Row]:
    """How far it stands from the event, among how many candidates; ``headline``: its side of an event of a title."""
    yield f"order:far {far}", ALONE
    yield f"order:of {pool}", (rule,)
    yield f"clauses:{clauses}", ALONE
    if headline:
        yield "order:headline", (headline,)


def near(dep: str, side: str, cases: str, kind: str) -> Iterable[Row]:
    """Its relation and prepositions alone."""
    return ((f"near:{dep}", (side, f"{cases}|{kind}")),)


def sectored(sector: str, kind: str, side: str) -> Iterable[Row]:
    """The sector of who it stands for."""
    return ((f"sector:{sector}", (kind, f"{kind}|{side}")),)

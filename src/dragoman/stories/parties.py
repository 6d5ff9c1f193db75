"""The sides of event mentions: whom they name, and whether two can be the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dragoman.records import ActorKind
from dragoman.stories.terms import words_of

__all__ = ["NAME", "NOBODY", "Party", "Seen", "alike", "apart", "known", "likeness", "party"]

NAME = "name:"
"""How the id of an actor begins whom no base knows, but articles name: its name is what they share."""
_LOCAL = "new:"

_OFFICIAL = frozenset({ActorKind.STATE, ActorKind.GOVERNMENT_BODY})
"""Whoever speaks for a country may be told of as one of these."""
_OWN_WILL = frozenset({ActorKind.PERSON, ActorKind.STATE, ActorKind.PARTY, ActorKind.ARMED_GROUP})
"""Two of one of these kinds are two, though they be of one country or have a word of their names in common."""
_OPPOSED = frozenset({ActorKind.PARTY, ActorKind.ARMED_GROUP})
"""These do not act for a country's state."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a desk knows of an actor that an article mentions: ``named`` if a name of it stands there."""

    kind: ActorKind
    name: str
    named: bool


@dataclass(frozen=True, slots=True)
class Party:
    """Who takes part: ids where they are known or named, else words of what they are called; kinds and countries."""

    actors: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    kinds: frozenset[ActorKind] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.actors or self.words)


NOBODY = Party()


def party(actors: Sequence[str], name: str | None, countries: Sequence[str], seen: Mapping[str, Seen]) -> Party:
    """A side of an event. Ids of actors that only their article knows (``new:``) tell nothing across articles; a name
    does. ``seen``: the actors of the article by id."""
    ids: set[str] = set()
    kinds: set[ActorKind] = set()
    for actor in actors:
        one = seen.get(actor)
        if not actor.startswith(_LOCAL):
            ids.add(actor)
        elif one is not None and one.named:
            ids.add(NAME + one.name.casefold())
        else:
            continue
        if one is not None:
            kinds.add(one.kind)
    return Party(frozenset(ids), frozenset(words_of(name or "")), frozenset(countries), frozenset(kinds))


def known(a: Party) -> bool:
    """Whether all whom a side names by id are in the base of actors: a name alone may be one of several of somebody."""
    return not any(actor.startswith(NAME) for actor in a.actors)


def apart(a: Party, b: Party) -> bool:
    """Whether two sides name different actors, so that they cannot be the same. A minister and his country may be; two
    countries, two persons, a rebel group and the army of its country may not."""
    if not a.actors or not b.actors or a.actors & b.actors:
        return False
    both_known = known(a) and known(b)
    if a.words & b.words and not both_known:
        return False  # a name in two forms
    if a.countries and b.countries and not a.countries & b.countries:
        return True
    if a.kinds == b.kinds and len(a.kinds) == 1 and a.kinds <= _OWN_WILL:
        return True
    return not a.words & b.words and _of_two_minds(a, b)


def _of_two_minds(a: Party, b: Party) -> bool:
    """Whether two sides without a word in common cannot stand for one another."""
    if (a.kinds & _OPPOSED and b.kinds & _OFFICIAL) or (b.kinds & _OPPOSED and a.kinds & _OFFICIAL):
        return True
    # An organisation of many countries has none; who leads it may be told of by his own.
    return not a.countries & b.countries and ActorKind.PERSON not in a.kinds ^ b.kinds


def alike(a: Party, b: Party) -> bool:
    """Whether two sides surely name the same: an actor of one is of the other, or most words of the shorter are."""
    if a.actors & b.actors:
        return True
    if apart(a, b) or not a.words or not b.words:
        return False
    return 2 * len(a.words & b.words) > min(len(a.words), len(b.words))


def likeness(a: Party, b: Party) -> float:
    """From -1 (two different ones are named) to 1 (the same); 0 if one side is not told."""
    if not a or not b:
        return 0.0
    if a.actors & b.actors:
        return 1.0
    if apart(a, b):
        return -1.0
    shared = a.words & b.words
    if shared:
        return max(0.5, len(shared) / min(len(a.words), len(b.words)))
    if a.countries & b.countries:
        return 0.4
    return -1.0 if a.actors and b.actors else -0.3

"""A new actor while what the article says of it is gathered."""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.records import Actor
from dragoman.resolve.actors.context import Found

__all__ = ["NOWHERE", "Profile"]

NOWHERE = frozenset(("IGO", "INT", "MNC"))  # sectors of those that are of no country


@dataclass(slots=True)
class Profile:
    """A new actor while it is completed."""

    actor: Actor
    items: list[Found] = field(default_factory=list)
    country: str | None = None
    sectors: tuple[str, ...] = ()
    borrows: bool = False
    """Its sectors are those of whom it belongs to, where that is known."""
    abroad: bool = False
    """It is of no country: of several, of an organisation of states, or some from elsewhere (``diplomats``)."""
    foreign: bool = False
    """Its words say that it is from elsewhere (``foreign``, ``envoys``)."""
    owner: Actor | None = None
    """Whose neighbour, host or counterpart it is: of another country than that one's."""
    guessed: bool = False
    """Its country is one of several that the article names as often."""
    reasons: list[str] = field(default_factory=list)

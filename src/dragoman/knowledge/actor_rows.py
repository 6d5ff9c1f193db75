"""The rows of ``knowledge/data/actors`` and what the loader makes of them: names, dated roles, memberships.

What is made is a named tuple: of the hundred thousand that are read at each start, names are there in six tenths of the
time that dataclasses took (.050 s for .084, `benchmarks/actors.py` tells the whole).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import cache
from typing import Annotated, NamedTuple

from pydantic import Field

from dragoman.knowledge.tables import Row
from dragoman.records import ActorKind

__all__ = [
    "ActorRow",
    "Candidate",
    "DatedRole",
    "Demonym",
    "KnownActor",
    "Membership",
    "MembershipRow",
    "PersonRow",
    "RoleRow",
    "StateRow",
    "day_bounds",
]

_Id = Annotated[str, Field(pattern=r"^[a-z]+:\S+$")]
_Code = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
_Sectors = Annotated[str, Field(pattern=r"^[A-Z]{3}( ?\| ?[A-Z]{3})*$")]
_Day = Annotated[str, Field(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")]


class ActorRow(Row):
    """One organisation, outlet, party, armed group, bloc or government body.

    ``seats``: places that stand for it where they act (``Brussels`` for the European Union, ``Quebec`` for its
    government).
    """

    id: _Id
    name: str
    aliases: str = ""
    seats: str = ""
    kind: ActorKind
    country: _Code | None = None
    sectors: _Sectors | None = None
    source: str


class PersonRow(Row):
    """One person; ``sectors`` hold where no dated role applies."""

    id: Annotated[str, Field(pattern=r"^person:\S+$")]
    name: str
    aliases: str = ""
    country: _Code | None = None
    sectors: _Sectors | None = None
    source: str


class RoleRow(Row):
    """A person's office, with dates as far as they are known."""

    person: _Id
    role: str
    of: _Id | None = None
    sectors: _Sectors | None = None
    start: _Day | None = None
    end: _Day | None = None
    source: str


class MembershipRow(Row):
    """An actor's membership in another."""

    member: _Id
    organisation: _Id
    start: _Day | None = None
    end: _Day | None = None
    source: str


class StateRow(Row):
    """A state or territory; lists are separated by ``|``."""

    code: _Code
    name: str
    official: str = ""
    aliases: str = ""
    adjectives: str = ""
    nationals: str = ""
    capital: str = ""
    seats: str = ""
    government: str = ""
    parliament: str = ""
    military: str = ""
    police: str = ""
    region: str = ""
    sectors: _Sectors | None = None


class KnownActor(NamedTuple):
    """An actor of the knowledge base. ``sectors`` are its own, most specific first; a person's are a default."""

    id: str
    name: str
    kind: ActorKind
    country: str | None
    sectors: tuple[str, ...]
    source: str


class Candidate(NamedTuple):
    """An actor that a name may stand for, by which alias.

    ``ambiguous``: the alias needs evidence of country or context. ``article``: it counts only where ``the``, ``al``
    or ``el`` stands before it (``El Salvador``, ``the Framework``). ``seat``: a building that stands for the actor.
    """

    actor: str
    alias: str
    ambiguous: bool
    article: bool = False
    seat: bool = False


class Demonym(NamedTuple):
    """An adjective or noun of a people: ``Iraqi``, ``Spaniards``. ``noun``: it can only be the people itself."""

    state: str
    text: str
    noun: bool
    ambiguous: bool


class DatedRole(NamedTuple):
    """``person`` held ``role`` (of ``of``), from ``start`` to ``end`` as far as known, each with its uncertainty.

    ``start`` and ``end`` are (earliest, latest) days or None where not known; a role without end is not known to have
    ended.
    """

    person: str
    role: str
    of: str | None
    sectors: tuple[str, ...]
    start: tuple[date, date] | None
    end: tuple[date, date] | None

    def held(self, first: date, last: date) -> bool:
        """True if the office was held on every day of ``[first, last]``, by the widest reading of its dates."""
        return (self.start is None or self.start[0] <= first) and (self.end is None or self.end[1] >= last)

    def over(self, day: date) -> bool:
        """True if the office had ended before ``day``."""
        return self.end is not None and self.end[1] < day


class Membership(NamedTuple):
    """``member`` belonged to ``organisation``, with dates as in ``DatedRole``."""

    member: str
    organisation: str
    start: tuple[date, date] | None
    end: tuple[date, date] | None

    def held(self, first: date, last: date) -> bool:
        """True if it held on every day of ``[first, last]``, by the widest reading of its dates."""
        return (self.start is None or self.start[0] <= first) and (self.end is None or self.end[1] >= last)


@cache  # offices begin and end together: one object for a day is kept and read once
def day_bounds(text: str | None) -> tuple[date, date] | None:
    """The first and last day of ``2021``, ``2021-03`` or ``2021-03-09``; None for None. Raises ValueError."""
    if text is None:
        return None
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return date(parts[0], 1, 1), date(parts[0], 12, 31)
    if len(parts) == 2:
        return date(parts[0], parts[1], 1), date(parts[0], parts[1], monthrange(parts[0], parts[1])[1])
    day = date(parts[0], parts[1], parts[2])
    return day, day

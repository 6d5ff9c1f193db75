"""Of which sectors a person is on a day: by the offices that he holds, held or is soon to be elected to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from dragoman.knowledge.actor_rows import DatedRole
from dragoman.knowledge.names import key

__all__ = ["days_in", "sectors_in_office", "sectors_out_of_office", "sectors_undated"]

_KNOWN_TO = date(2025, 12, 31)
"""To about which day offices are known."""
_OF_STATES = ("state:", "gov:", "body:")  # what begins the id of a state and of its bodies
_PUBLIC = frozenset(("GOV", "LEG", "MIL", "COP", "JUD", "SPY", "IGO"))
_STANDING = timedelta(days=3650)
"""How long before an elected office begins somebody stands for a party who has no other then."""


def days_in(roles: Iterable[DatedRole]) -> int:
    """How many days these offices lasted in all, as far as that is known."""
    return sum(((r.end[1] if r.end else _KNOWN_TO) - r.start[0]).days for r in roles if r.start)


def sectors_in_office(held: Iterable[DatedRole]) -> tuple[str, ...]:
    """The sectors of the offices that somebody holds: those of a state before those of a party, a candidacy last of
    who governs (a vice president who runs for president governs still).
    """
    ranked = sorted(held, key=lambda r: not (r.of or "").startswith(_OF_STATES))
    if any("GOV" in r.sectors[:1] for r in ranked):
        ranked.sort(key=lambda r: (not (r.of or "").startswith(_OF_STATES), key(r.role).endswith("candidate")))
    return tuple(dict.fromkeys(s for role in ranked for s in role.sectors))


def sectors_undated(known: Sequence[DatedRole], own: tuple[str, ...], elected: Collection[str]) -> tuple[str, ...]:
    """The sectors of whom nobody knows on which day: ``GOV`` first of a party's man who has governed a state, and of a
    legislator who has led one, as it is in office that news names most, unless he was in opposition for longer.
    """
    governed = [r for r in known if (r.of or "").startswith("state:") and r.sectors[:1] == ("GOV",)]
    led = [r for r in governed if key(r.role) in elected]
    told = own[:1] in (("PTY",), ("OPP",)) and "GOV" in own
    led_too = own[:1] in (("PTY",), ("OPP",), ("LEG",)) and bool(led)
    against = [r for r in known if "OPP" in r.sectors]
    if not (told or led_too) or not governed or days_in(led or governed) < days_in(against):
        return own
    return tuple(dict.fromkeys(("GOV", *own)))


def sectors_out_of_office(
    known: Sequence[DatedRole], own: tuple[str, ...], day: date | None, elected: Collection[str]
) -> tuple[str, ...]:
    """The sectors of who holds no office on a day: his private ones, ``ELI`` of one who has left and has none, those
    that are no office's of one who is to be elected, ``PTY`` if he has none, else his own. ``elected``: the normalised
    offices that one is elected to.
    """
    private = tuple(s for s in own if s not in _PUBLIC)
    left = day is not None and any(role.over(day) for role in known)
    told = private or (("ELI",) if left else own)
    if day is None or told[:1] not in (("GOV",), ("LEG",), ("ELI",)) or not _stands(known, own, day, elected):
        return told
    besides = tuple(s for s in told if s not in ("GOV", "LEG", "ELI"))
    return besides or (told if "MIL" in own else ("PTY",))


def _stands(known: Sequence[DatedRole], own: tuple[str, ...], day: date, elected: Collection[str]) -> bool:
    """True of who is to be president, or the head of a government: of these the party people, and whoever has held
    nothing before, as the others are ministers whose office we do not know.
    """
    ruling = [r for r in known if key(r.role) in elected and "IGO" not in r.sectors]  # no bank's president
    coming = [r for r in ruling if r.start and day < r.start[0] <= day + _STANDING]
    first = min((r.start[0] for r in known if r.start), default=None)
    dated = all(r.start for r in known)
    return any(
        r.role == "president" or "PTY" in own or (dated and r.start is not None and r.start[0] == first) for r in coming
    )

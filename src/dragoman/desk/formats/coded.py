"""What the formats of event data sets share: which events they take, pairs of participants, codes of countries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from dragoman.desk.formats.base import Account, usable
from dragoman.desk.formats.chosen import Chosen, Event, Person
from dragoman.desk.sql.periods import COARSE
from dragoman.knowledge import default_knowledge
from dragoman.knowledge.crosswalk import AcledType, CameoCode, CountryTerms

__all__ = [
    "ACTUAL", "ON_A_DAY", "TYPED", "Coded", "all_sectors", "city", "country_name", "country_terms", "geonames",
    "is_settlement", "of_event", "of_person", "pairs",
]  # fmt: skip

TYPED = ("acts that PLOVER has no type for", lambda e: bool(e["type"]))
_SETTLEMENTS = ("city", "capital")
"""Kinds of places that are towns (``places.kind``)."""


def _on_a_day(event: Event) -> bool:
    return event.stated == (None, None) or event["granularity"] not in COARSE


ON_A_DAY = (
    ("events without any date", lambda e: e.day is not None),
    ("events of which the text says no month (`in 2024`, `in the 1990s`): the format has one day for each", _on_a_day),
)
"""What formats of one day leave out: these data sets date no event by its year, and its first day would be invented."""
ACTUAL = (
    "has no status: only what happened is given; --all-statuses gives the rest too, which cannot be told apart then"
)


@dataclass(frozen=True, slots=True)
class Coded:
    """An event, or one pair of its participants, with the codes that a format wants."""

    event: Event
    source: Person | None
    target: Person | None
    number: int
    cameo: CameoCode | None = None
    acled: AcledType | None = None


def country_terms(code: str | None) -> CountryTerms | None:
    """A country's codes elsewhere; None for one that is not in ISO 3166 (Kurdistan Region)."""
    return default_knowledge().crosswalk.countries.get(code or "")


def country_name(code: str | None) -> str:
    """The country's name; the code itself where it has none."""
    known = country_terms(code)
    return known.name if known else code or ""


def of_person(side: str, get: Any) -> Any:
    """A field's value that is read from one side's participant; empty where nobody is on it."""

    def value(coded: Coded) -> Any:
        person = getattr(coded, side)
        return get(person) if person is not None else None

    return value


def of_event(get: Any) -> Any:
    """A field's value that is read from the event."""
    return lambda coded: get(coded.event)


def all_sectors(people: tuple[Person, ...]) -> list[str]:
    """The sectors of all participants, each once."""
    return list(dict.fromkeys(s for p in people for s in p.sectors))


def geonames(event: Event) -> str | None:
    """The number of the place in GeoNames, where it has one."""
    place = str(event["place"] or "")
    return place.removeprefix("gn:") if place.startswith("gn:") else None


def is_settlement(event: Event) -> bool:
    """Whether the place is a town: a capital is one, too."""
    return event["place_kind"] in _SETTLEMENTS


def city(event: Event) -> str | None:
    """The place, if it is a settlement."""
    return str(event["place_name"]) if is_settlement(event) and event["place_name"] else None


def pairs(chosen: Chosen, account: Account) -> Iterator[Coded]:
    """One record a pair of source and target, with its CAMEO code."""
    crosswalk = default_knowledge().crosswalk
    for event in usable(chosen.events(), account, TYPED, *ON_A_DAY):
        account.written["events"] += 1
        code = crosswalk.cameo(event["type"], event["mode"], event["act"] or "")
        for i, (source, target) in enumerate(event.dyads):
            # 53 bits: a number that JSON, R and pandas keep whole
            digest = sha256(f"{event['event']}:{i}".encode()).digest()
            yield Coded(event, source, target, int.from_bytes(digest[:8]) >> 11, code)

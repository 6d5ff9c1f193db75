"""ACLED-like: violence, protest and strategic developments in the columns of ACLED."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from dragoman.desk.formats.base import Account, Field, Format, Text, usable
from dragoman.desk.formats.chosen import Chosen, Event, Person
from dragoman.desk.formats.coded import (
    ACTUAL,
    ON_A_DAY,
    TYPED,
    Coded,
    all_sectors,
    country_name,
    country_terms,
    is_settlement,
    of_event,
)
from dragoman.desk.formats.delimited import write_delimited
from dragoman.knowledge import default_knowledge

__all__ = ["ACLED"]


def _acled_inter(people: tuple[Person, ...], event: Event) -> int | None:
    if not people:
        return None
    if event["type"] == "PROTEST" and people == event.sources:
        return 5 if event["mode"] == "riot" else 6
    terms = default_knowledge().crosswalk.sectors
    return next((terms[s].acled for p in people for s in p.sectors if s in terms), None)


def _acled_side(side: str, number: int) -> tuple[Field, ...]:
    about = "who acts" if number == 1 else "on whom"

    def first(event: Event) -> str | None:
        return next((p.name for p in getattr(event, side)), None)

    def rest(event: Event) -> str:
        return "; ".join(p.name for p in getattr(event, side)[1:])

    return (
        Field(f"actor{number}", "text", about, of_event(first)),
        Field(f"assoc_actor_{number}", "text", "others on the same side, joined by ;", of_event(rest)),
        Field(f"inter{number}", "number", "1 state forces, 2 rebels, 3 political militia, 4 identity militia, "
              "5 rioters, 6 protesters, 7 civilians, 8 external; empty if unknown",
              of_event(lambda e: _acled_inter(getattr(e, side), e))),
    )  # fmt: skip


def _civilian(event: Event) -> str | None:
    return "Civilian targeting" if event["type"] == "ASSAULT" and _acled_inter(event.targets, event) == 7 else None


def _interaction(event: Event) -> str | None:
    both = sorted(n for s in (event.sources, event.targets) if (n := _acled_inter(s, event)) is not None)
    return "".join(map(str, both)) + "0" * (2 - len(both)) if both else None


def _time_precision(event: Event) -> int:
    first, last = event.stated
    if first is None or last is None:
        return 2 if first is last else 3
    days = (last - first).days
    return 1 if days == 0 else 2 if days <= 7 else 3


def _geo_precision(event: Event) -> int | None:
    if not event["place_name"]:
        return None
    return 1 if is_settlement(event) else 3 if event["place_kind"] == "country" else 2


def _seconds(event: Event) -> int | None:
    day = event.published
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) if day else None


def _of_place(get: Any) -> Any:
    def value(coded: Coded) -> Any:
        country = country_terms(coded.event["place_country"])
        return get(country) if country else None

    return value


_ACLED = (
    Field("event_id_cnty", "text", "country code and id of the event mention",
          of_event(lambda e: f"{e['place_country'] or 'XXX'}-{e['event']}")),
    Field("event_date", "date", "first day of the time that the text states, else day of publication",
          of_event(lambda e: e.day)),
    Field("year", "number", "its year", of_event(lambda e: e.day.year)),
    Field("time_precision", "number", "1 the day is stated, 2 a week or only the day of publication, 3 a month, "
          "or only one end of the time is stated",
          of_event(_time_precision)),
    Field("disorder_type", "text", "ACLED's disorder type", lambda c: c.acled.disorder),
    Field("event_type", "text", "ACLED's event type, from PLOVER's and the sides", lambda c: c.acled.event_type),
    Field("sub_event_type", "text", "ACLED's sub-event type", lambda c: c.acled.sub_event_type),
    *_acled_side("sources", 1),
    *_acled_side("targets", 2),
    Field("interaction", "number", "inter1 and inter2, the lower first; 0 for nobody", of_event(_interaction)),
    Field("civilian_targeting", "text", "Civilian targeting, if the target is civilians and it is violence",
          of_event(_civilian)),
    Field("iso", "number", "ISO 3166 number of the country", _of_place(lambda c: c.number)),
    Field("region", "text", "continent (ACLED's own regions are finer)", _of_place(lambda c: c.continent)),
    Field("country", "text", "name of the country", of_event(lambda e: country_name(e["place_country"]))),
    Field("admin1", "text", "first-level division", of_event(lambda e: e["place_admin1"])),
    Field("admin2", "text", "empty: Dragoman knows no second-level divisions", lambda _: None),
    Field("admin3", "text", "empty, likewise", lambda _: None),
    Field("location", "text", "usual name of the place", of_event(lambda e: e["place_name"])),
    Field("latitude", "number", "degrees north", of_event(lambda e: e["latitude"])),
    Field("longitude", "number", "degrees east", of_event(lambda e: e["longitude"])),
    Field("geo_precision", "number", "1 a settlement, 2 a part of a country, 3 a country", of_event(_geo_precision)),
    Field("source", "text", "outlet", of_event(lambda e: e["outlet"])),
    Field("source_scale", "text", "empty: not known", lambda _: None),
    Field("notes", "text", "the sentence that says so, verbatim", of_event(lambda e: e["sentence"])),
    Field("fatalities", "number", "empty, not 0: figures of dead are not read into event mentions", lambda _: None),
    Field("tags", "text", "PLOVER's type, status and the confidence",
          of_event(lambda e: f"plover={e['type']}; status={e['status']}; confidence={e['confidence']:.2f}")),
    Field("timestamp", "number", "publication, in seconds since 1970", of_event(_seconds)),
)  # fmt: skip


def _write_acled(chosen: Chosen, file: Text, account: Account) -> None:
    account.written["events"] = write_delimited(_ACLED, _acled_events(chosen, account), file, tabs=False)


def _acled_events(chosen: Chosen, account: Account) -> Iterator[Coded]:
    crosswalk = default_knowledge().crosswalk
    for event in usable(chosen.events(), account, TYPED, *ON_A_DAY):
        kind = crosswalk.acled(event["type"], event["mode"], all_sectors(event.sources), all_sectors(event.targets))
        if kind is None:
            account.left_out["events of types that ACLED does not cover (talks, statements, aid ...)"] += 1
        elif not event["place_name"]:
            account.left_out["events without a place"] += 1
        else:
            yield Coded(event, None, None, 0, acled=kind)


ACLED = Format(
    "acled", "ACLED-like", "one row an event of violence, protest or strategic development, ACLED's columns (CSV)",
    "text", "actual", f"ACLED {ACTUAL} but by the column `tags`", _ACLED, _write_acled, ".csv",
    columns_doc="the 31 columns, in the order, of ACLED's data export as its Codebook of 2023 describes them; "
    "`inter1`, `inter2` and `interaction` are the numbers of that codebook, which newer exports write as words",
)  # fmt: skip

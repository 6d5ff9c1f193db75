"""GDELT 2.0 events and ICEWS: pairs of actors with CAMEO codes, in the columns of those files."""

from __future__ import annotations

from typing import Any

from dragoman.desk.formats.base import Account, Field, Format, Text
from dragoman.desk.formats.chosen import Chosen, Event, Person
from dragoman.desk.formats.coded import (
    ACTUAL,
    city,
    country_name,
    country_terms,
    geonames,
    is_settlement,
    of_event,
    of_person,
    pairs,
)
from dragoman.desk.formats.delimited import write_delimited
from dragoman.knowledge import default_knowledge

__all__ = ["GDELT", "ICEWS"]


def _icews_sectors(person: Person) -> str:
    terms = default_knowledge().crosswalk.sectors
    return ",".join(terms[s].icews for s in person.sectors if s in terms)


def _icews_side(side: str) -> tuple[Field, ...]:
    title, about = ("Source", "who acts") if side == "source" else ("Target", "on whom")
    return (
        Field(f"{title} Name", "text", about, of_person(side, lambda p: p.name)),
        Field(f"{title} Sectors", "text", "sectors in ICEWS' words, joined by ,", of_person(side, _icews_sectors)),
        Field(f"{title} Country", "text", "name of the country", of_person(side, lambda p: country_name(p.country))),
    )


_ICEWS = (
    Field("Event ID", "number", "made of the event's id and the pair, so that it stays", lambda c: c.number),
    Field("Event Date", "date", "first day of the time that the text states, else day of publication",
          of_event(lambda e: e.day)),
    *_icews_side("source"),
    Field("Event Text", "text", "what the CAMEO code stands for", lambda c: c.cameo.name),
    Field("CAMEO Code", "text", "code of CAMEO", lambda c: c.cameo.code),
    Field("Intensity", "number", "Goldstein's scale as CAMEO has it", lambda c: c.cameo.goldstein),
    *_icews_side("target"),
    Field("Story ID", "text", "id of the article", of_event(lambda e: e["article"])),
    Field("Sentence Number", "number", "empty: sentences are not numbered", lambda _: None),
    Field("Publisher", "text", "outlet", of_event(lambda e: e["outlet"])),
    Field("City", "text", "the place, if it is a settlement", of_event(city)),
    Field("District", "text", "empty: Dragoman knows no second-level divisions", lambda _: None),
    Field("Province", "text", "first-level division", of_event(lambda e: e["place_admin1"])),
    Field("Country", "text", "name of the country", of_event(lambda e: country_name(e["place_country"]))),
    Field("Latitude", "number", "degrees north", of_event(lambda e: e["latitude"])),
    Field("Longitude", "number", "degrees east", of_event(lambda e: e["longitude"])),
)  # fmt: skip


def _write_icews(chosen: Chosen, file: Text, account: Account) -> None:
    account.written["pairs"] = write_delimited(_ICEWS, pairs(chosen, account), file)


ICEWS = Format(
    "icews", "ICEWS", "one row a pair of source and target, CAMEO's codes, the columns of ICEWS (tab-separated)",
    "text", "actual", f"ICEWS {ACTUAL}", _ICEWS, _write_icews, ".tsv",
    columns_doc="the 20 columns, in the order, of the yearly event files of the ICEWS Coded Event Data (Boschee et "
    "al., Harvard Dataverse, doi:10.7910/DVN/28075)",
)  # fmt: skip


def _actor_code(person: Person) -> str:
    return (person.country or "") + "".join(_actor_types(person))


def _actor_types(person: Person) -> list[str]:
    terms = default_knowledge().crosswalk.sectors
    return list(dict.fromkeys(terms[s].cameo for s in person.sectors if s in terms))[:3]


def _nth(i: int) -> Any:
    return lambda p: dict(enumerate(_actor_types(p))).get(i)


def _gdelt_actor(side: str, number: int) -> tuple[Field, ...]:
    head = f"Actor{number}"
    none = "empty: not known"
    return (
        Field(f"{head}Code", "text", "country and up to three CAMEO types", of_person(side, _actor_code)),
        Field(f"{head}Name", "text", "name, in capitals as GDELT has it", of_person(side, lambda p: p.name.upper())),
        Field(f"{head}CountryCode", "text", "ISO 3166 alpha-3 code", of_person(side, lambda p: p.country)),
        Field(f"{head}KnownGroupCode", "text", none, lambda _: None),
        Field(f"{head}EthnicCode", "text", none, lambda _: None),
        Field(f"{head}Religion1Code", "text", none, lambda _: None),
        Field(f"{head}Religion2Code", "text", none, lambda _: None),
        *(
            Field(f"{head}Type{i}Code", "text", "CAMEO type of the actor, by sector", of_person(side, _nth(i - 1)))
            for i in (1, 2, 3)
        ),
    )


def _geo_type(event: Event) -> int:
    """GDELT's numbers: 0 none, 1 country, 3 and 4 city (in the USA, elsewhere), 2 and 5 state."""
    if not event["place_name"]:
        return 0
    home = event["place_country"] == "USA"
    kind = event["place_kind"]
    return 1 if kind == "country" else (3 if home else 4) if is_settlement(event) else (2 if home else 5)


def _full_name(event: Event) -> str:
    parts = (event["place_name"], event["place_admin1"], country_name(event["place_country"]))
    return ", ".join(dict.fromkeys(p for p in parts if p))


def _fips(event: Event) -> str | None:
    country = country_terms(event["place_country"])
    return country.fips if country else None


def _gdelt_geo(head: str, get: bool) -> tuple[Field, ...]:
    """The eight columns of one geography; those of the actors are empty, for a desk does not place actors."""

    def only(value: Any) -> Any:
        return of_event(value) if get else lambda _: None

    none = "" if get else "empty: a desk places events, not actors"
    return (
        Field(f"{head}_Type", "number",
              "0 none, 1 country, 2 US state, 3 US city, 4 city, 5 state" if get else none.replace("empty", "0"),
              of_event(_geo_type) if get else lambda _: 0),
        Field(f"{head}_FullName", "text", none or "place, division, country", only(_full_name)),
        Field(f"{head}_CountryCode", "text", none or "FIPS 10-4 code", only(_fips)),
        Field(f"{head}_ADM1Code", "text", none or "that of the country: divisions have none", only(_fips)),
        Field(f"{head}_ADM2Code", "text", none or "empty: not known", lambda _: None),
        Field(f"{head}_Lat", "number", none or "degrees north", only(lambda e: e["latitude"])),
        Field(f"{head}_Long", "number", none or "degrees east", only(lambda e: e["longitude"])),
        Field(f"{head}_FeatureID", "text", none or "id in GeoNames", only(geonames)),
    )  # fmt: skip


def _fraction(event: Event) -> float:
    day = event.day
    assert day is not None
    return round(day.year + ((day.month - 1) * 30 + day.day) / 365, 4)


def _is_root(event: Event) -> int:
    """Whether it stands in the lead: the title, the standfirst, what begins within 400 characters."""
    return int(event["block"] in ("title", "standfirst") or event["sentence_start"] < 400)


_GDELT = (
    Field("GLOBALEVENTID", "number", "made of the event's id and the pair, so that it stays", lambda c: c.number),
    Field("SQLDATE", "number", "YYYYMMDD: first day of the time that the text states, else day of publication",
          of_event(lambda e: f"{e.day:%Y%m%d}")),
    Field("MonthYear", "number", "YYYYMM", of_event(lambda e: f"{e.day:%Y%m}")),
    Field("Year", "number", "YYYY", of_event(lambda e: f"{e.day:%Y}")),
    Field("FractionDate", "number", "year, and the share that is over", of_event(lambda e: f"{_fraction(e):.4f}")),
    *_gdelt_actor("source", 1),
    *_gdelt_actor("target", 2),
    Field("IsRootEvent", "number", "1 if it stands in the title, the standfirst or the first 400 characters",
          of_event(_is_root)),
    Field("EventCode", "text", "code of CAMEO", lambda c: c.cameo.code),
    Field("EventBaseCode", "text", "its first three digits", lambda c: c.cameo.base),
    Field("EventRootCode", "text", "its first two digits", lambda c: c.cameo.root),
    Field("QuadClass", "number", "PLOVER's: 1 verbal, 2 material cooperation, 3 verbal, 4 material conflict",
          of_event(lambda e: int(e["quad"][1]))),
    Field("GoldsteinScale", "number", "Goldstein's scale as CAMEO has it", lambda c: f"{c.cameo.goldstein:.1f}"),
    Field("NumMentions", "number", "1: a row is one mention; of a merged event, how many it was merged from",
          of_event(lambda e: e["reports"])),
    Field("NumSources", "number", "1; of a merged event, independent outlets", of_event(
          lambda e: e["reporting_outlets"])),
    Field("NumArticles", "number", "1; of a merged event, articles", of_event(lambda e: e["reporting_articles"])),
    Field("AvgTone", "number", "empty: tone is not measured", lambda _: None),
    *_gdelt_geo("Actor1Geo", False),
    *_gdelt_geo("Actor2Geo", False),
    *_gdelt_geo("ActionGeo", True),
    Field("DATEADDED", "number", "YYYYMMDDHHMMSS of publication; of the event where that is unknown",
          of_event(lambda e: f"{e.published or e.day:%Y%m%d}000000")),
    Field("SOURCEURL", "text", "address of the article, or its origin", of_event(lambda e: e["url"] or e["origin"])),
)  # fmt: skip


def _write_gdelt(chosen: Chosen, file: Text, account: Account) -> None:
    account.written["pairs"] = write_delimited(_GDELT, pairs(chosen, account), file, header=False)


GDELT = Format(
    "gdelt", "GDELT 2.0 events", "one row a pair of source and target, GDELT's 61 columns (tab-separated, no header)",
    "text", "actual", f"GDELT {ACTUAL}", _GDELT, _write_gdelt, ".export.CSV",
    columns_doc="the 61 fields, in the order, of The GDELT Event Database Data Format Codebook V2.0 (2015); no header, "
    "as there; fields that Dragoman cannot fill are empty",
)  # fmt: skip

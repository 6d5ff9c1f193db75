"""POLECAT: PLOVER events of Halterman et al. (2023), in the columns of its yearly files."""

from __future__ import annotations

from typing import Any

from dragoman.desk.formats.base import Account, Field, Format, Text, usable
from dragoman.desk.formats.chosen import Chosen, Event
from dragoman.desk.formats.coded import ACTUAL, ON_A_DAY, TYPED, all_sectors, city, geonames
from dragoman.desk.formats.delimited import write_delimited
from dragoman.knowledge import default_knowledge

__all__ = ["POLECAT"]


def _joined(side: str, get: Any) -> Any:
    """The values of all participants of a side, each once."""
    return lambda event: list(dict.fromkeys(v for p in getattr(event, side) if (v := get(p))))


def _polecat_side(side: str, who: str) -> tuple[Field, ...]:
    title, about = ("Actor", "who acts") if side == "sources" else ("Recipient", "on whom")
    return (
        Field(f"{title} Name", "text", f"{about}; several joined by ;", _joined(side, lambda p: p.name)),
        Field(f"{title} Country", "text", "ISO 3166 alpha-3 codes", _joined(side, lambda p: p.country)),
        Field(f"{title} COW", "text", "empty: Dragoman has no numbers of the Correlates of War", lambda _: None),
        Field(
            f"Primary {title} Sector",
            "text",
            f"the leading PLOVER sector of the first {who}",
            lambda e: next((p.sectors[0] for p in getattr(e, side) if p.sectors), None),
        ),
        Field(f"{title} Sectors", "text", "all sectors", lambda e: all_sectors(getattr(e, side))),
        Field(f"{title} Title", "text", "office at that date", _joined(side, lambda p: p.role)),
        Field(f"{title} Name Raw", "text", "as written", _joined(side, lambda p: p.text)),
        Field(
            f"Wikipedia {title} ID", "text", "empty: actors have Dragoman's own ids, see `csv`", lambda _: None
        ),
    )  # fmt: skip


_POLECAT = (
    Field("Event ID", "text", "id of the event mention", lambda e: e["event"]),
    Field("Event Date", "date", "first day of the time that the text states, else day of publication", lambda e: e.day),
    Field("Event Type", "text", "PLOVER type", lambda e: e["type"]),
    Field("Event Mode", "text", "PLOVER mode", lambda e: e["mode"]),
    Field("Intensity", "number", "the type's place between -10 and 10, see ontology", lambda e: _intensity(e["type"])),
    Field("Quad Code", "number", "1 verbal, 2 material cooperation, 3 verbal, 4 material conflict",
          lambda e: int(e["quad"][1])),
    Field("Contexts", "text", "PLOVER contexts, joined by ;", lambda e: e["contexts"]),
    *_polecat_side("sources", "actor"),
    *_polecat_side("targets", "recipient"),
    Field("Placename", "text", "usual name of the place", lambda e: e["place_name"]),
    Field("City", "text", "the place, if it is a settlement", city),
    Field("District", "text", "empty: Dragoman knows no second-level divisions", lambda _: None),
    Field("Province", "text", "first-level division", lambda e: e["place_admin1"]),
    Field("Country", "text", "ISO 3166 alpha-3 code of the place", lambda e: e["place_country"]),
    Field("Latitude", "number", "degrees north", lambda e: e["latitude"]),
    Field("Longitude", "number", "degrees east", lambda e: e["longitude"]),
    Field("GeoNames ID", "number", "id in GeoNames", geonames),
    Field("Raw Placename", "text", "as written", lambda e: e["place_text"]),
    Field("Feature Type", "text", "kind of place: city, country, region ...", lambda e: e["place_kind"]),
    Field("Source", "text", "outlet", lambda e: e["outlet"]),
    Field("Publication Date", "date", "day of publication, or the last it can be", lambda e: e.published),
    Field("Story People", "text", "participants that are persons", lambda e: _of_kind(e, "person")),
    Field("Story Organizations", "text", "participants that are bodies, parties, groups, organisations",
          lambda e: _of_kind(e, "government_body", "party", "bloc", "armed_group", "organisation", "outlet")),
    Field("Story Locations", "text", "the place as written", lambda e: e["place_text"]),
    Field("Language", "text", "ISO 639-1 code", lambda e: e["language"]),
    Field("Version", "text", "what coded it", lambda _: _version()),
)  # fmt: skip


def _version() -> str:
    from dragoman import __version__

    return f"dragoman {__version__}"


def _intensity(type_name: str) -> float:
    return default_knowledge().ontology.types[type_name].intensity


def _of_kind(event: Event, *kinds: str) -> list[str]:
    return list(dict.fromkeys(p.name for p in event.people if p.kind in kinds))


def _write_polecat(chosen: Chosen, file: Text, account: Account) -> None:
    events = usable(chosen.events(), account, TYPED, *ON_A_DAY)
    account.written["events"] = write_delimited(_POLECAT, events, file)


POLECAT = Format(
    "polecat", "POLECAT", "one row an event, PLOVER's types, the columns of the POLECAT files (tab-separated)",
    "text", "actual", f"POLECAT {ACTUAL}", _POLECAT, _write_polecat, ".tsv",
    columns_doc="the 40 columns, in the order, of the event files of the POLECAT Weekly Data (Halterman et al., "
    "Harvard Dataverse, doi:10.7910/DVN/AJGVIT)",
)  # fmt: skip

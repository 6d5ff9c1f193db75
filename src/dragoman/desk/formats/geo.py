"""Events on maps: GeoJSON (RFC 7946) and GeoPackage (OGC 12-128r18), for QGIS and web maps."""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dragoman.desk.answers.exports import plain
from dragoman.desk.formats.base import Account, Field, Format, Text, usable
from dragoman.desk.formats.chosen import Chosen, Event
from dragoman.desk.formats.delimited import said

__all__ = ["GEOJSON", "GEOPACKAGE"]


def _column(name: str) -> Any:
    return lambda event: event[name]


_FIELDS = (
    Field("event", "text", "id of the event mention", _column("event")),
    Field("type", "text", "PLOVER type; empty for acts that PLOVER does not code", _column("type")),
    Field("mode", "text", "PLOVER mode", _column("mode")),
    Field("act", "text", "the expression found", _column("act")),
    Field("quad", "text", "quad class, Q1 to Q4", _column("quad")),
    Field("status", "text", "actual, planned, demanded, conditional, threatened, not_done, denied, uncertain",
          _column("status")),
    Field("source", "text", "who acts", _column("source")),
    Field("target", "text", "on whom", _column("target")),
    Field("from_day", "date", "first day it can have happened, or be due; empty if open", _column("from_day")),
    Field("to_day", "date", "last day; empty if open", _column("to_day")),
    Field("time_basis", "text", "stated in the text, or frame: a bound from the article's date", _column("time_basis")),
    Field("place_name", "text", "name of the place", _column("place_name")),
    Field("place_kind", "text", "city, country, region ...: a country's point is its middle", _column("place_kind")),
    Field("place_country", "text", "ISO 3166 alpha-3 code", _column("place_country")),
    Field("certainty", "text", "whose word it is: own_voice, named ... denied", _column("certainty")),
    Field("said_by", "text", "the source of the innermost claim, as written", _column("said_by")),
    Field("sentence", "text", "the sentence that says so, verbatim", _column("sentence")),
    Field("confidence", "number", "0 to 1", lambda e: plain(e["confidence"])),
    Field("outlet", "text", "outlet of the article", _column("outlet")),
    Field("published", "date", "day of publication, or the last it can be", lambda e: e.published),
    Field("title", "text", "title of the article", _column("title")),
    Field("url", "text", "address of the article", _column("url")),
    Field("article", "text", "id of the article", _column("article")),
)  # fmt: skip
_STATUS = "the property `status` of each feature; all statuses are given"


def _placed(chosen: Chosen, account: Account) -> Iterator[Event]:
    has_point = lambda e: e["latitude"] is not None and e["longitude"] is not None  # noqa: E731 - one use
    for event in usable(chosen.events(), account, ("events without coordinates", has_point)):
        account.written["events"] += 1
        yield event


def _properties(event: Event) -> dict[str, Any]:
    return {f.name: plain(f.value(event)) for f in _FIELDS if f.value}


def _write_geojson(chosen: Chosen, file: Text, account: Account) -> None:
    file.write('{"type": "FeatureCollection", "features": [')
    comma = "\n"
    for event in _placed(chosen, account):
        point = {"type": "Point", "coordinates": [plain(event["longitude"]), plain(event["latitude"])]}
        feature = {"type": "Feature", "id": event["event"], "geometry": point, "properties": _properties(event)}
        file.write(comma + json.dumps(feature, ensure_ascii=False))
        comma = ",\n"
    file.write("\n]}\n")


GEOJSON = Format(
    "geojson", "GeoJSON", "one point an event, for web maps and QGIS", "text", "all", _STATUS, _FIELDS,
    _write_geojson, ".geojson",
)  # fmt: skip

_SQL = {"text": "TEXT", "date": "DATE", "number": "DOUBLE"}
_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]'
)
_FRAME = """
CREATE TABLE gpkg_spatial_ref_sys(srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents(table_name TEXT PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
    description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
    srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns(table_name TEXT NOT NULL REFERENCES gpkg_contents(table_name),
    column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
    srs_id INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys(srs_id), z TINYINT NOT NULL, m TINYINT NOT NULL,
    PRIMARY KEY(table_name, column_name));
INSERT INTO gpkg_spatial_ref_sys VALUES
    ('Undefined cartesian', -1, 'NONE', -1, 'undefined', NULL),
    ('Undefined geographic', 0, 'NONE', 0, 'undefined', NULL);
"""
_APPLICATION = 0x47504B47
"""``GPKG``: how a GeoPackage is known from other SQLite files."""
_VERSION = 10300


def _write_geopackage(chosen: Chosen, path: Path, account: Account) -> None:
    base = sqlite3.connect(path)
    try:
        base.executescript(f"PRAGMA application_id = {_APPLICATION}; PRAGMA user_version = {_VERSION}; {_FRAME}")
        base.execute("INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, ?, NULL)", [_WGS84])
        columns = ", ".join(f'"{f.name}" {_SQL[f.type]}' for f in _FIELDS)
        base.execute(f"CREATE TABLE events(fid INTEGER PRIMARY KEY AUTOINCREMENT, geom POINT, {columns})")
        marks = ", ".join("?" for _ in _FIELDS)
        names = ", ".join(f'"{f.name}"' for f in _FIELDS)
        bounds = _Bounds()
        base.executemany(
            f"INSERT INTO events(geom, {names}) VALUES (?, {marks})",  # noqa: S608 - names are our own
            (_record(event, bounds) for event in _placed(chosen, account)),
        )
        changed = f"{chosen.changed:%Y-%m-%dT%H:%M:%S}.000Z"
        base.execute(
            "INSERT INTO gpkg_contents VALUES ('events', 'features', 'events', 'Events read by Dragoman', "
            "?, ?, ?, ?, ?, 4326)",
            [changed, *bounds.box],
        )
        base.execute("INSERT INTO gpkg_geometry_columns VALUES ('events', 'geom', 'POINT', 4326, 0, 0)")
        base.commit()
    finally:
        base.close()


class _Bounds:
    """The box around all points; four times None while there are none."""

    def __init__(self) -> None:
        self.box: list[float | None] = [None, None, None, None]

    def take(self, x: float, y: float) -> None:
        west, south, east, north = (v if v is not None else d for v, d in zip(self.box, (x, y, x, y), strict=True))
        self.box = [min(west, x), min(south, y), max(east, x), max(north, y)]


def _record(event: Event, bounds: _Bounds) -> list[Any]:
    x, y = plain(event["longitude"]), plain(event["latitude"])
    bounds.take(x, y)
    # GeoPackage's header (little-endian, no envelope, EPSG 4326), then the point in well-known binary
    point = struct.pack("<2sBBi", b"GP", 0, 1, 4326) + struct.pack("<BIdd", 1, 1, x, y)
    values = [f.value(event) if f.value else None for f in _FIELDS]
    return [
        point,
        *(said(v) if f.type == "date" and v is not None else v for f, v in zip(_FIELDS, values, strict=True)),
    ]


GEOPACKAGE = Format(
    "geopackage", "GeoPackage", "one point an event, layer `events`, for QGIS", "file", "all", _STATUS, _FIELDS,
    _write_geopackage, ".gpkg",
)  # fmt: skip

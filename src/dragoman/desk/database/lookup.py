"""One article with all its records, read from the one part in which it stands.

The views of a desk run over all its parts: to plan that costs more than to read ten rows. All records of an article
stand in the part of the article, so that a look-up opens that part's files alone, and those tables alone that it has.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dragoman.desk.amendments.amended import amending
from dragoman.desk.schema import table

__all__ = ["RECORD_TABLES", "all_sightings", "needed_for", "rows_of"]

RECORD_TABLES: Mapping[str, str] = MappingProxyType(
    {
        "events": "trigger_start, trigger_end, event",
        "participants": 'event, side, position, start, "end", name',
        "claims": "sentence_start, coalesce(cue_start, 0), claim",
        "disputes": "denial, claim, event, other, sentence",
        "mentions": "start, mention",
        "times": "start, time",
        "places": "start, place_mention",
        "blocks": 'start, "end", kind',
        "sightings": "likeness <> 'first', origin, page, url, outlet, title, fetched",
    }
)
"""The tables whose rows belong to one article, with the order in which they are shown."""


def needed_for(name: str, judged: Mapping[str, str]) -> tuple[str, ...]:
    """The stored tables that the rows of a table are made of: where judged, an event's sides are its participants."""
    return ("events", "participants") if name == "events" and "events" in judged else (name,)


def rows_of(
    name: str, stored: Mapping[str, str], judged: Mapping[str, str], column: str, *, amended: bool = False
) -> str:
    """The query for the rows of one table whose ``column`` is ``$1``: an article, or the page of what was left out.

    ``stored``: for each table of ``needed_for`` the query of one part's rows. ``judged``: by table the query over
    ``stored_<table>`` that shows its rows as users judged them. ``amended``: as users corrected them, those among them
    that were called wrong.
    """
    parts = ", ".join(f"stored_{t} AS (SELECT * FROM ({q}) WHERE {column} = $1)" for t, q in stored.items())  # noqa: S608
    columns = ", ".join(f'"{c.name}"' for c in table(name).columns)
    rows = judged.get(name, f"SELECT * FROM stored_{name}")  # noqa: S608
    if amended:
        rows = amending(name, f"({rows})", wrong_too=True)
    order = RECORD_TABLES.get(name, "start NULLS LAST, text" if name == "residue" else "1")
    return f"WITH {parts} SELECT {columns} FROM ({rows}) ORDER BY {order}"  # noqa: S608 - our own names


def all_sightings() -> str:
    """The query for the sightings of ``$1``, an article, in all parts: copies come in with later ones."""
    return f"SELECT * FROM sightings WHERE article = $1 ORDER BY {RECORD_TABLES['sightings']}"  # noqa: S608

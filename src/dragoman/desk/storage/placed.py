"""What the views add to the rows of a table, and where in which file a row stands.

A page of fifty events is looked for in the narrow view ``placed_acts`` and then read from ``placed_events`` and
``placed_articles`` by file and number of the row: DuckDB passes over files, groups of rows and pages that hold none of
them. By the ids alone, which are hashes, it would unpack every column of every row.
"""

from __future__ import annotations

__all__ = [
    "ADDED",
    "BOUND",
    "COMPUTED",
    "DAY",
    "PLACED",
    "PLACED_IN_FILE",
    "events_among",
    "events_at",
    "rows_at",
    "whole",
]

DAY = "coalesce(CASE WHEN time_basis = 'stated' THEN coalesce(from_day, to_day) END, published_end, published_start)"
"""The day that periods compare with: of the event where the text states it, else of publication."""

BOUND = (
    "CASE WHEN time_basis = 'stated' AND coalesce(from_day, to_day) IS NOT NULL "
    "THEN CASE WHEN from_day IS NOT NULL THEN to_day END "
    "ELSE CASE WHEN published_end IS NOT NULL THEN published_start END END"
)
"""The other end of the time that ``DAY`` is one end of; null where that is open. Where both lie in one month, the month
is known; of a time that the text gives as a year, it is not."""

_ARTICLE = ("title", "url", "origin", "record", "published_start", "published_end", "page")
ADDED = {
    "events": ("outlet", *_ARTICLE),
    "claims": ("outlet_of_article", *_ARTICLE),
    "disputes": ("outlet", *_ARTICLE),
}
"""Columns of the article that the views of these tables add, so that everyday questions need no join."""

COMPUTED = {
    "events": (
        "day",
        DAY,
        "first day of its time where the text states one, else the last of publication: what periods compare with",
    ),
}
"""A column that the view of a table computes: name, expression, meaning."""

PLACED = ("address", "row_number")
"""Where a row stands: the file as it is read, and the number of the row in it, from 0."""
PLACED_IN_FILE = "filename AS address, file_row_number AS row_number"
"""The same where Parquet files are read with ``filename`` and ``file_row_number``."""


def whole(table: str, rows: str, articles: str) -> str:
    """The query ``rows`` of a table with what its view adds, from a relation that has the columns of ``articles``."""
    if table in ADDED:
        added = ", ".join(f"a.{c.removesuffix('_of_article')} AS {c}" for c in ADDED[table])
        rows = f"SELECT r.*, {added} FROM ({rows}) r LEFT JOIN {articles} a USING (article)"  # noqa: S608
    if table in COMPUTED:
        name, expression, _ = COMPUTED[table]
        rows = f"SELECT *, {expression} AS {name} FROM ({rows})"  # noqa: S608
    return rows


def events_at(wanted: str) -> str:
    """The query for the events, as their view shows them, that a relation names: (address, row_number, article_row).

    The relation is named several times, so it should be materialized.
    """
    at = rows_at("events_file(address)", "row_number", wanted)
    rows = f"SELECT * EXCLUDE ({', '.join(PLACED)}) FROM placed_events {at}"  # noqa: S608 - our own names
    added, at = ", ".join(("article", *ADDED["events"])), rows_at("articles_file(address)", "article_row", wanted)
    return whole("events", rows, f"(SELECT {added} FROM placed_articles {at})")  # noqa: S608


def rows_at(address: str, number: str, wanted: str) -> str:
    """The join that leaves the rows which stand where a relation says: its expressions for address and number."""
    return f"SEMI JOIN (SELECT {address} AS address, {number} AS row_number FROM {wanted}) USING (address, row_number)"  # noqa: S608


def events_among(where: str) -> str:
    """The query for the events, as their view shows them, of the articles that a condition on ``article`` names.

    The condition is named twice, and so are its values.
    """
    rows = f"SELECT * EXCLUDE ({', '.join(PLACED)}) FROM placed_events {where}"  # noqa: S608 - our own names
    return whole("events", rows, f"(SELECT {', '.join(('article', *ADDED['events']))} FROM articles {where})")  # noqa: S608

"""What is made from the desk's parts and may be made anew at any time: tables under ``derived/<set>/``.

A set of tables is written whole into a folder of its own and counts from the moment its name stands in ``current``,
so a reader sees the old set or the new one, never half of either. The schema stands here; who makes the rows
(``dragoman.stories``) is no business of the desk.
"""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.desk.schema import Column, Table, arrow_rows, arrow_type
from dragoman.errors import DeskError

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["DERIVED", "DerivedSet", "derived_schema"]


def _table(name: str, doc: str, *columns: tuple[str, str, str]) -> Table:
    return Table(name, doc, tuple(Column(*column) for column in columns))


_REPORT = (
    ("story", "text", "id of its story"),
    ("merged_event", "text", "id of the event"),
    ("event", "text", "id of the event mention"),
    ("article", "text", "id of its article"),
)

DERIVED: tuple[Table, ...] = (
    _table(
        "stories",
        "Articles about the same affair over days. Made by `dragoman stories DESK`; empty until then.",
        ("story", "text", "id of the story: of its earliest article"),
        ("title", "text", "title of its most central article that has one"),
        ("first_day", "date", "earliest day of publication; null if no article has one"),
        ("last_day", "date", "latest day of publication"),
        ("articles", "int", "articles in it"),
        ("outlets", "int", "independent outlets: the copies of one article, and reports of one agency, count once"),
        ("appearances", "int", "sightings of its articles, copies included"),
        ("words", "texts", "the terms that hold it together, strongest first"),
        ("actors", "texts", "names of the actors it mentions most"),
        ("places", "texts", "names of the places it mentions most"),
        ("events", "int", "event mentions in its articles"),
        ("merged_events", "int", "events that they were merged into"),
        ("central", "text", "id of its most central article"),
    ),
    _table(
        "story_articles",
        "Which article is in which story, and why.",
        ("story", "text", "id of the story"),
        ("article", "text", "id of the article"),
        ("hangs_on", "text", "the earlier article that it is most like; null for the first of its story"),
        ("score", "float", "how like, 0 to 1, after the time between them was weighed; null for the first"),
        ("central", "float", "how like the story as a whole, 0 to 1"),
        ("reasons", "texts", "the terms that both have, and the days between them"),
    ),
    _table(
        "merged_events",
        "Events: event mentions of the same happening, within an article and across. Rebuildable, never hand-edited.",
        ("merged_event", "text", "id of the event: of its earliest mention"),
        ("story", "text", "id of its story"),
        ("type", "text", "PLOVER root type that most of its mentions have"),
        ("mode", "text", "their mode"),
        ("act", "text", "the expression used most"),
        ("status", "text", "what the reports come to: their latest word from the most outlets"),
        ("statuses", "texts", "every status with how many independent outlets say so, `actual 5`"),
        (
            "standing",
            "text",
            "corroborated (two independent outlets tell one kind of act, of the same on both sides, at a time that "
            "fits), disputed (a report denies what another tells) or single (neither)",
        ),
        ("source", "text", "who acts, as most outlets tell it; by reports that bear one another out, where there are"),
        ("target", "text", "on whom"),
        ("source_actors", "texts", "ids of all actors that act"),
        ("target_actors", "texts", "ids of all actors acted on"),
        ("from_day", "date", "first day it can have happened, by the finest time that one of these reports states"),
        ("to_day", "date", "last day"),
        ("granularity", "text", "how fine that is"),
        ("place", "text", "id of the place"),
        ("place_name", "text", "name of the place"),
        ("place_country", "text", "its country"),
        ("latitude", "float", "degrees north"),
        ("longitude", "float", "degrees east"),
        ("mentions", "int", "event mentions merged"),
        ("articles", "int", "articles that report it"),
        ("outlets", "int", "independent outlets that report it"),
        ("first_reported", "date", "earliest day of publication of a report"),
        ("last_reported", "date", "latest"),
        ("sentence", "text", "the sentence of its most telling mention, verbatim"),
        ("central", "text", "id of that event mention"),
        ("cohesion", "float", "mean score of its merges, 0 to 1; null for a single mention"),
        ("reasons", "texts", "what its mentions agree on"),
    ),
    _table(
        "event_reports",
        "Which event mention is in which event, and why.",
        *_REPORT,
        (
            "outlet",
            "text",
            "the independent outlet it counts for: an agency, else the outlet or its host, else the article",
        ),
        ("status", "text", "status of the mention"),
        ("certainty", "text", "whose word it is"),
        ("said_by", "text", "the source of the innermost claim, as written; whom a pronoun means"),
        ("nearest", "text", "the event mention of the same event that it is most like; null if it is alone"),
        ("score", "float", "how like, 0 to 1"),
        ("reasons", "texts", "the features that spoke for and against, strongest first"),
    ),
    _table(
        "event_figures",
        "Figures that the reports of an event give, each a claim with who says so.",
        *_REPORT,
        ("kind", "text", "killed, injured, detained, missing, displaced, protesters, sum, ..."),
        ("low", "number", "lowest value the words allow"),
        ("high", "number", "highest; null if open (`at least`, `more than`)"),
        ("unit", "text", "people, or the currency"),
        ("text", "text", "the words, verbatim"),
        ("start", "int", "first character in the article's text"),
        ("end", "int", "character after the last"),
        ("said_by", "text", "who says so; null for the article's own voice"),
        ("outlet", "text", "the independent outlet it stands in"),
        ("published", "date", "day of publication; null if unknown"),
        ("agreement", "text", "alone, agrees (another independent outlet fits) or differs (one does not)"),
    ),
    _table(
        "event_disputes",
        "Which mention of an event denies what which other tells.",
        ("story", "text", "id of the story"),
        ("merged_event", "text", "id of the event"),
        ("denial", "text", "the event mention that says that it did not happen"),
        ("told", "text", "the event mention that says that it did"),
        ("score", "float", "how sure they are of one event, 0 to 1"),
        ("reasons", "texts", "why"),
    ),
    _table(
        "event_links",
        "What was planned, demanded or threatened, and what became of it.",
        ("story", "text", "id of the story"),
        ("merged_event", "text", "id of the event that was announced"),
        ("later", "text", "id of the event that tells what became of it"),
        ("relation", "text", "the two statuses: `planned -> actual`, `planned -> not_done`, `threatened -> actual`"),
        ("score", "float", "how sure they are the same undertaking, 0 to 1"),
        ("reasons", "texts", "why"),
    ),
)

_KEPT = 2
"""Generations of a set that are kept: the one before stays for readers that opened it."""


def derived_schema(name: str) -> pa.Schema:
    """The Arrow schema of one derived table. Raises KeyError for an unknown one."""
    import pyarrow as pa

    found = {t.name: t for t in DERIVED}[name]
    return pa.schema([pa.field(c.name, arrow_type(c.type)) for c in found.columns])


class DerivedSet:
    """One set of derived tables of a desk, with notes of whoever makes it. Methods raise DeskError."""

    def __init__(self, desk: Path, name: str) -> None:
        self.folder = desk / "derived" / name

    def notes(self) -> dict[str, Any] | None:
        """What the maker noted when it wrote the set; None if there is none (or it was damaged: then it is remade)."""
        try:
            current: dict[str, Any] = json.loads((self.folder / "current.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        if not isinstance(current.get("generation"), str) or not (self.folder / current["generation"]).is_dir():
            return None
        return current

    def files(self) -> dict[str, Path]:
        """The files of the tables that count now, by table: all of one generation."""
        notes = self.notes()
        folder = self.folder / notes["generation"] if notes else None
        found = {t.name: folder / f"{t.name}.parquet" for t in DERIVED} if folder else {}
        return {name: path for name, path in found.items() if path.exists()}

    def file(self, name: str) -> Path | None:
        """The file ``name`` of the set that counts now; None if there is none."""
        notes = self.notes()
        path = self.folder / notes["generation"] / name if notes else None
        return path if path is not None and path.exists() else None

    def table(self, name: str) -> pa.Table | None:
        """One table of the set that counts now."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        path = self.file(f"{name}.parquet")
        if path is None:
            return None
        try:
            return pq.read_table(path, schema=derived_schema(name))
        except (OSError, pa.ArrowException):
            return None

    def write(self, tables: Mapping[str, pa.Table], files: Mapping[str, bytes], notes: Mapping[str, Any]) -> None:
        """Writes a new generation and makes it count. Raises DeskError if it cannot be written."""
        import pyarrow.parquet as pq

        stamp = f"{datetime.now(UTC).strftime('%Y%m%dT%H%M%S%f')}-{uuid.uuid4().hex[:8]}"
        made = self.folder / stamp
        try:
            made.mkdir(parents=True)
            for name, content in tables.items():
                pq.write_table(content, made / f"{name}.parquet", compression="zstd")
            for name, raw in files.items():
                (made / name).write_bytes(raw)
            hidden = self.folder / f".current.{stamp}"
            hidden.write_text(json.dumps({**notes, "generation": stamp}), encoding="utf-8")
            hidden.rename(self.folder / "current.json")
        except OSError as error:
            raise DeskError(f"{self.folder}: derived tables could not be written: {error}") from error
        for old in sorted(p for p in self.folder.iterdir() if p.is_dir())[:-_KEPT]:
            shutil.rmtree(old, ignore_errors=True)


def rows_to_table(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows of one derived table as an Arrow table."""
    return arrow_rows(rows, derived_schema(name))

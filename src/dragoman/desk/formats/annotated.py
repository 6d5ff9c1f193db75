"""Articles with all that was read from them, streamed: for annotation tools, which want texts and spans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from dragoman.desk.formats.chosen import Chosen, Event

__all__ = ["Annotated", "annotated", "file_name", "nearest"]


@dataclass(frozen=True, slots=True)
class Annotated:
    """One article: the rows of the desk's tables that belong to it, and its chosen events."""

    article: dict[str, Any]
    blocks: list[dict[str, Any]]
    mentions: list[dict[str, Any]]
    times: list[dict[str, Any]]
    places: list[dict[str, Any]]
    claims: list[dict[str, Any]]
    events: list[Event]

    @property
    def text(self) -> str:
        """The article's text, which all offsets are into."""
        return str(self.article["text"])


class _Groups:
    """The rows of a stream that is sorted by article, taken article by article in that order."""

    def __init__(self, rows: Iterator[Any]) -> None:
        self._groups = groupby(rows, key=lambda row: row["article"])
        self._next: tuple[str, list[Any]] | None = None
        self._step()

    def _step(self) -> None:
        found = next(self._groups, None)
        self._next = (found[0], list(found[1])) if found is not None else None

    def take(self, article: str) -> list[Any]:
        while self._next is not None and self._next[0] < article:
            self._step()
        return self._next[1] if self._next is not None and self._next[0] == article else []


def annotated(chosen: Chosen) -> Iterator[Annotated]:
    """The articles of the chosen events; all articles, where no condition was given."""
    inside = "SELECT article FROM articles" if chosen.whole else "SELECT article FROM chosen"
    orders = {
        "blocks": 'start, "end", kind',
        "mentions": 'start, "end", mention',
        "times": "start, time",
        "places": "start, place_mention",
        "claims": "coalesce(cue_start, sentence_start), claim",
    }
    streams = {
        table: _Groups(
            chosen.rows(f"SELECT * FROM {table} WHERE article IN ({inside}) ORDER BY article, {order}")  # noqa: S608
        )
        for table, order in orders.items()
    }
    events = _Groups(chosen.events(by_article=True))
    for row in chosen.rows(f"SELECT * FROM articles WHERE article IN ({inside}) ORDER BY article"):  # noqa: S608
        key = row["article"]
        yield Annotated(row, **{name: stream.take(key) for name, stream in streams.items()}, events=events.take(key))


def nearest(rows: list[dict[str, Any]], event: Event) -> dict[str, Any] | None:
    """Of rows with spans the one in the event's sentence that is next to its trigger; None if none is in it."""
    inside = [r for r in rows if event["sentence_start"] <= r["start"] and r["end"] <= event["sentence_end"]]
    return min(inside, key=lambda r: abs(r["start"] - event["trigger_start"]), default=None)


def file_name(article: str) -> str:
    """An article's id as the name of a file."""
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in article)

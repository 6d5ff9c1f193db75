"""Text search for the page: the desk's index where it was built, else the titles, with word of what to run."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dragoman.desk import browse
from dragoman.desk.search import Asked, Hit, Search
from dragoman.desk.window import Window

__all__ = ["Finder", "Texts", "pieces"]

_PAGE = 20


@dataclass(frozen=True, slots=True)
class Texts:
    """Articles found: rows with ``passage``, the passage as (text, whether it was found) pieces. ``indexed`` is False
    where only titles were looked through; ``notes`` are for the user."""

    rows: list[dict[str, Any]]
    total: int
    more: bool
    indexed: bool
    notes: tuple[str, ...] = ()


class Finder:
    """The search of one desk for many threads."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._search = Search(window.store)
        self._lock = threading.Lock()

    def find(self, text: str, page: int = 1) -> Texts:
        """The articles that fit a query. Raises UsageError if it is wrong.

        An index that is there is kept up to date; the first one is made by the command, as it takes minutes on a large
        desk.
        """
        offset = (page - 1) * _PAGE
        if not (self._window.store.path / "derived" / "search").is_dir():
            rows = self._window.rows(*browse.articles_page(text=text, limit=_PAGE + 1, offset=offset))
            shown = [{**row, "passage": ()} for row in rows[:_PAGE]]
            return Texts(shown, len(shown), len(rows) > _PAGE, indexed=False)
        with self._lock:
            found = self._search.ask(Asked(text, limit=_PAGE, offset=offset))
        return Texts(
            [_row(hit) for hit in found],
            found.total,
            found.total > offset + len(found),
            indexed=True,
            notes=found.notes,
        )


def pieces(text: str, marks: tuple[tuple[int, int], ...]) -> Iterator[tuple[str, bool]]:
    """A text cut at its marks: (piece, whether it is marked), joined the text again."""
    at = 0
    for start, end in sorted(marks):
        if start < at:
            continue
        if at < start:
            yield text[at:start], False
        yield text[start:end], True
        at = end
    if at < len(text):
        yield text[at:], False


def _row(hit: Hit) -> dict[str, Any]:
    shown = hit.passage
    return {
        "article": hit.article,
        "title": hit.title,
        "outlet": hit.outlet,
        "published_start": hit.published_start,
        "published_end": hit.published_end,
        "passage": tuple(pieces(shown.text, shown.marks)) if shown else (),
    }

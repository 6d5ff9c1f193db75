"""Text search for the page: the desk's index where it was built, else the titles, with word of what to run."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dragoman.desk.sql import browse
from dragoman.desk.windows.beside import Beside
from dragoman.desk.windows.window import Window
from dragoman.errors import DeskError, DragomanError

if TYPE_CHECKING:
    from dragoman.desk.search.find import Hit, Search

__all__ = ["Finder", "Texts", "pieces"]

_PAGE = 20
_AT_ONCE = 1_000
"""Articles of a desk whose first index is made while the one who searches waits: a second or two."""


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
        self._lock = threading.Lock()
        self._making = self._failed = False
        self._beside = Beside()

    def close(self) -> None:
        """Ends the making of an index, which is then begun anew by whoever asks next."""
        self._beside.stop()
        self._beside = Beside()

    @cached_property
    def _search(self) -> Search:
        from dragoman.desk.search.find import Search

        return Search(self._window.store)

    def find(self, text: str, page: int = 1) -> Texts:
        """The articles that fit a query. Raises UsageError if it is wrong.

        An index that is there is kept up to date. The first one is made at once where the desk is small, else beside
        the questions, as that takes minutes: until then titles are looked through.
        """
        if self._ready():
            with suppress(DeskError):  # a desk that cannot be written: titles it is
                return self._by_index(text, page)
            self._failed = True
        offset = (page - 1) * _PAGE
        rows = self._window.rows(*browse.articles_page(text=text, limit=_PAGE + 1, offset=offset))
        shown = [{**row, "passage": ()} for row in rows[:_PAGE]]
        return Texts(shown, len(shown), len(rows) > _PAGE, indexed=False)

    def _by_index(self, text: str, page: int) -> Texts:
        from dragoman.desk.search.find import Asked

        offset = (page - 1) * _PAGE
        with self._lock:
            found = self._search.ask(Asked(text, limit=_PAGE, offset=offset))
        return Texts(
            [_row(hit) for hit in found],
            found.total,
            found.total > offset + len(found),
            indexed=True,
            notes=found.notes,
        )

    def _ready(self) -> bool:
        """Whether there is an index, or one can be made while somebody waits; else it is begun."""
        if (self._window.store.path / "derived" / "search").is_dir() and not self._making:
            return True
        about = self._window.one(*browse.overview()) or {"articles": 0}
        if about["articles"] <= _AT_ONCE and not self._failed:
            return True
        if not self._making and not self._failed:
            self._making = True
            beside = self._beside
            beside.start(lambda: self._make(beside.stopping))
        return False

    def _make(self, stopping: threading.Event) -> None:
        from dragoman.desk.search.find import Asked

        def go_on(done: int, of: int) -> None:
            if stopping.is_set():
                raise DeskError(f"the index was not made: the page was closed after {done} of {of} parts")

        try:
            with self._lock:
                self._search.ask(Asked("a", limit=1), go_on)
        except DragomanError:
            self._failed = not stopping.is_set()
        finally:
            self._making = False


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

"""The desk: a folder that keeps what was read, answers questions, and gives it away.

::

    desk = dragoman.Desk("desk")
    desk.add(dragoman.read_many("news/"))
    desk.events(type="CONSULT", actor="Sadr").to_pandas()

From the bottom up, each knowing only what stands before it: ``schema`` (its columns), ``result`` and ``words`` (rows
for Python and for people), ``storage`` (its files), ``sql`` (questions), ``amendments`` (what people say beside the
rows), ``database`` (all as views of DuckDB), ``search``, ``answers``, ``windows`` (for whoever asks often),
``formats``.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from os import PathLike, fspath
from time import monotonic
from typing import TYPE_CHECKING, Any

from dragoman.desk.answers.profiles import ActorPage, ArticlePage, Network, News
from dragoman.desk.answers.stories import StoryAnswers, StoryPage
from dragoman.desk.result import Result
from dragoman.desk.sql.queries import Filters
from dragoman.desk.storage.compact import compact, crowded
from dragoman.desk.storage.rows import rows_of, sighting_row, skipped_row
from dragoman.desk.storage.store import Store
from dragoman.errors import DeskError
from dragoman.knowledge import default_knowledge
from dragoman.records import Page, Reading, Sighting, Skipped, Summary

if TYPE_CHECKING:
    from types import TracebackType

    from dragoman.desk.formats.takeaway import Account
    from dragoman.desk.search.find import Found, Search
    from dragoman.desk.search.index import Progress
    from dragoman.desk.storage.door import Door

__all__ = ["ActorPage", "ArticlePage", "Desk", "Door", "Filters", "Network", "News", "Result", "StoryPage", "Writer"]


def __getattr__(name: str) -> Any:
    """``Door``, which brings numpy along, when somebody asks for it: who only looks at a desk does not."""
    if name == "Door":
        from dragoman.desk.storage.door import Door

        return Door
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class Desk(StoryAnswers):
    """A desk at ``path``, a folder or a URL (``s3://bucket/desk``).

    Any number of processes may read and write it at once; readers are never blocked.
    """

    def __init__(self, path: str | PathLike[str], *, create: bool = True) -> None:
        """Opens the desk, or makes it. Raises DeskError if ``path`` is something else or (``create=False``) missing.

        A desk that was made here warns who asks it before anything was read into it: the name may be a slip.
        """
        self._new = create and not Store.exists(path)
        super().__init__(Store.create(path) if create else Store.open(path))
        self._search: Search | None = None

    def sql(self, query: str, values: list[Any] | None = None) -> Result:
        """The answer to an SQL query over the views of ``docs/desk.md``. Raises UsageError if it is wrong."""
        if self._new and not self.store.parts():
            told = (
                "this desk was made just now, and nothing was read into it; was another meant? Desk(path, create=False)"
            )
            warnings.warn(f"{self.store.files}: {told} opens only one that is there", stacklevel=2)
        self._new = False
        return super().sql(query, values)

    def add(self, readings: Iterable[Reading]) -> Summary:
        """Stores readings; pages that are there already are passed over, and of an article that was seen before only
        the appearance is stored. Returns the account of them."""
        summary = Summary()
        with self.door() as door, self.writer() as writer:
            for reading in readings:
                seen = door.known(Page(reading.page, reading.origin)) if reading.page else None
                if seen is not None:
                    seen = tuple(_as_read(sighting, reading) for sighting in seen)
                    summary.know(seen)
                    writer.see(seen)
                    continue
                sifted = door.sift_reading(reading)
                writer.add(sifted)
                summary.add(sifted)
        return summary

    def door(self) -> Door:
        """What tells new pages and articles from those that were seen before; close it after use."""
        from dragoman.desk.storage.door import Door

        return Door(self.store)

    def writer(self) -> Writer:
        """A writer that commits as it goes and at its end: ``with desk.writer() as writer: writer.add(reading)``."""
        return Writer(self.store)

    def export(self, form: str, to: str | PathLike[str], **wishes: Any) -> Account:
        """Writes the desk's events or tables in one of ``takeaway.ALL_FORMATS``; the account says what was left out.

        ``wishes`` are those of ``takeaway.Wish`` (``tables``, ``merged``, ``all_statuses``, ``dictionary``) and the
        conditions of ``Filters``. Raises UsageError for what does not exist, DeskError if the file cannot be written.
        """
        from dragoman.desk.formats.takeaway import Wish, export

        own = {name: wishes.pop(name) for name in tuple(wishes) if name in Wish.__dataclass_fields__}
        return export(self.store, Wish(form, self.chosen(wishes), **own), fspath(to))

    def search(self, query: str, *, progress: Progress | None = None, **conditions: Any) -> Found:
        """The articles that fit a query, best first, each with its best passage; see ``dragoman.desk.search.find``.

        The conditions are those of ``search.Asked`` (``sort``, ``since``, ``outlet``, ``limit`` ...). What was added
        since the last search is indexed first; ``progress`` is told how far that is. Raises UsageError if the query is
        wrong, DeskError if there is no index and none can be written.
        """
        from dragoman.desk.search.find import Asked, Search

        if self._search is None:
            self._search = Search(self.store)
        return self._search.ask(Asked(query, **conditions), progress)


def _as_read(sighting: Sighting, reading: Reading) -> Sighting:
    """An appearance of an article with what its page says of itself."""
    article = next((a for a in reading.articles if a.id == sighting.article), None)
    if article is None:
        return sighting
    return replace(
        sighting,
        url=article.url,
        outlet=article.outlet,
        title=article.title,
        published=article.published,
        record=article.record,
    )


class Writer:
    """Collects readings and commits them in parts: when enough came in, when enough time passed, and at the end."""

    # A part costs a few milliseconds and some 15 small files; half a minute of work is what a power cut may cost.
    # The first parts come sooner, so that whoever watches the desk soon sees what comes in.
    ROWS_A_PART = 50_000
    SECONDS_A_PART = 30.0
    FIRST_PART_AFTER = 2.0
    PARTS_BETWEEN = 64

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ontology = default_knowledge().ontology
        self._rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._count = 0
        self._parts = 0
        self._since = monotonic()
        self._seconds = self.FIRST_PART_AFTER

    def add(self, reading: Reading) -> None:
        """Takes one reading; it is safe on disk after the next commit."""
        for table, row in rows_of(reading, self._ontology):
            self._rows[table].append(row)
            self._count += 1
        if self._count >= self.ROWS_A_PART or monotonic() - self._since >= self._seconds:
            self._seconds = min(2 * self._seconds, self.SECONDS_A_PART)
            self.commit()

    def see(self, sightings: Iterable[Sighting]) -> None:
        """Notes further appearances of articles."""
        for sighting in sightings:
            self._rows["sightings"].append(sighting_row(sighting))
            self._count += 1

    def leave_out(self, skipped: Skipped) -> None:
        """Notes an input that could not be read."""
        self._rows["skipped"].append(skipped_row(skipped))
        self._count += 1

    def commit(self) -> None:
        """Writes what was collected. Raises DeskError if it cannot be written."""
        self._store.commit(self._rows)
        self._parts += 1
        if self._parts % self.PARTS_BETWEEN == 0:
            self._tidy()
        self._rows = defaultdict(list)
        self._count = 0
        self._since = monotonic()

    def _tidy(self) -> None:
        """Merges small parts where many have come together. What is committed is safe whether or not that works."""
        with suppress(DeskError):
            if crowded(self._store):
                compact(self._store)

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Ctrl-C and errors keep what was read: each reading in the list is whole.
        self.commit()
        if error is None:
            self._tidy()

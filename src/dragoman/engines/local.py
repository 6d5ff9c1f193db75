"""Reading many pages on one machine: in this process, or in several, with one writer.

::

    items -> guard (children: pages to articles) -> door (new, or seen before) -> workers (articles to readings) -> desk

Every step is a stream with a bounded number of pages in it, so that memory does not grow with the run. The desk is
written by the calling process alone; workers only read. A worker that dies (out of memory, a fault in a library) costs
the page that killed it: the pages that were with it are tried again, one by one.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from dragoman.desk import Door
from dragoman.engines.guard import Bounds, Guard
from dragoman.engines.inputs import pages_from
from dragoman.errors import LanguageError
from dragoman.knowledge import Knowledge, default_knowledge
from dragoman.pages import given_date
from dragoman.records import Page, PageResult, Reading, Skipped, Summary

if TYPE_CHECKING:
    from spacy.language import Language as SpacyPipeline

    from dragoman.desk import Desk, Writer
    from dragoman.reader import Reader

__all__ = ["Options", "guard_of", "in_processes", "read_paths", "readings_of", "run"]

Found: TypeAlias = tuple[str, PageResult]
"""The origin of a page, and its articles."""
Task: TypeAlias = Callable[[list[Found]], list[Reading]]
Progress: TypeAlias = Callable[[Summary, Reading | None], None]
PAGES_A_TASK = 16
"""Pages that a worker takes at once: enough for the encoder's batches to fill (reader.PAGES_AT_ONCE)."""
CHARACTERS_A_TASK = 2_000_000
"""A task that holds so many takes no more pages: a worker's memory is bounded."""
PAGES_FOR_WORKERS = 48
"""Fewer pages are read in this process: starting workers costs about two seconds (benchmarks/speed.py)."""
CHARACTERS_FOR_WORKERS = 8 * 2**20
"""Fewer pages than that are enough if they are so long. Saved news pages have 366,000 characters of HTML in the mean
and 248,000 in the median (naeb, 211 pages), so that some 24 of them reach it: reading them takes many times the two
seconds that workers cost. Text pages, forty times shorter, are counted."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a run reads: ``jobs`` processes (None: one a core), with the user's folders of ``knowledge``."""

    jobs: int | None = None
    knowledge: tuple[Path, ...] = ()
    language: str | None = None
    """Name of an installed spaCy pipeline with UD labels to use instead of the shipped encoder."""


def run(
    items: Iterable[Page | Skipped],
    options: Options,
    desk: Desk | None = None,
    progress: Progress | None = None,
    guard: Guard | None = None,
) -> Summary:
    """Reads everything, stores it in ``desk`` if there is one, and accounts for every item.

    ``progress`` is called after each item with the account so far and its reading (None if there is none). Pages that
    the desk holds are passed over; of an article that was seen before only the appearance is stored. On
    KeyboardInterrupt what was read is kept and ``summary.interrupted`` is set. ``guard`` finds the articles of pages;
    one is made here unless it is given.
    """
    began = monotonic()
    summary = Summary()
    with ExitStack() as stack:
        guard = guard or stack.enter_context(guard_of(options))
        door = stack.enter_context(desk.door() if desk else Door())
        writer = stack.enter_context(desk.writer()) if desk else None
        account = _Account(summary, door, writer, progress or (lambda _summary, _reading: None))
        try:
            pages = account.unknown(items)
            first, many = _first(pages)
            if first:
                guard.start()  # it loads what it needs while this process does
            results = account.new(guard.read_many(chain(first, pages)))
            jobs = _jobs(options) if many else 1
            for reading in readings_of(results, options, jobs):
                account.add(reading)
        except KeyboardInterrupt:
            summary.interrupted = True
    summary.seconds = monotonic() - began
    return summary


def read_paths(
    paths: Sequence[str],
    stdin: BinaryIO,
    options: Options,
    desk: Desk | None = None,
    progress: Progress | None = None,
) -> Summary:
    """The same for files, folders and standard input (``pages_from``); documents are read by the same guard."""
    with guard_of(options) as guard:
        knowledge = Knowledge(options.knowledge) if options.knowledge else default_knowledge()
        items = pages_from(paths, stdin, documents=guard.documents, knowledge=knowledge)
        return run(items, options, desk, progress, guard)


def guard_of(options: Options) -> Guard:
    """The guard for a run: finding articles takes a tenth of the time of reading them, or all of it where pages hold
    none, so that half as many children as readers serve both."""
    return Guard((_jobs(options) + 1) // 2, Bounds(knowledge=options.knowledge))


def _jobs(options: Options) -> int:
    return options.jobs or os.cpu_count() or 1


@dataclass(slots=True)
class _Account:
    """Who is told of every item, in the order in which they come."""

    summary: Summary
    door: Door
    writer: Writer | None
    tell: Progress

    def unknown(self, items: Iterable[Page | Skipped]) -> Iterator[Page]:
        """The pages that are new; all else is accounted for."""
        for item in items:
            if isinstance(item, Skipped):
                self.summary.leave_out(item)
                if self.writer:
                    self.writer.leave_out(item)
                self.tell(self.summary, None)
            elif not self._known(item):
                yield item

    def new(self, results: Iterable[tuple[Page, PageResult]]) -> Iterator[Found]:
        """The articles that are new; the same page may have come twice before the first was known."""
        for page, result in results:
            if not self._known(page):
                yield page.origin, self.door.sift(result, page.origin, page.fetched)

    def add(self, reading: Reading) -> None:
        """Stores a reading."""
        self.door.lost(reading)
        self.summary.add(reading)
        if self.writer:
            self.writer.add(reading)
        self.tell(self.summary, reading)

    def _known(self, page: Page) -> bool:
        sightings = self.door.known(page, given_date)
        if sightings is None:
            return False
        self.summary.know(sightings)
        if self.writer:
            self.writer.see(sightings)
        self.tell(self.summary, None)
        return True


def _first(pages: Iterator[Page]) -> tuple[list[Page], bool]:
    """The first pages, and whether there are so many, or so long ones, that workers pay."""
    first: list[Page] = []
    size = 0
    while len(first) < PAGES_FOR_WORKERS and size < CHARACTERS_FOR_WORKERS:
        page = next(pages, None)
        if page is None:
            return first, False
        first.append(page)
        size += len(page.html or page.text or "")
    return first, True


def readings_of(results: Iterator[Found], options: Options, jobs: int) -> Iterator[Reading]:
    """A reading for the articles of every page, in order: by ``jobs`` processes, or here if that is one."""
    if jobs == 1:
        yield from _reader(options).read_results(results)
    else:
        yield from in_processes(results, options, jobs, _read_task)


def in_processes(results: Iterator[Found], options: Options, jobs: int, task_of: Task) -> Iterator[Reading]:
    """Readings by ``jobs`` workers; a page that kills its worker comes back as skipped, the others as read."""
    pool = _pool(options, jobs)
    waiting: deque[tuple[list[Found], Future[list[Reading]]]] = deque()
    try:
        while True:
            while len(waiting) < 2 * jobs and (task := _task(results)):
                waiting.append((task, pool.submit(task_of, task)))
            if not waiting:
                return
            task, future = waiting.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:
                lost = [task, *(t for t, _ in waiting)]
                waiting.clear()
                pool.shutdown(wait=False)
                yield from _one_by_one((found for t in lost for found in t), options, task_of)
                pool = _pool(options, jobs)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _task(results: Iterator[Found]) -> list[Found]:
    """The pages that a worker takes at once: fewer where their articles are long."""
    task: list[Found] = []
    size = 0
    while len(task) < PAGES_A_TASK and size < CHARACTERS_A_TASK and (found := next(results, None)):
        task.append(found)
        size += sum(len(article.text) for article in found[1].articles)
    return task


def _one_by_one(results: Iterator[Found], options: Options, task_of: Task) -> Iterator[Reading]:
    """Pages that were with a worker that died: each alone, so that only the one that kills is lost."""
    pool = _pool(options, 1)
    for origin, result in results:
        try:
            yield from pool.submit(task_of, [(origin, result)]).result()
        except BrokenProcessPool:
            detail = "reading this page ended the process that read it (out of memory, or a fault in a library)"
            yield Reading(result.page, origin, (), (), (Skipped(origin, "crashed", detail),), result.sightings)
            pool = _pool(options, 1)
    pool.shutdown(wait=False)


def _pool(options: Options, jobs: int) -> ProcessPoolExecutor:
    # spawn: a forked onnxruntime session may hang, and workers must not inherit open files
    return ProcessPoolExecutor(jobs, get_context("spawn"), _start_worker, (options,))


def _reader(options: Options) -> Reader:
    from dragoman.language import Language
    from dragoman.reader import Reader

    knowledge = Knowledge(options.knowledge) if options.knowledge else default_knowledge()
    return Reader(Language.load(pipeline=_spacy(options.language)) if options.language else Language.load(), knowledge)


def _spacy(name: str) -> SpacyPipeline:
    import spacy

    try:
        return spacy.load(name)
    except OSError as error:
        raise LanguageError(f"{name}: no spaCy pipeline of that name is installed: {error}") from error


_worker: list[Reader] = []


def _start_worker(options: Options) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that writes
    _worker[:] = [_reader(options)]


def _read_task(results: list[Found]) -> list[Reading]:
    return list(_worker[0].read_results(results))

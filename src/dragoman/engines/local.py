"""Reading many pages on one machine: in this process, or in several, with one writer.

The desk is written by the calling process alone; workers only read. A worker that dies (out of memory, a hostile page)
costs the page that killed it: the pages that were with it are tried again, one by one.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from dragoman.errors import LanguageError
from dragoman.records import Page, Reading, Skipped, Summary

if TYPE_CHECKING:
    from spacy.language import Language as SpacyPipeline

    from dragoman.desk import Desk
    from dragoman.reader import Reader

__all__ = ["Options", "in_processes", "readings_of", "run"]

PAGES_A_TASK = 16
"""Pages that a worker takes at once: enough for the encoder's batches to fill (reader.PAGES_AT_ONCE)."""
PAGES_FOR_WORKERS = 48
"""Fewer pages are read in this process: starting workers costs about two seconds (benchmarks/speed.py)."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a run reads: ``jobs`` processes (None: one a core), with the user's folders of ``knowledge``."""

    jobs: int | None = None
    knowledge: tuple[Path, ...] = ()
    language: str | None = None
    """Name of an installed spaCy pipeline with UD labels to use instead of the shipped encoder."""


@dataclass(slots=True)
class _Run:
    desk: Desk | None
    known: set[str]
    summary: Summary = field(default_factory=Summary)


def run(
    items: Iterable[Page | Skipped],
    options: Options,
    desk: Desk | None = None,
    progress: Callable[[Summary, Reading | None], None] | None = None,
) -> Summary:
    """Reads everything, stores it in ``desk`` if there is one, and accounts for every item.

    ``progress`` is called after each item with the account so far and its reading (None if there is none). Pages that
    the desk holds are passed over. On KeyboardInterrupt what was read is kept and ``summary.interrupted`` is set.
    """
    began = monotonic()
    summary = Summary()
    known = desk.pages() if desk else set()
    tell = progress or (lambda _summary, _reading: None)
    left_out: list[Skipped] = []

    def fresh() -> Iterator[Page]:
        for item in items:
            if isinstance(item, Skipped):
                left_out.append(item)
                summary.leave_out(item)
                tell(summary, None)
            elif item.id in known:
                summary.known += 1
                tell(summary, None)
            else:
                known.add(item.id)
                yield item

    writer = desk.writer() if desk else None
    try:
        for reading in readings_of(fresh(), options):
            summary.add(reading)
            if writer:
                writer.add(reading)
            tell(summary, reading)
    except KeyboardInterrupt:
        summary.interrupted = True
    finally:
        if writer:
            for skipped in left_out:
                writer.leave_out(skipped)
            writer.commit()
    summary.seconds = monotonic() - began
    return summary


def readings_of(pages: Iterator[Page], options: Options) -> Iterator[Reading]:
    """A reading for every page, in order, by as many processes as it pays for."""
    jobs = options.jobs or os.cpu_count() or 1
    first = list(islice(pages, PAGES_FOR_WORKERS)) if jobs > 1 else []
    if jobs == 1 or len(first) < PAGES_FOR_WORKERS:
        reader = _reader(options)
        yield from reader.read_many(first)
        yield from reader.read_many(pages)
        return
    yield from in_processes(_chain(first, pages), options, jobs, _read_task)


def _chain(first: Sequence[Page], rest: Iterator[Page]) -> Iterator[Page]:
    yield from first
    yield from rest


def in_processes(
    pages: Iterator[Page], options: Options, jobs: int, task_of: Callable[[list[Page]], list[Reading]]
) -> Iterator[Reading]:
    """Readings by ``jobs`` workers; a page that kills its worker comes back as skipped, the others as read."""
    pool = _pool(options, jobs)
    waiting: deque[tuple[list[Page], Future[list[Reading]]]] = deque()
    try:
        while True:
            while len(waiting) < 2 * jobs and (task := list(islice(pages, PAGES_A_TASK))):
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
                yield from _one_by_one((page for t in lost for page in t), options, task_of)
                pool = _pool(options, jobs)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _one_by_one(
    pages: Iterator[Page], options: Options, task_of: Callable[[list[Page]], list[Reading]]
) -> Iterator[Reading]:
    """Pages that were with a worker that died: each alone, so that only the one that kills is lost."""
    pool = _pool(options, 1)
    for page in pages:
        try:
            yield from pool.submit(task_of, [page]).result()
        except BrokenProcessPool:
            detail = "reading this page ended the process that read it (out of memory, or a fault in a library)"
            yield Reading(page.id, page.origin, (), (), (Skipped(page.origin, "crashed", detail),))
            pool = _pool(options, 1)
    pool.shutdown(wait=False)


def _pool(options: Options, jobs: int) -> ProcessPoolExecutor:
    # spawn: a forked onnxruntime session may hang, and workers must not inherit open files
    return ProcessPoolExecutor(jobs, get_context("spawn"), _start_worker, (options,))


def _reader(options: Options) -> Reader:
    from dragoman.knowledge import Knowledge, default_knowledge
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


def _read_task(pages: list[Page]) -> list[Reading]:
    return list(_worker[0].read_many(pages))

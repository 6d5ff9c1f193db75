"""Guarded reading: questions to child processes that are bounded in time and memory, and replaced when they die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import LifoQueue
from types import TracebackType
from typing import BinaryIO, cast

import msgspec

from dragoman.engines.child import (
    OUT_OF_MEMORY,
    Answer,
    Articles,
    FindLinks,
    Found,
    Leads,
    Question,
    ReadPages,
    Start,
    Unpack,
    receive,
    send,
)
from dragoman.engines.inputs import Document, Item, Limits
from dragoman.engines.inputs.feeds import Links
from dragoman.errors import PageError
from dragoman.pages import together
from dragoman.records import Page, PageResult, Skipped

__all__ = ["WAITING", "Bounds", "Guard"]

WAITING = 60
"""A child that answers nothing for so many times its processor time by the clock waits for what does not come; on a
machine that is busy with other things, one that works may have to wait for minutes."""
_TIME_IS_UP = {-getattr(signal, "SIGPROF", 0), -getattr(signal, "SIGXCPU", 0)} - {0}

_AHEAD = 4
"""Questions that wait for each child: it is never idle while the caller is busy with an answer."""
_CHARACTERS_AHEAD = 32 * 2**20
"""Characters of pages that wait at most: a file full of huge pages must not fill the caller's memory."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one item may cost: ``seconds`` of processor time (where there is no bound on that, ``WAITING`` times so long
    by the clock), ``memory`` bytes of its process's data (Linux and BSD).
    """

    seconds: float = 10.0
    memory: int = 500 * 2**20
    limits: Limits = field(default_factory=Limits)
    knowledge: tuple[Path, ...] = ()


class Guard:
    """Up to ``jobs`` children, started when there is work. Its methods may be called from several threads."""

    def __init__(self, jobs: int = 1, bounds: Bounds | None = None) -> None:
        self._bounds = bounds or Bounds()
        self._jobs = jobs
        self._closed = False
        self._idle: LifoQueue[_Child] = LifoQueue()  # the last that answered is asked first: it is warm
        for _ in range(jobs):
            self._idle.put(_Child(self._bounds))

    def start(self) -> None:
        """Starts a first child, which loads what it needs while the caller does other things."""
        child = self._idle.get()
        child.start()
        self._idle.put(child)

    def documents(self, document: Document) -> Iterable[Item]:
        """The pages of a document (a ``DocumentReader``); one that could not be read in bounds gives a Skipped."""
        try:
            answer = self._ask(Unpack(document), document.origin)
        except PageError as error:
            return [Skipped(error.item, error.cause, error.detail)]
        assert isinstance(answer, Found)
        return [page or cast(Skipped, skipped) for page, skipped in answer.items]

    def links(self, raw: bytes, origin: str) -> Links:
        """The addresses in a feed or sitemap. Raises PageError if it could not be read in bounds."""
        answer = self._ask(FindLinks(raw), origin)
        assert isinstance(answer, Leads)
        return answer.links

    def read(self, page: Page) -> PageResult:
        """The articles of a page; one that could not be read in bounds gives a Skipped."""
        try:
            return self._read([page])[0]
        except PageError as error:
            return PageResult(page.id, (), (), (Skipped(error.item, error.cause, error.detail),))

    def read_together(self, pages: Sequence[Page]) -> list[PageResult]:
        """The same of several pages. Where these are not read in bounds, each is read alone: which one does harm is
        not known, and the others are not to suffer."""
        if len(pages) > 1:
            with suppress(PageError):
                return self._read(pages)
        return [self.read(page) for page in pages]

    def _read(self, pages: Sequence[Page]) -> list[PageResult]:
        answer = self._ask(ReadPages(tuple(pages)), pages[0].origin)
        assert isinstance(answer, Articles)
        return list(answer.results)

    def read_many(self, pages: Iterable[Page]) -> Iterator[tuple[Page, PageResult]]:
        """Pages with their articles, in order, read by all children at once."""
        waiting: deque[tuple[list[Page], Future[list[PageResult]]]] = deque()
        source = together(pages)
        size = 0
        with ThreadPoolExecutor(self._jobs, "dragoman-guard") as threads:
            try:
                while True:
                    while len(waiting) < _AHEAD * self._jobs and (size < _CHARACTERS_AHEAD or not waiting):
                        some = next(source, None)
                        if some is None:
                            break
                        size += sum(map(_size, some))
                        waiting.append((some, threads.submit(self.read_together, some)))
                    if not waiting:
                        return
                    some, future = waiting.popleft()
                    size -= sum(map(_size, some))
                    yield from zip(some, future.result(), strict=True)
            finally:
                threads.shutdown(wait=False, cancel_futures=True)

    def _ask(self, question: Question, origin: str) -> Answer:
        child = self._idle.get()
        try:
            if self._closed:
                raise PageError(origin, "interrupted", "the run ended before it was read")
            return child.ask(question, origin)
        finally:
            self._idle.put(child)

    def __enter__(self) -> Guard:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closed = True
        children = [self._idle.get() for _ in range(self._jobs)]
        for child in children:
            child.stop()
            self._idle.put(child)  # whoever still waits for one goes on, and is told


def _size(page: Page) -> int:
    return len(page.html or page.text or "")


class _Child:
    """One child process: started when it is asked, started anew after it died."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._process: subprocess.Popen[bytes] | None = None
        self._fresh = True
        self._decoder = msgspec.msgpack.Decoder(Answer)

    def start(self) -> None:
        """Starts the process unless it runs."""
        if self._process is None:
            self._start()

    def ask(self, question: Question, origin: str) -> Answer:
        """The answer to one question. Raises PageError if it took too long or too much, or ended the process.

        A process that read other things before may have died of what they left behind: a fresh one is tried then.
        """
        try:
            return self._once(question, origin)
        except _DiedError as died:
            if died.fresh:
                raise died.error from None
        try:
            return self._once(question, origin)
        except _DiedError as died:
            raise died.error from None

    def _once(self, question: Question, origin: str) -> Answer:
        process = self._process or self._start()
        fresh, self._fresh = self._fresh, False
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(WAITING * self._bounds.seconds, end)
        timer.start()
        try:
            send(cast(BinaryIO, process.stdin), question)
            raw = receive(cast(BinaryIO, process.stdout))
        except (BrokenPipeError, OSError):
            raw = None
        finally:
            timer.cancel()
        if raw is None:
            code = process.wait()
            self._process = None
            slow = late.is_set() or code in _TIME_IS_UP
            raise _DiedError(self._reason(origin, code, slow), fresh or slow)
        answer = self._decoder.decode(raw)
        if late.is_set():
            self.stop()
        if isinstance(answer, Articles | Found | Leads):
            return answer
        raise PageError(origin, "internal_fault", f"a fault in Dragoman while reading it: {answer.detail}")

    def _reason(self, origin: str, code: int, slow: bool) -> PageError:
        if slow:
            return PageError(origin, "too_slow", f"reading it took over {self._bounds.seconds:g} s; it was given up")
        if code == OUT_OF_MEMORY:
            most = self._bounds.memory / 2**20
            return PageError(origin, "too_much_memory", f"reading it takes over {most:g} MB; it was given up")
        detail = "reading it ended the process that read it (out of memory, or a fault in a library)"
        return PageError(origin, "crashed", detail)

    def _start(self) -> subprocess.Popen[bytes]:
        """A child that is ready. Raises RunError if it cannot be started."""
        path = os.pathsep.join(entry for entry in sys.path if entry)
        # libraries of linear algebra set memory aside for each thread: the child needs one
        one = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "dragoman.engines.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **one, "PYTHONPATH": path},
            start_new_session=True,  # Ctrl-C is for the process that writes
        )
        folders = tuple(str(folder.resolve()) for folder in self._bounds.knowledge)
        send(
            cast(BinaryIO, process.stdin),
            Start(self._bounds.seconds, self._bounds.memory, folders, self._bounds.limits),
        )
        self._process, self._fresh = process, True
        return process

    def stop(self) -> None:
        """Ends the process, if there is one."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


class _DiedError(Exception):
    """The child died. ``fresh``: nothing but this question can be the cause."""

    def __init__(self, error: PageError, fresh: bool) -> None:
        super().__init__(str(error))
        self.error = error
        self.fresh = fresh

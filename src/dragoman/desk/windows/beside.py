"""Work beside the questions: threads that end before Python does.

A daemon thread that comes back from C++ (DuckDB, Arrow, tantivy) after the interpreter began to end is unwound through
frames that do not allow it, and the process dies: ``exception not rethrown``, exit code 134, after all work was done.
So whoever starts such a thread starts it here, where it is told to end, interrupted and waited for.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

__all__ = ["Beside"]

_TICK_S = 0.05


class Beside:
    """Threads of one owner; ``stop`` ends them, at the latest Python does at its own end (``weakref.finalize``)."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        """Set when all is to end: work that takes longer looks at it between its steps."""
        self._busy: list[duckdb.DuckDBPyConnection] = []
        self._threads: list[threading.Thread] = []
        weakref.finalize(self, _stop, self.stopping, self._busy, self._threads)

    def start(self, work: Callable[[], None], after: float = 0.0) -> None:
        """Does something in a thread of its own, so many seconds later; nothing if it was stopped before."""
        stopping = self.stopping  # not self: the thread would keep its owner alive

        def run() -> None:
            if not stopping.wait(after):
                work()

        self._threads[:] = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        self._threads.append(thread)

    @contextmanager
    def working(self, cursor: duckdb.DuckDBPyConnection) -> Iterator[threading.Event]:
        """While ``cursor`` is used, by any thread: ``stop`` interrupts it. Gives ``stopping``."""
        self._busy.append(cursor)
        try:
            yield self.stopping
        finally:
            self._busy.remove(cursor)

    def take(self, lock: threading.Lock) -> None:
        """Tells all to end and waits for a lock that one of them may hold."""
        self.stopping.set()
        while not lock.acquire(timeout=_TICK_S):
            _interrupt(self._busy)

    def stop(self) -> None:
        """Tells all to end, and waits until they have."""
        _stop(self.stopping, self._busy, self._threads)


def _interrupt(busy: Sequence[duckdb.DuckDBPyConnection]) -> None:
    if not busy:
        return
    import duckdb  # who has a cursor has it already; others need not load it

    for cursor in tuple(busy):
        with suppress(duckdb.ConnectionException):  # its question ended by itself meanwhile
            cursor.interrupt()


def _stop(
    stopping: threading.Event, busy: Sequence[duckdb.DuckDBPyConnection], threads: Sequence[threading.Thread]
) -> None:
    stopping.set()
    # again and again: an interruption between two queries is lost, and a question is no thread of ours
    while busy or any(thread.is_alive() for thread in threads if thread is not threading.current_thread()):
        _interrupt(busy)
        for thread in tuple(threads):
            if thread is not threading.current_thread():
                thread.join(_TICK_S)
        if busy and not threads:
            threading.Event().wait(_TICK_S)

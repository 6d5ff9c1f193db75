"""The process that meets hostile input: it parses pages and documents within bounds, and may die alone.

Run as ``python -m dragoman.engines.child``; it speaks on its standard input and output, a length and a message each
way. A subprocess and not a fork or a spawn of multiprocessing: nothing of the caller's program is imported into it.
"""

from __future__ import annotations

import gc
import os
import signal
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeAlias

import msgspec

from dragoman.engines.inputs import Document, Limits, read_document
from dragoman.engines.inputs.feeds import Links, read_links
from dragoman.knowledge import Knowledge, default_knowledge
from dragoman.pages import read_pages
from dragoman.records import Page, PageResult, Skipped

__all__ = [
    "OUT_OF_MEMORY", "Answer", "Articles", "Asked", "Failed", "FindLinks", "Found", "Leads", "Question", "ReadPages",
    "Start", "Unpack", "receive", "send", "serve",
]  # fmt: skip

OUT_OF_MEMORY = 77
"""Exit code of a child that ran into its bound of memory."""
_FIRST = "<html><body><article><p>Ministers met in Lusaka on Monday, officials said.</p></article></body></html>"
_LENGTH = struct.Struct("<Q")


class Start(msgspec.Struct, tag=True):
    """The first message: bounds and knowledge.

    ``seconds``: processor time that one answer may take; ``memory``: bytes of data that the process may hold.
    """

    seconds: float
    memory: int
    knowledge: tuple[str, ...]
    limits: Limits


class ReadPages(msgspec.Struct, tag=True):
    """Find the articles of pages."""

    pages: tuple[Page, ...]


class Unpack(msgspec.Struct, tag=True):
    """Find the pages of a document."""

    document: Document


class FindLinks(msgspec.Struct, tag=True):
    """Find the addresses in what may be a feed or a sitemap."""

    raw: bytes


Question: TypeAlias = ReadPages | Unpack | FindLinks


class Articles(msgspec.Struct, tag=True):
    """Answer to ReadPages: the articles of each page, in order."""

    results: tuple[PageResult, ...]


class Found(msgspec.Struct, tag=True):
    """Answer to Unpack: pages and what was left out, in order."""

    items: tuple[tuple[Page | None, Skipped | None], ...]


class Leads(msgspec.Struct, tag=True):
    """Answer to FindLinks."""

    links: Links


class Failed(msgspec.Struct, tag=True):
    """A fault of our own while answering."""

    detail: str


Answer: TypeAlias = Articles | Found | Leads | Failed
Asked: TypeAlias = Start | ReadPages | Unpack | FindLinks


def send(stream: BinaryIO, message: Asked | Answer) -> None:
    """Writes one message."""
    raw = msgspec.msgpack.encode(message)
    stream.write(_LENGTH.pack(len(raw)))
    stream.write(raw)
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """The next message, undecoded; None at the end of the stream."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    size = _LENGTH.unpack(head)[0]
    raw = stream.read(size)
    return raw if len(raw) == size else None


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answers until the questions end."""
    decoder = msgspec.msgpack.Decoder(Asked)
    first = receive(questions)
    start = decoder.decode(first) if first else None
    if not isinstance(start, Start):
        return
    knowledge = Knowledge(tuple(Path(f) for f in start.knowledge)) if start.knowledge else default_knowledge()
    answer = _answerer(knowledge, start.limits)
    answer(ReadPages((Page("", "", html=_FIRST),)))  # loads what is loaded on use, before time counts
    gc.freeze()  # knowledge is never garbage: looking through it for cycles takes as long as twenty text pages
    _bound_memory(start.memory)
    while (raw := receive(questions)) is not None:
        _bound_time(start.seconds)
        try:
            reply: Answer = answer(decoder.decode(raw))
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        except Exception as error:  # noqa: BLE001 - a fault of ours costs this item, as in the reader
            reply = Failed(f"{type(error).__name__}: {error}")
        _bound_time(0)
        send(answers, reply)


def _answerer(knowledge: Knowledge, limits: Limits) -> Callable[[Asked], Answer]:
    columns = knowledge.columns

    def answer(question: Asked) -> Answer:
        if isinstance(question, ReadPages):
            return Articles(tuple(read_pages(question.pages, knowledge)))
        if isinstance(question, Unpack):
            items = read_document(question.document, limits, columns)
            return Found(tuple((i, None) if isinstance(i, Page) else (None, i) for i in items))
        assert isinstance(question, FindLinks)
        return Leads(read_links(question.raw))

    return answer


def _bound_memory(most: int) -> None:
    """Bounds the data of this process, where the system can: beyond it allocation fails. Core files are off."""
    try:
        import resource
    except ImportError:  # Windows has no such bounds: the caller's clock alone bounds it there
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _bound_time(seconds: float) -> None:
    """Ends this process by SIGPROF after so much of its own processor time; 0 takes the bound off.

    Processor time, since on a busy machine a harmless page may wait for long.
    """
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def main() -> None:
    """Serves on standard input and output; what libraries print goes nowhere."""
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    serve(questions, answers)


if __name__ == "__main__":
    main()

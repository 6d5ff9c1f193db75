"""Where pages come from: files, folders, globs and standard input, as a stream.

Every bad input costs one item: a ``Skipped`` that names the file (and line) and the cause. Nothing here stops a run.
"""

from __future__ import annotations

import glob
import io
import os
import re
import stat
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

from dragoman.engines.inputs.context import Context, DocumentReader, Item, Source
from dragoman.engines.inputs.kinds import Kind, by_ending
from dragoman.engines.inputs.limits import Budget, Limits
from dragoman.engines.inputs.opening import PEEK, read_document, read_stream
from dragoman.engines.inputs.records import table_rows
from dragoman.knowledge import Knowledge, default_knowledge
from dragoman.records import Skipped

__all__ = ["addresses_in", "pages_from"]

_MAGIC_GLOB = re.compile(r"[*?\[]")
_STDIN = "<stdin>"
_STDIN_SIZE = 2**40
"""Standard input has no size to hold a bomb against: what is packed in it is bounded by its own reading only."""


def pages_from(
    paths: Sequence[str],
    stdin: BinaryIO | None = None,
    limits: Limits | None = None,
    documents: DocumentReader | None = None,
    knowledge: Knowledge | None = None,
) -> Iterator[Item]:
    """The pages at ``paths``, in order: files, folders (recursively, sorted), globs, ``-`` for standard input.

    What a file is, its ending says (see ``kinds``): HTML, plain text, JSONL, JSON, CSV, Parquet, WARC, WACZ, ZIP, tar,
    EML, MHTML, feeds, PDF, DOCX, each also packed by gzip, bzip2 or xz. Any other file named outright, and files
    without an ending in folders, are looked into. Each thing that cannot be read gives a ``Skipped``. ``documents``
    reads what is read whole (PDF, mail ...), in this process unless it is given.
    """
    limits = limits or Limits()
    columns = (knowledge or default_knowledge()).columns
    documents = documents or partial(read_document, limits=limits, columns=columns)
    context = Context(limits, columns, documents, read_stream)
    for path in paths:
        if path == "-":
            yield from _from_stdin(stdin if stdin is not None else sys.stdin.buffer, context)
        else:
            yield from _from_path(path, context)


def addresses_in(path: str, stdin: BinaryIO | None = None) -> Iterator[str | Skipped]:
    """The addresses that a file names, one a line or in a column of a CSV; ``-`` is standard input."""
    if path == "-":
        yield from _lines_of(stdin if stdin is not None else sys.stdin.buffer)
        return
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - the path as the user wrote it
            if by_ending(path) is not Kind.TABLE:
                yield from _lines_of(file)
                return
            limits, columns = Limits(), default_knowledge().columns
            context = Context(limits, columns, partial(read_document, limits=limits, columns=columns), read_stream)
            source = Source(path, path, Budget(path, os.fstat(file.fileno()).st_size, limits))
            for row in table_rows(file, source, context):
                if isinstance(row, Skipped):
                    yield row
                elif row[1].get("url"):
                    yield row[1]["url"]
                else:
                    yield Skipped(row[0], "no_address", "the row holds no address in a column of a known name")
    except (OSError, ValueError) as error:
        yield _unreadable(path, error)


def _lines_of(stream: BinaryIO) -> Iterator[str]:
    for line in stream:
        address = line.decode("utf-8", "replace").strip().lstrip("\ufeff")
        if address and not address.startswith("#"):
            yield address


def _from_path(path: str, context: Context) -> Iterator[Item]:
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - the path as the user wrote it, not normalised
    except FileNotFoundError as error:
        yield from _absent(path, context, error)
    except (OSError, ValueError) as error:
        yield _unreadable(path, error)
    else:
        if stat.S_ISDIR(mode):
            yield from _from_folder(path, context, {})
        else:
            yield from _from_file(path, context)


def _absent(path: str, context: Context, error: OSError) -> Iterator[Item]:
    if Path(path).is_symlink():
        yield Skipped(path, "dangling_link", "the link points to nothing")
        return
    matches = sorted(glob.glob(path, recursive=True)) if _MAGIC_GLOB.search(path) else []  # noqa: PTH207
    if not matches:
        detail = "no file matches" if _MAGIC_GLOB.search(path) else _unreadable(path, error).detail
        yield Skipped(path, "missing", detail)
    for match in matches:
        yield from _from_path(match, context)


def _unreadable(path: str, error: OSError | ValueError) -> Skipped:
    if isinstance(error, FileNotFoundError):
        return Skipped(path, "missing", "there is no such file or folder")
    if isinstance(error, PermissionError):
        return Skipped(path, "permission", "no permission to read it")
    if isinstance(error, OSError):
        return Skipped(path, "unreadable", f"it cannot be read: {error.strerror or error}")
    return Skipped(path, "unreadable", f"it cannot be read: {error}")


def _from_folder(path: str, context: Context, above: dict[tuple[int, int], str]) -> Iterator[Item]:
    """The pages below a folder; ``above`` holds the folders that lead here, so that a loop of links ends."""
    try:
        status = os.stat(path)  # noqa: PTH116
        identity = (status.st_dev, status.st_ino)
        if identity in above:
            yield Skipped(path, "link_loop", f"the link leads back to {above[identity]}")
            return
        with os.scandir(path) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        yield _unreadable(path, error)
        return
    if any(entry.name == "desk.toml" for entry in entries):
        yield Skipped(path, "desk", "it is a desk, which holds what was read and no pages")
        return
    inside = {**above, identity: path}
    for entry in entries:
        if not entry.name.startswith("."):
            yield from _from_entry(entry, context, inside)


def _from_entry(entry: os.DirEntry[str], context: Context, above: dict[tuple[int, int], str]) -> Iterator[Item]:
    try:
        folder, regular, link = entry.is_dir(), entry.is_file(), entry.is_symlink()
    except OSError as error:
        yield _unreadable(entry.path, error)
        return
    if folder:
        yield from _from_folder(entry.path, context, above)
    elif regular:
        if by_ending(entry.name) or not Path(entry.name).suffix:
            yield from _from_file(entry.path, context)
        else:
            yield Skipped(entry.path, "unknown_kind", f"files ending in {Path(entry.name).suffix} are not read")
    elif link:
        yield Skipped(entry.path, "dangling_link", "the link points to nothing, or in a circle")
    else:
        yield Skipped(entry.path, "unknown_kind", "it is neither a file nor a folder")


def _from_file(path: str, context: Context) -> Iterator[Item]:
    try:
        with open(path, "rb", PEEK) as file:  # noqa: PTH123 - the path as the user wrote it
            budget = Budget(path, os.fstat(file.fileno()).st_size, context.limits)
            yield from read_stream(file, Source(Path(path).name, path, budget), context)
    except (OSError, ValueError) as error:
        yield _unreadable(path, error)


def _from_stdin(stream: BinaryIO, context: Context) -> Iterator[Item]:
    """Standard input: of the kind that its first bytes say."""
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(_Raw(stream), PEEK)
    yield from read_stream(buffered, Source("", _STDIN, Budget(_STDIN, _STDIN_SIZE, context.limits)), context)


class _Raw(io.RawIOBase):
    """Any binary stream as one that can be buffered and so looked into."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        """True always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fills ``buffer`` from the stream; returns the number of bytes, 0 at the end."""
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

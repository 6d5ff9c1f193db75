"""Where pages come from: files, folders, globs, JSONL and standard input, as a stream.

Every bad input costs one item: a ``Skipped`` that names the file (and line) and the cause. Nothing here stops a run.
"""

from __future__ import annotations

import glob
import gzip
import io
import os
import re
import stat
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from dragoman.errors import PageError
from dragoman.pages import decode
from dragoman.records import Page, Skipped

__all__ = ["Limits", "pages_from"]

_HTML = frozenset({".html", ".htm", ".xhtml", ".shtml"})
_TEXT = frozenset({".txt", ".text"})
_LINES = frozenset({".jsonl", ".ndjson"})
_MAGIC_GLOB = re.compile(r"[*?\[]")
_MARKUP = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|\?xml|article|div|p|meta|script|h1)\b", re.I | re.S
)
_STDIN = "<stdin>"
_PEEK = 65_536


@dataclass(frozen=True, slots=True)
class Limits:
    """``page_bytes``: the largest page that is read (a JSONL file of any size is read line by line)."""

    page_bytes: int = 20 * 1024 * 1024


class _Record(msgspec.Struct):
    """One line of a JSONL file; other fields are allowed and not read."""

    url: str | None = None
    html: str | None = None
    text: str | None = None
    title: str | None = None
    outlet: str | None = None
    date: str | int | None = None


_DECODER = msgspec.json.Decoder(_Record)


def pages_from(
    paths: Sequence[str], stdin: BinaryIO | None = None, limits: Limits | None = None
) -> Iterator[Page | Skipped]:
    """The pages at ``paths``, in order: files, folders (recursively, sorted), globs, ``-`` for standard input.

    Files ending in ``.html .htm .xhtml`` are HTML, ``.txt .text`` plain text, ``.jsonl .ndjson`` (also ``.gz``) hold
    one page a line, ``{"url", "html" or "text", "date", "title", "outlet"}``; any other file named outright, and files
    without an ending in folders, are looked into. Each thing that cannot be read gives a ``Skipped``.
    """
    limits = limits or Limits()
    for path in paths:
        if path == "-":
            yield from _from_stdin(stdin if stdin is not None else sys.stdin.buffer, limits)
        else:
            yield from _from_path(path, limits)


def _from_path(path: str, limits: Limits) -> Iterator[Page | Skipped]:
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - the path as the user wrote it, not normalised
    except FileNotFoundError as error:
        yield from _absent(path, limits, error)
    except (OSError, ValueError) as error:
        yield _unreadable(path, error)
    else:
        if stat.S_ISDIR(mode):
            yield from _from_folder(path, limits, {})
        else:
            yield from _from_file(path, limits)


def _absent(path: str, limits: Limits, error: OSError) -> Iterator[Page | Skipped]:
    if Path(path).is_symlink():
        yield Skipped(path, "dangling_link", "the link points to nothing")
        return
    matches = sorted(glob.glob(path, recursive=True)) if _MAGIC_GLOB.search(path) else []  # noqa: PTH207
    if not matches:
        detail = "no file matches" if _MAGIC_GLOB.search(path) else _unreadable(path, error).detail
        yield Skipped(path, "missing", detail)
    for match in matches:
        yield from _from_path(match, limits)


def _unreadable(path: str, error: OSError | ValueError) -> Skipped:
    if isinstance(error, FileNotFoundError):
        return Skipped(path, "missing", "there is no such file or folder")
    if isinstance(error, PermissionError):
        return Skipped(path, "permission", "no permission to read it")
    if isinstance(error, OSError):
        return Skipped(path, "unreadable", f"it cannot be read: {error.strerror or error}")
    return Skipped(path, "unreadable", f"it cannot be read: {error}")


def _from_folder(path: str, limits: Limits, above: dict[tuple[int, int], str]) -> Iterator[Page | Skipped]:
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
    inside = {**above, identity: path}
    for entry in entries:
        if not entry.name.startswith("."):
            yield from _from_entry(entry, limits, inside)


def _from_entry(entry: os.DirEntry[str], limits: Limits, above: dict[tuple[int, int], str]) -> Iterator[Page | Skipped]:
    try:
        folder, regular, link = entry.is_dir(), entry.is_file(), entry.is_symlink()
    except OSError as error:
        yield _unreadable(entry.path, error)
        return
    if folder:
        yield from _from_folder(entry.path, limits, above)
    elif regular:
        if _kind(entry.path) or not Path(entry.name).suffix:
            yield from _from_file(entry.path, limits)
        else:
            yield Skipped(entry.path, "unknown_kind", f"files ending in {Path(entry.name).suffix} are not read")
    elif link:
        yield Skipped(entry.path, "dangling_link", "the link points to nothing, or in a circle")
    else:
        yield Skipped(entry.path, "unknown_kind", "it is neither a file nor a folder")


def _kind(path: str) -> str:
    """``html``, ``text`` or ``lines`` by the ending; empty if that says nothing."""
    name = Path(path.casefold().removesuffix(".gz"))
    for kind, endings in (("html", _HTML), ("text", _TEXT), ("lines", _LINES)):
        if name.suffix in endings:
            return kind
    return ""


def _from_file(path: str, limits: Limits) -> Iterator[Page | Skipped]:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - the path as the user wrote it
            stream: BinaryIO = gzip.GzipFile(fileobj=file) if path.casefold().endswith(".gz") else file  # type: ignore[assignment]
            if _kind(path) == "lines":
                yield from _from_lines(stream, path, limits)
            else:
                yield _one_page(stream, path, _kind(path), limits)
    except (OSError, ValueError) as error:
        yield _broken_gzip(path) if isinstance(error, gzip.BadGzipFile) else _unreadable(path, error)
    except (EOFError, zlib.error):
        yield _broken_gzip(path)


def _broken_gzip(path: str) -> Skipped:
    return Skipped(path, "broken_gzip", "the compressed file is damaged or cut off; what stood before was read")


def _one_page(stream: BinaryIO, origin: str, kind: str, limits: Limits) -> Page | Skipped:
    raw = stream.read(limits.page_bytes + 1)
    if len(raw) > limits.page_bytes:
        return _too_large(origin, limits)
    try:
        text = decode(raw, origin).text
    except PageError as error:
        return Skipped(error.item, error.cause, error.detail)
    if not text.strip():
        return Skipped(origin, "empty", "the file is empty")
    return _page(origin, text, kind == "html" or (not kind and _MARKUP.match(text[:_PEEK]) is not None))


def _too_large(origin: str, limits: Limits) -> Skipped:
    return Skipped(origin, "too_large", f"it is larger than {limits.page_bytes / 2**20:g} MB, the limit for one page")


def _page(origin: str, text: str, markup: bool) -> Page:
    identifier = Page.identify(origin, text, None)
    return Page(identifier, origin, html=text) if markup else Page(identifier, origin, text=text)


def _from_stdin(stream: BinaryIO, limits: Limits) -> Iterator[Page | Skipped]:
    """Standard input: JSONL if its first line is a JSON object, else one page."""
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(_Raw(stream))
    try:
        head = buffered.peek(_PEEK)[:_PEEK]
        if head.lstrip()[:1] == b"{":
            yield from _from_lines(buffered, _STDIN, limits)
        else:
            yield _one_page(buffered, _STDIN, "", limits)
    except (OSError, ValueError) as error:
        yield _unreadable(_STDIN, error)


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


def _from_lines(stream: BinaryIO, path: str, limits: Limits) -> Iterator[Page | Skipped]:
    """The pages of a JSONL stream; memory is bounded by the longest line that is allowed."""
    number = found = 0
    while line := stream.readline(limits.page_bytes + 1):
        number += 1
        origin = f"{path}:{number}"
        if len(line) > limits.page_bytes:
            while line and not line.endswith(b"\n"):
                line = stream.readline(limits.page_bytes)
            found += 1
            yield _too_large(origin, limits)
        elif line.strip(b" \t\r\n\xef\xbb\xbf"):
            found += 1
            yield _from_line(line, origin)
    if not found:
        yield Skipped(path, "empty", "the file is empty")


def _from_line(line: bytes, origin: str) -> Page | Skipped:
    try:
        record = _DECODER.decode(line.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Skipped(origin, "broken_line", f"the line is no JSON object with html or text: {error}")
    html = record.html if record.html and record.html.strip() else None
    text = None if html else record.text
    content = html or text
    if not content or not content.strip():
        return Skipped(origin, "empty", "the line holds neither html nor text")
    return Page(
        id=Page.identify(origin, content, record.url),
        origin=origin,
        html=html,
        text=text,
        url=record.url or None,
        title=record.title or None,
        date=str(record.date) if record.date is not None and str(record.date).strip() else None,
        outlet=record.outlet or None,
    )

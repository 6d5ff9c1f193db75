"""ZIP, WACZ and tar: each member is read as a file of its own kind, within one budget, so that bombs cost little."""

from __future__ import annotations

import io
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from dragoman.engines.inputs.context import Context, Item, Source
from dragoman.engines.inputs.kinds import by_ending
from dragoman.engines.inputs.limits import Metered
from dragoman.errors import PageError
from dragoman.records import BESIDE, Skipped

__all__ = ["read_tar", "read_zip", "seekable_copy"]

_IN_MEMORY = 16 * 2**20
_TAIL = 65_536 + 22
_END, _END64 = b"PK\x05\x06", b"PK\x06\x06"
_HEADER_ROOM = 2**20
"""Bytes that the headers of one tar member may take: names and comments of real archives take a few kilobytes."""


def read_zip(stream: BinaryIO, source: Source, context: Context) -> Iterator[Item]:
    """The pages in a ZIP file's members; of a WACZ file, those of its WARC files."""
    try:
        with seekable_copy(stream) as whole:
            _check_directory(whole, source, context)
            with zipfile.ZipFile(whole) as archive:
                yield from _zip_members(archive, source, context)
    except (zipfile.BadZipFile, UnicodeDecodeError) as error:
        yield Skipped(source.origin, "broken_zip", f"the ZIP file is damaged or cut off: {error}")
    except NotImplementedError as error:
        yield Skipped(source.origin, "unsupported", f"the ZIP file is packed in a way that is not read: {error}")


def _zip_members(archive: zipfile.ZipFile, source: Source, context: Context) -> Iterator[Item]:
    wacz = source.name.casefold().endswith(".wacz")
    beside = found = 0
    for member in archive.infolist():
        if member.is_dir() or _hidden(member.filename):
            continue
        if wacz and not member.filename.casefold().endswith((".warc", ".warc.gz")):
            beside += 1
            continue
        found += 1
        yield from _zip_member(archive, member, source, context)
    if not found:
        yield Skipped(source.origin, "empty", f"the archive holds no {'WARC files' if wacz else 'files'}")
    if beside:
        yield Skipped(
            source.origin, BESIDE, f"beside the WARC files {beside:,} other members: indexes, page lists, logs"
        )


def _zip_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, source: Source, context: Context) -> Iterator[Item]:
    inner = source.member(member.filename)
    refused = _refused(inner)
    if refused:
        yield refused
        return
    try:
        with archive.open(member) as file:
            yield from context.inside(_metered(cast(BinaryIO, file), inner), inner, context)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        yield Skipped(inner.origin, "broken_zip", f"the member is damaged or cut off: {error}")
    except NotImplementedError as error:  # a RuntimeError too, as what is encrypted gives
        yield Skipped(inner.origin, "unsupported", f"the member is packed in a way that is not read: {error}")
    except RuntimeError:
        yield Skipped(inner.origin, "encrypted", "the member is encrypted; unpack it with its password first")


def _check_directory(stream: BinaryIO, source: Source, context: Context) -> None:
    """Refuses a list of members that would fill the memory: the ZIP reader loads it whole."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _TAIL))
    tail = stream.read(_TAIL)
    stream.seek(0)
    at, at64 = tail.rfind(_END), tail.rfind(_END64)
    listed = struct.unpack_from("<I", tail, at + 12)[0] if at >= 0 and len(tail) >= at + 16 else 0
    if at64 >= 0 and len(tail) >= at64 + 48:
        listed = max(listed if listed != 0xFFFFFFFF else 0, struct.unpack_from("<Q", tail, at64 + 40)[0])
    if listed > context.limits.directory_bytes:
        detail = f"its list of members is larger than {context.limits.directory_bytes / 2**20:g} MB; unpack it first"
        raise PageError(source.origin, "too_many", detail)


def read_tar(stream: BinaryIO, source: Source, context: Context) -> Iterator[Item]:
    """The pages in a tar file's members, read once from front to back."""
    gate = _Gate(stream)
    try:
        # "r|" never seeks and takes 10 kB at a time; the gate bounds what it gathers for one header
        with tarfile.open(fileobj=gate, mode="r|") as archive:  # type: ignore[call-overload]
            while True:
                with gate:
                    member = archive.next()
                if member is None:
                    return
                archive.members.clear()  # else it keeps a record of every member
                if member.isfile() and not _hidden(member.name):
                    yield from _tar_member(archive, member, source, context)
                _skip(archive, member)
    except (tarfile.TarError, EOFError, zlib.error) as error:
        detail = f"the tar file is damaged or cut off ({error}); what stood before was read"
        yield Skipped(source.origin, "broken_tar", detail)


def _tar_member(archive: tarfile.TarFile, member: tarfile.TarInfo, source: Source, context: Context) -> Iterator[Item]:
    inner = source.member(member.name)
    refused = _refused(inner)
    if refused:
        yield refused
        return
    file = archive.extractfile(member)
    if file is not None:
        yield from context.inside(_metered(cast(BinaryIO, file), inner), inner, context)


def _skip(archive: tarfile.TarFile, member: tarfile.TarInfo) -> None:
    """Passes over what is left of a member, so that the next header is all that ``next`` reads."""
    stream = archive.fileobj
    left = archive.offset - 1 - stream.tell() if stream is not None else 0
    while left > 0 and stream is not None and (passed := len(stream.read(min(left, _HEADER_ROOM)))):
        left -= passed


class _Gate:
    """A stream that, while it is entered, gives no more than one member's headers may take."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._left: int | None = None

    def read(self, size: int) -> bytes:
        """The next bytes. Raises tarfile.ReadError if a header takes too many."""
        data = self._stream.read(size)
        if self._left is not None:
            self._left -= len(data)
            if self._left < 0:
                raise tarfile.ReadError("a header of a member is larger than any real one")
        return data

    def __enter__(self) -> None:
        self._left = _HEADER_ROOM

    def __exit__(self, *_error: object) -> None:
        self._left = None


def _refused(inner: Source) -> Skipped | None:
    name = inner.name.rsplit("/", 1)[-1]
    if "." in name and by_ending(name) is None:
        return Skipped(inner.origin, "unknown_kind", f"files ending in .{name.rsplit('.', 1)[-1]} are not read")
    return None


def _hidden(name: str) -> bool:
    return name.startswith("__MACOSX/") or any(part.startswith(".") and part != "." for part in name.split("/"))


def _metered(stream: BinaryIO, source: Source) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(Metered(stream, source.budget), 65_536))


@contextmanager
def seekable_copy(stream: BinaryIO) -> Iterator[BinaryIO]:
    """The stream itself if it is a file; one that is packed itself, or standard input, copied to disk where large."""
    if stream.seekable():
        yield stream
        return
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as whole:
        while part := stream.read(2**20):
            whole.write(part)
        whole.seek(0)
        yield cast(BinaryIO, whole)

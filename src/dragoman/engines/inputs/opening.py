"""Reading any stream: what it is, how it is packed, and the reader of its kind."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from dragoman.engines.inputs.archives import read_tar, read_zip
from dragoman.engines.inputs.context import Context, Document, Item, Source, one_page, too_large
from dragoman.engines.inputs.docx import read_docx
from dragoman.engines.inputs.feeds import read_feed
from dragoman.engines.inputs.kinds import DOCUMENTS, Kind, Packing, by_ending, by_head, packing, unpacked_name
from dragoman.engines.inputs.limits import Limits, Metered, limited
from dragoman.engines.inputs.mail import attachments, read_mail
from dragoman.engines.inputs.parquet import read_parquet
from dragoman.engines.inputs.pdf import read_pdf
from dragoman.engines.inputs.records import read_json, read_jsonl, read_table
from dragoman.engines.inputs.warc import read_warc
from dragoman.errors import ItemError
from dragoman.knowledge.columns import Columns
from dragoman.records import Skipped

__all__ = ["PEEK", "read_document", "read_stream"]

PEEK = 65_536
_STREAMED = {
    Kind.JSONL: read_jsonl,
    Kind.TABLE: read_table,
    Kind.PARQUET: read_parquet,
    Kind.WARC: read_warc,
    Kind.ZIP: read_zip,
    Kind.TAR: read_tar,
}
_ARCHIVES = frozenset({Kind.WARC, Kind.ZIP, Kind.TAR})
_PACKED = {Packing.GZIP: "gzip", Packing.BZIP2: "bzip2", Packing.XZ: "xz"}


def read_stream(stream: BinaryIO, source: Source, context: Context) -> Iterator[Item]:
    """The pages of a stream that can be peeked into. Whatever is wrong with it costs a Skipped that says so."""
    try:
        yield from _read(stream, source, context)
    except ItemError as error:
        yield Skipped(error.item, error.cause, error.detail)
    except OSError as error:
        yield Skipped(source.origin, "unreadable", f"it cannot be read: {error.strerror or error}")


def _read(stream: BinaryIO, source: Source, context: Context) -> Iterator[Item]:
    head = _head(stream)
    kind = by_ending(source.name)
    packed = packing(source.name, head)
    by_record = kind is Kind.WARC and packed is Packing.GZIP  # its reader unpacks record by record, and knows offsets
    if packed and not by_record:
        yield from _unpacked(stream, packed, source, context)
        return
    if kind is None:
        kind = by_head(head)
    if kind in _ARCHIVES and source.depth >= context.limits.depth:
        yield Skipped(source.origin, "too_deep", f"archives are read {context.limits.depth} deep; unpack it first")
    elif kind in _STREAMED:
        yield from _STREAMED[kind](stream, source, context)
    else:
        yield from _whole(stream, kind, source, context)


def _head(stream: BinaryIO) -> bytes:
    return cast(bytes, stream.peek(PEEK)[:PEEK])  # type: ignore[attr-defined]


def _unpacked(stream: BinaryIO, packed: Packing, source: Source, context: Context) -> Iterator[Item]:
    """What a compressed file holds, under the same origin."""
    opened = {Packing.GZIP: gzip.GzipFile, Packing.BZIP2: bz2.BZ2File, Packing.XZ: lzma.LZMAFile}[packed]
    damaged = f"the compressed file ({_PACKED[packed]}) is damaged or cut off; what stood before was read"
    try:
        inner: BinaryIO = cast(BinaryIO, opened(fileobj=stream) if packed is Packing.GZIP else opened(stream))
        metered = cast(BinaryIO, io.BufferedReader(Metered(inner, source.budget), PEEK))
        name = unpacked_name(source.name)
        yield from _read(metered, Source(name, source.origin, source.budget, source.depth), context)
    except (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile):
        yield Skipped(source.origin, f"broken_{_PACKED[packed]}", damaged)
    except OSError as error:
        if error.errno is not None:
            raise
        yield Skipped(source.origin, f"broken_{_PACKED[packed]}", damaged)


def _whole(stream: BinaryIO, kind: Kind, source: Source, context: Context) -> Iterator[Item]:
    most = context.limits.document_bytes if kind in DOCUMENTS else context.limits.page_bytes
    raw = limited(stream, most)
    if raw is None:
        yield too_large(source.origin, most)
    elif not raw.strip():
        yield Skipped(source.origin, "empty", "the file is empty")
    elif kind in DOCUMENTS:
        yield from context.documents(Document(kind, raw, source.origin, source.depth))
    else:
        yield one_page(raw, source.origin, kind is Kind.HTML)


def read_document(document: Document, limits: Limits, columns: Columns) -> Iterator[Item]:
    """The pages of a file that is read whole, with those of the files attached to it (mail)."""
    if document.kind is Kind.JSON:
        yield from read_json(document, columns)
    elif document.kind is Kind.FEED:
        yield from read_feed(document)
    elif document.kind is Kind.PDF:
        yield from read_pdf(document)
    elif document.kind is Kind.DOCX:
        yield from read_docx(document, limits)
    elif document.kind is Kind.MAIL:
        yield from _read_mail(document, limits, columns)


def _read_mail(document: Document, limits: Limits, columns: Columns) -> Iterator[Item]:
    try:
        yield from read_mail(document)
        for attached in attachments(document):
            if attached.depth > limits.depth:
                yield Skipped(attached.origin, "too_deep", f"archives are read {limits.depth} deep; save it first")
            elif attached.kind in DOCUMENTS:
                yield from read_document(attached, limits, columns)
            else:
                yield one_page(attached.raw, attached.origin, attached.kind is Kind.HTML)
    except RecursionError:
        yield Skipped(document.origin, "too_deep", "its parts lie in each other deeper than those of any real mail")

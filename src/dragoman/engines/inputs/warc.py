"""WARC files, as crawlers and Common Crawl leave them: each HTML response is a page, found again by its offset."""

from __future__ import annotations

import io
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, cast

from dragoman.engines.inputs.context import Context, Item, Source, one_page, too_large
from dragoman.engines.inputs.limits import Limits
from dragoman.records import BESIDE, Skipped

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

__all__ = ["read_warc"]

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_OK = 200
_SAID = 6


def read_warc(stream: BinaryIO, source: Source, context: Context) -> Iterator[Item]:
    """The pages of a WARC stream, gzipped by record or not: HTML responses and resources, and the texts of WET files.

    Requests, redirects, pictures and the like are counted in one item at the end, with the cause ``beside``. An origin
    is ``crawl.warc.gz:12345``: the offset of its record.
    """
    from fastwarc.warc import ArchiveIterator

    beside: Counter[str] = Counter()
    last = found = 0
    try:
        for record in ArchiveIterator(cast(BinaryIO, _Forward(stream)), parse_http=True, strict_mode=False):
            found += 1
            last = record.stream_pos
            source.budget.spend(record.content_length)
            other = _other(record)
            if other:
                beside[other] += 1
            else:
                yield _page(record, f"{source.origin}:{record.stream_pos}", context.limits)
    except BaseException as error:
        # a fault inside fastwarc comes as Rust's panic, which is no Exception
        if not isinstance(error, OSError | ValueError) and type(error).__name__ != "PanicException":
            raise
        at = f"is damaged behind the record at {last}" if found else "is no WARC file that can be read"
        yield Skipped(source.origin, "broken_warc", f"the file {at} ({error}); what stood before was read")
        found += 1
    if beside:
        said = ", ".join(f"{number:,} {what}" for what, number in beside.most_common(_SAID))
        more = ", ..." if len(beside) > _SAID else ""
        yield Skipped(source.origin, BESIDE, f"beside the pages {sum(beside.values()):,} other records: {said}{more}")
    elif not found:
        yield Skipped(source.origin, "empty", "the file holds no records")


class _Forward:
    """A stream that is only read forward, for a reader that asks where it stands (members of archives cannot say)."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data = self._stream.read(size)
        self._at += len(data)
        return data

    def tell(self) -> int:
        """How many bytes were read."""
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        """Where the stream stands; it does not move. Raises OSError if it should."""
        if self._at != offset + (self._at if whence else 0):
            raise OSError("the stream can only be read forward")
        return self._at

    def close(self) -> None:
        """Nothing: who opened the stream closes it."""


def _other(record: WarcRecord) -> str:
    """What a record is, if it is no page; empty for a page."""
    from fastwarc.warc import WarcRecordType

    kind = record.record_type
    if kind == WarcRecordType.conversion:
        return "" if (record.headers.get("Content-Type") or "").startswith("text/plain") else "conversions"
    if kind == WarcRecordType.resource:
        media = (record.headers.get("Content-Type") or "").split(";")[0].strip().casefold()
        return "" if media in _HTML else media or "resources"
    if kind != WarcRecordType.response:
        return f"{kind} records"
    if record.http_headers is None:
        return "responses that are not HTTP"
    if record.http_headers.status_code != _OK:
        return f"of status {record.http_headers.status_code}"
    media = (record.http_content_type or "").casefold()
    return "" if media in _HTML or not media else media


def _page(record: WarcRecord, origin: str, limits: Limits) -> Item:
    length = record.content_length
    raw = record.reader.read(min(length, limits.page_bytes + 1))
    if len(raw) > limits.page_bytes:
        return too_large(origin, limits.page_bytes)
    if len(raw) < length:
        return Skipped(origin, "cut_off", f"the record ends after {len(raw):,} of {length:,} bytes")
    known = {"url": record.headers.get("WARC-Target-URI"), "fetched": record.headers.get("WARC-Date")}
    known["url"] = (known["url"] or "").strip("<>")  # WARC 1.0 writers put it in angle brackets
    headers = record.http_headers
    if headers is None:
        plain = (record.headers.get("Content-Type") or "").startswith("text/plain")
        return one_page(raw, origin, not plain, None, **known)
    try:
        body = _decoded(raw, headers.get("Transfer-Encoding") or "", headers.get("Content-Encoding") or "", limits)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        return Skipped(origin, "broken_encoding", f"the response's compression cannot be undone: {error}")
    if body is None:
        return too_large(origin, limits.page_bytes)
    return one_page(body, origin, True, record.http_charset, **known)


def _decoded(raw: bytes, transfer: str, content: str, limits: Limits) -> bytes | None:
    """The body as it was sent, unpacked; None if that is too large. Headers that no longer hold are passed over:
    archives keep those of a body that was unpacked before it was stored."""
    from fastwarc.stream_io import BrotliReader, ChunkedReader, ZstdReader

    body = raw
    if "chunked" in transfer.casefold() and _is_chunked(raw):
        body = ChunkedReader(io.BytesIO(raw)).read(limits.page_bytes + 1)
    for encoding in reversed([part.strip().casefold() for part in content.split(",") if part.strip()]):
        if encoding in ("gzip", "x-gzip") and body.startswith(b"\x1f\x8b"):
            body = zlib.decompressobj(31).decompress(body, limits.page_bytes + 1)
        elif encoding == "deflate" and not body.lstrip().startswith(b"<"):
            window = zlib.MAX_WBITS if body[:1] == b"\x78" else -zlib.MAX_WBITS
            body = zlib.decompressobj(window).decompress(body, limits.page_bytes + 1)
        elif encoding == "br" and not body.lstrip().startswith(b"<"):
            body = BrotliReader(io.BytesIO(body)).read(limits.page_bytes + 1)
        elif encoding == "zstd" and body.startswith(b"\x28\xb5\x2f\xfd"):
            body = ZstdReader(io.BytesIO(body)).read(limits.page_bytes + 1)
    return body if len(body) <= limits.page_bytes else None


def _is_chunked(raw: bytes) -> bool:
    size = raw.split(b"\r\n", 1)[0].split(b";", 1)[0].strip()
    try:
        return 0 < len(size) <= 8 and int(size, 16) >= 0
    except ValueError:
        return False

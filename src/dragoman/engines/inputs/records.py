"""Pages as records of data files: JSONL, JSON, CSV and TSV, whatever their columns are called."""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

import msgspec

from dragoman.engines.inputs.context import Context, Document, Item, Source, made_page, too_large
from dragoman.engines.inputs.kinds import Kind
from dragoman.knowledge.columns import Columns, Field
from dragoman.records import Skipped

__all__ = ["page_of", "read_json", "read_jsonl", "read_table", "table_rows"]

_DECODER = msgspec.json.Decoder(dict[str, Any])
_BLANK = b" \t\r\n\xef\xbb\xbf"
_SNIFFED = 65_536
_LONG_LINE = 2**20
"""A longer line is read in the guarded process: parsed JSON may take fifty times its size."""
_DELIMITERS = ",;\t|"
_ENCODINGS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_jsonl(stream: BinaryIO, source: Source, context: Context) -> Iterator[Item]:
    """The pages of a JSONL stream; memory is bounded by the longest line that is allowed."""
    found = False
    for number, line in _lines(stream, context.limits.page_bytes):
        origin = f"{source.origin}:{number}"
        if line is None:
            found = True
            yield too_large(origin, context.limits.page_bytes)
        elif line.strip(_BLANK):
            found = True
            if len(line) > _LONG_LINE:
                yield from context.documents(Document(Kind.JSON, line, origin, source.depth))
            else:
                yield _from_line(line, origin, context.columns)
    if not found:
        yield Skipped(source.origin, "empty", "the file is empty")


def _lines(stream: BinaryIO, most: int) -> Iterator[tuple[int, bytes | None]]:
    """The lines of a stream with their numbers; None for one that is longer than ``most`` bytes."""
    number = 0
    while line := stream.readline(most + 1):
        number += 1
        if len(line) > most:
            while line and not line.endswith(b"\n"):
                line = stream.readline(most)
            yield number, None
        else:
            yield number, line


def _from_line(line: bytes, origin: str, columns: Columns) -> Item:
    try:
        record = _DECODER.decode(line.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Skipped(origin, "broken_line", f"the line is no JSON object with html or text: {error}")
    return page_of(columns.fields(record), origin)


def page_of(fields: Mapping[Field, str], origin: str) -> Item:
    """The page of one record; a record with an address alone says how to get its text."""
    if not fields.get("html") and not fields.get("text"):
        if fields.get("url"):
            detail = "the record holds an address and no text; `dragoman fetch` gets the page"
            return Skipped(origin, "no_text", f"{detail}: {fields['url']}")
        return Skipped(origin, "empty", "the record holds neither html nor text in a column of a known name")
    known = {name: fields.get(name) for name in ("url", "title", "date", "outlet", "fetched", "record")}
    return made_page(origin, html=fields.get("html"), text=fields.get("text"), **known)


def read_json(document: Document, columns: Columns) -> Iterator[Item]:
    """The pages of a JSON document: one record, a list of them, or an object that wraps a list."""
    try:
        content = msgspec.json.decode(document.raw.removeprefix(codecs.BOM_UTF8))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        lines = document.raw.splitlines()
        if len(lines) > 1 and lines[0].rstrip().endswith(b"}"):  # lines of JSON under the wrong ending
            for number, line in enumerate(lines, 1):
                if line.strip(_BLANK):
                    yield _from_line(line, f"{document.origin}:{number}", columns)
            return
        yield Skipped(document.origin, "broken_json", f"the file is no JSON: {error}")
        return
    records = columns.list_in(content) if isinstance(content, dict) else content
    if records is None:
        yield page_of(columns.fields(content), document.origin)
    elif not isinstance(records, list) or not records:
        yield Skipped(document.origin, "empty", "the file holds no records")
    else:
        for number, record in enumerate(records, 1):
            origin = f"{document.origin}#{number}"
            if isinstance(record, dict):
                yield page_of(columns.fields(record), origin)
            else:
                yield Skipped(origin, "broken_line", "it is no JSON object with html or text")


def read_table(stream: BinaryIO, source: Source, context: Context) -> Iterator[Item]:
    """The pages of a CSV or TSV stream with a header line, one a row; its origin ends in the row's last line."""
    for row in table_rows(stream, source, context):
        yield row if isinstance(row, Skipped) else page_of(row[1], row[0])


def table_rows(
    stream: BinaryIO, source: Source, context: Context
) -> Iterator[tuple[str, Mapping[Field, str]] | Skipped]:
    """The rows of a CSV or TSV stream as (origin, fields)."""
    csv.field_size_limit(context.limits.page_bytes)
    head: bytes = stream.peek(_SNIFFED)[:_SNIFFED]  # type: ignore[attr-defined]
    lines = _Texts(stream, _encoding(head), context.limits.page_bytes)
    first = next(lines, "")
    if not first.strip():
        yield Skipped(source.origin, "empty", "the file is empty")
        return
    delimiter = max(_DELIMITERS, key=first.count)
    header = next(csv.reader([first], delimiter=delimiter))
    order = context.columns.order(header)
    if not any(field in order for field in ("html", "text", "url")):
        named = ", ".join(header[:8])
        detail = f"no column of the first line is known to hold a text or an address ({named}); name one `text`"
        yield Skipped(source.origin, "unknown_columns", detail)
        return
    rows = csv.reader(lines, delimiter=delimiter)
    found = False
    while True:
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            yield Skipped(f"{source.origin}:{lines.number}", "broken_row", f"the row cannot be read: {error}")
            found = True
            continue
        if any(cell.strip() for cell in row):
            found = True
            yield f"{source.origin}:{lines.number}", _cells(row, order)
    if not found:
        yield Skipped(source.origin, "empty", "the file holds a header and no rows")


def _cells(row: Sequence[str], order: Mapping[Field, list[int]]) -> dict[Field, str]:
    filled = {field: [row[p] for p in places if p < len(row) and row[p].strip()] for field, places in order.items()}
    return {field: values[0] for field, values in filled.items() if values}


def _encoding(head: bytes) -> str:
    """UTF-8 unless a mark or the first bytes say otherwise; spreadsheets still write Windows-1252."""
    for bom, encoding in _ENCODINGS:
        if head.startswith(bom):
            return encoding
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


class _Texts:
    """The lines of a stream as text, with the number of the last one; a line over the limit is cut into several."""

    def __init__(self, stream: BinaryIO, encoding: str, most: int) -> None:
        inner = codecs.getincrementaldecoder(encoding)("replace")
        self._decoder = io.IncrementalNewlineDecoder(inner, translate=True)
        self._stream = stream
        self._most = most
        self._lines: deque[str] = deque()
        self._rest = ""
        self._ended = False
        self.number = 0

    def __iter__(self) -> _Texts:
        return self

    def __next__(self) -> str:
        while not self._lines and not self._ended:
            self._fill()
        if not self._lines:
            raise StopIteration
        self.number += 1
        return self._lines.popleft()

    def _fill(self) -> None:
        raw = self._stream.read(_SNIFFED)
        self._ended = not raw
        *lines, self._rest = (self._rest + self._decoder.decode(raw, not raw).replace("\0", "")).split("\n")
        self._lines.extend(line + "\n" for line in lines)
        if self._rest and (self._ended or len(self._rest) > self._most):
            self._lines.append(self._rest)
            self._rest = ""

"""Pages as rows of a Parquet file, whatever their columns are called; streamed, some rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from dragoman.engines.inputs.archives import seekable_copy
from dragoman.engines.inputs.context import Context, Item, Source, too_large
from dragoman.engines.inputs.records import page_of
from dragoman.knowledge.columns import Columns
from dragoman.records import Skipped

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

__all__ = ["read_parquet"]

_ROWS_AT_ONCE = 64
_TOLD = 8


def read_parquet(stream: BinaryIO, source: Source, context: Context) -> Iterator[Item]:
    """The pages of a Parquet file, one a row; their origins end in ``#`` and the number of the row.

    Only columns of a known name are unpacked. What the file says that it unpacks to is spent before anything is.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    with seekable_copy(stream) as whole:
        try:
            file = pq.ParquetFile(whole, pre_buffer=False)
            wanted = _wanted(file.schema_arrow, context.columns)
            if wanted is None:
                named = ", ".join(file.schema_arrow.names[:_TOLD])
                detail = f"no column is known to hold a text or an address ({named}); name one `text`"
                yield Skipped(source.origin, "unknown_columns", detail)
                return
            source.budget.spend(_unpacked(file))
            yield from _rows(file, wanted, source, context)
        except (pa.ArrowException, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            yield Skipped(source.origin, "broken_parquet", f"the file is no whole Parquet file: {error}")


def _rows(file: pq.ParquetFile, wanted: list[str], source: Source, context: Context) -> Iterator[Item]:
    number = 0
    for batch in file.iter_batches(_ROWS_AT_ONCE, columns=wanted, use_threads=False):
        for record in batch.to_pylist():
            number += 1
            origin = f"{source.origin}#{number}"
            fields = context.columns.fields(record)
            if any(len(value) > context.limits.page_bytes for value in fields.values()):
                yield too_large(origin, context.limits.page_bytes)
            else:
                yield page_of(fields, origin)
    if not number:
        yield Skipped(source.origin, "empty", "the file holds no records")


def _wanted(schema: pa.Schema, columns: Columns) -> list[str] | None:
    """The columns, objects in their whole, that hold a field of a page; None where none can hold a text."""
    found: list[str] = []
    fields = set()
    for column in schema:
        named = [columns.field_of(name) for name in _names(column.name, column.type)]
        known = [one.field for one in named if one is not None]
        if known:
            found.append(column.name)
            fields.update(known)
    return found if fields & {"html", "text", "url"} else None


def _names(name: str, kind: Any, depth: int = 2) -> Iterator[str]:
    import pyarrow as pa

    yield name
    if depth and pa.types.is_struct(kind):
        for inner in kind:
            yield from _names(f"{name}.{inner.name}", inner.type, depth - 1)


def _unpacked(file: pq.ParquetFile) -> int:
    return sum(max(file.metadata.row_group(i).total_byte_size, 0) for i in range(file.metadata.num_row_groups))

"""Rows of fields as delimited text."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO, Any

from dragoman.desk.formats.base import Field

__all__ = ["said", "write_delimited"]


class _Tabs(csv.excel_tab):
    """Tab-separated as GDELT, ICEWS and POLECAT have it: no quoting, so cells hold no tabs or line breaks."""

    quoting = csv.QUOTE_NONE
    lineterminator = "\n"
    escapechar = None
    quotechar = None


def write_delimited(
    fields: Sequence[Field], records: Iterable[Any], file: IO[str], *, header: bool = True, tabs: bool = True
) -> int:
    """Writes the fields of each record; how many records there were."""
    writer = csv.writer(file, _Tabs) if tabs else csv.writer(file, lineterminator="\n")
    if header:
        writer.writerow([f.name for f in fields])
    count = 0
    for count, record in enumerate(records, 1):  # noqa: B007 - the last number is the count
        writer.writerow([said(f.value(record)) if f.value else "" for f in fields])
    return count


def said(value: Any) -> str:
    """A value as a cell: days in ISO form, numbers without noise, lists joined by ``;``, no tabs or line breaks."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list | tuple):
        return ";".join(said(v) for v in value if v is not None)
    return " ".join(str(value).split())

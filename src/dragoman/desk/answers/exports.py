"""Taking results away: CSV, JSON lines, Parquet."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import IO, Any

from dragoman.desk.result import Result
from dragoman.errors import DeskError, UsageError

__all__ = ["FORMATS", "cell", "plain", "write", "write_csv", "write_jsonl"]

FORMATS = ("csv", "jsonl", "parquet")

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run as a formula by spreadsheets (OWASP, CSV injection): it gets an apostrophe before it."""


def write(result: Result, path: Path, form: str) -> None:
    """Writes a result as a file of one of ``FORMATS``. Raises UsageError, or DeskError if it cannot be written."""
    if form not in FORMATS:
        raise UsageError(f"there is no format {form!r}; there are {', '.join(FORMATS)}")
    try:
        if form == "parquet":
            import pyarrow.parquet as pq

            pq.write_table(result.to_arrow(), path, compression="zstd")
            return
        with path.open("w", encoding="utf-8", newline="") as file:
            (write_csv if form == "csv" else write_jsonl)(result.columns, result, file)
    except OSError as error:
        raise DeskError(f"{path}: cannot be written: {error}") from error


def write_csv(columns: list[str], rows: Iterable[Mapping[str, Any]], file: IO[str]) -> None:
    """CSV with a header; lists are joined by `` | ``; text that a spreadsheet would run is made harmless."""
    writer = csv.writer(file, lineterminator="\n")  # pipes and shells would keep a carriage return
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(row[column]) for column in columns])


def write_jsonl(columns: list[str], rows: Iterable[Mapping[str, Any]], file: IO[str]) -> None:
    """One JSON object a line."""
    for row in rows:
        file.write(json.dumps({c: plain(row[c]) for c in columns}, ensure_ascii=False) + "\n")


def plain(value: Any) -> Any:
    """A value as JSON can hold it: days as ISO strings, floats without the noise of single precision."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return round(value, 4)
    return value


def cell(value: Any) -> Any:
    """A value as a cell of CSV: nothing as empty, lists joined by `` | ``, no formula of a spreadsheet."""
    if value is None:
        return ""
    if isinstance(value, list):
        value = " | ".join(str(plain(v)) for v in value)
    value = plain(value)
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value

"""A desk's own tables, whole or those rows that belong to the chosen events: CSV, JSON lines, Parquet, Excel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dragoman.desk.answers.exports import cell, write_csv, write_jsonl
from dragoman.desk.formats.base import Account, needs
from dragoman.desk.formats.chosen import Chosen
from dragoman.desk.schema import TABLES
from dragoman.desk.sql.queries import select
from dragoman.desk.storage.derived import DERIVED

__all__ = ["TABLE_FORMATS", "write_table", "write_workbook"]

TABLE_FORMATS = ("csv", "jsonl", "parquet")
"""Formats of one table a file."""

_SHEET_ROWS = 1_048_575
"""Rows of a worksheet below its header (Excel's own limit)."""
_CELL = 32_767
"""Characters of a cell (Excel's own limit)."""

# Which rows of a table belong to the chosen events. ``skipped`` has no articles: it is given whole.
_MERGED = "merged_event IN (SELECT merged_event FROM event_reports WHERE {})"
_BELONGS = {
    **{t.name: _MERGED for t in DERIVED if any(c.name == "merged_event" for c in t.columns)},
    "stories": "story IN (SELECT story FROM story_articles WHERE article IN (SELECT article FROM chosen))",
    "story_articles": "article IN (SELECT article FROM chosen)",
    **{
        t.name: "article IN (SELECT article FROM chosen)" for t in TABLES if any(c.name == "article" for c in t.columns)
    },
    "events": "event IN (SELECT event FROM chosen)",
    "participants": "event IN (SELECT event FROM chosen)",
    "pages": "page IN (SELECT page FROM articles WHERE article IN (SELECT article FROM chosen))",
    "residue": "page IN (SELECT page FROM articles WHERE article IN (SELECT article FROM chosen))",
}


def write_table(chosen: Chosen, table: str, form: str, file: Any) -> int:
    """Writes one table to an open file (binary for Parquet); how many rows."""
    batches = chosen.batches(_query(chosen, table))
    schema = next(batches)
    count = 0

    def rows() -> Iterator[dict[str, Any]]:
        nonlocal count
        for batch in batches:
            count += batch.num_rows
            yield from batch.to_pylist()

    if form == "csv":
        write_csv(schema.names, rows(), file)
    elif form == "jsonl":
        write_jsonl(schema.names, rows(), file)
    else:
        import pyarrow.parquet as pq

        with pq.ParquetWriter(file, schema, compression="zstd") as writer:
            for batch in batches:
                count += batch.num_rows
                writer.write_batch(batch)
    return count


def write_workbook(chosen: Chosen, tables: Sequence[str], path: Path, account: Account) -> None:
    """Writes a workbook with a sheet a table. Raises UsageError where XlsxWriter is not installed.

    A table that is longer than a sheet goes on in another; a cell that is longer than Excel allows is cut, and counted.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise needs("xlsxwriter", "excel") from error
    # strings stay strings: a cell that begins with = is no formula, an address no link
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "default_date_format": "yyyy-mm-dd", **safe}) as book:
        book.set_properties({"created": chosen.changed})
        bold = book.add_format({"bold": True})
        for table in tables:
            batches = chosen.batches(_query(chosen, table))
            names = next(batches).names
            sheet, row, part = None, _SHEET_ROWS, 0
            for values in _records(batches, names):
                if row >= _SHEET_ROWS:
                    part += 1
                    sheet = _sheet(book, table if part == 1 else f"{table} {part}", names, bold)
                    row = 0
                row += 1
                account.written[table] += 1
                for column, value in enumerate(values):
                    _put(sheet, row, column, value, account)
            if sheet is None:
                _sheet(book, table, names, bold)


def _records(batches: Iterator[Any], names: Sequence[str]) -> Iterator[list[Any]]:
    for batch in batches:
        for record in batch.to_pylist():
            yield [record[name] for name in names]


def _sheet(book: Any, name: str, names: Sequence[str], bold: Any) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(names) - 1, 16)
    sheet.write_row(0, 0, list(names), bold)
    return sheet


def _put(sheet: Any, row: int, column: int, value: Any, account: Account) -> None:
    if value is None:
        return
    if isinstance(value, list):
        value = cell(value)
    if isinstance(value, str) and len(value) > _CELL:
        value = value[:_CELL]
        account.left_out[f"the rest of cells longer than {_CELL:,} characters, which Excel cannot hold"] += 1
    if isinstance(value, float):
        value = round(value, 4)
    sheet.write(row, column, value)


def _query(chosen: Chosen, table: str) -> str:
    condition = "" if chosen.whole else _BELONGS.get(table, "")
    fit = (
        "merged_event IN (SELECT merged_event FROM chosen)" if chosen.merged else "event IN (SELECT event FROM chosen)"
    )
    return select(table, condition.format(fit))

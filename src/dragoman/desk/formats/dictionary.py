"""The data dictionary of an export, as Markdown, made of the very fields that write it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dragoman.desk.formats.base import Field, Format
from dragoman.desk.schema import TABLES, Column, Table
from dragoman.desk.storage.derived import DERIVED
from dragoman.desk.storage.placed import ADDED, COMPUTED

__all__ = ["columns_table", "dictionary", "fields_table", "format_lines"]


_MENTIONS = (
    "Written by Dragoman. Each event mention is one article's statement about one event; a merged event (`--merged`) "
    "is what several say of one, with its participants, place in the text and article from the most telling mention."
)


def dictionary(form: Format | None, name: str, tables: Sequence[str] = ()) -> str:
    """The page that goes along with one export: a format of events, or the desk's own tables."""
    lines = ["# Data dictionary", ""]
    if form is not None:
        lines += format_lines(form)
    else:
        lines += [f"Tables of a Dragoman desk as {name}. The status of an event stands in the column `status`.", ""]
        for table in (*TABLES, *DERIVED):
            if table.name in tables:
                lines += [f"## {table.name}", "", table.doc, "", *_columns(table), ""]
    lines += ["", _MENTIONS]
    return "\n".join(lines) + "\n"


def format_lines(form: Format) -> list[str]:
    """A format: what it is, how status stands in it, its fields."""
    lines = [f"## {form.name}", "", f"{form.title}: {form.doc}.", "", f"**Status:** {form.status_doc}.", ""]
    if form.columns_doc:
        lines += [f"**Columns:** {form.columns_doc}.", ""]
    lines += [*fields_table(form.fields), ""]
    for heading, fields in form.more:
        lines += [f"{heading.capitalize()}:", "", *fields_table(fields), ""]
    return lines


def fields_table(fields: Iterable[Field]) -> list[str]:
    """Fields as a Markdown table."""
    rows = [f"| `{f.name}` | {f.type} | {f.doc.replace('|', chr(92) + '|')} |" for f in fields]
    return ["| field | type | meaning |", "|---|---|---|", *rows]


def columns_table(columns: Iterable[Column]) -> list[str]:
    """The columns of one of the desk's tables as a Markdown table."""
    return ["| column | type | meaning |", "|---|---|---|", *(f"| `{c.name}` | {c.type} | {c.doc} |" for c in columns)]


def _columns(table: Table) -> list[str]:
    lines = columns_table(table.columns)
    lines += [f"| `{column}` | | of the article |" for column in ADDED.get(table.name, ())]
    if table.name in COMPUTED:
        column, _, doc = COMPUTED[table.name]
        lines.append(f"| `{column}` | | {doc} |")
    return lines

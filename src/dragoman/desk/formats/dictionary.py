"""The data dictionary of an export, as Markdown, made of the very fields that write it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dragoman.desk.formats.base import Field, Format
from dragoman.desk.schema import TABLES
from dragoman.desk.views import ADDED, COMPUTED

__all__ = ["dictionary", "fields_table", "format_lines"]


def dictionary(form: Format | None, name: str, tables: Sequence[str] = ()) -> str:
    """The page that goes along with one export: a format of events, or the desk's own tables."""
    lines = ["# Data dictionary", ""]
    if form is not None:
        lines += format_lines(form)
    else:
        lines += [f"Tables of a Dragoman desk as {name}. The status of an event stands in the column `status`.", ""]
        for table in TABLES:
            if table.name in tables:
                lines += [f"## {table.name}", "", table.doc, "", *_columns(table.name), ""]
    lines += ["", "Written by Dragoman. Each event mention is one article's statement about one event."]
    return "\n".join(lines) + "\n"


def format_lines(form: Format) -> list[str]:
    """A format: what it is, how status stands in it, its fields."""
    lines = [f"## {form.name}", "", f"{form.title}: {form.doc}.", "", f"**Status:** {form.status_doc}.", ""]
    lines += [*fields_table(form.fields), ""]
    for heading, fields in form.more:
        lines += [f"{heading.capitalize()}:", "", *fields_table(fields), ""]
    return lines


def fields_table(fields: Iterable[Field]) -> list[str]:
    """Fields as a Markdown table."""
    rows = [f"| `{f.name}` | {f.type} | {f.doc.replace('|', chr(92) + '|')} |" for f in fields]
    return ["| field | type | meaning |", "|---|---|---|", *rows]


def _columns(name: str) -> list[str]:
    table = next(t for t in TABLES if t.name == name)
    lines = ["| column | type | meaning |", "|---|---|---|"]
    lines += [f"| `{c.name}` | {c.type} | {c.doc} |" for c in table.columns]
    lines += [f"| `{column}` | | of the article |" for column in ADDED.get(name, ())]
    if name in COMPUTED:
        column, _, doc = COMPUTED[name]
        lines.append(f"| `{column}` | | {doc} |")
    return lines

"""The names of columns and fields in exports of news archives: which of them holds the text, the date, the outlet.

The data lies in ``knowledge/data/columns/columns.csv``; a user's row for the same name wins over ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from dragoman.knowledge.tables import Row, files, read_csv

__all__ = ["Columns", "Field", "Named", "load_columns"]

Field = Literal["html", "text", "url", "title", "date", "outlet", "fetched", "record", "list"]
_BREAK = re.compile(r"[\W_]+")


class _ColumnRow(Row):
    field: Field
    column: str
    rank: int = 1
    seen_in: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A column: which field of a page it holds. Among several for one field the lowest ``rank`` that is filled wins."""

    field: Field
    rank: int


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of columns, folded (``Full Text``, ``full_text`` and ``fullText`` are one)."""

    named: Mapping[str, Named]

    def field_of(self, column: str) -> Named | None:
        """What a column holds; None if its name says nothing."""
        return self.named.get(fold(column))

    def order(self, header: Iterable[str]) -> dict[Field, list[int]]:
        """For each field the positions of the columns that may hold it, the best first."""
        found: dict[Field, list[tuple[int, int]]] = {}
        for position, column in enumerate(header):
            named = self.field_of(column)
            if named:
                found.setdefault(named.field, []).append((named.rank, position))
        return {field: [position for _, position in sorted(places)] for field, places in found.items()}

    def fields(self, record: Mapping[str, Any]) -> dict[Field, str]:
        """The fields of a JSON object; an object inside it is looked into under dotted names (``source.name``)."""
        flat = dict(_flat(record))
        order = self.order(flat)
        values = list(flat.values())
        found: dict[Field, str] = {}
        for field, positions in order.items():
            filled = (_said(values[p]) for p in positions)
            value = next((v for v in filled if v), None)
            if value:
                found[field] = value
        return found

    def list_in(self, document: Mapping[str, Any]) -> list[Any] | None:
        """The list of records that a JSON document wraps (``{"articles": [...]}``), None if there is none."""
        for name, value in _flat(document, lists=True):
            named = self.field_of(name)
            if isinstance(value, list) and named and named.field == "list":
                return value
        return None


def fold(column: str) -> str:
    """A column's name as it is compared: words apart, without case or punctuation; dots of nesting stay."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column.strip().lstrip("\ufeff"))
    return ".".join(_BREAK.sub(" ", part).strip() for part in apart.casefold().split("."))


def _flat(record: Mapping[str, Any], lists: bool = False, above: str = "", depth: int = 2) -> Iterable[tuple[str, Any]]:
    for name, value in record.items():
        if isinstance(value, Mapping):
            if depth:
                yield from _flat(value, lists, f"{above}{name}.", depth - 1)
        else:
            yield f"{above}{name}", value


def _said(value: Any) -> str | None:
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, date):  # a moment too
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(int(value))
    if isinstance(value, list) and value and all(isinstance(v, str) for v in value):
        return "\n\n".join(value)  # a text given as its paragraphs
    return None


def load_columns(roots: Iterable[Path]) -> Columns:
    """The columns of all files; raises KnowledgeError on a wrong row."""
    named: dict[str, Named] = {}
    for path in files(roots, "columns/*.csv"):
        for _, row in read_csv(path, _ColumnRow):
            named[fold(row.column)] = Named(row.field, row.rank)
    return Columns(named)

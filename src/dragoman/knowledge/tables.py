"""Reading knowledge files: commented CSV and YAML, checked row by row against a strict schema.

Every file of ours lies under ``knowledge/data``; a user's own folder has the same layout, and what it says wins.
Lines of a CSV file that begin with ``#`` are comments. A wrong row raises KnowledgeError naming file, line and cause.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from dragoman.errors import KnowledgeError

__all__ = [
    "BUILT_IN",
    "Row",
    "files",
    "read_cells",
    "read_classes",
    "read_csv",
    "read_rows",
    "read_yaml",
    "row_files",
    "split_list",
]

BUILT_IN = Path(__file__).parent / "data"
"""The folder of the knowledge that ships with the package."""


class Row(BaseModel):
    """Base of all rows and documents of knowledge files: immutable, no unknown columns."""

    # Deferred: what is compiled and kept is loaded without a schema (a tenth of a second for all of them).
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, defer_build=True)


R = TypeVar("R", bound=Row)

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def files(roots: Iterable[Path], pattern: str) -> list[Path]:
    """All files that match ``pattern`` (``actors/*.csv``) below the roots: ours first, so that later ones win."""
    return [path for root in roots for path in sorted(root.glob(pattern))]


def read_cells(path: Path) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """The header and the rows, as (line number, cells), of a commented CSV file; no header if nothing stands in it.

    Raises KnowledgeError where it cannot be read, and on a row with more or fewer cells than the header.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path}: cannot be read as UTF-8 text: {error}") from error
    kept = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not kept:
        return [], iter(())
    header = next(csv.reader([kept[0][1]]))

    def rows() -> Iterator[tuple[int, list[str]]]:
        for (number, _), cells in zip(kept[1:], csv.reader(line for _, line in kept[1:]), strict=True):
            if len(cells) != len(header):
                raise KnowledgeError(f"{path}:{number}: {len(cells)} cells where the header names {len(header)}")
            yield number, cells

    return header, rows()


def read_csv(path: Path, kind: type[R]) -> Iterator[tuple[int, R]]:
    """The rows of a commented CSV file with a header line, as (line number, row).

    Empty cells are left to the schema's defaults. Raises KnowledgeError on the first wrong row.
    """
    header, rows = read_cells(path)
    for number, cells in rows:
        filled = {name: cell for name, cell in zip(header, cells, strict=True) if cell.strip()}
        yield number, _checked(filled, kind, f"{path}:{number}")


def row_files(roots: Iterable[Path], stem: str) -> list[Path]:
    """The CSV and YAML files of rows whose names begin with ``stem`` (``actors/persons``), ours first."""
    return [p for root in roots for p in sorted([*root.glob(f"{stem}*.csv"), *root.glob(f"{stem}*.yaml")])]


def read_rows(path: Path, kind: type[R]) -> Iterator[tuple[int, R]]:
    """The rows of a CSV file, or of a YAML list of mappings, as (line or entry number, row).

    In YAML a cell of several values may be a list. Raises KnowledgeError on the first wrong row.
    """
    if path.suffix == ".csv":
        yield from read_csv(path, kind)
        return
    document = _yaml(path)
    if not isinstance(document, list):
        raise KnowledgeError(f"{path}: a list of entries is wanted, each a mapping with the columns of the CSV file")
    for number, entry in enumerate(document, 1):
        if not isinstance(entry, dict):
            raise KnowledgeError(f"{path}: entry {number}: a mapping is wanted, found {entry!r}")
        cells = {str(k): _cell(v) for k, v in entry.items() if v not in (None, "", [])}
        yield number, _checked(cells, kind, f"{path}: entry {number}")


def _cell(value: Any) -> str:
    return " | ".join(str(v) for v in value) if isinstance(value, list) else str(value)


def _yaml(path: Path) -> Any:
    try:
        with path.open(encoding="utf-8") as file:
            return yaml.load(file, Loader=_LOADER)  # noqa: S506 - both loaders are safe ones
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise KnowledgeError(f"{path}: cannot be read as YAML: {error}") from error


def read_yaml(path: Path, kind: type[R]) -> R:
    """The document of a YAML file, checked. Raises KnowledgeError if it is broken or of another shape."""
    document = _yaml(path)
    return _checked(document, kind, str(path))


def read_classes(roots: Iterable[Path], name: str, kind: type[R]) -> R:
    """The classes of words of all files of that name (``status/phrases.yaml``), checked: a class that a later file
    names stands in the place of the former one. Raises KnowledgeError if none is there, or one is wrong.
    """
    merged: dict[str, Any] = {}
    checked: R | None = None
    for path in files(roots, name):
        document = _yaml(path)
        if not isinstance(document, dict):
            raise KnowledgeError(f"{path}: a mapping is wanted, classes of words by name")
        merged |= document
        checked = _checked(merged, kind, str(path))
    if checked is None:
        raise KnowledgeError(f"{name}: not found in any of the roots of knowledge")
    return checked


def split_list(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds several values, written ``a | b``."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _checked(document: Any, kind: type[R], where: str) -> R:
    try:
        return kind.model_validate(document)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise KnowledgeError(f"{where}: {field}: {first['msg']} (found {first.get('input')!r})") from error

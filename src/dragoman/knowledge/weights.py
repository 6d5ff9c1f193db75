"""Tables of fitted weights: thousands of numbers that programs write (``training/``) and every reading needs.

Columns are ``kind,feature,weight``, or ``feature,weight`` where a model has one kind only. They are checked as strictly
as other knowledge, yet without a schema object a row, which took more than half the time of reading them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

from dragoman.errors import KnowledgeError
from dragoman.knowledge.compiled import compiled
from dragoman.knowledge.remembered import Remembered
from dragoman.knowledge.tables import read_cells

__all__ = ["Row", "Sums", "Trait", "branched", "features_of", "read_weights", "remembered", "summed", "summed_rows"]

Row = tuple[str, tuple[str, ...]]
"""Features that begin alike: what stands before the first bar of all of them, and what stands behind it in each (empty
where there is no bar)."""

Trait = tuple[Callable[..., Iterable[Row]], *tuple[object, ...]]
"""A function that gives rows, and what it is asked with: what comes of a few things that are met again and again."""

Table = Mapping[str, Mapping[str, complex]]
"""The weights of features for two kinds. Those of the first are real parts, those of the second imaginary ones: one
object that is added at once, where a pair of floats would be three, each somewhere else in memory."""

_COLUMNS = (["kind", "feature", "weight"], ["feature", "weight"])


@cache
def read_weights(path: Path) -> Mapping[str, Mapping[str, float]]:
    """Kind -> feature -> weight, read once a process; the kind is empty where the table has no such column. What was
    read is kept for the next process (``compiled``).

    Raises KnowledgeError, naming file and line, on other columns, empty cells, a feature given twice and a weight that
    is no finite number.
    """
    part = f"weights-{path.parent.parent.name}-{path.stem}"
    return compiled(part, (path.parent,), lambda _: _read(path))


def _read(path: Path) -> dict[str, dict[str, float]]:
    header, rows = read_cells(path)
    if header not in _COLUMNS:
        raise KnowledgeError(f"{path}: columns {header} where {' or '.join(map(str, _COLUMNS))} are wanted")
    found: dict[str, dict[str, float]] = {}
    for number, cells in rows:
        if "" in cells:
            raise KnowledgeError(f"{path}:{number}: {header[cells.index('')]} is empty")
        *kind, feature, written = cells
        weight = _number(written, f"{path}:{number}")
        table = found.setdefault(kind[0] if kind else "", {})
        if feature in table:
            raise KnowledgeError(f"{path}:{number}: {feature!r} has a weight already")
        table[feature] = weight
    return found


def summed(weights: Mapping[str, float], features: Iterable[str], start: float = 0) -> float:
    """The sum of the weights of ``features``, in their order, added to ``start``; those without one count nothing."""
    return sum(filter(None, map(weights.get, features)), start)


@cache
def branched(path: Path, kinds: tuple[str, str]) -> Table:
    """What stands before the first bar of a feature -> behind it -> its weights for both ``kinds`` (0 for none).

    Most features of a text have no weight, and are told so by their beginnings, before they are put together.
    """
    one, two = (read_weights(path)[kind] for kind in kinds)
    found: dict[str, dict[str, complex]] = {}
    for feature in dict.fromkeys((*one, *two)):
        first, _, rest = feature.partition("|")
        found.setdefault(first, {})[rest] = complex(one.get(feature, 0.0), two.get(feature, 0.0))
    return found


def summed_rows(table: Table, rows: Iterable[Row]) -> complex:
    """``summed`` for both of two kinds at once, by their ``branched`` table."""
    found = 0j
    for first, rests in rows:
        known = table.get(first)
        if known is not None:
            for rest in rests:
                weights = known.get(rest)
                if weights is not None:
                    found += weights
    return found


def features_of(traits: Iterable[Trait], rows: Iterable[Row] = ()) -> tuple[str, ...]:
    """The features of traits and rows, each written whole."""
    made = [row for family, *asked in traits for row in family(*asked)]
    return tuple([f"{first}|{rest}" if rest else first for first, rests in (*made, *rows) for rest in rests])


class Sums(Remembered[Trait, complex]):
    """The ``summed_rows`` of traits, remembered from text to text."""

    def __init__(self, table: Table) -> None:
        super().__init__(lambda trait: summed_rows(table, trait[0](*trait[1:])))
        self._table = table

    def of(self, traits: Iterable[Trait], rows: Iterable[Row]) -> complex:
        """The sums of all of these."""
        return sum(map(self.__getitem__, traits), summed_rows(self._table, rows))


@cache
def remembered(path: Path, kinds: tuple[str, str]) -> Sums:
    """The sums of the traits of two kinds of a table, one object a process."""
    return Sums(branched(path, kinds))


def _number(cell: str, where: str) -> float:
    try:
        number = float(cell)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise KnowledgeError(f"{where}: weight: a finite number is wanted (found {cell!r})")
    return number

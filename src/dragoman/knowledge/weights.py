"""Tables of fitted weights: thousands of numbers that programs write (``training/``) and every reading needs.

Columns are ``kind,feature,weight``, or ``feature,weight`` where a model has one kind only. They are checked as strictly
as other knowledge, yet without a schema object a row, which took more than half the time of reading them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from dragoman.errors import KnowledgeError
from dragoman.knowledge.compiled import compiled
from dragoman.knowledge.tables import read_cells

__all__ = ["read_weights", "summed"]

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


def _number(cell: str, where: str) -> float:
    try:
        number = float(cell)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise KnowledgeError(f"{where}: weight: a finite number is wanted (found {cell!r})")
    return number

"""What published sets of records count an act as, where our ontology draws the line between two types elsewhere."""

from __future__ import annotations

from collections.abc import Set
from functools import cache
from pathlib import Path

from dragoman.knowledge.tables import Row, read_csv

__all__ = ["may_count_as", "published_type"]

_ROWS = Path(__file__).parent / "data" / "published.csv"

Groups = tuple[frozenset[str], ...]


class _Boundary(Row):
    type: str
    words: str
    published: str


@cache
def _boundaries() -> dict[str, tuple[tuple[Groups, str], ...]]:
    found: dict[str, list[tuple[Groups, str]]] = {}
    for _, row in read_csv(_ROWS, _Boundary):
        groups = tuple(frozenset(group.split("|")) for group in row.words.split())
        found.setdefault(row.type, []).append((groups, row.published))
    return {kind: tuple(rows) for kind, rows in found.items()}


def published_type(kind: str, lemmas: Set[str]) -> str | None:
    """The type that an act of ``kind`` with these (folded) lemmas in and about it counts as; None if it is ``kind``."""
    return next((to for groups, to in _boundaries().get(kind, ()) if all(group & lemmas for group in groups)), None)


def may_count_as(kind: str, published: str) -> bool:
    """Whether some acts of a type count as another."""
    return any(to == published for _, to in _boundaries().get(kind, ()))

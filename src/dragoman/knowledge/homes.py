"""Where who lives: peoples of several states (``actors/across.csv``), and what only some states have
(``actors/having.csv``: kings, juntas, navies, an army).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field

from dragoman.errors import KnowledgeError
from dragoman.knowledge.names import key
from dragoman.knowledge.tables import Row, read_rows, row_files, split_list

__all__ = ["Having", "Homes", "load_homes"]

_CODES = r"^[A-Z]{3}( [A-Z]{3})*$"


class _AcrossRow(Row):
    names: str
    codes: Annotated[str, Field(pattern=r"^[A-Z]{3}( [A-Z]{3})+$")]


class _HavingRow(Row):
    nouns: str
    codes: Annotated[str, Field(pattern=_CODES)] | None = None
    start: Annotated[int, Field(ge=1900, le=2100)] | None = None
    end: Annotated[int, Field(ge=1900, le=2100)] | None = None
    lack: Annotated[str, Field(pattern=_CODES)] | None = None
    instead: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = None
    whole: Annotated[str, Field(pattern="^y$")] | None = None


@dataclass(frozen=True, slots=True)
class Having:
    """States that have something, from one year to another (None is open), or that lack it."""

    codes: frozenset[str]
    start: int | None = None
    end: int | None = None
    lack: frozenset[str] = frozenset()
    instead: str | None = None
    """Whose it is in a state that lacks it: ``the army`` of a story about the West Bank is Israel's."""
    whole: bool = False
    """No state but these has ever had it."""

    def at(self, on: tuple[date | None, date | None] | None) -> bool:
        """Whether the row holds on those days; all rows hold where no day is known."""
        first, last = (on[0] or on[1], on[1] or on[0]) if on else (None, None)
        if first is None or last is None:
            return True
        return (self.start is None or last.year >= self.start) and (self.end is None or first.year <= self.end)


@dataclass(frozen=True, slots=True)
class Homes:
    """Both lists. Immutable."""

    across: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    """Normalised name of a people to the codes of the states that it lives in, the usual one first."""
    having: Mapping[str, tuple[Having, ...]] = field(default_factory=dict, repr=False)
    """Noun or adjective in small letters to the states that have it."""

    def rows(self, words: Sequence[str]) -> list[tuple[Having, ...]]:
        """What is said of the longest noun that ends a phrase, and of each word before it."""
        end = next((cut for cut in range(len(words)) if " ".join(words[cut:]) in self.having), len(words))
        nouns = [*words[:end], " ".join(words[end:])]
        return [self.having[noun] for noun in nouns if noun in self.having]

    def fits(self, words: Sequence[str], country: str, on: tuple[date | None, date | None] | None) -> bool:
        """Whether a state is among those that had what these words (small letters, the noun last) name, if any are."""
        given = [[row for row in rows if row.codes] for rows in self.rows(words)]
        return all(any(country in row.codes and row.at(on) for row in rows) for rows in given if rows)

    def sole(self, noun: str) -> str | None:
        """The one state that has ever had what a noun names, if there is but one: ``pope``, ``taoiseach``."""
        rows = self.having.get(noun, ())
        codes = {code for row in rows for code in row.codes}
        return codes.pop() if len(codes) == 1 and all(row.whole for row in rows) else None

    def lacks(self, words: Sequence[str], country: str) -> bool:
        """Whether a state is known to have no such thing."""
        return any(
            any(country in row.lack for row in rows)
            or (any(row.whole for row in rows) and not any(country in row.codes for row in rows))
            for rows in self.rows(words)
        )

    def instead(self, words: Sequence[str], country: str) -> str:
        """The state whose such a thing is in a country that lacks it; else the country itself."""
        told = (row.instead for rows in self.rows(words) for row in rows if country in row.lack and row.instead)
        return next(told, country)


def load_homes(roots: Iterable[Path]) -> Homes:
    """The lists of these folders, later ones winning. Raises KnowledgeError on a wrong row, with file and line."""
    across: dict[str, tuple[str, ...]] = {}
    having: dict[str, tuple[Having, ...]] = {}
    roots = tuple(roots)
    for path in row_files(roots, "actors/across"):
        for _, row in read_rows(path, _AcrossRow):
            across.update((key(name), tuple(row.codes.split())) for name in split_list(row.names))
    for path in row_files(roots, "actors/having"):
        here: dict[str, tuple[Having, ...]] = {}
        for line, entry in read_rows(path, _HavingRow):
            if not (entry.codes or entry.lack):
                raise KnowledgeError(f"{path}:{line}: name states that have {entry.nouns!r}, or that lack it")
            one = Having(
                _codes(entry.codes), entry.start, entry.end, _codes(entry.lack), entry.instead, bool(entry.whole)
            )
            for noun in split_list(entry.nouns):
                here[noun.lower()] = (*here.get(noun.lower(), ()), one)
        having.update(here)
    return Homes(across, having)


def _codes(cell: str | None) -> frozenset[str]:
    return frozenset(cell.split()) if cell else frozenset()

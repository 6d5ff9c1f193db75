"""Signs of states: words that tell which state a text is about though they name none (``actors/signs.csv``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field

from dragoman.errors import KnowledgeError
from dragoman.knowledge.names import pieces
from dragoman.knowledge.tables import Row, read_rows, row_files, split_list

__all__ = ["Sign", "SignKind", "Signs", "load_signs"]


class SignKind(StrEnum):
    """What a sign is."""

    MONEY = "money"
    TITLE = "title"
    SITE = "site"
    BODY = "body"
    PEOPLE = "people"
    NAME = "name"
    """A given or family name: a guess for texts that name no country."""
    GUESS = "guess"
    """Offices and houses that news mostly tells of one state, others though having them: a guess as well."""


class _SignRow(Row):
    code: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    kind: SignKind
    names: str


@dataclass(frozen=True, slots=True)
class Sign:
    """The pieces of a name (``knowledge.names.pieces``), the state that it tells, and how it is written."""

    words: tuple[str, ...]
    code: str
    kind: SignKind
    small: bool
    """Written in small letters; else only a capital makes it the sign."""


Signs = Mapping[str, tuple[Sign, ...]]
"""First piece to the signs that begin with it, longest first."""


def load_signs(roots: Iterable[Path]) -> Signs:
    """The signs of these folders, later ones winning.

    Raises KnowledgeError on a wrong row, and on a name that one file gives to two states.
    """
    found: dict[tuple[str, ...], Sign] = {}
    for path in row_files(tuple(roots), "actors/signs"):
        here: dict[tuple[str, ...], str] = {}
        for line, row in read_rows(path, _SignRow):
            for name in split_list(row.names):
                words = tuple(pieces(name))
                if here.setdefault(words, row.code) != row.code:
                    raise KnowledgeError(f"{path}:{line}: {name!r} is a sign of {here[words]} already")
                found[words] = Sign(words, row.code, row.kind, name[:1].islower())
    first: dict[str, list[Sign]] = {}
    for words, sign in found.items():
        if words:
            first.setdefault(words[0], []).append(sign)
    return {word: tuple(sorted(signs, key=lambda s: -len(s.words))) for word, signs in first.items()}

"""Words for comparing articles and happenings: those that tell nothing, families of acts, kinds of figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from dragoman.errors import KnowledgeError
from dragoman.knowledge.tables import Row, files, read_classes, read_csv, read_yaml, split_list

__all__ = ["FigureKind", "Numbers", "StoryWords", "load_story_words"]


class _Words(Row):
    silent: dict[str, str] = Field(default_factory=dict)
    everyday: str = ""
    light: str = ""


class Numbers(Row):
    """Numbers in words, and what stands around them; ``numbers.yaml`` says what each is for."""

    ones: dict[str, int]
    tens: dict[str, int]
    scales: dict[str, int]
    short: dict[str, int]
    vague: dict[str, tuple[int, int]]
    at_least: tuple[str, ...]
    at_most: tuple[str, ...]
    about: tuple[str, ...]
    no_count: frozenset[str]
    before_years: frozenset[str]


class _Family(Row):
    family: str
    words: str


class _Figure(Row):
    kind: str
    unit: str
    pattern: str
    words: str


@dataclass(frozen=True, slots=True)
class FigureKind:
    """A kind of figure: ``words`` stand ``after`` the number, or ``before`` it, or the number is a ``sum`` of money; or
    they name a ``group`` that is counted, unless other words tell what befell it."""

    kind: str
    unit: str
    pattern: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoryWords:
    """``silent`` words tell nothing of an affair; ``families`` gives the family of an act's word; verbs of ``everyday``
    tell little of which act it is; ``light`` verbs only lend a verb to a noun."""

    silent: frozenset[str]
    families: dict[str, str]
    figures: tuple[FigureKind, ...]
    everyday: frozenset[str]
    light: frozenset[str]
    numbers: Numbers


def load_story_words(roots: Iterable[Path]) -> StoryWords:
    """Reads ``stories/words.yaml``, ``numbers.yaml``, ``acts*.csv`` and ``figures*.csv``; later files win.

    Raises KnowledgeError if one is wrong.
    """
    roots = tuple(roots)
    silent: set[str] = set()
    everyday: set[str] = set()
    light: set[str] = set()
    for path in files(roots, "stories/words.yaml"):
        told = read_yaml(path, _Words)
        everyday.update(told.everyday.split())
        light.update(told.light.split())
        for words in told.silent.values():
            silent.update(words.split())
    families: dict[str, str] = {}
    for path in files(roots, "stories/acts*.csv"):
        own: dict[str, str] = {}
        for line, row in read_csv(path, _Family):
            for word in split_list(row.words):
                if own.setdefault(word, row.family) != row.family:
                    raise KnowledgeError(f"{path}:{line}: {word!r} stands in {own[word]!r} too; keep it in one family")
        families |= own
    figures: dict[tuple[str, str, str], FigureKind] = {}
    for path in files(roots, "stories/figures*.csv"):
        for line, found in read_csv(path, _Figure):
            if found.pattern not in ("after", "before", "group", "sum"):
                raise KnowledgeError(f"{path}:{line}: pattern {found.pattern!r}; it is after, before, group or sum")
            kind = FigureKind(found.kind, found.unit, found.pattern, split_list(found.words))
            figures[found.kind, found.unit, found.pattern] = kind
    numbers = read_classes(roots, "stories/numbers.yaml", Numbers)
    kinds = tuple(figures.values())
    return StoryWords(frozenset(silent), families, kinds, frozenset(everyday), frozenset(light), numbers)

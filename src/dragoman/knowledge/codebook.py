"""The codebook: how language expresses event types. One CSV file a type, one row an expression, each with an example.

The rows are compiled once, when loaded, to patterns over lemmas and dependencies and laid in an index by the lemma
and class of
their heads (and below that by the first other word that must be there), so that reading costs the same however many
rows there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import Field

from dragoman.errors import KnowledgeError
from dragoman.knowledge.expressions import Grammar, HeadClass, Pattern, compile_expression, load_grammar
from dragoman.knowledge.tables import Row, files, read_csv, split_list
from dragoman.records import Status

__all__ = ["Codebook", "Entry", "Example", "ModeCue", "Shelf", "compile_entry", "load_codebook"]

UNCODED = "none"
"""The file of acts that PLOVER does not code: their events have no type."""
IGNORED = "ignore"
"""The file of expressions that are no political act at all (``decline to comment``): what they match gives no event."""


class EntryRow(Row):
    """One row of ``codebook/<type>.csv`` as it is written."""

    expression: str
    mode: str = ""
    contexts: str = ""
    status: Status | None = None
    example: str = ""


class FrameRow(Row):
    """One row of ``grammar/frames.csv``."""

    type: str = Field(pattern=r"^[A-Z]+$")
    expression: str


class ModeCue(Row):
    """A word of an event's own phrase that tells its mode where the entry names none: ``drone`` -> ``drone``."""

    type: str = Field(pattern=r"^[A-Z]+$")
    lemma: str
    mode: str


@dataclass(frozen=True, slots=True)
class Example:
    """An entry's example: the plain sentence, and the marked participants as character spans of it."""

    sentence: str
    sources: tuple[tuple[int, int], ...]
    targets: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One expression of the codebook. ``type`` is None for an act that PLOVER does not code.

    ``ignored``: it is no political act, and where it is the best match neither its head nor its words give an event.
    """

    type: str | None
    expression: str
    mode: str | None
    contexts: tuple[str, ...]
    status: Status | None
    pattern: Pattern
    written_example: str = field(default="", repr=False)
    ignored: bool = False
    general: bool = False
    """It is no expression but a frame of its type, for words that the encoder finds."""
    name: str = field(init=False)
    """How ``decided_by`` names it: ``codebook:consult/meet T``, ``encoder:consult/act with T``."""

    def __post_init__(self) -> None:
        shelf = IGNORED if self.ignored else (self.type or UNCODED).lower()
        object.__setattr__(self, "name", f"{'encoder' if self.general else 'codebook'}:{shelf}/{self.expression}")

    def example(self) -> Example | None:
        """The example with its marks read, None if the row has none."""
        return _read_example(self.written_example) if self.written_example else None


@dataclass(frozen=True, slots=True)
class Shelf:
    """The entries of one head: those that ask for nothing else, and the others by a word that must be near."""

    bare: tuple[Entry, ...]
    by_word: Mapping[str, tuple[Entry, ...]]
    words: frozenset[str] = field(init=False, repr=False)
    """The words of ``by_word``: two sets are compared in half the time."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", frozenset(self.by_word))

    def entries(self, near: Iterable[str]) -> list[Entry]:
        """Those whose first literal, if they have one, is among the lemmas ``near`` the head."""
        found = {entry.name: entry for word in near for entry in self.by_word.get(word, ())}
        return [*self.bare, *found.values()]


class Codebook:
    """All entries and their index. Their order never matters: entries are sorted by name."""

    def __init__(
        self,
        entries: Iterable[Entry],
        grammar: Grammar,
        mode_cues: Iterable[ModeCue] = (),
        frames: Iterable[Entry] = (),
    ) -> None:
        by_type: dict[tuple[str, HeadClass], list[Entry]] = {}
        for frame in frames:
            by_type.setdefault((frame.type or UNCODED, frame.pattern.head_class), []).append(frame)
        self.frames: Mapping[tuple[str, HeadClass], list[Entry]] = by_type
        unique = {entry.name: entry for entry in entries}
        self.entries: tuple[Entry, ...] = tuple(unique[name] for name in sorted(unique))
        self.grammar = grammar
        self.mode_cues: Mapping[tuple[str, str], str] = {(c.type, grammar.fold(c.lemma)): c.mode for c in mode_cues}
        shelves: dict[tuple[str, HeadClass], list[Entry]] = {}
        for entry in self.entries:
            for lemma in sorted(entry.pattern.heads):
                shelves.setdefault((lemma, entry.pattern.head_class), []).append(entry)
        # What is predicated after `be` may be of any class.
        self._index = {
            (lemma, own): _shelve(
                [*found, *(shelves.get((lemma, HeadClass.ANY), ()) if own is not HeadClass.ANY else ())]
            )
            for (lemma, own), found in shelves.items()
        }
        self._lemmas = frozenset(lemma for lemma, _ in self._index)
        literals = {word for entry in self.entries for part in entry.pattern.parts for word in part.words}
        self._words = self._lemmas | literals | grammar.people | grammar.objects | grammar.transparent

    def __len__(self) -> int:
        return len(self.entries)

    def heading(self, lemmas: Iterable[str]) -> frozenset[str]:
        """Those of the (folded) lemmas by which any entry is headed."""
        return self._lemmas.intersection(lemmas)

    def heads(self, lemma: str) -> bool:
        """Whether any entry is headed by this (folded) lemma: the quick test before anything else."""
        return lemma in self._lemmas

    def knows(self, lemma: str) -> bool:
        """Whether a (folded) lemma is a word of any entry or of the grammar."""
        return lemma in self._words

    def has(self, lemma: str, head_class: HeadClass) -> bool:
        """Whether an entry is headed by this lemma in this class."""
        return (lemma, head_class) in self._index

    def shelf(self, lemma: str, head_class: HeadClass) -> Shelf | None:
        """The entries headed by ``lemma`` in this class or in any."""
        return self._index.get((lemma, head_class)) or self._index.get((lemma, HeadClass.ANY))

    def candidates(self, lemma: str, head_class: HeadClass, near: Iterable[str]) -> list[Entry]:
        """The entries of that shelf that may stand by the lemmas ``near`` the head."""
        shelf = self.shelf(lemma, head_class)
        return [] if shelf is None else shelf.entries(near)


def compile_entry(
    kind: str | None, row: EntryRow, grammar: Grammar, *, ignored: bool = False, general: bool = False
) -> Entry:
    """One row made an entry of type ``kind``. Raises KnowledgeError if its expression or its example is wrong."""
    entry = Entry(
        type=kind,
        expression=row.expression,
        mode=row.mode or None,
        contexts=split_list(row.contexts),
        status=row.status,
        pattern=compile_expression(row.expression, grammar),
        written_example=row.example,
        ignored=ignored,
        general=general,
    )
    if "[" in row.example:
        entry.example()
    return entry


def load_codebook(roots: Iterable[Path]) -> Codebook:
    """The codebook of these roots. The same expression of the same type in a later root replaces ours.

    Raises KnowledgeError naming file and line of a row that cannot be compiled.
    """
    roots = tuple(roots)
    grammar = load_grammar(roots)
    entries: list[Entry] = []
    for path in files(roots, "codebook/*.csv"):
        kind = None if path.stem in (UNCODED, IGNORED) else path.stem.upper()
        for line, row in read_csv(path, EntryRow):
            try:
                entries.append(compile_entry(kind, row, grammar, ignored=path.stem == IGNORED))
            except KnowledgeError as error:
                raise KnowledgeError(f"{path}:{line}: {error}") from error
    frames = [
        compile_entry(row.type, EntryRow(expression=row.expression), grammar, general=True)
        for path in files(roots, "grammar/frames.csv")
        for row in _general(path)
    ]
    cues = [cue for path in files(roots, "grammar/mode_cues.csv") for _, cue in read_csv(path, ModeCue)]
    return Codebook(entries, grammar, cues, frames)


def _general(path: Path) -> Iterator[FrameRow]:
    """The frames of a file, and for each of its types those of a word that stands alone."""
    rows = [row for _, row in read_csv(path, FrameRow)]
    yield from rows
    for kind in sorted({row.type for row in rows}):
        yield FrameRow(type=kind, expression="act")
        yield FrameRow(type=kind, expression="act/n")


def _shelve(entries: list[Entry]) -> Shelf:
    bare: list[Entry] = []
    by_word: dict[str, list[Entry]] = {}
    for entry in entries:
        keys = entry.pattern.keys
        if not keys:
            bare.append(entry)
        for key in keys:
            by_word.setdefault(key, []).append(entry)
    return Shelf(tuple(bare), {word: tuple(found) for word, found in by_word.items()})


_MARK = re.compile(r"\[([ST]): ?([^\[\]]+)\]")


def _read_example(written: str) -> Example:
    plain, spans = "", {"S": [], "T": []}  # type: ignore[var-annotated]
    at = 0
    for mark in _MARK.finditer(written):
        plain += written[at : mark.start()]
        inner = mark.group(2).strip()
        spans[mark.group(1)].append((len(plain), len(plain) + len(inner)))
        plain += inner
        at = mark.end()
    plain += written[at:]
    if "[" in plain or "]" in plain:
        raise KnowledgeError(f"example {written!r}: marks are written [S: ...] and [T: ...], not nested")
    return Example(plain, tuple(spans["S"]), tuple(spans["T"]))

"""An article's text cut into pieces that know what they are evidence of. Pure.

Records overlap: a claim's content holds events, an event's trigger may be part of an actor's name. Triggers stay whole,
as they are what a reader steps through; all else is cut wherever a record begins or ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Mark", "Paragraph", "Piece", "Run", "leading", "paragraphs"]


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters ``[start, end)`` that are evidence of ``record``.

    ``kind``: event, source, cue, content, actor, time or place.
    """

    start: int
    end: int
    kind: str
    record: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that lies under the same marks from its first character to its last."""

    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces in a row: the trigger of ``events`` (the same words may express several), or what stands between two."""

    pieces: tuple[Piece, ...]
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of the article."""

    kind: str
    start: int
    end: int
    runs: tuple[Run, ...]


def paragraphs(text: str, blocks: Sequence[tuple[str, int, int]], marks: Iterable[Mark]) -> tuple[Paragraph, ...]:
    """The blocks (kind, start, end) of ``text`` with their pieces: joined, the pieces of a block are its text again.

    Marks that reach over the end of a block count in each block that they touch; those outside all blocks are dropped.
    """
    ordered = sorted(marks, key=lambda m: (m.start, -m.end, m.kind, m.record))
    made = []
    for kind, start, end in blocks:
        inside = [m for m in ordered if m.start < end and start < m.end]
        made.append(Paragraph(kind, start, end, tuple(_runs(text, start, end, inside))))
    return tuple(made)


def leading(marks: Iterable[Mark]) -> Mark | None:
    """Of the actors, times and places that a piece is evidence of, the one it is most about: the shortest."""
    told = [m for m in marks if m.kind in ("actor", "time", "place")]
    return min(told, key=lambda m: (m.end - m.start, m.kind, m.record), default=None)


def _runs(text: str, start: int, end: int, marks: list[Mark]) -> Iterable[Run]:
    others = [m for m in marks if m.kind != "event"]
    at = start
    for first, last, events in _triggers([m for m in marks if m.kind == "event"], start, end):
        if at < first:
            yield Run(_pieces(text, at, first, others))
        yield Run(_pieces(text, first, last, others), events)
        at = last
    if at < end:
        yield Run(_pieces(text, at, end, others))


def _triggers(events: list[Mark], start: int, end: int) -> list[tuple[int, int, tuple[str, ...]]]:
    """Triggers as stretches that do not overlap, each with the events it expresses."""
    joined: list[tuple[int, int, tuple[str, ...]]] = []
    for mark in events:
        first, last = max(mark.start, start), min(mark.end, end)
        if joined and first < joined[-1][1]:
            before = joined[-1]
            joined[-1] = (before[0], max(before[1], last), (*before[2], mark.record))
        else:
            joined.append((first, last, (mark.record,)))
    return joined


def _pieces(text: str, start: int, end: int, marks: list[Mark]) -> tuple[Piece, ...]:
    inside = [m for m in marks if m.start < end and start < m.end]
    cuts = sorted({start, end, *(c for m in inside for c in (m.start, m.end) if start < c < end)})
    return tuple(Piece(text[a:b], tuple(m for m in inside if m.start <= a and b <= m.end)) for a, b in pairwise(cuts))

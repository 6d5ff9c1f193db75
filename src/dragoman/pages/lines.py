"""A text page as lines with their offsets; hard-wrapped lines are joined into paragraphs again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain, pairwise, repeat
from typing import NamedTuple

__all__ = ["Line", "as_line", "read_lines"]

_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_BLANKS = frozenset(c for c in map(chr, range(0x3001)) if c.isspace() and c not in " \n")
"""On a page without these, and without two blanks in a row, the words of a line are those between single blanks."""
_FAR_BLANKS = frozenset(c for c in _BLANKS if not c.isascii())
_CONTROLS = sorted(c.encode() for c in _BLANKS - _FAR_BLANKS)
_ASCII = bytes(range(128))
_TERMINAL = ".!?…:;"
_TERMINALS = frozenset(_TERMINAL)
_CLOSERS = "\"'”’»)]*"
_WRAP_WIDTHS = range(40, 121)
"""Widths, in characters, at which mailers and terminals wrap."""
_WRAP_PAIRS = 3
_WRAP_SHARE = 0.7
"""Share of inner line breaks that must look forced by the width before a page counts as hard-wrapped."""
_SLACK = 2


class Line(NamedTuple):
    """One line that holds something. ``start`` is the offset of its first character on the page, ``gap`` the number
    of blank lines before it, ``key`` the text as repetitions are compared, ``words`` how many stand between blanks."""

    text: str
    start: int
    end: int
    gap: int
    key: str
    words: int

    @property
    def ends_sentence(self) -> bool:
        """True if the line ends as a sentence does."""
        last = self.text[-1]
        return last in _TERMINAL or (last in _CLOSERS and self.text.rstrip(_CLOSERS)[-1:] in _TERMINALS)


def read_lines(page: str) -> list[Line]:
    """The lines of ``page`` that hold a character other than white space, in order, unwrapped."""
    encoded = page.encode("utf-8", "surrogatepass")
    others = encoded.translate(None, _ASCII).decode("utf-8", "surrogatepass")
    plain = _FAR_BLANKS.isdisjoint(others) and not any(control in encoded for control in _CONTROLS)
    if plain:
        raw = _raw(page.split("\n"), repeat(1))
    else:
        raw = _raw(_BREAK.split(page), chain(map(len, _BREAK.findall(page)), (0,)))
    width = _wrap_width(raw)
    if width:
        return _unwrapped(raw, width)
    if not plain or b"  " in encoded:
        return [_line(text, start, start + len(text), gap) for text, start, gap in raw]
    fold = _fold if others.casefold() == others else str.casefold
    return [
        Line._make((text, start, start + len(text), gap, fold(text), text.count(" ") + 1)) for text, start, gap in raw
    ]  # the same, and quicker


def _fold(text: str) -> str:
    """``text`` case folded, where none but ASCII letters are: three times as quick."""
    return (
        text.casefold()
        if text.isascii()
        else text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")
    )


def _raw(pieces: list[str], breaks: Iterable[int]) -> list[tuple[str, int, int]]:
    """What stands in the pieces of a page, where, after how many blank ones; ``breaks``: characters behind each."""
    found: list[tuple[str, int, int]] = []
    at = gap = 0
    for piece, behind in zip(pieces, breaks, strict=False):
        text = piece.strip()
        if text:
            found.append((text, at if text[0] == piece[0] else at + piece.index(text[0]), gap))
            gap = 0
        else:
            gap += 1
        at += len(piece) + behind
    return found


def as_line(text: str) -> Line:
    """``text`` as a line that stands alone."""
    return _line(text, 0, len(text), 0)


def _line(text: str, start: int, end: int, gap: int) -> Line:
    words = text.split()
    return Line(text, start, end, gap, " ".join(words).casefold(), len(words))


def _forced(text: str, following: str, width: int) -> bool:
    """True if the first word of ``following`` would not have fitted behind ``text``: the width broke the line."""
    return len(text) + 1 + len(following.split(None, 1)[0]) > width - _SLACK


def _wrap_width(raw: list[tuple[str, int, int]]) -> int | None:
    """The width at which the page was wrapped, None if its lines are whole paragraphs."""
    width = max((len(text) for text, _, _ in raw), default=0)
    if width not in _WRAP_WIDTHS:
        return None
    pairs = [(a[0], b[0]) for a, b in pairwise(raw) if b[2] == 0]
    open_ended = [(a, b) for a, b in pairs if a[-1] not in '.!?"”']
    forced = [pair for pair in open_ended if _forced(*pair, width)]
    enough = len(forced) >= _WRAP_PAIRS and len(forced) >= _WRAP_SHARE * len(open_ended)
    return width if enough and any(b[:1].islower() for _, b in forced) else None


def _unwrapped(raw: list[tuple[str, int, int]], width: int) -> list[Line]:
    lines: list[Line] = []
    parts: list[str] = []
    start = gap_before = 0
    for number, (text, at, gap) in enumerate(raw):
        if not parts:
            start, gap_before = at, gap
        parts.append(text)
        following = raw[number + 1] if number + 1 < len(raw) else None
        if following is None or following[2] > 0 or not _forced(text, following[0], width):
            lines.append(_line(" ".join(parts), start, at + len(text), gap_before))
            parts = []
    return lines

"""A text page as lines with their offsets; hard-wrapped lines are joined into paragraphs again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain, pairwise, repeat, zip_longest
from typing import NamedTuple

import numpy as np

__all__ = ["Line", "as_line", "read_lines"]

_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_BLANKS = frozenset(c for c in map(chr, range(0x3001)) if c.isspace() and c not in " \n")
"""On a page without these, and without two blanks in a row, the words of a line are those between single blanks."""
_BLANK = np.uint8(ord(" "))
_PLAIN = bytes(code for code in range(128) if chr(code) not in _BLANKS)
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


_new: Callable[[tuple[str, int, int, int, str, int]], Line] = partial(tuple.__new__, Line)
"""A line of its columns: half the time of calling the class, which is asked for each line of a page."""


def read_lines(page: str) -> list[Line]:
    """The lines of ``page`` that hold a character other than white space, in order, unwrapped."""
    encoded = page.encode("utf-8", "surrogatepass")
    others = encoded.translate(None, _PLAIN).decode("utf-8", "surrogatepass")
    plain = _BLANKS.isdisjoint(others)
    if plain and not _has_wide_blank(encoded):
        lines = _plain(page, encoded, simple=others.casefold() == others)
    else:
        breaks = repeat(1) if plain else chain(map(len, _BREAK.findall(page)), (0,))
        lines = _lines(page.split("\n") if plain else _BREAK.split(page), breaks)
    width = _wrap_width(lines)
    return _unwrapped(lines, width) if width else lines


def _has_wide_blank(encoded: bytes) -> bool:
    """True if two blanks stand in a row: a third of the time of ``in``, which stops at each blank."""
    blank = np.frombuffer(encoded, np.uint8) == _BLANK
    return bool((blank[1:] & blank[:-1]).any())


def _plain(page: str, encoded: bytes, simple: bool) -> list[Line]:
    """The lines of a page without other blanks than single ones; ``simple``: none but ASCII letters are to be folded,
    which is as quick for the whole page as for one line."""
    pieces = page.split("\n")
    keys = encoded.lower().decode("utf-8", "surrogatepass").split("\n") if simple else map(str.casefold, pieces)
    found: list[Line] = []
    at = gap = 0
    for piece, key in zip(pieces, keys, strict=True):
        end = at + len(piece)
        if text := piece.strip():
            if text is piece:
                line = (text, at, end, gap, key, text.count(" ") + 1)
            else:
                start = at + piece.index(text[0])
                line = (text, start, start + len(text), gap, key.strip(), text.count(" ") + 1)
            found.append(_new(line))
            gap = 0
        else:
            gap += 1
        at = end + 1
    return found


def _lines(pieces: list[str], breaks: Iterable[int]) -> list[Line]:
    """The lines in the pieces of a page; ``breaks``: characters behind each."""
    found: list[Line] = []
    at = gap = 0
    for piece, behind in zip(pieces, breaks, strict=False):
        text = piece.strip()
        if text:
            start = at if text[0] == piece[0] else at + piece.index(text[0])
            found.append(_line(text, start, start + len(text), gap))
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


def _wrap_width(lines: list[Line]) -> int | None:
    """The width at which the page was wrapped, None if its lines are whole paragraphs."""
    widest = _WRAP_WIDTHS[-1]
    if any(len(line.text) > widest for line in lines):  # mostly one of the first is
        return None
    width = max([len(line.text) for line in lines], default=0)
    if width not in _WRAP_WIDTHS:
        return None
    pairs = [(a.text, b.text) for a, b in pairwise(lines) if b.gap == 0]
    open_ended = [(a, b) for a, b in pairs if a[-1] not in '.!?"”']
    forced = [pair for pair in open_ended if _forced(*pair, width)]
    enough = len(forced) >= _WRAP_PAIRS and len(forced) >= _WRAP_SHARE * len(open_ended)
    return width if enough and any(b[:1].islower() for _, b in forced) else None


def _unwrapped(wrapped: list[Line], width: int) -> list[Line]:
    lines: list[Line] = []
    parts: list[Line] = []
    for line, following in zip_longest(wrapped, wrapped[1:]):
        parts.append(line)
        if following is None or following.gap > 0 or not _forced(line.text, following.text, width):
            text = " ".join([part.text for part in parts])
            lines.append(_line(text, parts[0].start, line.end, parts[0].gap))
            parts = []
    return lines

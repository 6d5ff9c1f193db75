"""A text page as lines with their offsets; hard-wrapped lines are joined into paragraphs again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

__all__ = ["Line", "as_line", "read_lines"]

_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_OTHER_BREAK = re.compile(r"[\r\x0b\x0c\x85\u2028\u2029]")
_ODD_BLANKS = ("  ", *(c for c in map(chr, range(0x3001)) if c.isspace() and c not in " \n"))
"""On a page without these the words of a line are those between single blanks."""
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
    raw: list[tuple[str, int, int]] = []
    gap = 0
    for at, line in _pieces(page):
        text = line.strip()
        if text:
            raw.append((text, at + line.index(text[0]) if text[0] != line[0] else at, gap))
            gap = 0
        else:
            gap += 1
    width = _wrap_width(raw)
    if width:
        return _unwrapped(raw, width)
    if any(blank in page for blank in _ODD_BLANKS):
        return [_line(text, start, start + len(text), gap) for text, start, gap in raw]
    return [
        Line(text, start, start + len(text), gap, text.casefold(), text.count(" ") + 1) for text, start, gap in raw
    ]  # the same, and quicker


def _pieces(page: str) -> Iterator[tuple[int, str]]:
    """What stands between breaks, and where."""
    at = 0
    if _OTHER_BREAK.search(page) is None:  # the same, and quicker
        for line in page.split("\n"):
            yield at, line
            at += len(line) + 1
        return
    for m in _BREAK.finditer(page):
        yield at, page[at : m.start()]
        at = m.end()
    yield at, page[at:]


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

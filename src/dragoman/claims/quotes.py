"""Quotations: what stands between quotation marks, in tidy and untidy text.

A mark opens or closes by what stands around it (a blank before it, a letter after it), not by its shape, so that
straight marks, curly ones and mixed ones are read alike. What news does and this undoes:

1. a paragraph that opens with a mark while the one before did not close: the same quotation goes on;
2. a mark that was never closed: the quotation ends with its last sentence before the next one opens, or its
   paragraph;
3. a closing mark that was never opened: no quotation;
4. single marks: a quotation of its own only where an opening and a closing one match; else an apostrophe;
5. a dash that opens a paragraph without marks: a turn of a dialogue, if somebody is named who says it (a list has no
   such speaker).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from dragoman.records import Analysis, Article
from dragoman.records.marks import CLOSING_MARKS, DOUBLE_MARKS, OPENING_MARKS

__all__ = ["Quotation", "find_quotations"]

_DOUBLE = re.compile("|".join(map(re.escape, sorted(DOUBLE_MARKS))))
_SINGLE = re.compile(r"(?<![\w’'‘])['‘](?=[\w(\[])|(?<=[^\s(\[])['’](?![\w'’])")
_TURN = re.compile(r"[—–―]\s*(?=\w)")
_BEFORE_OPENING = frozenset("([{-–—/:…'‘")
_SENTENCE_END = re.compile(r"[.!?,](?=\s)")
_NO_CLOSE_IN = 2_500
"""A quotation of one paragraph longer than this is a mark that was never closed (characters)."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Tokens ``[first, last)`` with their marks, inside one block.

    ``goes_on``: it continues the quotation before it in the list, which its paragraph did not close. ``closed``: a mark
    ends it; else its end is a guess. ``turn``: it opens with a dash, and is none if nobody says it.
    """

    first: int
    last: int
    block: int
    goes_on: bool
    words: int
    closed: bool = True
    turn: bool = False


def find_quotations(article: Article, analysis: Analysis) -> tuple[Quotation, ...]:
    """All quotations of the article, in order of the text and without overlap (those inside others are left out)."""
    starts = [t.start for t in analysis.tokens]
    found: list[Quotation] = []
    pending = False
    for index, block in enumerate(article.blocks):
        spans, still_open = _spans(article.text, block.start, block.end)
        for number, (start, end, closed) in enumerate(spans):
            first, last = _tokens(starts, start), _tokens(starts, end)
            words = sum(1 for t in analysis.tokens[first:last] if any(c.isalnum() for c in t.text))
            if words:
                goes_on = pending and number == 0 and start == block.start and bool(found)
                found.append(Quotation(first, last, index, goes_on, words, closed))
        pending = still_open
        if not spans and (turn := _TURN.match(article.text, block.start, block.end)) is not None:
            first, last = _tokens(starts, turn.end()), _tokens(starts, block.end)
            if first < last:
                found.append(Quotation(first, last, index, False, last - first, closed=False, turn=True))
    return tuple(found)


def _tokens(starts: list[int], offset: int) -> int:
    return bisect_left(starts, offset)


def _opens(text: str, start: int, end: int, block: tuple[int, int]) -> bool | None:
    """True for an opening mark, False for a closing one, None where the text around does not tell."""
    before = text[start - 1] if start > block[0] else " "
    after = text[end] if end < block[1] else " "
    left = before.isspace() or before in _BEFORE_OPENING
    right = after.isspace()
    if left and not right:
        return True
    if right and not left:
        return False
    mark = text[start:end]
    if mark in OPENING_MARKS:
        return True
    if mark in CLOSING_MARKS:
        return False
    if not left and not after.isalnum():
        return False
    return None


def _spans(text: str, first: int, last: int) -> tuple[list[tuple[int, int, bool]], bool]:
    """The quoted spans of one block, marks included, each with whether a mark closed it, and whether the last one was
    left open."""
    marks = [(m.start(), m.end()) for m in _DOUBLE.finditer(text, first, last)]
    spans: list[tuple[int, int, bool]] = []
    opened = -1
    for start, end in marks:
        opens = _opens(text, start, end, (first, last))
        if opens is None:
            opens = opened < 0
        if opened < 0:
            opened = start if opens else -1
        elif not opens:
            spans.append((opened, end, True))
            opened = -1
        else:
            spans.append((opened, _last_stop(text, opened, start), False))
            opened = start
    still_open = opened >= 0
    if still_open:
        end = last if last - opened <= _NO_CLOSE_IN else _last_stop(text, opened, opened + _NO_CLOSE_IN)
        spans.append((opened, end, False))
    single = _single_spans(text, first, last, [(a, b) for a, b, _ in spans])
    return sorted([*spans, *((a, b, True) for a, b in single)]), still_open


def _last_stop(text: str, start: int, end: int) -> int:
    """Where a quotation that was not closed ends: at its last stop before ``end``, or there."""
    stops = [m.end() for m in _SENTENCE_END.finditer(text, start + 1, end)]
    return stops[-1] if stops else end


def _single_spans(text: str, first: int, last: int, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans between single marks outside the double ones; an opening mark without its closing one is an apostrophe."""
    spans: list[tuple[int, int]] = []
    opened = -1
    for m in _SINGLE.finditer(text, first, last):
        if any(a <= m.start() < b for a, b in taken):
            continue
        before = text[m.start() - 1] if m.start() > first else " "
        opens = before.isspace() or before in _BEFORE_OPENING
        if opens:
            opened = m.start()
        elif opened >= 0:
            spans.append((opened, m.end()))
            opened = -1
    return [(a, b) for a, b in spans if not any(a < y and x < b for x, y in taken)]

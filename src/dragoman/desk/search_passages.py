"""The best passage of a text for a query, with what was found marked. Pure.

tantivy's own snippets were tried: they know nothing of words found by beginning or near spelling, cut sentences where
the count of letters ends, and mark single words of a phrase anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from dragoman.desk.search_compile import Wanted
from dragoman.desk.search_words import Word, stem, words

__all__ = ["Passage", "marks_in", "passage"]

_LENGTH = 240
"""Characters of a passage: two or three lines of a terminal."""
_NAME = 0.5
"""Weight of a name asked for in another field; a word of the text has at least 1."""
_END_OF_SENTENCE = ".!?”\"’'"


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters ``[start, end)`` of the article's text, verbatim, with the found spans ``marks`` counted within it."""

    start: int
    end: int
    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    what: str
    weight: float


def marks_in(text: str, wanted: Wanted) -> tuple[tuple[int, int], ...]:
    """Where a short text (a title) holds what is wanted."""
    return _merged([(m.start, m.end) for m in _marks(words(text), wanted, lambda _: 1.0)])


def passage(text: str, wanted: Wanted, weight: Callable[[str], float], base: int = 0) -> Passage | None:
    """The passage that holds the most of what is wanted; the text's beginning if it holds none; None for no text.

    ``weight``: how much a folded word tells (rare words more). ``base``: where ``text`` begins in the article's text.
    """
    found = words(text)
    if not found:
        return None
    marks = _marks(found, wanted, weight)
    start, end = _best_window(marks) if marks else (found[0].start, found[0].end)
    start, end = _bounds(text, found, start, end)
    inside = [(m.start - start, m.end - start) for m in marks if start <= m.start and m.end <= end]
    return Passage(base + start, base + end, text[start:end], _merged(inside))


def _marks(found: Sequence[Word], wanted: Wanted, weight: Callable[[str], float]) -> list[_Mark]:
    marks = []
    phrased = _phrased(found, wanted.phrases)
    judge = _judge(wanted)
    for i, word in enumerate(found):
        kind = phrased.get(i) or judge(word.text)
        if kind is not None:
            worth = _NAME if kind.startswith("name:") else weight(word.text)
            marks.append(_Mark(word.start, word.end, kind, worth))
    return marks


def _phrased(found: Sequence[Word], phrases: Sequence[tuple[str, ...]]) -> dict[int, str]:
    """The words that stand in one of the phrases."""
    inside: dict[int, str] = {}
    for phrase in phrases:
        for i, word in enumerate(found):
            if word.text == phrase[0] and tuple(w.text for w in found[i : i + len(phrase)]) == phrase:
                inside |= {i + k: f"phrase:{k}:{phrase}" for k in range(len(phrase))}
    return inside


def _judge(wanted: Wanted) -> Callable[[str], str | None]:
    prefixes = tuple(sorted(wanted.prefixes))

    @cache
    def judge(word: str) -> str | None:
        if (cut := stem(word)) in wanted.stems:
            return cut
        if prefixes and word.startswith(prefixes):
            return next(p for p in prefixes if word.startswith(p)) + "*"
        for near, edits in wanted.near:
            if _within(near, word, edits):
                return f"{near}~"
        return f"name:{word}" if word in wanted.names else None

    return judge


def _within(one: str, other: str, edits: int) -> bool:
    """Whether two words differ by so many letters put in, left out, changed or swapped (optimal string alignment)."""
    if abs(len(one) - len(other)) > edits:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1] <= edits


def _best_window(marks: Sequence[_Mark]) -> tuple[int, int]:
    """The first and last character of the marks that tell most and fit into one passage; the earliest of equals."""
    best, first, last = -1.0, 0, 0
    for i, begin in enumerate(marks):
        seen: dict[str, float] = {}
        j = i
        while j < len(marks) and marks[j].end - begin.start <= _LENGTH:
            # the same word again adds little
            seen[marks[j].what] = max(seen.get(marks[j].what, 0.0), marks[j].weight)
            j += 1
        score = sum(seen.values()) + 0.01 * (j - i)
        if score > best:
            best, first, last = score, i, max(j - 1, i)
    return marks[first].start, marks[last].end


def _bounds(text: str, found: Sequence[Word], start: int, end: int) -> tuple[int, int]:
    """The window widened to whole words within its paragraphs, from the beginning of a sentence if one is near."""
    room = max(_LENGTH - (end - start), 0)
    top = text.rfind("\n\n", 0, start)
    top = 0 if top < 0 else top + 2
    floor = max(top, start - room * 2 // 3)
    begin = _sentence_start(text, floor, start) if floor > top else floor
    bottom = text.find("\n\n", end)
    bottom = len(text) if bottom < 0 else bottom
    ceiling = min(bottom, begin + max(_LENGTH, end - begin))
    finish = ceiling if ceiling == bottom else max((w.end for w in found if w.end <= ceiling), default=end)
    while finish < bottom and text[finish] in _END_OF_SENTENCE:
        finish += 1
    return begin, max(finish, end)


def _sentence_start(text: str, floor: int, start: int) -> int:
    """The first beginning of a sentence, or else of a word, in ``[floor, start]``."""
    for i in range(floor, start):
        if text[i].isspace() and i and text[i - 1] in _END_OF_SENTENCE:
            return i + 1
    for i in range(floor, start):
        if text[i].isspace():
            return i + 1
    return start


def _merged(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans in order; words of one phrase that stand side by side become one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)

"""The best passage of a text for a query, with what was found marked. Pure.

tantivy's own snippets were tried: they know nothing of words found by beginning or near spelling, cut sentences where
the count of letters ends, and mark single words of a phrase anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dragoman.desk.search.compile import Wanted
from dragoman.desk.search.words import COMPOUND, fold_word, stem

__all__ = ["Marker", "Passage"]

_LENGTH = 240
"""Characters of a passage: two or three lines of a terminal."""
_NAME = 0.5
"""Weight of a name asked for in another field; a word of the text has at least 1."""
_END_OF_SENTENCE = ".!?”\"’'"
_WORD = re.compile(r"[^\W_]+")


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


class Marker:
    """Marks what one query wants; keep it for all hits of an answer, for it remembers the words it has judged."""

    def __init__(self, wanted: Wanted, weight: Callable[[str], float]) -> None:
        """``weight``: how much a folded word tells (rare words more)."""
        self._wanted = wanted
        self._weight = weight
        self._prefixes = tuple(sorted(wanted.prefixes))
        self._candidates = _candidates(wanted)
        self._judged: dict[str, tuple[str, float] | None] = {}

    def marks_in(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where a short text (a title) holds what is wanted."""
        return _merged([(m.start, m.end) for m in self._marks(text)])

    def passage(self, text: str, base: int = 0) -> Passage | None:
        """The passage that holds the most of what is wanted; the text's beginning if it holds none; None for no text.

        ``base``: where ``text`` begins in the article's text.
        """
        first = _WORD.search(text)
        if first is None:
            return None
        marks = list(self._marks(text))
        start, end = _best_window(marks) if marks else first.span()
        start, end = _bounds(text, start, end)
        inside = [(m.start - start, m.end - start) for m in marks if start <= m.start and m.end <= end]
        return Passage(base + start, base + end, text[start:end], _merged(inside))

    def _marks(self, text: str) -> Iterator[_Mark]:
        if self._candidates is None:
            return
        phrased = dict(self._phrased(text)) if self._wanted.phrases else {}
        judged = self._judged
        for found in self._candidates.finditer(text):
            word = found[0]
            if word not in judged:
                judged[word] = self._judge(word)
            verdict = judged[word]
            if verdict is not None and found.start() not in phrased:
                yield _Mark(found.start(), found.end(), *verdict)
        for start, (end, what, weight) in phrased.items():
            yield _Mark(start, end, what, weight)
        yield from self._as_one(text)

    def _as_one(self, text: str) -> Iterator[_Mark]:
        """Words with hyphens that were asked for without: ``cease-fire`` for ``ceasefire``."""
        if "-" not in text and "\u2010" not in text and "\u2011" not in text:
            return
        for found in COMPOUND.finditer(text):
            if (cut := stem(folded := fold_word(found[0]))) in self._wanted.stems:
                yield _Mark(found.start(), found.end(), cut, self._weight(folded))

    def _judge(self, word: str) -> tuple[str, float] | None:
        """What a word is wanted as, and its weight; None if it is not."""
        folded = fold_word(word)
        if (cut := stem(folded)) in self._wanted.stems:
            return cut, self._weight(folded)
        if self._prefixes and folded.startswith(self._prefixes):
            return next(p for p in self._prefixes if folded.startswith(p)) + "*", self._weight(folded)
        for near, edits in self._wanted.near:
            if _within(near, folded, edits):
                return f"{near}~", self._weight(folded)
        return (f"name:{folded}", _NAME) if folded in self._wanted.names else None

    def _phrased(self, text: str) -> Iterator[tuple[int, tuple[int, str, float]]]:
        """The words that stand in one of the phrases: their start, end, part of the phrase and weight."""
        assert self._candidates is not None
        for candidate in self._candidates.finditer(text):
            folded = fold_word(candidate[0])
            for phrase in self._wanted.phrases:
                if folded != phrase[0]:
                    continue
                words = [w for _, w in zip(phrase, _WORD.finditer(text, candidate.start()), strict=False)]
                if tuple(fold_word(w[0]) for w in words) == phrase:
                    for term, word in zip(phrase, words, strict=True):
                        yield word.start(), (word.end(), f"{phrase} {term}", self._weight(term))


def _candidates(wanted: Wanted) -> re.Pattern[str] | None:
    """The words that may be wanted: all if near spellings are, else those with the first letter of one that is.

    Stemming keeps the first letter of a word; what is not ASCII may be folded to any. None if nothing is wanted.
    """
    if wanted.near:
        return _WORD
    terms = [*wanted.stems, *wanted.prefixes, *wanted.names, *(phrase[0] for phrase in wanted.phrases)]
    if not terms:
        return None
    letters = {t[0] for t in terms}
    inside = "".join(re.escape(c) for c in sorted(letters | {c.upper() for c in letters if len(c.upper()) == 1}))
    return re.compile(rf"(?<![^\W_])[{inside}\u0080-\U0010ffff][^\W_]*(?<=[^\W_])")


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
    marks = sorted(marks, key=lambda m: m.start)
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


def _bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """The window widened to whole words within its paragraphs, from the beginning of a sentence if one is near."""
    room = max(_LENGTH - (end - start), 0)
    top = text.rfind("\n\n", 0, start)
    top = 0 if top < 0 else top + 2
    while top < start and text[top].isspace():
        top += 1
    floor = max(top, start - room * 2 // 3)
    begin = _sentence_start(text, floor, start) if floor > top else floor
    bottom = text.find("\n\n", end)
    bottom = len(text.rstrip()) if bottom < 0 else bottom
    finish = min(max(bottom, end), begin + max(_LENGTH, end - begin))
    while end < finish < bottom and text[finish - 1].isalnum() and text[finish].isalnum():
        finish -= 1
    while finish < bottom and text[finish] in _END_OF_SENTENCE:
        finish += 1
    while finish > end and text[finish - 1].isspace():
        finish -= 1
    return begin, finish


def _sentence_start(text: str, floor: int, start: int) -> int:
    """The first beginning of a sentence, or else of a word, in ``[floor, start]``."""
    for i in range(max(floor, 1), start):
        if text[i].isspace() and text[i - 1] in _END_OF_SENTENCE:
            return i + 1
    for i in range(floor, start):
        if text[i].isspace():
            return i + 1
    return start


def _merged(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans in order; words that stand side by side become one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)

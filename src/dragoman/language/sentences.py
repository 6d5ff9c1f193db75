"""Tokens to sentences.

A full stop, question mark, exclamation mark or ellipsis ends a sentence if what follows can begin one; quotes and
brackets that close behind it belong to it. Abbreviations and initials end one only before words that begin sentences
and not names. A dateline (``BEIRUT (AP) —``) is a sentence of its own: it has no part in the tree
of the first one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dragoman.language.tokens import Span, abbreviations, boundary_words, is_initial

__all__ = ["MOST_WORDS", "cut_long", "split"]

MOST_WORDS = 150
"""The encoder was trained on sentences of at most 160 pieces; longer ones are lists or lack their full stops."""

CLOSERS = frozenset("”’)]»›")
OPENERS = frozenset("“‘([«‹")
STRAIGHT = frozenset("\"'")
DASHES = frozenset({"-", "–", "—", "--", "_", "―"})
LONGEST_DATELINE = 14
QUOTATION_REACH = 5
"""How many words behind a quoted question its speech verb may stand: ``asked``, ``Prime Minister Ana Kovacs asked``."""


def split(text: str, spans: list[Span]) -> list[list[Span]]:
    """The sentences of one block, each a list of tokens; together all tokens of ``spans`` in order."""
    return _Splitter(text, spans).sentences()


class _Splitter:
    def __init__(self, text: str, spans: list[Span]) -> None:
        self._spans = spans
        self._words = [text[start:end] for start, end in spans]
        self._data = boundary_words()

    def sentences(self) -> list[list[Span]]:
        first = dateline = self._dateline()
        sentences = [self._spans[:dateline]] if dateline else []
        quote_open = False
        n, i = len(self._words), dateline
        while i < n:
            word = self._words[i]
            quote_open ^= word == '"'
            i += 1
            if not self._may_stop(i - 1):
                continue
            end = i
            while end < n and self._closes(end, quote_open):
                quote_open ^= self._words[end] == '"'
                end += 1
            if end == n or (self._has_words(first, end) and self._ends(i - 1, end)):
                sentences.append(self._spans[first:end])
                first = end
            i = end
        if first < n:
            sentences.append(self._spans[first:])
        return sentences

    def _gap(self, i: int) -> bool:
        """True if there is white space before token ``i``."""
        return self._spans[i][0] > self._spans[i - 1][1]

    def _may_stop(self, i: int) -> bool:
        word = self._words[i]
        return word[0] in ".!?…" or (word[-1] == "." and len(word) > 1)

    def _closes(self, i: int, quote_open: bool) -> bool:
        """True if token ``i`` is a quote or bracket that closes behind a stop."""
        word = self._words[i]
        if word == "." and self._words[i - 1] == ".":
            return True  # an ellipsis written ``. . .``
        if word in CLOSERS or word in ("''", "’’"):
            return word == "”" or not self._gap(i)
        if word not in STRAIGHT:
            return False
        at_end = i + 1 == len(self._words) or self._gap(i + 1)
        return (quote_open and word == '"' and at_end) or (not self._gap(i) and at_end)

    def _has_words(self, first: int, end: int) -> bool:
        """False for what numbers a paragraph (``2.``): it begins the sentence that follows."""
        return end - first > 2 or any(c.isalpha() for word in self._words[first:end] for c in word)

    def _ends(self, stop: int, after: int) -> bool:
        """True if a sentence ends with the stop at ``stop``, its closing quotes counted, before token ``after``."""
        word, lower = self._words[stop], self._words[after].lower()
        opens = self._words[after] in OPENERS or self._words[after] in STRAIGHT
        if not self._gap(after):
            # ``the deal.The ministry``: a blank was lost.
            return word == "." and self._capitalised(after) and len(lower) > 1 and self._words[stop - 1].islower()
        if word[-1] == "." and word.strip("."):
            return self._abbreviation_ends(word[:-1], after, opens)
        if word[0] in ".…" and len(word) > 1 and self._gap(stop):
            return opens or (self._capitalised(after) and lower in self._data.starters and lower != "i")
        if word[0] in "!?" and after > stop + 1 and self._goes_on_with_speech(after):
            return False
        return opens or self._capitalised(after) or not lower[0].isalpha()

    def _abbreviation_ends(self, form: str, after: int, opens: bool) -> bool:
        lower = self._words[after].lower()
        starts = self._capitalised(after) and (lower in self._data.starters or self._adverb(after))
        kind = abbreviations().get(form, "title" if is_initial(form) else "any")
        if is_initial(form):
            # ``Vitamin C. The``, but ``Hu A. He`` is a name too seldom to be minded.
            return starts
        if kind == "title":
            return False
        if kind == "last":
            return self._capitalised(after) or opens
        if kind == "time":
            calendar = lower in self._data.calendar or lower.rstrip(".").title() in abbreviations()
            return (self._capitalised(after) and not calendar) or (opens and self._words[after] != "(")
        return starts or (opens and self._words[after] != "(" and self._capitalised(after + 1))

    def _adverb(self, i: int) -> bool:
        """``Initially,``: an adverb set off by a comma begins a sentence."""
        return self._words[i].endswith("ly") and self._words[i + 1 : i + 2] == [","]

    def _goes_on_with_speech(self, after: int) -> bool:
        for word in self._words[after : after + QUOTATION_REACH]:
            if word.lower() in self._data.quotation:
                return True
            if word[0] in '.!?:;"“':
                return False
        return False

    def _capitalised(self, i: int) -> bool:
        """True if token ``i`` is written as a sentence's first word: a capital, also behind a hyphen (``al-Sadr``)."""
        if i >= len(self._words):
            return False
        word = self._words[i]
        if any(map(str.isupper, word)):
            return True
        hyphenated = i + 2 < len(self._words) and self._words[i + 1] == "-" and not self._gap(i + 1)
        return hyphenated and not self._gap(i + 2) and self._words[i + 2][0].isupper() and len(word) <= 3

    def _dateline(self) -> int:
        """How many tokens the block's dateline has, its dash included; 0 if it begins without one.

        A dateline ends with a dash that stands free; before it there are only names, numbers and commas, or an agency
        in brackets. It begins in capitals (``BEIRUT``), or holds a comma or bracket (``Goma, Congo -``).
        """
        if not self._words:
            return 0
        shouted = self._words[0].isupper() and len(self._words[0]) > 2
        for i, word in enumerate(self._words[:LONGEST_DATELINE]):
            if i and word in DASHES and self._gap(i) and i + 1 < len(self._words) and self._gap(i + 1):
                return i + 1 if shouted or not {",", "("}.isdisjoint(self._words[:i]) else 0
            if not (word[0].isupper() or word[0].isdigit() or word in ",()/.-"):
                return 0
        return 0


def cut_long(
    words: Sequence[str], spans: list[Span], most_pieces: int, pieces: Callable[[str], int]
) -> list[list[Span]]:
    """The parts of a sentence that are short enough for the encoder: ``MOST_WORDS`` words, ``most_pieces`` pieces.

    Cuts behind a semicolon if there is one in the later half of what fits, else behind a colon or dash, a comma before
    a conjunction, any comma, before a conjunction, or, failing all, where the limit is.
    """
    parts: list[list[Span]] = []
    first = 0
    while first < len(spans):
        last = _fitting(words, first, most_pieces, pieces)
        if last < len(spans):
            last = _best_cut(words, first, last)
        parts.append(spans[first:last])
        first = last
    return parts


def _fitting(words: Sequence[str], first: int, most_pieces: int, pieces: Callable[[str], int]) -> int:
    """One past the last word that fits in a part that begins at ``first``."""
    taken = 0
    for i in range(first, min(len(words), first + MOST_WORDS)):
        taken += pieces(words[i])
        if taken > most_pieces:
            return max(i, first + 1)
    return min(len(words), first + MOST_WORDS)


_CONJUNCTIONS = frozenset({"and", "or", "but", "nor", "while", "as"})


def _best_cut(words: Sequence[str], first: int, last: int) -> int:
    best, best_rank = last, 0
    for i in range((first + last) // 2, last):
        rank = _cut_rank(words, i)
        if rank and rank >= best_rank:
            best, best_rank = i + 1, rank
    return best


def _cut_rank(words: Sequence[str], i: int) -> int:
    """How good it is to cut behind word ``i``; 0: not at all."""
    word, after = words[i], words[i + 1].lower() if i + 1 < len(words) else ""
    if word == ";":
        return 5
    if word in (":", "—", "–", "--") or word[0] in "!?":
        return 4
    if word == ",":
        return 3 if after in _CONJUNCTIONS else 2
    return 1 if after in _CONJUNCTIONS else 0

"""Text to tokens, as the English UD treebanks (EWT, GUM) cut them.

Hyphenated words are cut at the hyphen, contractions and possessives before their clitic, symbols stand alone; numbers,
times, addresses and abbreviations stay whole.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

from dragoman.knowledge.tables import Row, read_csv

__all__ = ["Span", "abbreviations", "tokenise"]

Span = tuple[int, int]
"""Characters [start, end)."""

DATA = Path(__file__).parent / "data"


class Abbreviation(Row):
    """A word that is written with a full stop of its own."""

    form: str
    kind: Literal["name", "number", "any"]


class Contraction(Row):
    """A word that is two; ``first`` is the length of the first."""

    form: str
    first: int


@cache
def abbreviations() -> dict[str, str]:
    """Kind (``name``, ``number``, ``any``) by lowercased form, without the last full stop."""
    return {row.form.lower(): row.kind for _, row in read_csv(DATA / "abbreviations.csv", Abbreviation)}


@cache
def _contractions() -> dict[str, int]:
    return {row.form.lower(): row.first for _, row in read_csv(DATA / "contractions.csv", Contraction)}


_TOKEN = re.compile(
    r"""
      (?:https?://|www\.)[^\s<>"“”]*[\w/]        # web address
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+               # mail address
    | [@\#]\w+                                   # handle, hashtag
    | (?:[^\W\d_]\.){2,}                         # U.S., a.m.
    | \d+(?:[.,:]\d+)+                           # 3.5, 1,000, 10:30
    | \d+(?:st|nd|rd|th|s)\b                     # 21st, 1990s
    | [A-Z]{1,3}\$                               # US$
    | \w+(?:['’]\w+)*['’]?                       # a word; its clitic is cut off below
    | ([.!?])\1+ | \.\.+ | -{2,}                 # ..., !!!, --
    | [^\w\s]                                    # any other sign
    """,
    re.VERBOSE,
)
_CLITIC = re.compile(r"(?i)(.+?)(n['’]t|['’](?:s|re|ve|ll|d|m))")


def tokenise(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The tokens in characters ``[start, end)`` of ``text``, in order, without overlap; only white space is between."""
    end = len(text) if end is None else end
    spans: list[Span] = []
    known, splits = abbreviations(), _contractions()
    position = start
    while (match := _TOKEN.search(text, position, end)) is not None:
        first, last = match.span()
        position = last
        word = match.group()
        if not word[0].isalpha():
            if word[-1] in "'’" and len(word) > 1 and word[0].isalnum():
                spans += [(first, last - 1), (last - 1, last)]
            else:
                spans.append((first, last))
            continue
        if (
            text[last : last + 1] == "."
            and last < end
            and (word.lower() in known or (len(word) == 1 and word.isupper()))
        ):
            position = last + 1
            spans.append((first, last + 1))
            continue
        spans += _cut(word, first, last, splits)
    return spans


def _cut(word: str, first: int, last: int, splits: dict[str, int]) -> list[Span]:
    if word[-1] in "'’":
        return [(first, last - 1), (last - 1, last)]
    if "'" in word or "’" in word:
        clitic = _CLITIC.fullmatch(word)
        if clitic:
            cut = first + clitic.end(1)
            return [(first, cut), (cut, last)]
    length = splits.get(word.lower())
    if length:
        return [(first, first + length), (first + length, last)]
    return [(first, last)]

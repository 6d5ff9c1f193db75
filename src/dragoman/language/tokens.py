"""Text to tokens, as the English UD treebanks (EWT, GUM) cut them.

Hyphenated words are cut at the hyphen (not behind a prefix), contractions and possessives before their clitic, signs
stand alone; numbers, times of the clock, addresses, initials and abbreviations stay whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from dragoman.knowledge.tables import Row, read_csv

__all__ = ["Span", "abbreviations", "boundary_words", "is_initial", "tokenise"]

Span = tuple[int, int]
"""Characters [start, end)."""

DATA = Path(__file__).parent / "data"


class Abbreviation(Row):
    """A word that is written with a full stop of its own."""

    form: str
    kind: Literal["title", "number", "any", "time", "last", "state"]


class WordForm(Row):
    """A word that is cut, or not cut, against the general rules; ``first`` is the length of a split's first part."""

    form: str
    kind: Literal["prefix", "unit", "whole", "split"]
    first: int = 0


@dataclass(frozen=True, slots=True)
class WordForms:
    """The rows of ``words.csv`` by kind, forms in lower case."""

    prefixes: frozenset[str]
    units: frozenset[str]
    whole: frozenset[str]
    split: dict[str, int]


class BoundaryWord(Row):
    """A word that tells where a sentence ends."""

    form: str
    kind: Literal["starter", "calendar", "quotation"]


@dataclass(frozen=True, slots=True)
class BoundaryWords:
    """The rows of ``boundaries.csv`` by kind."""

    starters: frozenset[str]
    calendar: frozenset[str]
    quotation: frozenset[str]


@cache
def boundary_words() -> BoundaryWords:
    """Words that tell where a sentence ends."""
    rows = [row for _, row in read_csv(DATA / "boundaries.csv", BoundaryWord)]

    def of(kind: str) -> frozenset[str]:
        return frozenset(row.form for row in rows if row.kind == kind)

    return BoundaryWords(of("starter"), of("calendar"), of("quotation"))


@cache
def abbreviations() -> dict[str, str]:
    """Kind by form, without the last full stop; each form as written and in capitals."""
    found: dict[str, str] = {}
    for _, row in read_csv(DATA / "abbreviations.csv", Abbreviation):
        found[row.form] = row.kind
        found.setdefault(row.form.upper(), row.kind)
    return found


@cache
def _word_forms() -> WordForms:
    rows = [row for _, row in read_csv(DATA / "words.csv", WordForm)]

    def of(kind: str) -> frozenset[str]:
        return frozenset(row.form for row in rows if row.kind == kind)

    return WordForms(of("prefix"), of("unit"), of("whole"), {r.form: r.first for r in rows if r.kind == "split"})


_MARKS = "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u064b-\u065f\u0670"
"""Combining marks of Latin, Hebrew and Arabic: part of the letter before them."""
_HIDDEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
"""Characters without a shape (soft hyphen, direction marks): nothing of their own, but a word may hold them."""
_EMOJI = "\u2600-\u27bf\U0001f300-\U0001faff"
_EMOJI_TAIL = "\ufe0f\U0001f3fb-\U0001f3ff"

# Parts of addresses have bounds, so that a long row of signs costs no more than it is long. ``plain`` is what ``word``
# would find, without asking for an address first: four words in five have nothing but letters and a blank or a comma.
_TOKEN = re.compile(
    rf"""
      (?P<plain>   [A-Za-z]+(?=[ ,]) )
    | (?P<address> (?:https?://|www\.)[^\s<>"“”]*[\w/] | [\w.+-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,5}}
        | \b[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,5}}\.(?:com|org|net|gov|edu|info|int|co\.[a-z][a-z])\b )
    | (?P<smile>   [:;=]-?[)(DPO](?!\w) )
    | (?P<handle>  [@\#]\w+ )
    | (?P<letters> (?:[^\W\d_]\.){{2,}} | (?:[^\W\d_]\.)+[^\W\d_]\b | [A-Z]+(?:&[A-Z]+)+\b )
    | (?P<decade>  (?<!\w)['’‘]\d\ds?\b )
    | (?P<number>  \d+(?:[.,:/]\d+)*(?P<unit>[^\W\d_]+)?\b | \d+(?:[.,:/]\d+)* )
    | (?P<money>   [A-Z]{{1,3}}[$€£]+ )
    | (?P<word>    [^\W_][\w{_MARKS}]*(?:['’{_HIDDEN}]+\w[\w{_MARKS}]*)* )
    | (?P<emoji>   [\U0001f1e6-\U0001f1ff]{{2}} | [{_EMOJI}][{_EMOJI_TAIL}]*(?:\u200d[{_EMOJI}][{_EMOJI_TAIL}]*)* )
    | (?P<stops>   \[\.{{2,}}\] | [!?]{{2,}} | \.{{2,}} | -{{2,}} | [*=~_]{{2,}} )
    | (?P<quotes>  '' | ’’ | ‘‘ | `` )
    | (?P<sign>    [^\w\s{_HIDDEN}] | _ )
    """,
    re.VERBOSE,
)
_CLITIC = re.compile(r"(.+?)(n['’]t|['’](?:s|re|ve|ll|d|m))", re.IGNORECASE)
_CUT_OFF = frozenset({",", "-", "–", "("})
"""What stands before the abbreviated name of a state: ``Portland, Ore.``, ``(D-Calif.)``."""


def tokenise(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The tokens in characters ``[start, end)`` of ``text``, in order, without overlap.

    Only white space and characters without a shape (zero-width space, direction marks) are between them.
    """
    end = len(text) if end is None else end
    forms, spans = _word_forms(), list[Span]()
    position = start
    while (match := _TOKEN.search(text, position, end)) is not None:
        first, position = match.span()
        kind = match.lastgroup
        if kind == "plain":
            cut = forms.split.get(text[first:position].lower(), 0)
            spans += ((first, first + cut), (first + cut, position)) if cut else ((first, position),)
        elif kind == "word":
            position = _add_word(text, (first, position), end, forms, spans)
        elif kind in ("number", "unit"):
            spans += _number(text, first, position, match.start("unit"), forms)
        else:
            spans.append((first, position))
    return spans


def _add_word(text: str, span: Span, end: int, forms: WordForms, spans: list[Span]) -> int:
    """Appends the token or tokens that begin with the word at ``span``; returns where the next one may begin."""
    first, last = span
    word = text[first:last]
    after = text[last] if last < end else ""
    if after == "." and _takes_stop(text, span, end, spans):
        spans.append((first, last + 1))
        return last + 1
    lower = word.lower()
    if after in ("-", "/") and last + 1 < end:
        joined = lower in forms.prefixes and not (last - first > 1 and word.isupper())  # ``un-``, not ``UN-brokered``
        if after == "-" and joined and _LETTER.match(text, last + 1):
            # The prefix stays with the word behind it, but that word may hold a clitic or be cut itself.
            rest = _TOKEN.search(text, last + 1, end)
            if rest is not None and rest.lastgroup in ("plain", "word", "number", "unit"):
                spans += [(first, s[1]) if k == 0 else s for k, s in enumerate(_cut(text, rest.span(), forms))]
                return rest.end()
        for whole in (text[first : last + 3], text[first : last + 2]) if after == "/" else ():
            if whole.lower().rstrip() in forms.whole and not text[first + len(whole.rstrip()) :][:1].isalnum():
                spans.append((first, first + len(whole.rstrip())))
                return spans[-1][1]
    spans += _cut(text, span, forms)
    return last


_LETTER = re.compile(r"\w")


def _cut(text: str, span: Span, forms: WordForms) -> Iterator[Span]:
    """A word without its clitic, and the clitic; other words as they are."""
    first, last = span
    word = text[first:last]
    lower = word.lower()
    cut = 0
    if "'" in word or "’" in word:
        clitic = _CLITIC.fullmatch(word)
        if clitic and lower.replace("’", "'") not in forms.whole:
            cut = clitic.end(1)
    else:
        cut = forms.split.get(lower, 0)
    if cut:
        yield first, first + cut
        yield first + cut, last
    else:
        yield span


def _number(text: str, first: int, last: int, unit: int, forms: WordForms) -> list[Span]:
    """A number, cut from the unit written on it; ``unit`` is where its letters begin, -1 if there are none."""
    if unit >= 0 and text[unit:last].lower() in forms.units:
        return [(first, unit), (unit, last)]
    return [(first, last)]


def _takes_stop(text: str, span: Span, end: int, before: list[Span]) -> bool:
    """True if the full stop behind the word at ``span`` is the word's own: an initial or an abbreviation."""
    first, last = span
    word = text[first:last]
    if is_initial(word):
        follows = text[last + 1 : last + 3].lstrip()[:1] if last + 1 < end else ""
        return follows.isupper() or follows == ","
    kind = abbreviations().get(word)
    if kind == "number":
        return text[last + 1 : last + 3].lstrip()[:1].isdigit()
    if kind == "state":
        return bool(before) and text[before[-1][0] : before[-1][1]] in _CUT_OFF
    if kind == "title":
        return not _ends_name(text, first, last + 1, end, before)
    return kind is not None


def _ends_name(text: str, first: int, stop: int, end: int, before: list[Span]) -> bool:
    """True if a word that abbreviates a title is the last of a name, and a sentence ends behind it (``Hun Sen.``)."""
    name = bool(before) and text[before[-1][0]].isupper() and text[before[-1][1] : first] == " "
    after = _TOKEN.search(text, stop, end)
    while after is not None and not after.group()[0].isalnum():
        after = _TOKEN.search(text, after.end(), end)
    return name and (after is None or after.group().lower() in boundary_words().starters)


def is_initial(word: str) -> bool:
    """True for one capital letter that may abbreviate a name; ``I`` is a pronoun or a numeral far more often."""
    return len(word) == 1 and word.isupper() and word != "I"

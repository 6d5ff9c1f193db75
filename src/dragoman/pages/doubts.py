"""A stated day of publication that the text contradicts: old addresses are filled with new texts.

Data of a page give the day on which something first stood at its address, and some outlets write their explainers and
profiles anew there for years. Read as of that day, all that came later would lie ahead of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from dragoman.knowledge.residue import PageLexicon

__all__ = ["years_told"]

_SENTENCE = re.compile(r"(?<=[.!?])[\"'”’»)]*\s+(?=\W?[A-Z0-9])")
_WORD = re.compile(r"[^\W\d_]+")
_PAST = "ed"
_PAST_LETTERS = 5


@cache
def _dates(lexicon: PageLexicon) -> re.Pattern[str]:
    """A year told as a time: ``in 2023``, ``since early 2023``, ``in April 2023``, ``April 2, 2023``. One before a noun
    (``the 2023 election``) is none, since what bears a year as its name is spoken of long before."""
    months = "|".join(re.escape(month) for month in sorted(lexicon.months, key=len, reverse=True))
    month = rf"(?:{months})\.?\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?"
    return re.compile(
        rf"\b(?:(?:in|since|during)\s+(?:(?:early|mid|late)[\s-]+)?(?:{month})?|{month})(?P<year>(?:19|20)\d\d)"
        r"(?=\s*[.,;:)–—]|\s+(?!\d)[a-z]|\s*$)",
        re.IGNORECASE,
    )


def years_told(paragraphs: Iterable[str], after: int, lexicon: PageLexicon) -> Sequence[int]:
    """The years later than ``after`` that the text tells of as past, one for each sentence that does so, in order.

    A sentence with a word of what is to come (``will``, ``planned``, ``by 2023``) is passed over: texts of any day look
    ahead.
    """
    dates = _dates(lexicon)
    found: list[int] = []
    for paragraph in paragraphs:
        if dates.search(paragraph) is None:
            continue
        for sentence in _SENTENCE.split(paragraph):
            years = [int(m["year"]) for m in dates.finditer(sentence) if int(m["year"]) > after]
            if years and _is_past({word.casefold() for word in _WORD.findall(sentence)}, lexicon):
                found.append(max(years))
    return found


def _is_past(words: set[str], lexicon: PageLexicon) -> bool:
    if words & lexicon.ahead:
        return False
    return bool(words & lexicon.past) or any(len(w) >= _PAST_LETTERS and w.endswith(_PAST) for w in words)

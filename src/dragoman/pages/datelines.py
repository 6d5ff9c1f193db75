"""Datelines (``BEIRUT, Nov 25 (Reuters) -``) and the agencies that a story credits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dragoman.knowledge.residue import PageLexicon
from dragoman.pages.dates import DateReader

__all__ = ["Dateline", "agencies_in", "may_begin", "read_dateline"]

_SCAN = 120
"""A dateline longer than this does not occur: only the first characters of a paragraph are looked at."""
_FIRST_TWO = 60
"""Characters in which the first two words are looked for; longer ones are not judged."""
_NAME = r"[A-ZÀ-ÖØ-Þ][\w.'’/-]*"
_LINKS = ("de", "del", "la", "al", "el", "el-", "of", "and", "au", "upon", "sur", "am")
_PLACE = rf"{_NAME}(?:\s(?:(?:{'|'.join(_LINKS)})\s)?{_NAME}){{0,3}}"
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE}(?:,\s?{_PLACE}){{0,2}})"
    r"(?P<date>,?\s(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}(?:,?\s\d{4})?|\d{1,2}\s[A-Z][a-z]{2,8}\.?(?:,?\s\d{4})?),?)?"
    r"(?:(?P<agency>,?\s?\((?P<agency_name>[^()]{2,48})\))?"
    r"\s?(?P<mark>[—–]|_|--|\s-|-(?=\s)|:(?=\s))|\.?\s/(?P<stroke>[A-Z][\w .-]{1,24})/[.,]?(?=\s))\s*(?=\S)"
)
_MARKS = re.compile("[—–_:/-]")
_FILED = re.compile(r"[\d(/]")
"""Where a place is not in capitals, only a date or an agency tells that it is one."""
_SPLIT = re.compile(r"\s*(?:[,;/|&]|\bvia\b|\band\b|\bwith\b|\s[-–—]\s)\s*", re.IGNORECASE)


def may_begin(paragraph: str) -> bool:
    """False if no dateline that ends with a dash or a stroke stands at the start of ``paragraph``: its beginning holds
    neither, or its first two words are plain ones."""
    head = paragraph[:_SCAN]
    if not any(mark in head for mark in "-—–_/"):
        return False
    first, _, rest = head[:_FIRST_TWO].partition(" ")
    return not (rest[:1].islower() and first.isalpha() and rest.partition(" ")[0] not in _LINKS)


@dataclass(frozen=True, slots=True)
class Dateline:
    """A recognised dateline: its verbatim ``text``, the month and day it gives (and year, if any), and its agencies."""

    text: str
    month_day: tuple[int, int, int | None] | None
    agencies: tuple[str, ...]


def read_dateline(paragraph: str, lexicon: PageLexicon, dates: DateReader, strict: bool = False) -> Dateline | None:
    """The dateline at the start of ``paragraph``, None if it has none.

    A name before a dash is a dateline only if capitals, a date or an agency say so; ``strict`` asks for a dash and
    for a known agency, a date or a dash after capitals, as the start of a story must show, and takes no colon.
    """
    head = paragraph[:_SCAN]
    nothing = strict and head[1:2].islower() and not _FILED.search(head)
    m = _DATELINE.match(head) if not nothing and _MARKS.search(head) else None
    if m is None:
        return None
    month_day = dates.month_day(m["date"]) if m["date"] else None
    agencies = agencies_in([m["agency_name"] or m["stroke"]], lexicon) if m["agency"] or m["stroke"] else ()
    if m["stroke"]:  # MOSCOW, March 3. /TASS/. The minister ...
        return Dateline(m.group().rstrip(), month_day, agencies) if agencies else None
    capitals = _in_capitals(m["place"])
    if m["mark"] == ":" and (strict or not capitals):
        return None
    if m["mark"].strip() == "-" and not (m["date"] or m["agency"] or m["mark"].startswith(" ")):
        return None
    if not (month_day or agencies or capitals):
        return None
    text = m.group().rstrip()
    return Dateline(text[: -len(m["mark"].strip())].rstrip(), month_day, agencies)


def _in_capitals(place: str) -> bool:
    first = place.partition(",")[0]
    letters = [c for c in first if c.isalpha()]
    return len(letters) >= 3 and all(c.isupper() for c in letters)


def agencies_in(given: Iterable[str | None], lexicon: PageLexicon) -> tuple[str, ...]:
    """The agencies that stand in credits (``(AFP/Reuters)``, ``With AP and dpa``), each once, in order.

    Forms count only as whole segments and with their case: ``AP`` in a sentence credits nobody.
    """
    found: dict[str, None] = {}
    for credit in given:
        for segment in _SPLIT.split((credit or "").strip("() .")):
            name = lexicon.agencies.get(segment.strip("() ."))
            if name:
                found[name] = None
    return tuple(found)

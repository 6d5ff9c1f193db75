"""Figures that evidence sentences give: how many died, were arrested, marched; how much money. As intervals.

``At least 17`` is [17, open), ``up to 40`` (open, 40], ``dozens`` [24, 99]: what the words allow, and no more.
"""

from __future__ import annotations

import re
from calendar import month_name
from dataclasses import dataclass

from dragoman.knowledge import default_knowledge

__all__ = ["Figure", "compatible", "figures_in"]

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_UNITS = {word: n for n, word in enumerate(_ONES)}
_TENS = {
    word: 10 * n
    for n, word in enumerate(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2)
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SHORT = {"k": 1_000, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}
_VAGUE = {
    "dozens": (24, 99),
    "scores": (40, 199),
    "tens of thousands": (20_000, 99_999),
    "hundreds of thousands": (200_000, 999_999),
    "tens of millions": (2 * 10**7, 10**8 - 1),
    "hundreds": (200, 999),
    "thousands": (2_000, 9_999),
    "millions": (2 * 10**6, 10**7 - 1),
    "a dozen": (12, 12),
    "two dozen": (24, 24),
    "half a dozen": (6, 6),
    "a hundred": (100, 100),
    "a thousand": (1_000, 1_000),
    "a million": (10**6, 10**6),
}
_WORDS = "|".join([*_UNITS, *_TENS, *_SCALES])
_NUMBER = re.compile(
    r"(?<![\w.,])(?:(?P<currency>us\$|\$|€|£|¥|₹)\s?)?(?:"
    rf"(?P<vague>{'|'.join(sorted(_VAGUE, key=len, reverse=True))})"
    r"|(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?:\s?(?P<short>bn|mn|tn|[kmb]))?(?:[ -](?P<scale>{'|'.join(_SCALES)}))?"
    rf"|(?P<words>(?:{_WORDS})(?:(?:[ -]and[ -]|[ -])(?:{_WORDS}))*)"
    r")(?![\w]|[.,:]\d|-year|-day|-hour|-month|-week|st\b|nd\b|rd\b|th\b|%|\s?percent|\s?per cent)",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(
    r"\b(?:at least|more than|over|no fewer than|no less than|not less than|upwards of|above)\s+$", re.IGNORECASE
)
_AT_MOST = re.compile(
    r"\b(?:up to|as many as|as much as|at most|no more than|fewer than|less than|under|nearly|almost)\s+$",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"\b(?:some|about|around|roughly|approximately|an estimated|estimated)\s+$", re.IGNORECASE)
_WORD = re.compile(r"[\w$€£'’-]+")
_STOP = re.compile(r"[;:()]|\.\s|,\s(?!including)")
_AFTER, _BEFORE = 5, 3
_NO_COUNT = frozenset(
    (
        "years", "year", "days", "day", "hours", "hour", "minutes", "weeks", "week", "months", "month", "kilometres",
        "kilometers", "km", "miles", "metres", "meters", "am", "pm",
    )
)  # fmt: skip
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_BEFORE_YEARS = frozenset(
    (
        "in", "since", "of", "from", "until", "till", "by", "before", "after", "during", "early", "late", "mid",
        "spring", "summer", "autumn", "winter",
    )
)  # fmt: skip
_MONTHS = frozenset(month.lower() for month in month_name if month)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: ``start`` and ``end`` are its place in the sentence; ``low`` or ``high`` is None where it is open."""

    kind: str
    unit: str
    low: float | None
    high: float | None
    start: int
    end: int


def figures_in(sentence: str) -> list[Figure]:
    """The figures of one sentence whose kind the words beside them tell."""
    found: list[Figure] = []
    numbers = list(_NUMBER.finditer(sentence))
    for n, match in enumerate(numbers):
        before = sentence[numbers[n - 1].end() if n else 0 : match.start()]
        after = sentence[match.end() : numbers[n + 1].start() if n + 1 < len(numbers) else len(sentence)]
        value = _value(match)
        kind = _kind(match, before, after, sentence) if value else None
        if value and kind:
            low, high, start = _bounds(value, before, match.start())
            found.append(Figure(kind[0], kind[1], low, high, start, match.end()))
    return found


def compatible(a: Figure, b: Figure) -> bool:
    """Whether two figures may both be right."""
    inf = float("inf")
    low_a, high_a = a.low if a.low is not None else 0.0, a.high if a.high is not None else inf
    low_b, high_b = b.low if b.low is not None else 0.0, b.high if b.high is not None else inf
    return low_a <= high_b and low_b <= high_a


def _value(match: re.Match[str]) -> tuple[float, float] | None:
    if match["vague"]:
        low, high = _VAGUE[match["vague"].lower()]
        return float(low), float(high)
    if match["digits"]:
        number = float(match["digits"].replace(",", ""))
        if match["short"] and match["currency"]:
            number *= _SHORT[match["short"].lower()]
        if match["scale"]:
            number *= _SCALES[match["scale"].lower()]
        return number, number
    total = part = 0
    for word in re.split(r"[ -]", match["words"].lower()):
        if word in _UNITS:
            part += _UNITS[word]
        elif word in _TENS:
            part += _TENS[word]
        elif word == "hundred":
            part = max(part, 1) * 100
        elif word in _SCALES:
            total += max(part, 1) * _SCALES[word]
            part = 0
    return (float(total + part),) * 2 if total + part else None


def _bounds(value: tuple[float, float], before: str, start: int) -> tuple[float | None, float | None, int]:
    low, high = value
    for pattern, bounds in ((_AT_LEAST, (low, None)), (_AT_MOST, (None, high)), (_ABOUT, (low, high))):
        found = pattern.search(before)
        if found:
            return *bounds, start - (len(before) - found.start())
    return low, high, start


def _kind(match: re.Match[str], before: str, after: str, sentence: str) -> tuple[str, str] | None:
    """The kind and unit that the nearest word tells; money by its sign or the word after it."""
    kinds = default_knowledge().stories.figures
    follow = _STOP.split(after, maxsplit=1)[0]
    behind = [w.lower() for w in _WORD.findall(follow)[: _AFTER + 2]]
    if behind and behind[0] in _NO_COUNT | _MONTHS:
        return None
    ahead = [w.lower() for w in _WORD.findall(_STOP.split(before)[-1])]
    if ahead and ahead[-1] in _MONTHS | _BEFORE_YEARS and _YEAR.fullmatch(match[0]):
        return None
    sign = (match["currency"] or "").lower()
    best: tuple[int, tuple[str, str]] | None = None
    for kind in kinds:
        for words in kind.words:
            if kind.pattern == "sum":
                distance = 0 if sign == words or (behind[:1] == [words]) else None
            elif sign:
                distance = None
            elif kind.pattern in ("after", "group"):
                distance = _distance(behind[: _AFTER + 1], words.split())
                if distance is not None and kind.pattern == "group":
                    distance += 2 * _AFTER
            else:
                distance = _distance_before(ahead, words.split())
            if distance is not None and (best is None or distance < best[0]):
                best = (distance, (kind.kind, kind.unit))
    return best[1] if best else None


def _distance(words: list[str], wanted: list[str]) -> int | None:
    for at in range(len(words) - len(wanted) + 1):
        if words[at : at + len(wanted)] == wanted:
            return 2 * at + 1
    return None


def _distance_before(words: list[str], wanted: list[str]) -> int | None:
    for back in range(_BEFORE + 1):
        end = len(words) - back
        if end >= len(wanted) and words[end - len(wanted) : end] == wanted:
            return 2 * back
    return None

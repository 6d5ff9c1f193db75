"""Figures that evidence sentences give: how many died, were arrested, marched; how much money. As intervals.

``At least 17`` is [17, open), ``up to 40`` (open, 40], ``dozens`` [24, 99]: what the words allow, and no more.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from dragoman.knowledge import default_knowledge

__all__ = ["Figure", "compatible", "figures_in"]

_BESIDE = r"(?![\w]|[.,:]\d|-year|-day|-hour|-month|-week|st\b|nd\b|rd\b|th\b|%|\s?percent|\s?per cent)"
"""What does not stand right behind a number that counts something."""
_WORD = re.compile(r"[\w$€£'’-]+")
_STOP = re.compile(r"[;:()]|\.\s|,\s(?!including)")
_AFTER, _BEFORE = 5, 3
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
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
    numbers = list(_patterns().number.finditer(sentence))
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


class _Patterns(NamedTuple):
    """A number, and what opens it upwards, downwards or not at all, as regular expressions."""

    number: re.Pattern[str]
    at_least: re.Pattern[str]
    at_most: re.Pattern[str]
    about: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    known = default_knowledge().stories.numbers
    scales, words = _any(known.scales), _any([*known.ones, *known.tens, *known.scales])
    number = (
        r"(?<![\w.,])(?:(?P<currency>us\$|\$|€|£|¥|₹)\s?)?(?:"
        rf"(?P<vague>{_any(sorted(known.vague, key=len, reverse=True))})"
        r"|(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
        rf"(?:\s?(?P<short>{_any(sorted(known.short, key=len, reverse=True))}))?(?:[ -](?P<scale>{scales}))?"
        rf"|(?P<words>(?:{words})(?:(?:[ -]and[ -]|[ -])(?:{words}))*)"
        rf"){_BESIDE}"
    )
    before = (rf"\b(?:{_any(p)})\s+$" for p in (known.at_least, known.at_most, known.about))
    return _Patterns(*(re.compile(p, re.IGNORECASE) for p in (number, *before)))


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))


def _value(match: re.Match[str]) -> tuple[float, float] | None:
    known = default_knowledge().stories.numbers
    if match["vague"]:
        low, high = known.vague[match["vague"].lower()]
        return float(low), float(high)
    if match["digits"]:
        number = float(match["digits"].replace(",", ""))
        if match["short"] and match["currency"]:
            number *= known.short[match["short"].lower()]
        if match["scale"]:
            number *= known.scales[match["scale"].lower()]
        return number, number
    total = part = 0
    for word in re.split(r"[ -]", match["words"].lower()):
        if word in known.ones:
            part += known.ones[word]
        elif word in known.tens:
            part += known.tens[word]
        elif word == "hundred":
            part = max(part, 1) * 100
        elif word in known.scales:
            total += max(part, 1) * known.scales[word]
            part = 0
    return (float(total + part),) * 2 if total + part else None


def _bounds(value: tuple[float, float], before: str, start: int) -> tuple[float | None, float | None, int]:
    low, high = value
    opened = _patterns()
    meant = ((opened.at_least, (low, None)), (opened.at_most, (None, high)), (opened.about, (low, high)))
    for pattern, bounds in meant:
        found = pattern.search(before)
        if found:
            return *bounds, start - (len(before) - found.start())
    return low, high, start


def _kind(match: re.Match[str], before: str, after: str, sentence: str) -> tuple[str, str] | None:
    """The kind and unit that the nearest word tells; money by its sign or the word after it."""
    told = default_knowledge().stories
    follow = _STOP.split(after, maxsplit=1)[0]
    behind = [w.lower() for w in _WORD.findall(follow)[: _AFTER + 2]]
    if behind and behind[0] in told.numbers.no_count | _MONTHS:
        return None
    ahead = [w.lower() for w in _WORD.findall(_STOP.split(before)[-1])]
    if ahead and ahead[-1] in _MONTHS | told.numbers.before_years and _YEAR.fullmatch(match[0]):
        return None
    sign = (match["currency"] or "").lower()
    best: tuple[int, tuple[str, str]] | None = None
    for kind in told.figures:
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

"""Which spans name places: the encoder's locations, and capitalised names that the gazetteer knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.knowledge.places import Gazetteer, fold
from dragoman.records import Analysis, Token
from dragoman.resolve.places.choose import Name

__all__ = ["Span", "beside_of", "find_spans", "given_name"]

_BESIDE = re.compile(r"(?:,| \(|, in|,? in) ?([A-Z][\w.'’-]+(?: (?:of |and )?[A-Z][\w.'’-]+){0,3})")
_LONGEST = 5
_PEOPLED = 100_000
"""A name that only the gazetteer knows counts from this many people on: villages are named like persons and words."""
_TOWN = 5_000
"""After a preposition of place a name that the encoder took for a person's counts from this many people on."""
_SHORT = 4
"""Names shorter than this count only as abbreviations of countries (``US``, ``DRC``)."""


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens ``[first, last)`` that name a place, and the name to look up."""

    first: int
    last: int
    name: Name
    seen: str
    """``entity`` (the encoder) or ``gazetteer``."""


def beside_of(text: str, end: int) -> str | None:
    """The capitalised name after a comma, ``in`` or a bracket: ``Texas`` after ``Paris, Texas``."""
    match = _BESIDE.match(text, end, min(end + 60, len(text)))
    return match[1].rstrip(".'’") if match else None


def given_name(text: str, beside: str | None, gazetteer: Gazetteer) -> Name:
    """The name to look up: as it stands where the gazetteer has it, else without openers, directions, generics."""
    shown = " ".join(text.replace("’s", "").replace("'s", "").split())
    while beside and not gazetteer.candidates(beside, beside=True) and " " in beside:
        beside = beside.rpartition(" ")[0]
    if beside and not gazetteer.candidates(beside, beside=True):
        beside = None
    whole = " ".join(text.split())
    if whole != shown and not whole.endswith(("'s", "’s")) and gazetteer.candidates(whole):
        return Name(whole, beside)  # ``Cox's Bazar``
    if not gazetteer.candidates(shown):
        for shorter in _shorter(shown, gazetteer):
            if gazetteer.candidates(shorter):
                return Name(shorter, beside)
    return Name(shown, beside)


def _shorter(text: str, gazetteer: Gazetteer) -> Iterator[str]:
    words = gazetteer.words
    lower = text.lower()
    for opener in words.openers:
        if lower.startswith(opener + " "):
            yield text[len(opener) + 1 :]
    head, _, tail = text.partition(" ")
    if tail and head.lower() in words.directions:
        yield tail
        yield from _shorter(tail, gazetteer)
    parts = text.split()
    for k in range(len(parts) - 1, 0, -1):
        if " ".join(parts[k:]).lower() in words.generics:
            yield " ".join(parts[:k])
    if ", " in text:
        yield text.partition(", ")[0]


def find_spans(analysis: Analysis, gazetteer: Gazetteer) -> list[Span]:
    """The spans of all place names, in order, without overlap."""
    taken = [False] * len(analysis.tokens)
    spans: list[Span] = []
    stands = _Standing(analysis, gazetteer)
    for entity in analysis.entities:
        for i in range(entity.first, min(entity.last, len(taken))):
            taken[i] = True
        first, last = _trim(analysis, entity.first, entity.last)
        if spans and first < spans[-1].last:
            continue
        if entity.label == "LOC":
            last = _widen(analysis, first, last, gazetteer)
        elif entity.label == "PER":
            if not stands.as_place(first, last, person=True):
                continue
        elif (
            not _is_state_like(analysis, first, last, gazetteer)
            and not stands.as_place(first, last)
            and not (entity.label == "NORP" and _town_before_noun(analysis, first, last, gazetteer))
        ):
            continue
        if first < last and not _is_word(analysis, first, last, gazetteer):
            spans.append(_span(analysis, first, last, gazetteer, "entity"))
    spans.extend(_scan(analysis, gazetteer, taken, stands))
    return sorted(spans, key=lambda s: s.first)


def _span(analysis: Analysis, first: int, last: int, gazetteer: Gazetteer, seen: str) -> Span:
    text = analysis.text[analysis.tokens[first].start : analysis.tokens[last - 1].end]
    beside = beside_of(analysis.text, analysis.tokens[last - 1].end)
    return Span(first, last, given_name(text, beside, gazetteer), seen)


class _Standing:
    """Names that stand where places stand (``in Mendi``), whatever the encoder took them for.

    The gazetteer must know the name. A town that is little known counts where the article speaks of its country.
    """

    def __init__(self, analysis: Analysis, gazetteer: Gazetteer) -> None:
        self._analysis = analysis
        self._gazetteer = gazetteer
        self._persons = {
            analysis.tokens[i].text
            for e in analysis.entities
            if e.label == "PER" and e.last - e.first > 1
            for i in range(e.first, e.last)
        }
        self._countries: set[str | None] = {
            gazetteer.demonym(analysis.text[e.start : e.end]) for e in analysis.entities if e.label == "NORP"
        }
        for e in analysis.entities:
            if e.label in ("LOC", "ORG"):
                found = gazetteer.candidates(analysis.text[e.start : e.end])[:1]
                self._countries.update(c.place.country for c in found if c.place.kind in ("country", "capital"))
        self._countries.discard(None)

    def as_place(self, first: int, last: int, *, person: bool = False) -> bool:
        """Whether tokens ``[first, last)`` name a place by where they stand. ``person``: the encoder sees a person."""
        tokens = self._analysis.tokens
        if first >= last or any(tokens[i].text in self._persons for i in range(first, last)):
            return False
        text = self._analysis.text[tokens[first].start : tokens[last - 1].end]
        found = self._gazetteer.candidates(given_name(text, None, self._gazetteer).text)
        if not found or fold(text) in self._gazetteer.words.never:
            return False
        if person and any(c.place.kind == "country" for c in found):
            return True
        located = self._located(first)
        owning = last < len(tokens) and tokens[last].text in ("'s", "’s")
        least = _PEOPLED if owning and not located else _TOWN if person else _PEOPLED
        if located and any(c.place.country in self._countries for c in found):
            least = 0
        return (located or owning) and any(
            c.population >= least or c.place.kind in ("country", "capital", "admin1") or c.place.id.startswith("place:")
            for c in found
        )

    def _located(self, first: int) -> bool:
        """After a preposition of place, adjectives of direction between."""
        words = self._gazetteer.words
        i = first - 1
        while i > 0 and (self._analysis.tokens[i].text.lower() in words.directions):
            i -= 1
        return i >= 0 and self._analysis.tokens[i].text.lower() in words.locatives


def _trim(analysis: Analysis, first: int, last: int) -> tuple[int, int]:
    """Without a leading article and a trailing possessive or full stop."""
    tokens = analysis.tokens
    if last - first > 1 and tokens[first].text.lower() == "the":
        first += 1
    while last > first and not any(c.isalnum() for c in tokens[last - 1].text):
        last -= 1
    if last - first > 1 and tokens[last - 1].text in ("'s", "’s"):
        last -= 1
    return first, last


def _widen(analysis: Analysis, first: int, last: int, gazetteer: Gazetteer) -> int:
    """``Baghdad`` to ``Baghdad airport`` where the gazetteer has the longer name."""
    tokens = analysis.tokens
    if first < last < len(tokens) - 1 and tokens[last].text in ("'s", "’s") and tokens[last + 1].text[:1].isupper():
        longer = analysis.text[tokens[first].start : tokens[last + 1].end]
        if gazetteer.candidates(longer):
            return last + 2  # ``Cox's Bazar``
    if first < last < len(tokens) and tokens[last].text.lower() in gazetteer.words.generics:
        longer = analysis.text[tokens[first].start : tokens[last].end]
        if any(c.place.id.startswith("place:") for c in gazetteer.candidates(longer)):
            return last + 1
    return last


def _is_word(analysis: Analysis, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """``Saturday``, ``State``, ``City``: a word that news never means as a place of that name."""
    text = analysis.text[analysis.tokens[first].start : analysis.tokens[last - 1].end]
    return fold(text) in gazetteer.words.never or _is_code(analysis, text, last, gazetteer)


def _is_code(analysis: Analysis, text: str, last: int, gazetteer: Gazetteer) -> bool:
    """True for ``WA`` where Western Australia is meant and not the town of Wa: two letters in capitals, and no known
    abbreviation, unless a dateline says more (``WA, Ghana``).
    """
    if len(text) > 2 or not text.isupper() or beside_of(analysis.text, analysis.tokens[last - 1].end):
        return False
    return not any(c.place.kind in ("country", "admin1") for c in gazetteer.candidates(text))


def _town_before_noun(analysis: Analysis, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """A large town that the encoder took for a people's adjective: ``Medan police``, ``Szeged students``."""
    tokens = analysis.tokens
    if not first < last < len(tokens) or tokens[last].upos != "NOUN" or not tokens[last].text.islower():
        return False
    text = analysis.text[tokens[first].start : tokens[last - 1].end]
    if len(text) < _SHORT or gazetteer.demonym(text) is not None:
        return False
    found = [c for c in gazetteer.candidates(text) if fold(c.place.name) == fold(text)]  # no other spelling: ``Shiite``
    return any(c.population >= _PEOPLED for c in found if c.place.kind in ("city", "capital"))


def _is_state_like(analysis: Analysis, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """An organisation to the encoder, by its name a country, division, capital or a place of ours: states act, and
    then look like organisations (``Iraq said``)."""
    if first >= last:
        return False
    tokens = analysis.tokens
    text = analysis.text[tokens[first].start : tokens[last - 1].end]
    if fold(text) in gazetteer.words.never:
        return False
    return any(
        c.place.kind in ("country", "admin1", "capital") or c.place.id.startswith("place:")
        for c in gazetteer.candidates(text)[:3]
        if c.place.kind != "admin2"
    )


def _is_name(token: Token) -> bool:
    return (
        token.text[:1].isupper()
        and token.upos in ("PROPN", "")
        and (token.text[-1:].isalpha() or token.text.count(".") > 1)
    )


def _scan(analysis: Analysis, gazetteer: Gazetteer, taken: list[bool], stands: _Standing) -> Iterator[Span]:
    """Runs of capitalised proper nouns outside all entities, when the whole run is a well-known place or stands where
    places stand."""
    tokens, never = analysis.tokens, gazetteer.words.never
    i = 0
    while i < len(tokens):
        if taken[i] or not _is_name(tokens[i]):
            i += 1
            continue
        end = i
        while (
            end < len(tokens)
            and not taken[end]
            and _is_name(tokens[end])
            and tokens[end].sentence == tokens[i].sentence
        ):
            end += 1
        if end - i <= _LONGEST and not _touches(tokens, taken, i, end):
            text = analysis.text[tokens[i].start : tokens[end - 1].end]
            if fold(text) not in never and (_well_known(text, gazetteer) or stands.as_place(i, end)):
                yield _span(analysis, i, end, gazetteer, "gazetteer")
        i = end


def _touches(tokens: tuple[Token, ...], taken: list[bool], first: int, last: int) -> bool:
    """Part of a longer name: an entity, a title or another capitalised word stands right beside it."""
    before = first > 0 and (taken[first - 1] or tokens[first - 1].text[:1].isupper()) and tokens[first - 1].space
    after = last < len(tokens) and taken[last] and tokens[last - 1].space
    return before or after


def _well_known(text: str, gazetteer: Gazetteer) -> bool:
    if len(text) < _SHORT:
        return text.isupper() and any(c.place.kind == "country" for c in gazetteer.candidates(text))
    return any(
        c.place.kind in ("country", "admin1", "capital") or c.population >= _PEOPLED or c.place.id.startswith("place:")
        for c in gazetteer.candidates(text)
        if c.place.kind != "admin2"
    )

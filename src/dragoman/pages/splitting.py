"""The stories of an HTML page that holds several: appended by scrolling, one under another, entries of a live blog.

A heading begins a story if what stands around it says so (``EVIDENCE``); what follows up to the next such heading must
hold a story's worth of paragraphs, or it is a teaser and belongs to none. An entry of a live blog begins with its
clock time and may be short.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from dragoman.knowledge.residue import PageLexicon
from dragoman.pages.markup import Outline, Piece, is_body

__all__ = ["EVIDENCE", "Evidence", "Span", "find_entries", "find_lead", "find_spans", "head_end"]

_ZONE = 10
"""Pieces below a heading in which its byline and date are looked for."""
_BEGINS = 2.5
_FULL_CHARS, _FULL_PARAGRAPHS = 300, 2
"""A story's worth: teasers are a paragraph, or two short ones."""
_ENTRY_CHARS = 40
_LED_ON = 0.9
"""Share of a piece in links from which it tells nothing by itself."""
_ENTRIES = 3
_HEAD_WORDS = 3
_LONE_CHARS = 90
"""A date or a byline stands in a short piece of its own."""
_CLOCK = re.compile(
    r"(?:[^\d\n]{0,24}\D)?(?:[01]?\d|2[0-3])[:.h][0-5]\d(?:\s?[ap]\.?m\.?)?(?:\W[^\n]{0,28})?"
    r"|\d{1,3}\s?(?:h|hrs?|hours?|m|mins?|minutes?)\sago",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:by|written by|reported by)[:\s]\s*\S", re.IGNORECASE)
_DATE = re.compile(
    r"\b(?:19|20)\d\d[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}|\b\d{1,2}(?:st|nd|rd|th)?\W{1,2}[A-Za-z]{3,9}\W{1,2}(?:19|20)\d\d\b"
    r"|\b[A-Za-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d\b|\b\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d\b"
)


@dataclass(frozen=True, slots=True)
class Span:
    """Pieces ``[start, end)`` of one story; ``title`` is the index of its heading, None if it has none."""

    start: int
    end: int
    title: int | None


@dataclass(frozen=True, slots=True)
class _Page:
    """What the evidence looks at: all pieces, the makes of headings that two stories share (the first title's
    before all), and the first level of its headings."""

    pieces: list[Piece]
    makes: list[str]
    first: str
    top: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """One documented reason to hold a heading for a story's title."""

    name: str
    weight: float
    why: str
    holds: Callable[[_Page, int, range], bool]


def _dated(page: _Page, i: int, zone: range) -> bool:
    pieces = page.pieces
    return any(
        "date" in pieces[j].names
        or pieces[j].stamp
        or (len(pieces[j].text) < _LONE_CHARS and _DATE.search(pieces[j].text) and not is_body(pieces[j]))
        for j in zone
        if j != i
    )


def _signed(page: _Page, i: int, zone: range) -> bool:
    pieces = page.pieces
    return any(
        "byline" in pieces[j].names or (len(pieces[j].text) < _LONE_CHARS and _BY.match(pieces[j].text))
        for j in zone
        if j != i
    )


EVIDENCE: tuple[Evidence, ...] = (
    Evidence("first level", 1.5, "it is a heading of the first level", lambda p, i, z: p.pieces[i].level == 1),
    Evidence("second level", 0.5, "it is one of the second level", lambda p, i, z: p.pieces[i].level == 2),
    Evidence(
        "deep level", -1.0, "it is one of the fourth level: cards have such", lambda p, i, z: p.pieces[i].level == 4
    ),
    Evidence(
        "topmost", 1.0, "no heading of the page is of a higher level", lambda p, i, z: 1 < p.pieces[i].level == p.top
    ),
    Evidence("headline", 1.0, "its class or property says headline", lambda p, i, z: "headline" in p.pieces[i].names),
    Evidence(
        "container",
        1.5,
        "an element that says it holds a story begins with it, or shortly above",
        lambda p, i, z: any(p.pieces[j].opens is not None for j in range(max(z.start, i - 2), i + 1)),
    ),
    Evidence("date", 1.0, "a date stands by it", _dated),
    Evidence("byline", 1.0, "a byline stands by it", _signed),
    Evidence("link", 0.5, "it links to a page of its own", lambda p, i, z: (p.pieces[i].href or "#")[:1] != "#"),
    Evidence("rule", 0.5, "a rule is drawn above it", lambda p, i, z: "rule" in p.pieces[i].names),
    Evidence(
        "first's make",
        1.0,
        "it is made as the page's first title, which is not the only one",
        lambda p, i, z: p.pieces[i].signature == p.first,
    ),
    Evidence(
        "shared make",
        0.5,
        "another heading with a story's worth below is made so, as chapters are too",
        lambda p, i, z: p.pieces[i].signature in p.makes and p.pieces[i].signature != p.first,
    ),
)


def _may_head(piece: Piece) -> bool:
    return piece.level in range(1, 5) and len(piece.text.split()) >= _HEAD_WORDS


def _zone(pieces: list[Piece], i: int) -> range:
    """The pieces around heading ``i`` that are neither body nor another heading: two above, some below."""
    first = i
    while first > max(0, i - 2) and not pieces[first - 1].level and not is_body(pieces[first - 1]):
        first -= 1
    last = i + 1
    while last < min(len(pieces), i + _ZONE) and not _may_head(pieces[last]) and not is_body(pieces[last]):
        last += 1
    return range(first, last)


def _strength(page: _Page, i: int) -> float:
    piece = page.pieces[i]
    zone = _zone(page.pieces, i)
    if piece.level > 1 and not (_dated(page, i, zone) or _signed(page, i, zone) or piece.signature == page.first):
        return 0.0  # chapters, boxes and lists of things have headings as well
    return sum(reason.weight for reason in EVIDENCE if reason.holds(page, i, zone))


def _makes(pieces: list[Piece]) -> tuple[list[str], str]:
    """How headings with a story's worth below are made (tag, class, class of the element around) where two are made
    alike; and the make of the first of all, if it is among them."""
    heads = [i for i, piece in enumerate(pieces) if _may_head(piece)]
    made = [
        pieces[i].signature
        for at, i in enumerate(heads)
        if _is_full(pieces, i, next((j for j in heads[at + 1 :] if pieces[j].level <= pieces[i].level), len(pieces)))
    ]
    makes = [make for make, count in Counter(made).items() if count > 1]
    return makes, made[0] if made and made[0] in makes else ""


def _is_full(pieces: list[Piece], start: int, end: int) -> bool:
    body = [len(p.text) for p in pieces[start:end] if is_body(p)]
    return len(body) >= _FULL_PARAGRAPHS and sum(body) >= _FULL_CHARS


def _above(pieces: list[Piece], i: int, least: int) -> int:
    """Where the story of heading ``i`` begins: with the date, section or opening element just above it."""
    zone = _zone(pieces, i)
    for j in range(max(least, zone.start), i):
        if pieces[j].opens is not None or pieces[j].names & {"date", "byline", "rule"}:
            return j
    return i


def head_end(pieces: list[Piece], span: Span) -> int:
    """The piece before which a story's head ends: its first paragraph, or a few pieces below its title."""
    at = (span.title if span.title is not None else span.start) + 1
    last = min(span.end, at + _ZONE)
    while at < last and not is_body(pieces[at]):
        at += 1
    return at if at < last else min(span.end, (span.title if span.title is not None else span.start) + 1)


def find_spans(found: Outline, lexicon: PageLexicon) -> list[Span]:
    """The stories of a page in order, each with a title; fewer than two where the page holds a single one."""
    pieces = found.pieces
    page = _Page(pieces, *_makes(pieces), min((p.level for p in pieces if p.level), default=1))
    heads = [
        i
        for i, piece in enumerate(pieces)
        if _may_head(piece)
        and _strength(page, i) >= _BEGINS
        and not lexicon.residue(piece.text, len(piece.text.split()))
    ]
    spans: list[Span] = []
    for at, i in enumerate(heads):
        end = heads[at + 1] if at + 1 < len(heads) else len(pieces)
        if _is_full(pieces, i, end):
            spans.append(Span(_above(pieces, i, spans[-1].end if spans else 0), end, i))
        elif spans and pieces[i].opens is None and (pieces[i].href or "#")[:1] == "#" and spans[-1].end == i:
            # Too short for a story and no teaser either: a heading within the story above.
            spans[-1] = Span(spans[-1].start, end, spans[-1].title)
    return _fitted(spans)


def _fitted(spans: list[Span]) -> list[Span]:
    """No span reaches into the next one, whose head may begin above its title."""
    return [
        Span(span.start, min(span.end, spans[at + 1].start) if at + 1 < len(spans) else span.end, span.title)
        for at, span in enumerate(spans)
    ]


def is_clock(piece: Piece) -> bool:
    """True for a short piece that gives a time of day, as entries of live blogs begin with."""
    return len(piece.text) < _LONE_CHARS and not is_body(piece) and _CLOCK.fullmatch(piece.text) is not None


_LEAD_BODIES, _LEAD_CHARS = 3, 400
"""Paragraphs and their characters from which a live blog's introduction is a story."""


def find_entries(found: Outline) -> list[Span]:
    """The entries of a live blog in the page's order; none if fewer than three begin with a time of day."""
    pieces = found.pieces
    starts: dict[int, int | None] = {}
    for j, piece in enumerate(pieces):
        if is_clock(piece) or ("date" in piece.names and piece.stamp and not is_body(piece)):
            start, title = _entry_head(pieces, j)
            if not any(k in starts for k in range(start, j + 1)):
                starts.setdefault(start, title)
    told = _told(pieces, starts)
    opened = _told(pieces, _opened(pieces))
    told = opened if len(opened) > len(told) else told
    return told if len(told) >= _ENTRIES else []


def _opened(pieces: list[Piece]) -> dict[int, int | None]:
    """Where entries begin by their markup, and their headings: some mark head and text of an entry as such each."""
    at = [i for i, piece in enumerate(pieces) if piece.opens is not None and "entry" in piece.names]
    found: dict[int, int | None] = {}
    start: int | None = None
    for i, end in zip(at, [*at[1:], len(pieces)][: len(at)], strict=True):
        start = i if start is None else start
        if _tells(pieces, Span(start, end, None)):
            found[start] = next((k for k in range(start, i + 1) if _may_head(pieces[k])), None)
            start = None
    return found


def _told(pieces: list[Piece], starts: dict[int, int | None]) -> list[Span]:
    """The spans from each start to the next that tell something; ``starts``: first piece -> heading."""
    order = sorted(starts)
    ends = [*order[1:], len(pieces)][: len(order)]
    spans = [
        Span(start, end, _heading(pieces, start, end) if starts[start] is None else starts[start])
        for start, end in zip(order, ends, strict=True)
    ]
    return [span for span in spans if _tells(pieces, span)]


def _heading(pieces: list[Piece], start: int, end: int) -> int | None:
    """The heading of an entry whose time, author and labels stand above it; None if a paragraph comes first."""
    for i in range(start, min(end, start + _ZONE)):
        if is_body(pieces[i]):
            return None
        if _may_head(pieces[i]):
            return i
    return None


def find_lead(found: Outline, entries: list[Span]) -> Span | None:
    """The story above a live blog's entries, where one is told there and not only announced."""
    pieces, end = found.pieces, entries[0].start
    title = next((i for i in range(end - 1, -1, -1) if pieces[i].level == 1), None)
    if title is None or any(piece.level and piece.href for piece in pieces[title + 1 : end]):
        return None  # headings that link elsewhere are teasers, and what stands below them
    told = [len(piece.text) for piece in pieces[title + 1 : end] if is_body(piece)]
    return Span(title, end, title) if len(told) >= _LEAD_BODIES and sum(told) >= _LEAD_CHARS else None


def _tells(pieces: list[Piece], span: Span) -> bool:
    """True if something is told there that is no heading and does more than lead elsewhere, as lists of entries do."""
    return any(
        len(p.text) >= _ENTRY_CHARS and p.text[-1:] in '.!?"”’…)' and not p.level and p.linked < _LED_ON
        for p in pieces[span.start : span.end]
    )


def _entry_head(pieces: list[Piece], j: int) -> tuple[int, int | None]:
    """The first piece and the heading of the entry whose time is piece ``j``."""
    if pieces[j].level:
        return j, None
    for i in range(j, max(-1, j - 3), -1):
        if pieces[i].opens is not None:
            return i, next((k for k in range(i, min(j + 3, len(pieces))) if pieces[k].level), None)
        if i < j and (is_body(pieces[i]) or (pieces[i].level and i < j - 1)):
            break
    if j and pieces[j - 1].level and pieces[j - 1].level > 1:
        return j - 1, j - 1
    following = j + 1 if j + 1 < len(pieces) and pieces[j + 1].level else None
    return j, following

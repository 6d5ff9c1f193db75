"""What speaks for and against a story's beginning at a line of a text page: declared, documented features.

Each is worked out for all lines at once: a ``Sign`` holds of a line or does not, a ``Few`` is a number that few lines
of a page have, a ``Size`` one that all have; sizes are worked out for several pages at once.
Their weights stand in ``data/boundaries.csv``, kind ``story``; ``training/boundaries.py`` fits them.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from dragoman.knowledge.weights import read_weights
from dragoman.pages.masks import Mask, unpacked
from dragoman.pages.roles import Role
from dragoman.pages.sheet import Sheet
from dragoman.pages.view import FEW_BODIES, View
from dragoman.pages.words import WEIGHTS, Floats

__all__ = [
    "FEATURES",
    "FEW",
    "SAME_NAMES",
    "SECOND",
    "SIGNS",
    "SIZES",
    "Few",
    "Found",
    "Sign",
    "Size",
    "table",
    "weights",
]

_SECTION = 4
"""Paragraphs from which what stands below a heading is long for a part of a story."""
_OPENER = re.compile(r"[(\[][A-ZÀ-Þ][^()\[\]]{2,72}[)\]]:? (?=\S)|[A-ZÀ-Þ][^.!?:–—“\"]{1,50}: (?=[A-ZÀ-Þ“\"'])")
_OPENER_CHARS = 60
_SIGNS = (
    ("[", re.compile(r"\[[^()\[\]]{2,72}\](?= )")),
    ("(", re.compile(r"\([^()\[\]]{2,72}\):?(?= )")),
    (" |", re.compile(r"[A-ZÀ-Þ0-9][^!?|“\"]{1,72}? \|(?= )")),
    (": ", re.compile(r"[A-ZÀ-Þ0-9][^.!?:|“\"]{1,72}?:(?= )")),
    (" ", re.compile(r"[A-ZÀ-Þ0-9][^.!?:|“\"]{1,50}? [-–—](?= )")),
    (". ", re.compile(r"[A-ZÀ-Þ][^.!?:|“\"]{1,50}?\.(?= )")),
)
"""Signs that set off what a paragraph begins with (``[Rabat] ...``, ``Ports | ...``, ``LUSAKA — ...``): what stands in
every such line, and the pattern; of several the first counts."""
_SIGNED_CHARS = 76
_SIGNED_SHARE = 3
"""What sets off more than one in so many paragraphs is how a text is written: speakers, items of a list."""
SAME_NAMES = 0.2
"""Share of names in common from which two texts are of one story, where neither title nor head parts them. Of lone
places that only a gap, residue or words set off, true ones in made pages and the measuring set had at most .12, those
at which articles of PolNeAR's training part were cut from .21 to .44."""
_SPOKEN = 3
"""Paragraphs within which who speaks comes again; a place may come again with a later story."""
_NEAR, _NOTHING = 4, 5
"""Kept lines within which a story's first paragraph stands, and from which none does."""
_LEANS = np.array([1.0, 0.5, 0.5, 0.0])
"""What a paragraph that leans on what stands before counts so many kept lines further up."""
_MOST = 0.6
"""Share of a page's stories from which what they have in common is its layout."""


@cache
def weights() -> Mapping[str, float]:
    """Feature -> its weight; ``threshold`` is the sum from which a story begins."""
    return read_weights(WEIGHTS)["story"]


@dataclass(frozen=True, slots=True)
class Sign:
    """One documented reason for (or against) a story's beginning that holds of a line or does not."""

    name: str
    why: str
    holds: Callable[[View], Mask]


@dataclass(frozen=True, slots=True)
class Few:
    """One that holds of a line more or less: a number in [0, 1] for some lines of a page, 0 for all others."""

    name: str
    why: str
    values: Callable[[View], Mapping[int, float]]


@dataclass(frozen=True, slots=True)
class Size:
    """The same of all lines of the pages of a sheet: for each line a number, most of them in [0, 1]."""

    name: str
    why: str
    values: Callable[[Sheet], Floats]


@dataclass(frozen=True, slots=True)
class Found:
    """A feature of the second reading: it asks what the stories that the first reading found have in common."""

    name: str
    why: str
    values: Callable[[View, list[int]], Floats]


def _cohesion(name: str, column: str, why: str, own: Callable[[Floats, Floats], Floats] | None = None) -> Size:
    """Of the place at which a story would begin; ``own`` joins what is known of the captions there to what is known of
    the paragraph below: photos and their captions come again on a page whose stories have nothing in common."""

    def values(sheet: Sheet) -> Floats:
        shares: Floats = getattr(sheet.cohesion, column)
        found: Floats = shares.take(sheet.opening)
        if own is not None and sheet.opening is not sheet.place:
            found = own(found, shares.take(sheet.place))
        return found

    return Size(name, why, values)


def _names(name: str, column: str, why: str) -> Size:
    def values(sheet: Sheet) -> Floats:
        found: Floats = getattr(sheet.names, column).take(sheet.opening)
        return found

    return Size(name, why, values)


def _dateline_follows(view: View) -> Mask:
    """The story's first paragraph has a dateline; one further down is another story's."""
    found = list(view.dated)
    for i in view.dated:
        number = view.before[i]
        above = i - 1
        while above >= 0 and view.before[above] >= number - 1 and view.place[i] - view.place[above] < _NEAR:
            if view.roles[above] is not Role.BODY:
                found.append(above)
            above -= 1
    return view.at(found)


def _leans(sheet: Sheet) -> Floats:
    """The first paragraph begins with a pronoun, a connective or a quotation; half where a title stands above it."""
    found: Floats = sheet.of_body(sheet.leans) * _LEANS.take(sheet.to_body, mode="clip")
    return found


def _lead(sheet: Sheet) -> Floats:
    """How much the first paragraph from here on reads like a story's first."""
    return sheet.of_body(sheet.leads) * (sheet.to_body < _NEAR)


def _no_body(sheet: Sheet) -> Floats:
    """None of the kept lines from here on, as many as a head has, is a paragraph."""
    found: Floats = (sheet.to_body >= _NOTHING).astype(float)
    return found


def _live(view: View) -> Mask:
    """A line above says that the page is a live one, and nothing but the page's usual gap parts this one from it."""
    if not view.live:
        return 0
    says, found, goes_on = set(view.live), [], False
    for i, gap in enumerate(view.gaps):
        goes_on &= not (view.wide and gap > view.common_gap)
        if i in says:  # another live page begins
            goes_on = True
        elif goes_on:
            found.append(i)
    return view.at(found)


def _run_in(view: View) -> Mask:
    """A head runs into the paragraph; speakers of an interview, who come again, are none."""
    openers: dict[str, list[int]] = {}
    for i in view.openers:
        text = view.texts[i]
        opener = _OPENER.match(text) if text[0] in "([" or text.find(": ", 0, _OPENER_CHARS) >= 0 else None
        if opener is not None:
            openers.setdefault(opener.group(), []).append(i)
    return view.at([at[0] for at in openers.values() if len(at) == 1])


def _begins_alike(view: View) -> Mask:
    """It begins with a subject or a place, set off by the same sign as that of the page's first line."""
    if not view.kept:
        return 0
    head = view.texts[view.kept[0]][:_SIGNED_CHARS]
    sign, pattern = next((s for s in _SIGNS if s[0] in head and s[1].match(head)), ("", None))
    if pattern is None:  # as on most pages
        return 0
    alike: list[int] = []
    last: dict[str, int] = {}
    for number, i in enumerate(view.bodies):
        text = view.texts[i]
        opener = pattern.match(text) if sign in text[:_SIGNED_CHARS] else None
        if opener is None:
            continue
        if number - last.get(opener.group(), -_SPOKEN) < _SPOKEN:
            return 0  # speakers, who come again
        last[opener.group()] = number
        alike.append(i)
    return view.at(alike) if len(alike) <= len(view.bodies) / _SIGNED_SHARE else 0


def _above_alike(view: View) -> Mask:
    """A paragraph below the lines that stand above the page's first one: a caption, a day, who wrote it."""
    return view.alike(above=True)


def _below_alike(view: View) -> Mask:
    """A paragraph above a line of the kind that stands below the page's first one, as captions do."""
    return view.alike(above=False)


def _sentence_alike(view: View) -> Mapping[int, float]:
    """A sentence much shorter than the paragraphs, as is the page's first line."""
    alike = bool(view.kept) and view.sentences.get(view.kept[0], 0.0) > 0
    return view.sentences if alike else {}


def _same_names(sheet: Sheet) -> Floats:
    """Names on both sides, and no title, head, dateline or caption parts them."""
    found: Floats = np.minimum(sheet.names.shared.take(sheet.opening) / SAME_NAMES, 1.0)
    found *= sheet.unpacked(lambda view: [view.untitled], 1)[0]
    return found


def _part(view: View) -> Mapping[int, float]:
    """What looks like a title stands above few paragraphs, and the next of its kind follows."""
    titled = [i for i, looks in enumerate(view.looks) if looks]
    found: dict[int, float] = {}
    for i in view.shorts:
        first = view.before[i]  # the number of the paragraph that follows
        if first == len(view.bodies):
            break
        following = bisect(titled, view.bodies[first])
        if following < len(titled):
            bodies = view.before[titled[following]] - first
            if bodies < _SECTION:
                found[i] = 1.0 - (bodies - 1) / (_SECTION - 1)
    return found


def _recurs_soon(view: View) -> Mapping[int, float]:
    """A line stands above that comes again and again, mostly after few paragraphs."""
    between = view.recurs_above.items()
    return {i: max(0.0, min((_SECTION - often) / (_SECTION - FEW_BODIES), 1.0)) for i, often in between}


def _unlike(sheet: Sheet) -> Floats:
    """The share of the first story's layout that is not found here; half if only the first one has no title."""
    found = np.empty(sheet.count)
    for view, begun, end in zip(sheet.views, sheet.at, sheet.at[1:], strict=False):
        masks, parts = _layout(view)
        rows = unpacked(masks, view.count)
        np.divide(rows[0] if len(masks) == 1 else rows.sum(0, dtype=float), parts, out=found[begun:end])
    return found


def _layout(view: View) -> tuple[list[Mask], int]:
    """Of what the first story has (a title, one that comes again, a head), the lines that have it not; and their
    number. If it has no title: those that have one, which count half."""
    first = 1 << view.kept[0] if view.kept else 0
    if not view.titled & first:
        return [view.titled if first else 0], 2
    layout = [view.others(mask) for mask in (view.titled, view.repeated, view.head) if mask & first]
    return layout, len(layout)


def _frames(view: View, starts: list[int]) -> list[Mask]:
    """What stands around lines (repeated, head, captions, gap, residue), as far as most stories share it."""
    begun = view.at(starts[1:])
    # Above the first story there is nothing to be seen but what belongs to it.
    first = view.kept[0] if view.kept else -1
    if first >= 0 and view.roles[first] is Role.CAPTION and view.bodies:
        first = view.bodies[0]
    stories = begun | 1 << first if first >= 0 else begun
    of_stories = (view.repeated, view.head, view.caption_above, view.caption_below)
    few, fewer = (max(2, _MOST * count) for count in (len(starts), len(starts) - 1))
    shared = [mask for mask in of_stories if (mask & stories).bit_count() >= few]
    return shared + [mask for mask in (view.wide_gap, view.after_residue) if (mask & begun).bit_count() >= fewer]


def _out_of_line(view: View, starts: list[int]) -> Floats:
    """The share of what most stories of the page have that is not found here."""
    shared = _frames(view, starts)
    if not shared:
        return np.zeros(view.count)
    found: Floats = (len(shared) - unpacked(shared, view.count).sum(0, dtype=float)) / len(shared)
    return found


SIGNS: tuple[Sign, ...] = (
    Sign("repeated", "the same line comes again before the body begins", lambda v: v.repeated),
    Sign("wide gap", "more blank lines before it than between paragraphs", lambda v: v.wide_gap),
    Sign(
        "tight gap",
        "fewer blank lines before it than between paragraphs, on a page where that is rare",
        lambda v: v.tight_gap,
    ),
    Sign("head lines", "a byline, date or label follows", lambda v: v.head_below),
    Sign("head above", "a byline, date or label stands above a paragraph", lambda v: v.head_above),
    Sign("share bar", "a share bar follows", lambda v: v.barred),
    Sign("caption", "a photo's caption follows", lambda v: v.captioned & ~v.body),
    Sign("caption below", "a photo's caption follows the paragraph", lambda v: v.captioned & v.body),
    Sign("caption above", "a photo's caption stands above a paragraph", lambda v: v.caption_above),
    Sign("dateline", "a paragraph with a dateline follows", _dateline_follows),
    Sign("label", "the line is labelled as a title", lambda v: v.labelled),
    Sign("after residue", "tags, related links or a credit stand before it", lambda v: v.after_tail),
    Sign("rule", "a line of stars or dashes stands before it", lambda v: v.ruled),
    Sign("recurs above", "a short line that comes again and again stands above", lambda v: v.at(list(v.recurs_above))),
    Sign("upper", "a title in capitals", lambda v: v.upper),
    Sign("numbered", "a short line that begins with a number", lambda v: v.numbered),
    Sign("continues", "begins in lower case or with a dash, or as an answer", lambda v: v.continues),
    Sign("unfinished", "the line before does not end a sentence, as in lists", lambda v: v.unfinished),
    Sign("live", "a live page, whose updates have headings, began above and has not ended", _live),
    Sign("run-in head", "a place or subject runs into the paragraph, before a colon or in brackets", _run_in),
    Sign("begins alike", "its subject or place is set off by the signs that the page's first has", _begins_alike),
    Sign("above alike", "it stands below such lines as stand above the page's first paragraph", _above_alike),
    Sign("below alike", "it stands above such a line as stands below the page's first paragraph", _below_alike),
    Sign("announced", "the line before ends with a colon", lambda v: v.announced),
)

FEW: tuple[Few, ...] = (
    Few("recurs soon", "what stands above comes again after few paragraphs, as the times of updates do", _recurs_soon),
    Few("sentence alike", "it and the page's first line are sentences in a title's place", _sentence_alike),
    Few("sentence title", "a sentence much shorter than the paragraphs, one of which follows", lambda v: v.sentences),
    Few("part", "few paragraphs stand below, then what looks like the next heading", _part),
)

SIZES: tuple[Size, ...] = (
    Size("title", "looks like a title", lambda s: s.title),
    _cohesion("dip", "dips", "few words tie what follows to what stands before"),
    _cohesion("fall", "falls", "what follows shares fewer words with what stands before than is usual around"),
    _cohesion("least", "least", "no place around has fewer words in common"),
    _cohesion("takes up", "taken_up", "its words stood shortly before", np.minimum),
    _cohesion("given on", "given_on", "the last line's words come again"),
    _cohesion("goes on", "goes_on", "its own words come again behind it", np.maximum),
    _cohesion("went on", "went_on", "the last line's words stood before it"),
    _names("half names", "leant", "names given by half follow that stood in full before"),
    _names("shared names", "shared", "the names before it stand behind it as well"),
    Size("unlike", "it is not laid out as the page's first story", _unlike),
    Size("leaning", "the paragraph leans on what stands before", _leans),
    Size("no body", "no paragraph follows", _no_body),
    Size("lead", "its first paragraph reads like the first of a story (minus: like a later one)", _lead),
    Size("same names", "names before it stand behind it, and it has neither title nor head", _same_names),
)

FEATURES: tuple[Sign | Few | Size, ...] = (*SIGNS, *FEW, *SIZES)

SECOND: tuple[Found, ...] = (Found("out of line", "it is not laid out as most stories of the page", _out_of_line),)


def table(sheet: Sheet) -> Floats:
    """Features x lines of all pages: what each of ``FEATURES`` says of each line."""
    found = np.zeros((len(FEATURES), sheet.count))
    found[: len(SIGNS)] = sheet.unpacked(lambda view: [sign.holds(view) for sign in SIGNS], len(SIGNS))
    for row, few in enumerate(FEW, len(SIGNS)):
        for view, at in zip(sheet.views, sheet.at, strict=False):
            for i, value in few.values(view).items():
                found[row, at + i] = value
    for row, size in enumerate(SIZES, len(SIGNS) + len(FEW)):
        found[row] = size.values(sheet)
    return found

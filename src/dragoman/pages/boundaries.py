"""What speaks for and against a story's beginning at a line of a text page: declared, documented features.

Each is one number for each line of the page, worked out for all lines at once. Their weights stand in
``data/boundaries.csv``, kind ``story``; ``training/boundaries.py`` fits them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from dragoman.knowledge.weights import read_weights
from dragoman.pages.view import FEW_BODIES, View
from dragoman.pages.words import WEIGHTS, Bools, Floats, with_last

__all__ = ["FEATURES", "SAME_NAMES", "SECOND", "Feature", "Found", "weights"]

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
_MOST = 0.6
"""Share of a page's stories from which what they have in common is its layout."""


@cache
def weights() -> Mapping[str, float]:
    """Feature -> its weight; ``threshold`` is the sum from which a story begins."""
    return read_weights(WEIGHTS)["story"]


@dataclass(frozen=True, slots=True)
class Feature:
    """One documented reason for (or against) a story's beginning: for each line a number, most of them in [0, 1]."""

    name: str
    why: str
    values: Callable[[View], Floats]


@dataclass(frozen=True, slots=True)
class Found:
    """A feature of the second reading: it asks what the stories that the first reading found have in common."""

    name: str
    why: str
    values: Callable[[View, list[int]], Floats]


def _cohesion(name: str, column: str, why: str, own: Callable[[Floats, Floats], Floats] | None = None) -> Feature:
    """Of the place at which a story would begin; ``own`` joins what is known of the captions there to what is known of
    the paragraph below: photos and their captions come again on a page whose stories have nothing in common."""

    def values(view: View) -> Floats:
        shares: Floats = getattr(view.cohesion, column)
        found: Floats = shares[view.opening]
        if own is not None and view.opening is not view.place:
            found = own(found, shares[view.place])
        return found

    return Feature(name, why, values)


def _names(name: str, column: str, why: str) -> Feature:
    def values(view: View) -> Floats:
        found: Floats = getattr(view.names, column)[view.opening]
        return found

    return Feature(name, why, values)


def _is(mask: Bools) -> Floats:
    return mask.astype(float)


def _caption_above(view: View) -> Floats:
    return _is(view.body & view.shifted(view.caption, -1))


def _dateline_follows(view: View) -> Floats:
    """The story's first paragraph has a dateline; one further down is another story's."""
    if not view.datelined.any():
        return np.zeros(view.count)
    first = view.first_body
    second = view.next_body[np.minimum(first + 1, view.count)]
    dated = with_last(view.datelined, False)
    near = view.nth(first) < 4, view.nth(second) < 4
    return _is(np.where(view.body, view.datelined, (dated[first] & near[0]) | (dated[second] & near[1])))


def _leans(view: View) -> Floats:
    """The first paragraph begins with a pronoun, a connective or a quotation; half where a title stands above it."""
    nth = view.nth(view.first_body)
    value = with_last(view.leans, False)[view.first_body] * np.where(nth == 0, 1.0, 0.5)
    found: Floats = np.where(nth < 3, value, 0.0)
    return found


def _no_body(view: View) -> Floats:
    behind = np.where(view.short, view.next_body[1:], view.first_body)
    return _is(view.nth(behind) >= 5)


def _lead(view: View) -> Floats:
    """How much the first paragraph from here on reads like a story's first."""
    found: Floats = np.where(view.nth(view.first_body) < 4, with_last(view.lead, 0.0)[view.first_body], 0.0)
    return found


def _live(view: View) -> Floats:
    """A line above says that the page is a live one, and nothing but the page's usual gap parts this one from it."""
    found = np.zeros(view.count)
    for start in view.live:
        wider = view.gap[start + 1 :] > view.common_gap
        behind = int(np.argmax(wider)) if view.wide and wider.any() else len(wider)
        found[start + 1 : start + 1 + behind] = 1.0
    found[view.live] = 0.0  # another live page begins
    return found


def _run_in(view: View) -> Floats:
    """A head runs into the paragraph; speakers of an interview, who come again, are none."""
    found = np.zeros(view.count)
    openers: dict[str, list[int]] = {}
    may = [(i, view.lines[i].text) for i in (view.body & view.candidate).nonzero()[0].tolist()]
    for i, text in may:
        opener = _OPENER.match(text) if text[0] in "([" or ": " in text[:_OPENER_CHARS] else None
        if opener is not None:
            openers.setdefault(opener.group(), []).append(i)
    for at in openers.values():
        if len(at) == 1:
            found[at] = 1.0
    return found


def _begins_alike(view: View) -> Floats:
    """It begins with a subject or a place, set off by the same sign as that of the page's first line."""
    found = np.zeros(view.count)
    if not view.kept.size:
        return found
    text = view.lines[view.kept[0]].text
    sign, pattern = next((s for s in _SIGNS if s[0] in text[:_SIGNED_CHARS] and s[1].match(text)), ("", None))
    if pattern is None:  # as on most pages
        return found
    alike: list[int] = []
    last: dict[str, int] = {}
    for i in view.body.nonzero()[0].tolist():
        text = view.lines[i].text
        opener = pattern.match(text) if sign in text[:_SIGNED_CHARS] else None
        if opener is None:
            continue
        if int(view.before[i]) - last.get(opener.group(), -_SPOKEN) < _SPOKEN:
            return found  # speakers, who come again
        last[opener.group()] = int(view.before[i])
        alike.append(i)
    if len(alike) <= int(view.before[-1]) / _SIGNED_SHARE:
        found[alike] = 1.0
    return found


def _above_alike(view: View) -> Floats:
    """A paragraph below the lines that stand above the page's first one: a caption, a day, who wrote it."""
    return view.alike(above=True)


def _below_alike(view: View) -> Floats:
    """A paragraph above a line of the kind that stands below the page's first one, as captions do."""
    return view.alike(above=False)


def _sentence_alike(view: View) -> Floats:
    """A sentence much shorter than the paragraphs, as is the page's first line."""
    first = int(view.kept[0]) if view.kept.size else -1
    if first < 0 or not view.sentence[first]:
        return np.zeros(view.count)
    return view.sentence


def _same_names(view: View) -> Floats:
    """Names on both sides, and no title, head, dateline or caption parts them."""
    found: Floats = np.minimum(view.names.shared[view.opening] / SAME_NAMES, 1.0) * view.untitled
    return found


def _part(view: View) -> Floats:
    """What looks like a title stands above few paragraphs, and the next of its kind follows."""
    first = view.next_body[np.minimum(np.arange(view.count) + 1, view.count)]
    following = view.next_titled[np.minimum(first + 1, view.count)]
    bodies = view.before[following] - view.before[:-1]
    few = view.short & (following < view.count) & (bodies < _SECTION)
    found: Floats = np.where(few, 1.0 - (bodies - 1) / (_SECTION - 1), 0.0)
    return found


def _recurs_soon(view: View) -> Floats:
    """A line stands above that comes again and again, mostly after few paragraphs."""
    between = view.recurs_above
    soon = (_SECTION - between) / (_SECTION - FEW_BODIES)
    found: Floats = np.where(between > 0, np.maximum(0.0, np.minimum(soon, 1.0)), 0.0)
    return found


def _unlike(view: View) -> Floats:
    """The share of the first story's layout that is not found here; half if only the first one has no title."""
    if not view.kept.size:
        return np.zeros(view.count)
    first = view.kept[0]
    if not view.titled[first]:
        return _is(view.titled) * 0.5
    layout = [~mask for mask in (view.titled, view.repeated, view.head) if mask[first]]
    found = _is(layout[0])
    for mask in layout[1:]:
        found += mask
    return found / len(layout)


def _frames(view: View, starts: list[int]) -> tuple[Any, Bools]:
    """What stands around lines (repeated, head, captions, gap, residue), and which of it most stories share."""
    above, below = view.body & view.shifted(view.caption, -1), view.body & view.shifted(view.caption, 1)
    frames = np.array([view.repeated, view.head, above, below, view.wide_gap, view.after_residue])
    counts = frames[:, starts[1:]].sum(1)
    # Above the first story there is nothing to be seen but what belongs to it.
    if view.kept.size:
        first = view.kept[0]
        counts[:4] += frames[:4, view.first_body[first] if view.caption[first] and view.before[-1] else first]
    asked = np.array([len(starts)] * 4 + [len(starts) - 1] * 2)
    return frames, (counts >= 2) & (counts >= _MOST * asked)


def _out_of_line(view: View, starts: list[int]) -> Floats:
    """The share of what most stories of the page have that is not found here."""
    frames, shared = _frames(view, starts)
    found: Floats = (shared[:, None] & ~frames).sum(0) / max(1, shared.sum())
    return found


FEATURES: tuple[Feature, ...] = (
    Feature("title", "looks like a title", lambda v: v.title),
    Feature("repeated", "the same line comes again before the body begins", lambda v: _is(v.repeated)),
    Feature("wide gap", "more blank lines before it than between paragraphs", lambda v: _is(v.wide_gap)),
    Feature(
        "tight gap",
        "fewer blank lines before it than between paragraphs, on a page where that is rare",
        lambda v: _is(v.tight_gap),
    ),
    Feature("head lines", "a byline, date or label follows", lambda v: _is(v.head_below)),
    Feature("head above", "a byline, date or label stands above a paragraph", lambda v: _is(v.head_above)),
    Feature("share bar", "a share bar follows", lambda v: _is(v.barred)),
    Feature("caption", "a photo's caption follows", lambda v: _is(v.captioned & ~v.body)),
    Feature("caption below", "a photo's caption follows the paragraph", lambda v: _is(v.body & v.captioned)),
    Feature("caption above", "a photo's caption stands above a paragraph", _caption_above),
    Feature("dateline", "a paragraph with a dateline follows", _dateline_follows),
    Feature("label", "the line is labelled as a title", lambda v: _is(v.labelled)),
    Feature("after residue", "tags, related links or a credit stand before it", lambda v: _is(v.after_tail)),
    Feature("rule", "a line of stars or dashes stands before it", lambda v: _is(v.ruled)),
    Feature("recurs above", "a short line that comes again and again stands above", lambda v: _is(v.recurs_above > 0)),
    Feature("recurs soon", "it comes again after few paragraphs, as the times of updates do", _recurs_soon),
    Feature("upper", "a title in capitals", lambda v: _is(v.upper)),
    Feature("numbered", "a short line that begins with a number", lambda v: _is(v.numbered)),
    Feature("continues", "begins in lower case or with a dash, or as an answer", lambda v: _is(v.continues)),
    _cohesion("dip", "dips", "few words tie what follows to what stands before"),
    _cohesion("fall", "falls", "what follows shares fewer words with what stands before than is usual around"),
    _cohesion("least", "least", "no place around has fewer words in common"),
    _cohesion("takes up", "taken_up", "its words stood shortly before", np.minimum),
    _cohesion("given on", "given_on", "the last line's words come again"),
    _cohesion("goes on", "goes_on", "its own words come again behind it", np.maximum),
    _cohesion("went on", "went_on", "the last line's words stood before it"),
    _names("half names", "leant", "names given by half follow that stood in full before"),
    _names("shared names", "shared", "the names before it stand behind it as well"),
    Feature("unlike", "it is not laid out as the page's first story", _unlike),
    Feature("leaning", "the paragraph leans on what stands before", _leans),
    Feature("unfinished", "the line before does not end a sentence, as in lists", lambda v: _is(v.unfinished)),
    Feature("no body", "no paragraph follows", _no_body),
    Feature("lead", "its first paragraph reads like the first of a story (minus: like a later one)", _lead),
    Feature("live", "a live page, whose updates have headings, began above and has not ended", _live),
    Feature("same names", "names before it stand behind it, and it has neither title nor head", _same_names),
    Feature("run-in head", "a place or subject runs into the paragraph, before a colon or in brackets", _run_in),
    Feature("begins alike", "its subject or place is set off by the signs that the page's first has", _begins_alike),
    Feature("above alike", "it stands below such lines as stand above the page's first paragraph", _above_alike),
    Feature("below alike", "it stands above such a line as stands below the page's first paragraph", _below_alike),
    Feature("sentence alike", "it and the page's first line are sentences in a title's place", _sentence_alike),
    Feature("announced", "the line before ends with a colon", lambda v: _is(v.announced)),
    Feature(
        "sentence title", "a sentence much shorter than the paragraphs, one of which follows", lambda v: v.sentence
    ),
    Feature("part", "few paragraphs stand below, then what looks like the next heading", _part),
)

SECOND: tuple[Found, ...] = (Found("out of line", "it is not laid out as most stories of the page", _out_of_line),)

"""What speaks for and against a story's beginning at a line of a text page: declared, documented features.

Their weights stand in ``data/boundaries.csv``, kind ``story``; ``training/boundaries.py`` fits them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from dragoman.knowledge.weights import read_weights
from dragoman.pages.cohesion import Cohesion
from dragoman.pages.leads import lead_likeness
from dragoman.pages.lines import Line
from dragoman.pages.roles import Mark, Role

__all__ = [
    "FEATURES",
    "Feature",
    "View",
    "apart",
    "frame",
    "layout",
    "lead_weights",
    "nothing_apart",
    "titled",
    "weights",
]

_WEIGHTS = Path(__file__).parent / "data" / "boundaries.csv"
_TITLED = 0.5
_QUOTES = "\"“‘«'"
_BRIEF_WORDS = 4
_SECTION = 4
"""Paragraphs from which what stands below a heading is long for a part of a story."""


@cache
def weights() -> Mapping[str, float]:
    """Feature -> its weight; ``threshold`` is the sum from which a story begins."""
    return read_weights(_WEIGHTS)["story"]


@cache
def lead_weights() -> Mapping[str, float]:
    """Word or sign of a first paragraph -> its weight (``leads.signs``)."""
    return read_weights(_WEIGHTS)["lead"]


@dataclass(slots=True)
class View:
    """What the features see: all lines, and what was worked out once for the page."""

    lines: list[Line]
    marks: list[Mark]
    datelined: list[bool]
    common_gap: int
    wide: bool
    """True if gaps wider than the common one are rare, so that one means something."""
    tight: bool
    """The same of narrower gaps."""
    cohesion: Cohesion
    """Of the kept lines: see ``place``."""
    leaning: frozenset[str]
    days: Mapping[str, int]
    """Names of weekdays, case folded."""
    later: dict[int, int]
    """Line -> the next line within ``_HEAD`` that says the same."""
    kept: list[int]
    first: frozenset[str]
    """The layout of the page's first story: see ``_layout``."""
    live: list[int]
    """Lines that say that what follows is a live page."""
    shared: frozenset[str]
    """What most stories found so far share in their layout (``_frame``); nothing at the first reading."""
    place: list[int]
    """For each line, its position among the kept lines (of the next kept one for residue)."""

    def mark_before(self, i: int) -> Mark | None:
        """The mark of the line before ``i``, None at the top."""
        return self.marks[i - 1] if i else None

    def kept_from(self, i: int, count: int) -> list[int]:
        """Up to ``count`` kept lines from ``i`` on."""
        at = self.place[i]
        return self.kept[at : at + count]

    def kept_before(self, i: int) -> int | None:
        """The last kept line before ``i``."""
        at = self.place[i]
        return self.kept[at - 1] if at else None


@dataclass(frozen=True, slots=True)
class Feature:
    """One documented reason for (or against) a story's beginning; ``value`` is in [0, 1], of a lead in [-1, 1]."""

    name: str
    why: str
    value: Callable[[View, int], float]
    column: str = ""
    """The reading of cohesion that it is, if it is one: these are summed for all places at once."""


def _cohesion(name: str, column: str, why: str) -> Feature:
    def value(view: View, i: int) -> float:
        found: list[float] = getattr(view.cohesion, column)
        return found[view.place[i]]

    return Feature(name, why, value, column)


def titled(view: View, i: int) -> bool:
    """The line looks like a title, or is labelled as one."""
    return view.marks[i].title >= _TITLED or view.marks[i].field == "title"


def apart(view: View, i: int) -> bool:
    """Another gap than usual, residue or a dateline sets the line off from the one before."""
    return view.lines[i].gap != view.common_gap or not view.marks[i - 1].kept or view.datelined[i]


def _repeated(view: View, i: int) -> float:
    if view.marks[i].role is not Role.SHORT or i not in view.later:
        return 0.0
    if view.later[i] == i + 1 and view.lines[i + 1].gap == 0:
        return 0.0  # twice in a row is how captions stand
    before = [j for j in range(i + 1, view.later[i]) if view.marks[j].role is Role.BODY]
    return 1.0 if len(before) <= 3 else 0.0


def _head_follows(view: View, i: int) -> float:
    """A byline, a date or a label before the next line of text."""
    for mark in view.marks[i + 1 : i + 5]:
        if mark.role in (Role.BYLINE, Role.DATE, Role.LABEL):
            return 1.0
        if mark.role in (Role.BODY, Role.SHORT):
            return 0.0
    return 0.0


def _head_before(view: View, i: int) -> float:
    """The same of a story without a title, whose first paragraph stands below."""
    if view.marks[i].role is not Role.BODY:
        return 0.0
    for j in range(i - 1, max(-1, i - 4), -1):
        if view.marks[j].role in (Role.BYLINE, Role.DATE, Role.LABEL):
            return 1.0
        if view.marks[j].kept:
            return 0.0
    return 0.0


def _bar_follows(view: View, i: int) -> float:
    """A share bar directly below what looks like a title."""
    if view.marks[i].role is not Role.SHORT or i + 1 >= len(view.marks):
        return 0.0
    mark = view.marks[i + 1]
    return float(mark.role is Role.RESIDUE and mark.opens)


def _leans(view: View, i: int) -> float:
    """The paragraph begins with a pronoun, a connective or a quotation."""
    for at, j in enumerate(view.kept_from(i, 3)):
        if view.marks[j].role is Role.BODY:
            text = view.lines[j].text
            first = text.partition(" ")[0].casefold().partition("’")[0].partition("'")[0].strip(".,:;")
            return (1.0 if text[0] in _QUOTES or first in view.leaning else 0.0) * (0.5 if at else 1.0)
    return 0.0


def _caption_follows(view: View, i: int) -> float:
    return float(any(m.role is Role.CAPTION for m in view.marks[i + 1 : i + 3]))


def _dateline_follows(view: View, i: int) -> float:
    """The story's first paragraph has a dateline; one further down is another story's."""
    bodies = (j for j in view.kept_from(i, 4) if view.marks[j].role is Role.BODY)
    return float(any(view.datelined[j] for j in islice(bodies, 1 if view.marks[i].role is Role.BODY else 2)))


def _after_tail(view: View, i: int) -> float:
    before = view.mark_before(i)
    return float(before is not None and before.role in (Role.RESIDUE, Role.AGENCY))


def _unfinished_before(view: View, i: int) -> float:
    j = view.kept_before(i)
    if j is None or j < i - 1:
        return 0.0
    return float(not view.lines[j].ends_sentence and view.lines[j].text[-1] not in '"”’)')


def _no_body(view: View, i: int) -> float:
    following = view.kept_from(i, 5)[1 if view.marks[i].role is Role.SHORT else 0 :]
    return float(not any(view.marks[j].role is Role.BODY for j in following))


def nothing_apart(view: View, i: int) -> bool:
    """A paragraph like those around it: no gap, no residue before it, no dateline, head, label or caption."""
    if view.marks[i].role is not Role.BODY or apart(view, i):
        return False
    return not (_head_before(view, i) or _head_follows(view, i) or _caption_follows(view, i))


def layout(view: View, i: int) -> frozenset[str]:
    """How the head of a story at line ``i`` is laid out."""
    found = {
        "title": titled(view, i),
        "repeated": _repeated(view, i) > 0,
        "head": _head_follows(view, i) > 0 or _head_before(view, i) > 0,
    }
    return frozenset(name for name, holds in found.items() if holds)


def frame(view: View, i: int) -> frozenset[str]:
    """The same without the title, which headings within stories have as well, and with what stands before."""
    found = {
        "gap": view.wide and view.lines[i].gap > view.common_gap,
        "residue": i > 0 and not view.marks[i - 1].kept,
    }
    return (layout(view, i) - {"title"}) | {name for name, holds in found.items() if holds}


def _out_of_line(view: View, i: int) -> float:
    """The share of what most stories of the page have that is not found here."""
    return len(view.shared - frame(view, i)) / len(view.shared) if view.shared else 0.0


def _unlike(view: View, i: int) -> float:
    """The share of the first story's layout that is not found here; half if only the first one has no title."""
    first, here = view.first, layout(view, i)
    if "title" not in first:
        return 0.5 if "title" in here else 0.0
    return len(first - here) / len(first)


def _live(view: View, i: int) -> float:
    """A line above says that the page is a live one, and nothing but the page's usual gap parts this one from it."""
    if not view.live or (view.wide and view.lines[i].gap > view.common_gap):
        return 0.0
    at = bisect_left(view.live, i)
    return float(
        at > 0 and not any(view.wide and view.lines[j].gap > view.common_gap for j in range(view.live[at - 1] + 1, i))
    )


def _first_body(view: View, i: int) -> int | None:
    return next((j for j in view.kept_from(i, 4) if view.marks[j].role is Role.BODY), None)


def _lead(view: View, i: int) -> float:
    """How much the first paragraph from here on reads like a story's first."""
    j = _first_body(view, i)
    return 0.0 if j is None else lead_likeness(view.lines[j].text, view.days, lead_weights())


def _brief(view: View, i: int) -> float:
    """A title of few words, as headings within a story are."""
    return float(view.marks[i].role is Role.SHORT and view.lines[i].words <= _BRIEF_WORDS)


def _part(view: View, i: int) -> float:
    """What looks like a title stands above few paragraphs, and the next of its kind follows."""
    if view.marks[i].role is not Role.SHORT:
        return 0.0
    bodies = 0
    for j in range(i + 1, len(view.marks)):
        if view.marks[j].role is Role.BODY:
            bodies += 1
            if bodies >= _SECTION:
                return 0.0
        elif bodies and titled(view, j):
            return 1.0 - (bodies - 1) / (_SECTION - 1)
    return 0.0


FEATURES: tuple[Feature, ...] = (
    Feature("title", "looks like a title", lambda v, i: v.marks[i].title),
    Feature("repeated", "the same line comes again before the body begins", _repeated),
    Feature(
        "wide gap",
        "more blank lines before it than between paragraphs",
        lambda v, i: float(v.wide and v.lines[i].gap > v.common_gap),
    ),
    Feature(
        "tight gap",
        "fewer blank lines before it than between paragraphs, on a page where that is rare",
        lambda v, i: float(v.tight and v.lines[i].gap < v.common_gap),
    ),
    Feature("head lines", "a byline, date or label follows", _head_follows),
    Feature("head above", "a byline, date or label stands above a paragraph", _head_before),
    Feature("share bar", "a share bar follows", _bar_follows),
    Feature("caption", "a photo's caption follows", _caption_follows),
    Feature("dateline", "a paragraph with a dateline follows", _dateline_follows),
    Feature("label", "the line is labelled as a title", lambda v, i: float(v.marks[i].field == "title")),
    Feature("after residue", "tags, related links or a credit stand before it", _after_tail),
    _cohesion("dip", "dips", "few words tie what follows to what stands before"),
    _cohesion("fall", "falls", "what follows shares fewer words with what stands before than is usual around"),
    _cohesion("least", "least", "no place around has fewer words in common"),
    _cohesion("takes up", "taken_up", "its words stood shortly before"),
    _cohesion("given on", "given_on", "the last line's words come again"),
    _cohesion("goes on", "goes_on", "its own words come again behind it"),
    _cohesion("went on", "went_on", "the last line's words stood before it"),
    Feature("unlike", "it is not laid out as the page's first story", _unlike),
    Feature("out of line", "it is not laid out as most stories of the page", _out_of_line),
    Feature("leaning", "the paragraph leans on what stands before", _leans),
    Feature("unfinished", "the line before does not end a sentence, as in lists", _unfinished_before),
    Feature("no body", "no paragraph follows", _no_body),
    Feature("lead", "its first paragraph reads like the first of a story (minus: like a later one)", _lead),
    Feature("live", "a live page, whose updates have headings, began above and has not ended", _live),
    Feature("brief", "a title of a few words, as headings within stories are", _brief),
    Feature("part", "few paragraphs stand below, then what looks like the next heading", _part),
)

"""Where the stories of a text page begin: a scorer of declared, weighted features.

Each line that may open a story is scored; a sum at or above ``THRESHOLD`` opens one. Then the page is read again: what
most stories found share in their layout is asked of each. The weights are set by hand from what each feature means, and
chosen with the scores of made pages and of the measuring set in view (docs/benchmarks.md); no program fitted them.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate, islice

import numpy as np

from dragoman.knowledge.residue import PageLexicon
from dragoman.pages.cohesion import Cohesion, measure
from dragoman.pages.lines import Line
from dragoman.pages.roles import Mark, Role

__all__ = ["FEATURES", "THRESHOLD", "Feature", "View", "find_stories"]

THRESHOLD = 3.0
_HEAD = 14
"""Lines after a title within which crawlers repeat it."""
_FEW_BODIES = 2
_RARE = 5
"""A gap is rare, and so means something, where it is at most one in so many."""
_MOST = 0.6
"""Share of a page's stories from which what they have in common is its layout."""
_LEAD_WORDS = 8
"""Shorter lines are no first paragraph."""
_FRAGMENT = 200
"""Characters below which what has no title is no story of its own."""
_LONE = 1.0
"""How much more a page's only second story needs where nothing but its words sets it off. Of 300 articles of PolNeAR's
training part 33 that are no live pages were cut in two without it, 15 with it; boundary F1 of pages without titles fell
from 85.0 to 80.3 (most of them have more than two stories), of all layouts from 93.7 to 93.1."""
_TITLED = 0.5
_QUOTES = "\"“‘«'"


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
    later: dict[int, int]
    """Line -> the next line within ``_HEAD`` that says the same."""
    kept: list[int]
    first: frozenset[str]
    """The layout of the page's first story: see ``_layout``."""
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
    """One documented reason for (or against) a story's beginning; ``value`` is in [0, 1]."""

    name: str
    weight: float
    why: str
    value: Callable[[View, int], float]
    column: str = ""
    """The reading of cohesion that it is, if it is one: these are summed for all places at once."""


def _cohesion(name: str, weight: float, column: str, why: str) -> Feature:
    def value(view: View, i: int) -> float:
        found: list[float] = getattr(view.cohesion, column)
        return found[view.place[i]]

    return Feature(name, weight, why, value, column)


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


def _nothing_apart(view: View, i: int) -> bool:
    """A paragraph like those around it: no gap, no residue before it, no dateline, head, label or caption."""
    if view.marks[i].role is not Role.BODY or _apart(view, i):
        return False
    return not (_head_before(view, i) or _head_follows(view, i) or _caption_follows(view, i))


def _layout(view: View, i: int) -> frozenset[str]:
    """How the head of a story at line ``i`` is laid out."""
    found = {
        "title": _titled(view, i),
        "repeated": _repeated(view, i) > 0,
        "head": _head_follows(view, i) > 0 or _head_before(view, i) > 0,
    }
    return frozenset(name for name, holds in found.items() if holds)


def _frame(view: View, i: int) -> frozenset[str]:
    """The same without the title, which headings within stories have as well, and with what stands before."""
    found = {
        "gap": view.wide and view.lines[i].gap > view.common_gap,
        "residue": i > 0 and not view.marks[i - 1].kept,
    }
    return (_layout(view, i) - {"title"}) | {name for name, holds in found.items() if holds}


def _out_of_line(view: View, i: int) -> float:
    """The share of what most stories of the page have that is not found here."""
    return len(view.shared - _frame(view, i)) / len(view.shared) if view.shared else 0.0


def _unlike(view: View, i: int) -> float:
    """The share of the first story's layout that is not found here; half if only the first one has no title."""
    first, here = view.first, _layout(view, i)
    if "title" not in first:
        return 0.5 if "title" in here else 0.0
    return len(first - here) / len(first)


FEATURES: tuple[Feature, ...] = (
    Feature("title", 1.0, "looks like a title", lambda v, i: v.marks[i].title),
    Feature("repeated", 3.0, "the same line comes again before the body begins", _repeated),
    Feature(
        "wide gap",
        2.5,
        "more blank lines before it than between paragraphs",
        lambda v, i: float(v.wide and v.lines[i].gap > v.common_gap),
    ),
    Feature(
        "tight gap",
        1.0,
        "fewer blank lines before it than between paragraphs, on a page where that is rare",
        lambda v, i: float(v.tight and v.lines[i].gap < v.common_gap),
    ),
    Feature("head lines", 1.5, "a byline, date or label follows", _head_follows),
    Feature("head above", 1.5, "a byline, date or label stands above a paragraph", _head_before),
    Feature("share bar", 0.5, "a share bar follows", _bar_follows),
    Feature("caption", 0.5, "a photo's caption follows", _caption_follows),
    Feature("dateline", 2.0, "a paragraph with a dateline follows", _dateline_follows),
    Feature("label", 3.5, "the line is labelled as a title", lambda v, i: float(v.marks[i].field == "title")),
    Feature("after residue", 0.3, "tags, related links or a credit stand before it", _after_tail),
    _cohesion("dip", 1.5, "dips", "few words tie what follows to what stands before"),
    _cohesion("fall", 1.6, "falls", "what follows shares fewer words with what stands before than is usual around"),
    _cohesion("least", 0.8, "least", "no place around has fewer words in common"),
    _cohesion("takes up", -1.0, "taken_up", "its words stood shortly before"),
    _cohesion("given on", -1.0, "given_on", "the last line's words come again"),
    _cohesion("goes on", 0.8, "goes_on", "its own words come again behind it"),
    _cohesion("went on", 0.3, "went_on", "the last line's words stood before it"),
    Feature("unlike", -1.0, "it is not laid out as the page's first story", _unlike),
    Feature("out of line", -2.0, "it is not laid out as most stories of the page", _out_of_line),
    Feature("leaning", -1.0, "the paragraph leans on what stands before", _leans),
    Feature("unfinished", -1.0, "the line before does not end a sentence, as in lists", _unfinished_before),
    Feature("no body", -3.0, "no paragraph follows", _no_body),
)


_OUT_OF_LINE = next(feature for feature in FEATURES if feature.name == "out of line")
_COHESION = [feature for feature in FEATURES if feature.column]
_OTHERS = [feature for feature in FEATURES if not feature.column and feature is not _OUT_OF_LINE]
_PLAIN = 2.0
"""What a paragraph that nothing sets off can gain beside its words: lines of a head, and a caption, that follow."""


def find_stories(lines: list[Line], marks: list[Mark], datelined: list[bool], lexicon: PageLexicon) -> list[int]:
    """The indices of the lines at which stories begin; the first is always 0. Empty for no lines."""
    if not lines:
        return []
    view = _view(lines, marks, datelined, lexicon)
    sizes = _Sizes(view)
    scored = _scored(view, sizes.before)
    starts = sizes.chosen(scored)
    view.shared = _shared(view, starts)
    if view.shared:
        scored = [(score + _OUT_OF_LINE.weight * _OUT_OF_LINE.value(view, i), i) for score, i in scored]
        starts = sizes.chosen(scored)
    return _without_lone(view, starts, {i: score for score, i in scored})


def _without_lone(view: View, starts: list[int], scores: dict[int, float]) -> list[int]:
    """One beginning alone that words alone set apart must be plain: most texts are one story, whose subject shifts."""
    lone = len(starts) == 2 and _nothing_apart(view, starts[1])
    return starts[:1] if lone and scores[starts[1]] < THRESHOLD + _LONE else starts


def _shared(view: View, starts: list[int]) -> frozenset[str]:
    """What most of these stories have in common in their frames; above the first there is nothing to be seen."""
    frames = [_frame(view, i) for i in starts[1:]]
    counts = Counter(name for frame in frames for name in frame)
    counts.update(view.first - {"title"})
    return frozenset(
        name
        for name, count in counts.items()
        if count >= 2 and count >= _MOST * (len(frames) + (name not in ("gap", "residue")))
    )


class _Sizes:
    """How much of what may be a story's text stands before each line."""

    def __init__(self, view: View) -> None:
        self.view = view
        pairs = list(zip(view.lines, view.marks, strict=True))
        self.before = [0, *accumulate(mark.role is Role.BODY for _, mark in pairs)]
        self._text = [0, *accumulate(len(line.text) if mark.kept else 0 for line, mark in pairs)]

    def chosen(self, scored: list[tuple[float, int]]) -> list[int]:
        """The lines that open stories, in order.

        The best line wins first, and keeps weaker ones away from its own first paragraphs: related headlines often
        stand above a title, headings below it.
        """
        starts = [0]
        for score, i in sorted(scored, key=lambda found: (-found[0], found[1])):
            if score < THRESHOLD:
                break
            at = bisect(starts, i)
            if self._fits(i, starts[at - 1], starts[at] if at < len(starts) else None):
                starts.insert(at, i)
        return starts

    def _fits(self, i: int, previous: int, following: int | None) -> bool:
        """True if a story between two others leaves enough of them, and is enough itself."""
        before = self.before
        last = len(self.view.lines) if following is None else following
        own = following is None or before[last] - before[i] >= _FEW_BODIES
        enough = _titled(self.view, i) or self._text[last] - self._text[i] >= _FRAGMENT
        return own and enough and before[i] - before[previous] >= _FEW_BODIES


def _titled(view: View, i: int) -> bool:
    return view.marks[i].title >= _TITLED or view.marks[i].field == "title"


def _scored(view: View, before: list[int]) -> list[tuple[float, int]]:
    """The lines that open a story by their scores at the first reading (the second only takes from them), each behind
    enough paragraphs."""
    ties: list[float] = sum(f.weight * np.array(getattr(view.cohesion, f.column)) for f in _COHESION).tolist()  # type: ignore[union-attr]
    found: list[tuple[float, int]] = []
    for i, mark in enumerate(view.marks):
        if before[i] < _FEW_BODIES:
            continue
        tied = ties[view.place[i]]
        if mark.role is not Role.BODY:
            if mark.role is not Role.SHORT and mark.field != "title":
                continue
        elif view.lines[i].words < _LEAD_WORDS or (tied + _PLAIN < THRESHOLD and not _apart(view, i)):
            continue  # most paragraphs are settled here: nothing sets them off from the one before
        score = tied + sum(feature.weight * feature.value(view, i) for feature in _OTHERS)
        if score >= THRESHOLD:
            found.append((score, i))
    return found


def _apart(view: View, i: int) -> bool:
    return view.lines[i].gap != view.common_gap or not view.marks[i - 1].kept or view.datelined[i]


def _view(lines: list[Line], marks: list[Mark], datelined: list[bool], lexicon: PageLexicon) -> View:
    gaps = Counter(line.gap for line in lines[1:])
    common = min(gaps, key=lambda g: (-gaps[g], g)) if gaps else 0
    wider = sum(count for gap, count in gaps.items() if gap > common)
    tighter = sum(count for gap, count in gaps.items() if gap < common)
    kept = [i for i, mark in enumerate(marks) if mark.kept]
    place, at = [0] * len(lines), 0
    for i in range(len(lines)):
        place[i] = at
        at += marks[i].kept
    view = View(
        lines=lines,
        marks=marks,
        datelined=datelined,
        common_gap=common,
        wide=wider * _RARE < len(lines),
        tight=tighter * _RARE < len(lines),
        cohesion=measure([lines[i].text for i in kept], lexicon),
        leaning=lexicon.leaning,
        later=_later(lines),
        kept=kept,
        place=place,
        first=frozenset(),
        shared=frozenset(),
    )
    if kept:
        view.first = _layout(view, kept[0])
    return view


def _later(lines: list[Line]) -> dict[int, int]:
    found: dict[int, int] = {}
    last: dict[str, int] = {}
    for i in range(len(lines) - 1, -1, -1):
        key = lines[i].key
        if key in last and last[key] - i <= _HEAD:
            found[i] = last[key]
        last[key] = i
    return found

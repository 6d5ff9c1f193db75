"""Where the stories of a text page begin: a scorer of declared, weighted features.

Each line that may open a story is scored; a sum at or above ``THRESHOLD`` opens one. The weights are set by hand from
what each feature means; they are no fit to any set.

Cohesion is measured by lexical chains (Morris and Hirst 1991; the depth score is TextTiling's, Hearst 1997): a word
that recurs within a dozen lines ties the lines between; where few ties cross, the subject changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import log

from dragoman.pages.lines import Line
from dragoman.pages.roles import Mark, Role

__all__ = ["FEATURES", "THRESHOLD", "Feature", "View", "find_stories"]

THRESHOLD = 3.0
_REACH = 12
"""Lines over which a recurring word still ties: beyond, it is chance."""
_WINDOW = 8
"""Lines on either side in which the peaks of cohesion are sought."""
_HEAD = 14
"""Lines after a title within which crawlers repeat it."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_FEW_BODIES = 2


@dataclass(slots=True)
class View:
    """What the features see: all lines, and what was worked out once for the page."""

    lines: list[Line]
    marks: list[Mark]
    datelined: list[bool]
    common_gap: int
    wide: bool
    """True if gaps wider than the common one are rare, so that one means something."""
    dips: list[float]
    """For each line, how far the cohesion before it falls below its surroundings: 0 (none) to 1 (to nothing)."""
    later: dict[int, int]
    """Line -> the next line within ``_HEAD`` that says the same."""
    kept: list[int]
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


def _repeated(view: View, i: int) -> float:
    if view.marks[i].role is not Role.SHORT or i not in view.later:
        return 0.0
    if view.later[i] == i + 1 and view.lines[i + 1].gap == 0:
        return 0.0  # twice in a row is how captions stand
    before = [j for j in range(i + 1, view.later[i]) if view.marks[j].role is Role.BODY]
    return 1.0 if len(before) <= 3 else 0.0


def _head_lines(view: View, i: int) -> float:
    near = view.marks[i + 1 : i + 4]
    for mark in near:
        if mark.role in (Role.BYLINE, Role.DATE, Role.LABEL) or (mark.role is Role.RESIDUE and mark.opens):
            return 1.0
        if mark.role in (Role.BODY, Role.SHORT):
            return 0.0
    return 0.0


def _caption_follows(view: View, i: int) -> float:
    return float(any(m.role is Role.CAPTION for m in view.marks[i + 1 : i + 3]))


def _dateline_follows(view: View, i: int) -> float:
    return float(any(view.datelined[j] for j in view.kept_from(i, 4)))


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


FEATURES: tuple[Feature, ...] = (
    Feature("title", 1.0, "looks like a title", lambda v, i: v.marks[i].title),
    Feature("repeated", 3.0, "the same line comes again before the body begins", _repeated),
    Feature(
        "wide gap",
        2.0,
        "more blank lines before it than between paragraphs",
        lambda v, i: float(v.wide and v.lines[i].gap > v.common_gap),
    ),
    Feature("head lines", 1.5, "a byline, date, label or share bar follows", _head_lines),
    Feature("caption", 0.5, "a photo's caption follows", _caption_follows),
    Feature("dateline", 2.0, "a paragraph with a dateline follows", _dateline_follows),
    Feature("label", 3.5, "the line is labelled as a title", lambda v, i: float(v.marks[i].field == "title")),
    Feature("after residue", 0.6, "tags, related links or a credit stand before it", _after_tail),
    Feature("cohesion", 3.0, "few words tie what follows to what stands before", lambda v, i: v.dips[i]),
    Feature("unfinished", -1.5, "the line before does not end a sentence, as in lists", _unfinished_before),
    Feature("no body", -3.0, "no paragraph follows", _no_body),
)


def find_stories(lines: list[Line], marks: list[Mark], datelined: list[bool]) -> list[int]:
    """The indices of the lines at which stories begin; the first is always 0. Empty for no lines."""
    if not lines:
        return []
    view = _view(lines, marks, datelined)
    starts, bodies = [0], 0
    best, best_score = -1, 0.0
    for i in range(len(lines)):
        # Between two paragraphs the best line wins: related headlines often stand above a title.
        if bodies >= _FEW_BODIES and _may_open(view, i):
            score = _score(view, i)
            if score >= THRESHOLD and score > best_score:
                best, best_score = i, score
        if marks[i].role is Role.BODY:
            bodies += 1
            if best >= 0:
                starts.append(best)
                bodies, best, best_score = 1, -1, 0.0
    return starts


def _may_open(view: View, i: int) -> bool:
    mark = view.marks[i]
    return mark.role is Role.SHORT or mark.field == "title" or (mark.role is Role.BODY and view.dips[i] > 0)


def _score(view: View, i: int) -> float:
    return sum(feature.weight * feature.value(view, i) for feature in FEATURES)


def _view(lines: list[Line], marks: list[Mark], datelined: list[bool]) -> View:
    gaps = [line.gap for line in lines[1:]]
    common = max(set(gaps), key=lambda g: (gaps.count(g), -g)) if gaps else 0
    wider = sum(g > common for g in gaps)
    kept = [i for i, mark in enumerate(marks) if mark.kept]
    place, at = [0] * len(lines), 0
    for i in range(len(lines)):
        place[i] = at
        at += marks[i].kept
    return View(
        lines, marks, datelined, common, wider * 5 <= len(gaps), _dips(lines, kept, place), _later(lines), kept, place
    )


def _later(lines: list[Line]) -> dict[int, int]:
    found: dict[int, int] = {}
    last: dict[str, int] = {}
    for i in range(len(lines) - 1, -1, -1):
        key = lines[i].key
        if key in last and last[key] - i <= _HEAD:
            found[i] = last[key]
        last[key] = i
    return found


def _dips(lines: list[Line], kept: list[int], place: list[int]) -> list[float]:
    """The depth of cohesion before each line; 0 everywhere on pages too short to tell."""
    count = len(kept)
    if count < 2 * _FEW_BODIES + 2:
        return [0.0] * len(lines)
    ties = _ties(lines, kept)
    depth = [0.0] * (count + 1)
    for g in range(1, count):
        left = max(ties[max(1, g - _WINDOW) : g], default=0.0)
        right = max(ties[g + 1 : min(count, g + 1 + _WINDOW)], default=0.0)
        peak = min(left, right) if g > 1 and g < count - 1 else 0.0
        depth[g] = max(0.0, 1.0 - ties[g] / peak) if peak > 0 else 0.0
    return [depth[place[i]] for i in range(len(lines))]


def _ties(lines: list[Line], kept: list[int]) -> list[float]:
    """For each gap between kept lines, the weight of the words that recur across it."""
    seen: dict[str, list[int]] = {}
    for position, i in enumerate(kept):
        for word in set(_WORD.findall(lines[i].text)):
            seen.setdefault(word, []).append(position)
    count = len(kept)
    steps = [0.0] * (count + 1)
    for word, positions in seen.items():
        if len(positions) < 2:
            continue
        weight = log(count / len(positions)) * (2.0 if word[0].isupper() else 1.0)
        for a, b in pairwise(positions):
            if b - a <= _REACH:
                steps[a + 1] += weight / (b - a) ** 0.5
                steps[b + 1 if b < count else count] -= weight / (b - a) ** 0.5
    total, ties = 0.0, []
    for step in steps:
        total += step
        ties.append(total)
    return ties

"""When: time expressions of an article as intervals.

The stages, each a small pure function:

1. *find*: the rules whose words stand in a sentence are matched against it (``knowledge.timerules``);
2. *choose*: of overlapping matches the longest wins; names that only look like times are dropped;
3. *join*: neighbours that tell one time are merged, words such as ``late`` or ``the end of`` drawn in;
4. *evaluate*: each expression is put on the calendar (``times.evaluate``), counted from the day of publication or from
   the last time told (in a chronicle always from that); or kept unresolved with the reason;
5. *bound*: ``since``, ``by``, ``until`` before an expression open its interval;
6. *range*: ``from Monday to Friday`` gives both the whole stretch;
7. *count*: ``two days after the vote on 12 May`` is counted from it.

Nothing is guessed: without a known day of publication ``Tuesday`` stays ``XXXX-WXX-2`` with no interval.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dragoman.knowledge.timerules import DIGITS, TimeRule, TimeRules
from dragoman.records import (
    Analysis,
    Anchor,
    Article,
    BlockKind,
    Granularity,
    Interval,
    Sentence,
    TimeKind,
    TimeMention,
    content_id,
)
from dragoman.resolve.times.evaluate import evaluate
from dragoman.resolve.times.fields import Fields, merge, read_fields
from dragoman.resolve.times.meaning import NO_DAY, Frame, Meaning
from dragoman.resolve.times.ranges import counted_from_events, joined_ranges
from dragoman.resolve.times.tense import direction

if TYPE_CHECKING:
    from dragoman.knowledge import Knowledge

__all__ = ["tag_times"]

_WORDS = re.compile(r"[a-z]+|\d+")
_PREVIOUS = re.compile(r"([\w%$€£'’]+|[-–])[\s(\"“‘]*$")
_NEXT = re.compile(r"[\s\"”]*([\w%]+|-)")
_OWNING = re.compile(r"['’]s?$")
_OWNING_NEXT = re.compile(r"['’]s?\b")
_WITHIN = re.compile(r"\b(within|inside) (?:the )?$", re.I)
_IN = re.compile(r"\bin (?:about |around |roughly |just |less than |under |as little as )?$", re.I)
_BEFORE_NOUN = frozenset({"compound", "nmod", "amod", "nummod", "nmod:desc", "nmod:npmod"})
_EXTREMES = frozenset({"JJS", "RBS"})
_LONGEST_PREFIX = 40
_NARRATIVE_YEARS = 6
"""This many written years, and hardly a word counted from today, make an article a chronicle."""
_LONG_PAST = 15
"""Years from which one told of in a text of its own day is history: a war that goes on is told over fewer (with 0 the
value F1 of WikiWars falls by .4)."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A match in the article's text: characters ``[start, end)``, its rule and what it says."""

    start: int
    end: int
    rule: TimeRule
    fields: Fields


def tag_times(article: Article, analysis: Analysis, knowledge: Knowledge) -> tuple[TimeMention, ...]:
    """The time expressions of ``article``, in order of the text, without overlap."""
    rules = knowledge.times
    tagger = _Tagger(article, analysis, rules)
    found = [(sentence, tagger.find(sentence)) for sentence in analysis.sentences]
    fields = [f.fields for _, expressions in found for f in expressions]
    tagger.narrative, tagger.recent = _is_chronicle(fields), _recent(fields, article)
    told = (tagger.mention(sentence, f) for sentence, expressions in found for f in expressions)
    return tuple(counted_from_events(article.text, joined_ranges(article.text, list(told))))


def _published(article: Article) -> Anchor | None:
    """The anchor if it names one day; a bound does not tell which Tuesday is meant."""
    anchor = article.published
    if anchor is None or anchor.interval.start is None or anchor.interval.start != anchor.interval.end:
        return None
    return anchor


def _is_chronicle(found: list[Fields]) -> bool:
    """True for a text that tells dates of the past in order (a history, a chronology): its bare months and days are
    counted from the last date told, not from the day of publication."""
    written = sum(f.year is not None for f in found)
    deictic = sum(
        f.weekday is not None or f.shift is not None or (f.step is not None and f.anaphor is None) for f in found
    )
    return written >= _NARRATIVE_YEARS and deictic * 6 < written


def _recent(found: list[Fields], article: Article) -> int:
    """The year of publication, if the text tells of it or of the one before; else 0."""
    interval = article.published.interval if article.published else None
    last = interval.end or interval.start if interval else None
    if last is None or not any(f.year is not None and last.year - 1 <= f.year <= last.year for f in found):
        return 0
    return last.year


class _Tagger:
    """The running state of one article: its anchor, and the last time told."""

    def __init__(self, article: Article, analysis: Analysis, rules: TimeRules) -> None:
        self._article = article
        self._analysis = analysis
        self._rules = rules
        self._anchor = _published(article)
        self._starts = [t.start for t in analysis.tokens]
        self._reference: tuple[date, str] | None = None
        self._told_in = -1
        """The block of the last time told."""
        self._above: tuple[int, date] | None = None
        """The verb that the last day told hangs on, and that day."""
        self.narrative = False
        self.recent = 0
        """The year of publication, of a text that tells of it or of the one before; else 0."""

    def find(self, sentence: Sentence) -> list[_Found]:
        """The expressions of one sentence, joined and widened, not yet on the calendar."""
        text = self._article.text
        found = _choose(_find(text, sentence, self._rules, self._accept))
        if not found:
            return found
        joined = (_settled(text, sentence.start, f, self._rules) for f in _join(text, found, self._rules))
        widened = [_widen(text, sentence.start, f, self._rules) for f in joined if f is not None]
        # `the last week of December`: what was drawn in is no expression of its own.
        return [f for k, f in enumerate(widened) if all(f.end <= after.start for after in widened[k + 1 : k + 2])]

    def _accept(self, rule: TimeRule, match: re.Match[str]) -> bool:
        text = self._article.text
        if any(match[name] and match[name].islower() for name in rule.proper):
            return False
        if rule.lower and not match[0][:1].islower():
            return False
        if not _context_allows(text, rule, match, self._rules):
            return False
        if rule.proper and self._inside_name(match.start(), match.end(), weekday="weekday" in rule.proper):
            return False
        return not (rule.id in ("month", "may") and self._is_verb(match.start()))

    def _is_verb(self, start: int) -> bool:
        i = bisect_left(self._starts, start)
        tokens = self._analysis.tokens
        return i < len(tokens) and tokens[i].start == start and tokens[i].upos in ("VERB", "AUX")

    def _inside_name(self, start: int, end: int, *, weekday: bool) -> bool:
        """Part of a longer name of a person, or of an organisation (``the May family``, ``April 6 Movement``). A month
        alone may be a person (``May said``), a weekday or a feast of two words (``Eid al-Fitr``) hardly."""
        for entity in self._analysis.entities:
            if entity.start <= start and end <= entity.end:
                longer = len(_OWNING.sub("", self._article.text[entity.start : entity.end])) > end - start
                alone = weekday or " " in self._article.text[start:end]
                if (entity.label == "PER" and (longer or not alone)) or (entity.label == "ORG" and longer):
                    return True
        return False

    def mention(self, sentence: Sentence, found: _Found) -> TimeMention:
        """``found`` on the calendar."""
        first, last = self._tokens(found.start, found.end)
        anchor = self._anchor.interval.start if self._anchor else None
        day = self._reference[0] if self._reference and self._goes_on(sentence) else anchor
        frame = Frame(
            day,
            self._reference,
            lambda: (
                "nearest"
                if self.narrative
                else direction(self._analysis, first, last, self._rules.tense, self._kind(sentence) is BlockKind.TITLE)
            ),
            self._above[1] if self._above and self._above[0] in self._verbs(first, last)[1:] else None,
        )
        fields = found.fields
        if fields.sense == "duration" and _WITHIN.search(self._article.text, sentence.start, found.start):
            # `within two weeks` of something ahead begins now.
            fields = replace(fields, sense="next") if frame.direction() == "future" else fields
        elif fields.sense == "duration" and fields.number and self._lies_ahead(sentence, found, first, frame):
            fields = replace(fields, sense="from_now")
        meaning = evaluate(fields, frame, self._rules)
        if meaning.point is not None and not _compares(fields) and self._kind(sentence) is not BlockKind.CAPTION:
            self._reference, self._told_in = meaning.point, sentence.block
            self._above = next(((v, meaning.point[0]) for v in self._verbs(first, last)), None)
        # `since Sunday's vote`: since the vote; `from 3 to 5 February` is bounded by itself.
        if fields.day_end is None and not _OWNING_NEXT.match(self._article.text, found.end):
            meaning = self._bounded(meaning, found.start, sentence, last)
        return TimeMention(
            id=content_id("t", self._article.id, found.start, found.end, found.rule.id),
            evidence=self._article.evidence(found.start, found.end),
            kind=meaning.kind,
            value=meaning.value,
            interval=meaning.interval,
            anchor=self._anchor if meaning.anchored and not (self.narrative and day is not anchor) else None,
            reading=meaning.reading,
            rule=found.rule.id,
            unresolved=None if meaning.interval is not None else meaning.unresolved or "not on the calendar",
            token_start=first,
            token_end=last,
        )

    def _verbs(self, first: int, last: int) -> list[int]:
        """The verbs above the expression of tokens ``[first, last)``, the nearest first, up to one that is joined to
        another (``marched on Saturday and will march on Monday``)."""
        found: list[int] = []
        for token in self._analysis.ancestors(last - 1):
            if token.upos == "VERB" and not first <= token.i < last:
                found.append(token.i)
            if token.dep == "conj":
                break
        return found

    def _lies_ahead(self, sentence: Sentence, found: _Found, first: int, frame: Frame) -> bool:
        """``will vote in two weeks``: then; but ``will be the first vote in two years`` is a stretch that lies back."""
        text = self._article.text
        if not _IN.search(text, sentence.start, found.start) or frame.direction() != "future":
            return False
        before = self._analysis.tokens[sentence.first : first]
        return not any(t.xpos in _EXTREMES or t.text.lower() in self._rules.lists["extremes"] for t in before)

    def _goes_on(self, sentence: Sentence) -> bool:
        """Whether a sentence goes on from the last time told. In a text that tells up to its own day, a year long past
        that a paragraph above looks back to (``founded in 1949``) is no beginning of a chronicle."""
        if not self.narrative or self._reference is None:
            return False
        day, unit = self._reference
        far = self._told_in != sentence.block and unit == "Y" and day.year < self.recent - _LONG_PAST
        return not far or self._kind_of(self._told_in) is BlockKind.HEADING

    def _kind(self, sentence: Sentence) -> BlockKind | None:
        return self._kind_of(sentence.block)

    def _kind_of(self, block: int) -> BlockKind | None:
        blocks = self._article.blocks
        return blocks[block].kind if 0 <= block < len(blocks) else None

    def _tokens(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that cover characters ``[start, end)``."""
        first = bisect_left(self._starts, start)
        if first == len(self._starts) or self._starts[first] > start:
            first = max(first - 1, 0)
        return first, max(bisect_left(self._starts, end), first + 1)

    def _modifies(self, last: int) -> bool:
        """Whether the expression that ends before token ``last`` stands before a noun that it modifies."""
        tokens = self._analysis.tokens
        return last < len(tokens) and tokens[last - 1].dep in _BEFORE_NOUN and tokens[last - 1].head >= last

    def _bounded(self, meaning: Meaning, start: int, sentence: Sentence, last: int) -> Meaning:
        interval = meaning.interval
        if interval is None or meaning.kind is TimeKind.DURATION or None in (interval.start, interval.end):
            return meaning
        before = self._rules.bound_pattern.search(self._article.text, max(sentence.start, start - 20), start)
        if before is None:
            return meaning
        bound = self._rules.bounds[" ".join(before[1].lower().split())]
        governor = _PREVIOUS.search(self._article.text, max(sentence.start, before.start() - 30), before.start())
        if governor is not None and governor[1].lower() in bound.unless:
            return meaning
        side = bound.side
        if side in ("before", "after") and self._modifies(last):
            return meaning  # `after the 2019 elections`: after them, and they were in 2019
        if interval.granularity is Granularity.PART_OF_DAY and side in ("before", "after"):
            return meaning  # `before dawn on Thursday` is on Thursday
        opened = _open(interval, side)
        return meaning if opened is None else replace(meaning, interval=opened)


# ---------------------------------------------------------------------------------------------------- stages


def _find(
    text: str, sentence: Sentence, rules: TimeRules, accept: Callable[[TimeRule, re.Match[str]], bool]
) -> list[_Found]:
    words = set(_WORDS.findall(text[sentence.start : sentence.end].lower()))
    wanted: set[int] = set()
    for word in words:
        if word.isdigit():
            wanted.update(rules.by_word[DIGITS])
        elif word in rules.by_word:
            wanted.update(rules.by_word[word])
    found = []
    for order in sorted(wanted):
        rule = rules.rules[order]
        for match in rule.pattern.finditer(text, sentence.start, sentence.end):
            if match.end() > match.start() and accept(rule, match):
                trimmed = bool(rule.trim) and match[0].lower().startswith(rule.trim)
                start = match.start() + (len(rule.trim) + 1 if trimmed else 0)
                found.append(_Found(start, match.end(), rule, read_fields(rule, match, rules)))
    return found


def _context_allows(text: str, rule: TimeRule, match: re.Match[str], rules: TimeRules) -> bool:
    before = _PREVIOUS.search(text, max(match.start() - 30, 0), match.start())
    previous = before[1].lower() if before else ""
    if previous in ("-", "–"):
        previous = text[max(match.start() - 12, 0) : match.start() - 1].rpartition(" ")[2].lower()
    if rule.after is not None and previous not in rule.after:
        return False
    if previous in rule.not_after:
        return False
    after = _NEXT.match(text, match.end())
    following = after[1].lower() if after else ""
    if rule.before is not None and following not in rule.before:
        return False
    if following in rule.not_before:
        return False
    return rule.constants.get("bare") is None or _is_year(text, match, previous, following, rules)


def _is_year(text: str, match: re.Match[str], previous: str, following: str, rules: TimeRules) -> bool:
    """A bare number of four digits is a year unless its neighbours make it an amount or the number of something."""
    if previous in rules.lists["numbered"] or re.match(r",\d|\.\d|[-–]\d|%|\w", text[match.end() : match.end() + 2]):
        return False
    if following in rules.lists["counted"]:
        return previous in ("in", "since") and following not in ("percent", "million", "billion")
    return previous in rules.lists["year_cues"] or 1900 <= int(match["year"]) <= 2099


def _choose(found: list[_Found]) -> list[_Found]:
    """The longest first; among equals the rule that stands first; without overlap, in order of the text."""
    if len(found) < 2:
        return found
    chosen: list[_Found] = []
    for one in sorted(found, key=lambda f: (f.start - f.end, f.rule.order, f.start)):
        if all(one.end <= other.start or one.start >= other.end for other in chosen):
            chosen.append(one)
    return sorted(chosen, key=lambda f: f.start)


def _join(text: str, found: list[_Found], rules: TimeRules) -> list[_Found]:
    joined = [found[0]]
    for right in found[1:]:
        left = joined[-1]
        gap = text[left.end : right.start]
        shapes = (left.fields.shape, right.fields.shape)
        if len(gap) < 20 and any(
            shapes[0] in a and shapes[1] in b and between.fullmatch(gap) for a, b, between in rules.joins
        ):
            keeper = right.rule if left.rule.weak and not right.rule.weak else left.rule
            joined[-1] = _Found(left.start, right.end, keeper, merge(left.fields, right.fields))
        else:
            joined.append(right)
    return joined


def _compares(fields: Fields) -> bool:
    """``a year earlier``, ``a year ago`` set a time beside the one told of: the story does not go on from it."""
    return fields.sense == "earlier" or (fields.sense == "ago" and fields.unit == "Y" and fields.number == 1)


def _settled(text: str, floor: int, found: _Found, rules: TimeRules) -> _Found | None:
    """What counts only when joined (``dawn``, ``Tue``), alone: None, but for a part of the day that a preposition makes
    a time (``at dawn``). Of which day it is, the text does not say."""
    if not found.rule.weak or found.fields.shape not in ("part", "weekday"):
        return found
    if text[found.start : found.end].lower() in rules.lists["nights"]:
        return replace(found, fields=replace(found.fields, shift=-1, unit="D", mod="overnight"))
    opener = "the " if text[found.start : found.end].lower().startswith("the ") else ""
    before = text[max(floor, found.start - _LONGEST_PREFIX) : found.start] + opener
    if found.fields.shape == "part" and rules.part_cue.search(before):
        return replace(found, fields=replace(found.fields, vague=NO_DAY))
    return None


def _widen(text: str, floor: int, found: _Found, rules: TimeRules) -> _Found:
    """Draws in ``late``, ``the end of``, ``nearly`` that stand before the expression."""
    shape = found.fields.shape
    left = text[max(floor, found.start - _LONGEST_PREFIX) : found.start]
    for pattern, prefix in rules.prefixes:
        if shape in prefix.shapes:
            match = pattern.search(left)
            if match:
                fields = found.fields if found.fields.mod else replace(found.fields, mod=prefix.mod)
                start = found.start if prefix.outside else found.start - len(left) + match.start()
                return replace(found, start=start, fields=fields)
    return found


def _open(interval: Interval, side: str) -> Interval | None:
    """The interval that only a bound is told of; nothing else is, not even that what lies ahead begins no sooner."""
    start, end = interval.start, interval.end
    assert start is not None
    assert end is not None
    if side == "start":
        return Interval(start, None, Granularity.OPEN)
    if side == "end":
        return Interval(None, end, Granularity.OPEN)
    if side == "before" and start > date.min:
        return Interval(None, start - timedelta(1), Granularity.OPEN)
    if side == "after" and end < date.max:
        return Interval(end + timedelta(1), None, Granularity.OPEN)
    return None

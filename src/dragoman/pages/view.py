"""A text page as the features of story boundaries see it: its lines as arrays, worked out once.

All arrays are by line; ``place`` leads from a line to what is known of the kept ones.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, cached_property
from itertools import pairwise
from statistics import median

import numpy as np

from dragoman.knowledge.residue import PageLexicon
from dragoman.pages.cohesion import Cohesion, measure
from dragoman.pages.leads import leaning, likeness
from dragoman.pages.lines import Line
from dragoman.pages.names import Names, read_names
from dragoman.pages.roles import NUMBERED, Mark, Role
from dragoman.pages.words import Bools, Floats, Ints, Tokens, Vocabulary, with_last

__all__ = ["FEW_BODIES", "View"]

FEW_BODIES = 2
"""Paragraphs that a story has at least."""
_TITLED = 0.5
_HEAD = 14
"""Lines after a title within which crawlers repeat it."""
_RARE = 5
"""A gap is rare, and so means something, where it is at most one in so many."""
_LEAD_WORDS = 8
"""Shorter lines are no first paragraph."""
_SENTENCE, _LONGER = 20, 0.7
"""Words of a title that is a sentence, and share of the usual length from which a paragraph may stand below it."""
_LIVE_WORDS = 30
_RECURRING_WORDS = 10
_FEW = 2
_FRAME, _SHARED = 3, 3
"""Lines around a paragraph that are compared with those around the page's first, and the paragraphs, one in so many,
that may be alike."""
_BETWEEN = 3
"""Lines of a head or a tail between a paragraph and what is sought."""
_FINISHED = frozenset('.!?…:;"”’)')
_CONTINUES = re.compile(r"[a-zß-öø-ÿ•·►*]|[—–-] ?\w|[QA]: ")
_DIGITS, _WORDS = re.compile(r"\d+"), re.compile(r"\w")
_CLOSING = frozenset({"tags", "copyright", "related links", "comments", "credit line", "agency credit"})
"""Reasons of residue that stand at the end of stories; adverts, share bars and newsletters stand within as well."""
_PLAIN = frozenset({Role.BODY, Role.SHORT})
_HEADS = (Role.BYLINE, Role.DATE, Role.LABEL)
_ROLES = {role: number for number, role in enumerate(Role)}
_OF_HEAD = np.array([role in _HEADS for role in Role])


class View:
    """What the features see: all lines, and what was worked out once for the page."""

    def __init__(
        self, lines: list[Line], marks: list[Mark], datelined: list[bool], lexicon: PageLexicon, words: Vocabulary
    ) -> None:
        self.lines, self.marks, self.count = lines, marks, len(lines)
        self._lexicon = lexicon
        role = np.frombuffer(bytes([_ROLES[mark.role] for mark in marks]), np.uint8)
        self.body: Bools = role == _ROLES[Role.BODY]
        self.short: Bools = role == _ROLES[Role.SHORT]
        self.caption: Bools = role == _ROLES[Role.CAPTION]
        self._residue: Bools = role == _ROLES[Role.RESIDUE]
        self._agency: Bools = role == _ROLES[Role.AGENCY]
        self._in_head: Bools = _OF_HEAD[role]
        self._kept: Bools = self.body | self.short | self.caption
        self.title: Floats = np.array([mark.title for mark in marks], dtype=float)
        self._said = [(i, mark) for i, mark in enumerate(marks) if mark.reason or mark.field]
        self.labelled: Bools = self._at([i for i, mark in self._said if mark.field == "title"])
        self.titled: Bools = (self.title >= _TITLED) | self.labelled
        self.gap: Ints = np.array([line.gap for line in lines])
        self.words: Ints = np.array([line.words for line in lines])
        self.datelined: Bools = np.array(datelined, dtype=bool)
        self.kept: Ints = self._kept.nonzero()[0]
        self._shorts: list[int] = self.short.nonzero()[0].tolist()
        self._bodies: list[int] = self.body.nonzero()[0].tolist()
        self._numbers: Ints = np.arange(self.count)
        self.place: Ints = self._kept.cumsum() - self._kept
        """For each line, its position among the kept lines (of the next kept one for residue)."""
        self.before: Ints = np.zeros(self.count + 1, np.int64)
        self.before[1:] = self.body.cumsum()
        """Paragraphs before each line, and in all."""
        self._gaps()
        texts = [lines[i].text for i in self.kept.tolist()]
        tokens = Tokens.read(texts, words)
        self.cohesion: Cohesion = measure(tokens)
        self.names: Names = read_names(tokens)
        self.lead: Floats = np.zeros(self.count)
        self.lead[self.kept] = likeness(texts, tokens)
        self.leans: Bools = np.zeros(self.count, bool)
        self.leans[self.kept] = leaning(texts, tokens)

    def _at(self, where: list[int]) -> Bools:
        """True for these lines."""
        found = np.zeros(self.count, bool)
        if where:
            found[where] = True
        return found

    def _gaps(self) -> None:
        gaps = Counter([line.gap for line in self.lines[1:]])
        self.common_gap = min(gaps, key=lambda g: (-gaps[g], g)) if gaps else 0
        wider = sum(count for gap, count in gaps.items() if gap > self.common_gap)
        tighter = sum(count for gap, count in gaps.items() if gap < self.common_gap)
        self.wide = wider * _RARE < self.count
        """True if gaps wider than the common one are rare, so that one means something."""
        self.wide_gap: Bools = (self.gap > self.common_gap) & self.wide
        self.tight_gap: Bools = (self.gap < self.common_gap) & (tighter * _RARE < self.count)

    def shifted(self, mask: Bools, by: int) -> Bools:
        """For each line, whether the mask holds ``by`` lines below it (above, if negative)."""
        found = np.zeros(self.count, bool)
        if by > 0:
            found[:-by] = mask[by:]
        else:
            found[-by:] = mask[:by]
        return found

    def _next(self, mask: Bools) -> Ints:
        """For each line, and behind the last, the first line from it on for which the mask holds; else ``count``."""
        at = with_last(np.where(mask, self._numbers, self.count), self.count)
        found: Ints = np.minimum.accumulate(at[::-1])[::-1]
        return found

    def _last(self, mask: Bools) -> Ints:
        """For each line, the last line before it for which the mask holds; else -1."""
        found = np.full(self.count, -1)
        np.maximum.accumulate(np.where(mask, self._numbers, -1)[:-1], out=found[1:])
        return found

    def nth(self, target: Ints) -> Ints:
        """How many kept lines stand between each line and its target; many if there is none."""
        return self._places[target] - self.place

    @cached_property
    def _places(self) -> Ints:
        found: Ints = with_last(self.place, self.count * 2)
        return found

    @cached_property
    def sentence(self) -> Floats:
        """How much shorter a sentence is than the page's paragraphs, if a longer one follows: titles may end so.

        Short ones above a first paragraph of any length are titles too; a word or two only on a page that begins with
        such a sentence, and no times or numbered items: with these more single articles were cut.
        """
        found = np.zeros(self.count)
        sizes = np.sort(self.words[self.body])
        usual = float(sizes[(len(sizes) - 1) // 2] + sizes[len(sizes) // 2]) / 2 if len(sizes) else 0.0  # the median
        behind = self.next_body[1:]
        least = np.minimum(usual * _LONGER, np.maximum(self.words * 2, _LEAD_WORDS))
        follows = (with_last(self.words, 0)[behind] >= least) & (self.nth(behind) == 1)
        at = self.body & ~self.leans & follows & (self.words <= min(_SENTENCE, usual))
        if not (self.kept.size and at[self.kept[0]]):
            at &= self.words > _FEW
        at &= self._at([i for i in at.nonzero()[0].tolist() if not self.lines[i].text[0].isdigit()])
        found[at] = 1.0 - self.words[at] / max(usual, 1.0)
        return found

    @cached_property
    def opening(self) -> Ints:
        """The place at which a story would begin that has the line for its first: captions right above it are its."""
        if not self.caption.any():
            return self.place
        captions = with_last(self.caption[self.kept], False)
        above = np.zeros(len(captions), np.int64)
        for place in captions[:-1].nonzero()[0].tolist():
            above[place + 1] = above[place] + 1
        found: Ints = self.place - np.where(self.body, above[self.place], 0)
        return found

    @cached_property
    def next_body(self) -> Ints:
        """The first paragraph from each line on (and from behind the last)."""
        return self._next(self.body)

    @cached_property
    def first_body(self) -> Ints:
        """The same of each line."""
        return self.next_body[:-1]

    @cached_property
    def next_titled(self) -> Ints:
        """The first line from each on that looks like a title."""
        return self._next(self.titled)

    @cached_property
    def _last_kept(self) -> Ints:
        return self._last(self._kept)

    @cached_property
    def _last_body(self) -> Ints:
        return self._last(self.body)

    @cached_property
    def candidate(self) -> Bools:
        """The lines that may open a story, each behind enough paragraphs."""
        may = self.short | self.labelled | (self.body & (self.words >= _LEAD_WORDS)) | (self.sentence > 0)
        return may & (self.before[:-1] >= FEW_BODIES)

    @cached_property
    def apart(self) -> Bools:
        """Another gap than usual, residue or a dateline sets the line off from the one before."""
        found: Bools = (self.gap != self.common_gap) | ~self.shifted(self._kept, -1) | self.datelined
        return found

    @cached_property
    def repeated(self) -> Bools:
        """A short line that comes again before three paragraphs have passed; twice in a row is how captions stand."""
        found = np.zeros(self.count, bool)
        keys = [line.key for line in self.lines]
        counts = Counter(keys)
        if len(counts) == self.count:
            return found
        last: dict[str, int] = {}
        for i in [i for i, key in enumerate(keys) if counts[key] > 1][::-1]:
            again = last.get(keys[i])
            last[keys[i]] = i
            if again is None or again - i > _HEAD or not self.short[i]:
                continue
            at_once = again == i + 1 and self.lines[again].gap == 0
            found[i] = not at_once and self.before[again] - self.before[i] <= 3
        return found

    @cached_property
    def _headed(self) -> bool:
        """True if there is a byline, a date or a label on the page."""
        return bool(self._in_head.any())

    @cached_property
    def head_below(self) -> Bools:
        """A byline, a date or a label before the next line of text."""
        if not self._headed:
            return np.zeros(self.count, bool)
        head = self._next(self._in_head)[1:]
        return (head < self._next(self.body | self.short)[1:]) & (head <= self._numbers + 4)

    @cached_property
    def head_above(self) -> Bools:
        """The same of a story without a title, whose first paragraph stands below."""
        if not self._headed:
            return np.zeros(self.count, bool)
        head = self._last(self._in_head)
        return self.body & (head > self._last_kept) & (head >= self._numbers - _BETWEEN)

    @cached_property
    def head(self) -> Bools:
        """Either of the two."""
        return self.head_below | self.head_above

    @cached_property
    def barred(self) -> Bools:
        """A share bar directly below what looks like a title."""
        return self.short & self._at([i - 1 for i, m in self._said if m.opens and m.role is Role.RESIDUE and i])

    @cached_property
    def after_residue(self) -> Bools:
        """The line before is left out."""
        found = ~self.shifted(self._kept, -1)
        found[:1] = False
        return found

    @cached_property
    def after_tail(self) -> Bools:
        """The line before is residue or an agency's credit."""
        return self.shifted(self._residue | self._agency, -1)

    @cached_property
    def _closing(self) -> Bools:
        return self._at([i for i, mark in self._said if mark.reason in _CLOSING])

    @cached_property
    def ruled(self) -> Bools:
        """A line of stars or dashes stands directly above."""
        return self._at([i + 1 for i, mark in self._said if mark.reason == "ornament" and i + 1 < self.count])

    @cached_property
    def _recurring(self) -> Floats:
        """How many paragraphs (1 or more) mostly stand between the comings of a short line, or of closing residue.

        Numbers in them may differ. Adverts, share bars and newsletters come again within one story.
        """
        found = np.zeros(self.count)
        where: dict[str, list[int]] = {}
        few = ((self.short | self._closing) & (self.words <= _RECURRING_WORDS)).nonzero()[0].tolist()
        if len(few) < _FEW:
            return found
        keys = _DIGITS.sub("0", "\n".join([self.lines[i].key for i in few])).split("\n")
        if len(set(keys)) == len(few):
            return found
        for i, key in zip(few, keys, strict=True):
            where.setdefault(key, []).append(i)
        for at in where.values():
            if len(at) > 1 and self.before[at[-1]] - self.before[at[0]] >= FEW_BODIES:
                found[at] = max(1.0, median([int(self.before[b] - self.before[a]) for a, b in pairwise(at)]))
        return found

    @cached_property
    def recurs_above(self) -> Floats:
        """The same of the line that comes again and again and stands between the last paragraph and this one, near it;
        0 if none does."""
        if not self._recurring.any():
            return self._recurring
        at = self._last(self._recurring > 0)
        near = (at > self._last_body) & (at >= self._numbers - _BETWEEN)
        return np.where(near, self._recurring[at], 0.0)

    @cached_property
    def upper(self) -> Bools:
        """A short line in capitals."""
        lines = self.lines
        return self._at([i for i in self._shorts if lines[i].text.isupper() and lines[i].words > 1])

    @cached_property
    def numbered(self) -> Bools:
        """A short line that begins with a number."""
        texts = [(i, self.lines[i].text) for i in self._shorts]
        return self._at([i for i, text in texts if not text[0].islower() and NUMBERED.match(text)])

    @cached_property
    def continues(self) -> Bools:
        """A paragraph that begins in lower case, as an item of a list or as a question or answer."""
        texts = [(i, self.lines[i].text) for i in self._bodies]
        return self._at(
            [i for i, text in texts if not (text[1:2].islower() and text[0].isupper()) and _CONTINUES.match(text)]
        )

    @cached_property
    def unfinished(self) -> Bools:
        """The kept line directly before, no caption, does not end a sentence."""
        open_ended = [
            i
            for i, last in enumerate(self.lasts[:-1])
            if last not in _FINISHED and not self.lines[i].ends_sentence and self.marks[i].role in _PLAIN
        ]
        return self._at([i + 1 for i in open_ended])

    @cached_property
    def lasts(self) -> list[str]:
        """The last character of each line."""
        return [line.text[-1] for line in self.lines]

    @cached_property
    def announced(self) -> Bools:
        """The line before ends with a colon."""
        return self._at([i for i, last in enumerate(self.lasts[:-1], 1) if last == ":"])

    @cached_property
    def untitled(self) -> Bools:
        """A paragraph without dateline, head, label or caption."""
        return self.body & ~(self.datelined | self.labelled | self.head | self.captioned)

    def alike(self, above: bool) -> Floats:
        """1 for the paragraphs above (below) which such lines stand as above (below) the page's first one.

        Only of pages whose first story has no title; what so many paragraphs share is how a text is written.
        """
        found = np.zeros(self.count)
        first = self._bodies[0] if self._bodies else 0
        if not self._bodies or self.short[:first].any() or len(self._bodies) == self.count:
            return found
        kinds = self._kinds(first, above)
        if not kinds:
            return found
        same = [i for i in self._bodies if self._kinds(i, above)[: len(kinds)] == kinds]
        if len(same) * _SHARED <= len(self._bodies):
            found[same] = 1.0
        return found

    def _kinds(self, i: int, above: bool) -> list[str]:
        """What the lines from a paragraph up (down) to the next line of text are, at most three."""
        found: list[str] = []
        step = -1 if above else 1
        at = i + step
        while 0 <= at < self.count and len(found) < _FRAME and self.marks[at].role not in _PLAIN:
            found.append(self.marks[at].reason or self.marks[at].role.value)
            at += step
        return found if above else found[:1]

    @cached_property
    def captioned(self) -> Bools:
        """A photo's caption follows, or one line further down."""
        if not self.caption.any():
            return self.caption
        return self.shifted(self.caption, 1) | self.shifted(self.caption, 2)

    @cached_property
    def nothing_apart(self) -> Bools:
        """A paragraph like those around it: neither these nor a gap or residue before it."""
        return self.untitled & ~self.apart

    @cached_property
    def live(self) -> list[int]:
        """The lines that say that what follows is a live page: titles and introductions."""
        lines = [i for i, words in enumerate(self.words.tolist()) if words <= _LIVE_WORDS]
        shown = "\n".join([self.lines[i].key for i in lines]).replace("’", "'")
        found: set[int] = set()
        for phrase in _live_phrases(self._lexicon):
            at = shown.find(phrase)
            while at >= 0:
                if not _WORDS.search(shown[max(0, at - 1) : at] + shown[at + len(phrase) : at + len(phrase) + 1]):
                    found.add(lines[shown.count("\n", 0, at)])
                at = shown.find(phrase, at + 1)
        return sorted(found)


@cache
def _live_phrases(lexicon: PageLexicon) -> tuple[str, ...]:
    """What titles of live pages say."""
    return tuple(dict.fromkeys(g.phrase for g in lexicon.gates if g.cause == "live_blog" and g.where == "title"))

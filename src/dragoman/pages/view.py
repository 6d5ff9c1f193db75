"""A text page as the features of story boundaries see it: its lines by columns, worked out once.

What holds of a line or does not is a mask (``masks.py``). ``place`` leads from a line to what is known of the kept
ones, which is worked out for several pages at once (``sheet.py``).
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, cached_property
from itertools import accumulate, pairwise
from statistics import median
from typing import NamedTuple

from dragoman.knowledge.residue import PageLexicon
from dragoman.pages.lines import Line
from dragoman.pages.masks import Mask, mask_at, mask_of
from dragoman.pages.roles import NUMBERED, Mark, Role
from dragoman.pages.words import Floats

__all__ = ["FEW_BODIES", "NONE", "Laid", "View"]

FEW_BODIES = 2
"""Paragraphs that a story has at least."""
NONE = 1 << 40
"""Stands for a paragraph where there is none: further down than any line."""
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
_BELOW_TITLE = 4
"""Lines below a title in which its head begins."""
_UNFINISHED = re.compile('[^.!?…:;"”’)]')
_CONTINUES = re.compile(r"[a-zß-öø-ÿ•·►*]|[—–-] ?\w|[QA]: ")
_MAY_CONTINUE, _MAY_NUMBER = re.compile("[a-zß-öø-ÿ•·►*—–QA-]"), re.compile(r"[N#\d]")
"""What lines begin with that may continue another, or be numbered."""
_DIGITS, _WORDS = re.compile(r"\d+"), re.compile(r"\w")
_CLOSING = frozenset({"tags", "copyright", "related links", "comments", "credit line", "agency credit"})
"""Reasons of residue that stand at the end of stories; adverts, share bars and newsletters stand within as well."""
_PLAIN = frozenset({Role.BODY, Role.SHORT})
_HEADS = (Role.BYLINE, Role.DATE, Role.LABEL)
_ROLES = {role: number for number, role in enumerate(Role)}


@cache
def _digits_of(*roles: Role) -> bytes:
    """Turns the numbers of roles into digits of a mask: 1 for these."""
    return bytes(b"01"[number in [_ROLES[role] for role in roles]] for number in range(256))


def _flags_of(*roles: Role) -> bytes:
    """Turns the numbers of roles into 1 for these, and 0 for others."""
    return bytes(number in [_ROLES[role] for role in roles] for number in range(256))


_FLAGS = _flags_of(Role.BODY), _flags_of(Role.SHORT), _flags_of(Role.BODY, Role.SHORT, Role.CAPTION)
"""Of paragraphs, short lines and kept ones."""


class Laid(NamedTuple):
    """The lines of a text page, what each is by itself, whether it begins with a dateline; one at least."""

    lines: list[Line]
    marks: list[Mark]
    datelined: list[bool]


class View:
    """What the features see of one page: all lines, and what was worked out once.

    What is known of its words comes from its ``Sheet``: ``leans``, 1 for each kept line that leans on what stands
    before, and ``shared``, by place the names on both sides (``names.Names``).
    """

    leans: list[float]
    shared: Floats

    def __init__(self, laid: Laid, lexicon: PageLexicon) -> None:
        self.lines, self.marks, datelined = laid
        self.count = len(self.lines)
        self.texts, _, _, self.gaps, self.keys, self.sizes = zip(*self.lines, strict=True)
        self.roles, self.reasons, opens, self.titles, fields, *_ = zip(*self.marks, strict=True)
        self._lexicon = lexicon
        self._firsts, self._lasts = "".join([t[0] for t in self.texts]), "".join([t[-1] for t in self.texts])
        self._columns()
        self.labelled: Mask = mask_of([field == "title" for field in fields]) if "title" in fields else 0
        self.looks: list[bool] = [title >= _TITLED for title in self.titles]
        """Whether each line looks like a title, or is labelled as one."""
        if self.labelled:
            self.looks = [looks or field == "title" for looks, field in zip(self.looks, fields, strict=True)]
        self.titled: Mask = mask_of(self.looks)
        self.opens: Mask = mask_of(opens)
        self.datelined: Mask = mask_of(datelined) if True in datelined else 0
        self.dated: list[int] = [i for i in self.bodies if datelined[i]] if self.datelined else []
        """The paragraphs that begin with a dateline."""
        self._gaps()

    def _columns(self) -> None:
        """The roles as masks; where the paragraphs and the kept lines are, and how many stand before each line."""
        roles = bytes([_ROLES[role] for role in self.roles])
        upward = roles[::-1]

        def mask(*wanted: Role) -> Mask:
            return int(upward.translate(_digits_of(*wanted)), 2)

        self.body, self.short, self.caption = mask(Role.BODY), mask(Role.SHORT), mask(Role.CAPTION)
        self.residue, self.agency, self.heads = mask(Role.RESIDUE), mask(Role.AGENCY), mask(*_HEADS)
        self.plain: Mask = self.body | self.short
        self._kept: Mask = self.plain | self.caption
        body, short, kept = map(roles.translate, _FLAGS)
        self.bodies: list[int] = [i for i, flag in enumerate(body) if flag]
        self.shorts: list[int] = [i for i, flag in enumerate(short) if flag]
        self.kept: list[int] = [i for i, flag in enumerate(kept) if flag]
        self.place: list[int] = [0, *accumulate(kept)]
        """For each line, its position among the kept lines (of the next kept one for residue); then their number."""
        self.before: list[int] = [0, *accumulate(body)]
        """Paragraphs before each line, and in all."""

    def _gaps(self) -> None:
        gaps = Counter(self.gaps[1:])
        self.common_gap = min(gaps, key=lambda g: (-gaps[g], g)) if gaps else 0
        common = self.common_gap
        wider = sum([count for gap, count in gaps.items() if gap > common])
        tighter = sum([count for gap, count in gaps.items() if gap < common])
        self.wide = wider * _RARE < self.count
        """True if gaps wider than the common one are rare, so that one means something."""
        first = self.gaps[0]
        self.wider: Mask = mask_of([gap > common for gap in self.gaps]) if wider or first > common else 0
        self.tighter: Mask = mask_of([gap < common for gap in self.gaps]) if tighter or first < common else 0
        self.wide_gap: Mask = self.wider if self.wide else 0
        self.tight_gap: Mask = self.tighter if tighter * _RARE < self.count else 0

    def at(self, where: list[int]) -> Mask:
        """These lines."""
        return mask_at(where, self.count) if where else 0

    def above(self, mask: Mask) -> Mask:
        """The lines right below those of a mask: what it says stands above them."""
        return (mask << 1) & ~(1 << self.count)

    def others(self, mask: Mask) -> Mask:
        """The lines that are not in a mask."""
        return mask ^ ((1 << self.count) - 1)

    @cached_property
    def sentences(self) -> dict[int, float]:
        """How much shorter a sentence is than the page's paragraphs, if a longer one follows: titles may end so.

        Short ones above a first paragraph of any length are titles too; a word or two only on a page that begins with
        such a sentence, and no times or numbered items: with these more single articles were cut.
        """
        sizes = self.sizes
        ordered = sorted([sizes[i] for i in self.bodies])
        half = len(ordered) // 2
        usual = (ordered[(len(ordered) - 1) // 2] + ordered[half]) / 2 if ordered else 0.0
        most = min(_SENTENCE, usual)
        found: dict[int, float] = {}
        for i, following in pairwise(self.bodies):
            words = sizes[i]
            if words > most or sizes[following] < min(usual * _LONGER, max(words * 2, _LEAD_WORDS)):
                continue
            if self.place[following] == self.place[i] + 1 and not self.leans[self.place[i]]:
                found[i] = 1.0 - words / usual
        least = 0 if self.kept and self.kept[0] in found else _FEW
        return {i: said for i, said in found.items() if sizes[i] > least and not self.texts[i][0].isdigit()}

    @property
    def body_place(self) -> list[int]:
        """For each line, the position among the kept lines of the first paragraph from it on; ``NONE`` for none."""
        found: list[int] = []
        for i in self.bodies:
            found += [self.place[i]] * (i + 1 - len(found))
        return found + [NONE] * (self.count - len(found))

    @cached_property
    def opening(self) -> list[int]:
        """The place at which a story would begin that has the line for its first: captions right above it are its."""
        found = self.place[:-1]
        if not self.caption:
            return found
        above = 0
        for i in self.kept:
            if self.roles[i] is Role.CAPTION:
                above += 1
            elif above:
                if self.roles[i] is Role.BODY:
                    found[i] -= above
                above = 0
        return found

    @cached_property
    def openers(self) -> list[int]:
        """The paragraphs that may open a story, each behind enough others: long ones, and sentences in its place."""
        sizes, sentences = self.sizes, self.sentences
        return [i for i in self.bodies[FEW_BODIES:] if sizes[i] >= _LEAD_WORDS or sentences.get(i, 0.0) > 0]

    @cached_property
    def candidate(self) -> Mask:
        """The lines that may open a story: these, and what may be a title."""
        if len(self.bodies) < FEW_BODIES:
            return 0
        behind = self.bodies[FEW_BODIES - 1] + 1
        return ((self.short | self.labelled) >> behind << behind) | self.at(self.openers)

    @cached_property
    def apart(self) -> Mask:
        """Another gap than usual, residue or a dateline sets the line off from the one before."""
        return self.wider | self.tighter | self.others(self.above(self._kept)) | self.datelined

    @cached_property
    def repeated(self) -> Mask:
        """A short line that comes again before three paragraphs have passed; twice in a row is how captions stand."""
        if len(set(self.keys)) == self.count:
            return 0
        asked = {self.keys[i] for i in self.shorts}
        found: list[int] = []
        last: dict[str, int] = {}
        for i, key in [(i, key) for i, key in enumerate(self.keys) if key in asked][::-1]:
            again = last.get(key)
            last[key] = i
            if again is None or again - i > _HEAD or self.roles[i] is not Role.SHORT:
                continue
            at_once = again == i + 1 and self.gaps[again] == 0
            if not at_once and self.before[again] - self.before[i] <= 3:
                found.append(i)
        return self.at(found)

    @cached_property
    def head_below(self) -> Mask:
        """A byline, a date or a label before the next line of text."""
        found: Mask = 0
        if self.heads:
            text: Mask = 0  # stands between the line and the one that is looked at
            for step in range(1, _BELOW_TITLE + 1):
                found |= (self.heads >> step) & ~text
                text |= self.plain >> step
        return found

    @cached_property
    def head_above(self) -> Mask:
        """The same of a story without a title, whose first paragraph stands below."""
        found: Mask = 0
        if self.heads:
            kept: Mask = 0
            for step in range(1, _BETWEEN + 1):
                found |= (self.heads << step) & ~kept
                kept |= self._kept << step
        return self.body & found

    @property
    def head(self) -> Mask:
        """Either of the two."""
        return self.head_below | self.head_above

    @property
    def barred(self) -> Mask:
        """A share bar directly below what looks like a title."""
        return self.short & ((self.opens & self.residue) >> 1)

    @cached_property
    def after_residue(self) -> Mask:
        """The line before is left out."""
        return self.others(self.above(self._kept) | 1)

    @property
    def after_tail(self) -> Mask:
        """The line before is residue or an agency's credit."""
        return self.above(self.residue | self.agency)

    @property
    def ruled(self) -> Mask:
        """A line of stars or dashes stands directly above."""
        return self.above(self._for_reasons(frozenset({"ornament"})))

    def _for_reasons(self, reasons: frozenset[str]) -> Mask:
        """The lines that are left out for one of these reasons."""
        if reasons.isdisjoint(self.reasons):
            return 0
        return mask_of([reason in reasons for reason in self.reasons])

    @cached_property
    def _recurring(self) -> dict[int, float]:
        """How many paragraphs (1 or more) mostly stand between the comings of a short line, or of closing residue.

        Numbers in them may differ. Adverts, share bars and newsletters come again within one story.
        """
        closing = [i for i, reason in enumerate(self.reasons) if reason and reason in _CLOSING]
        sizes = self.sizes
        few = [
            i for i in (sorted({*self.shorts, *closing}) if closing else self.shorts) if sizes[i] <= _RECURRING_WORDS
        ]
        if len(few) < _FEW:
            return {}
        keys = _DIGITS.sub("0", "\n".join([self.keys[i] for i in few])).split("\n")
        if len(set(keys)) == len(few):
            return {}
        where: dict[str, list[int]] = {}
        for i, key in zip(few, keys, strict=True):
            where.setdefault(key, []).append(i)
        found: dict[int, float] = {}
        for at in where.values():
            bodies = [self.before[i] for i in at]
            if bodies[-1] - bodies[0] >= FEW_BODIES:
                between = max(1.0, median([b - a for a, b in pairwise(bodies)]))
                found.update(dict.fromkeys(at, between))
        return found

    @cached_property
    def recurs_above(self) -> dict[int, float]:
        """Below a line that comes again and again: how many paragraphs mostly stand between its comings. It stands
        near, with no paragraph between."""
        found: dict[int, float] = {}
        for at, between in sorted(self._recurring.items()):
            for i in range(at + 1, min(at + 1 + _BETWEEN, self.count)):
                if self.before[i] > self.before[at]:
                    break
                found[i] = between
        return found

    @property
    def upper(self) -> Mask:
        """A short line in capitals."""
        return self.at([i for i in self.shorts if self.texts[i].isupper() and self.sizes[i] > 1])

    @property
    def numbered(self) -> Mask:
        """A short line that begins with a number."""
        may = [m.start() for m in _MAY_NUMBER.finditer(self._firsts)]
        return self.short & self.at([i for i in may if NUMBERED.match(self.texts[i])])

    @property
    def continues(self) -> Mask:
        """A paragraph that begins in lower case, as an item of a list or as a question or answer."""
        may = [m.start() for m in _MAY_CONTINUE.finditer(self._firsts)]
        return self.body & self.at([i for i in may if _CONTINUES.match(self.texts[i])])

    @property
    def unfinished(self) -> Mask:
        """The kept line directly before, no caption, does not end a sentence."""
        open_ended = [m.start() for m in _UNFINISHED.finditer(self._lasts)]
        return self.above(self.plain & self.at([i for i in open_ended if self._may_go_on(i)]))

    def _may_go_on(self, i: int) -> bool:
        """A line that ends with none of the usual signs ends no sentence, unless a sign hides behind a rarer one."""
        return self._lasts[i].isalnum() or not self.lines[i].ends_sentence

    @property
    def announced(self) -> Mask:
        """The line before ends with a colon."""
        return self.above(mask_of([last == ":" for last in self._lasts])) if ":" in self._lasts else 0

    @property
    def untitled(self) -> Mask:
        """A paragraph without dateline, head, label or caption."""
        return self.body & ~(self.datelined | self.labelled | self.head | self.captioned)

    @property
    def captioned(self) -> Mask:
        """A photo's caption follows, or one line further down."""
        return self.caption >> 1 | self.caption >> 2

    @property
    def caption_above(self) -> Mask:
        """A paragraph right below a photo's caption."""
        return self.body & self.above(self.caption)

    @property
    def caption_below(self) -> Mask:
        """A paragraph right above a photo's caption."""
        return self.body & self.caption >> 1

    @property
    def nothing_apart(self) -> Mask:
        """A paragraph like those around it: neither these nor a gap or residue before it."""
        return self.untitled & ~self.apart

    def alike(self, above: bool) -> Mask:
        """The paragraphs above (below) which such lines stand as above (below) the page's first one.

        Only of pages whose first story has no title; what so many paragraphs share is how a text is written.
        """
        first = self.bodies[0] if self.bodies else 0
        titled = bool(self.shorts) and self.shorts[0] < first
        if not self.bodies or titled or len(self.bodies) == self.count:
            return 0
        kinds = self._kinds(first, above)
        if not kinds:
            return 0
        same = [i for i in self.bodies if self._kinds(i, above)[: len(kinds)] == kinds]
        return self.at(same) if len(same) * _SHARED <= len(self.bodies) else 0

    def _kinds(self, i: int, above: bool) -> list[str]:
        """What the lines from a paragraph up (down) to the next line of text are, at most three."""
        found: list[str] = []
        step = -1 if above else 1
        at = i + step
        while 0 <= at < self.count and len(found) < _FRAME and self.roles[at] not in _PLAIN:
            found.append(self.reasons[at] or self.roles[at].value)
            at += step
        return found if above else found[:1]

    @cached_property
    def live(self) -> list[int]:
        """The lines that say that what follows is a live page: titles and introductions."""
        lines = [i for i, words in enumerate(self.sizes) if words <= _LIVE_WORDS]
        shown = "\n".join([self.keys[i] for i in lines]).replace("’", "'")
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
    """What titles of live pages say; who finds ``live`` need not look for ``live updates``."""
    phrases = {gate.phrase for gate in lexicon.gates if gate.cause == "live_blog" and gate.where == "title"}
    held = {phrase for phrase in phrases for other in phrases - {phrase} if f" {other} " in f" {phrase} "}
    return tuple(sorted(phrases - held))

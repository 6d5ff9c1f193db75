"""Plain text as a crawler left it: lines, their roles, the stories, and of each story its parts.

Whatever is not kept becomes residue with its reason. A line whose role is in doubt is kept as a paragraph: losing a
true paragraph is the worse fault.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeAlias

from dragoman.knowledge.residue import PageLexicon
from dragoman.pages.datelines import may_begin, read_dateline
from dragoman.pages.dates import DateReader, date_reader
from dragoman.pages.draft import Draft, Hints, MetaDate, Part
from dragoman.pages.lines import Line, read_lines
from dragoman.pages.roles import Mark, Role, read_roles
from dragoman.pages.stories import find_stories
from dragoman.pages.view import Laid
from dragoman.records import BlockKind, Residue

__all__ = ["Told", "datelines_of", "read_text", "read_texts", "settled"]

_RELATED_WORDS = 4
"""Links to other stories are headlines: shorter lines at the end of a story are lists of its own."""
_PLATE_WORDS = 5
_DUPLICATE_WORDS = 4
_CREDITING = (Role.BYLINE, Role.AGENCY)
_CUE_WORDS, _TAG_WORDS = 2, 3
_CUES = frozenset({"related topics", "explore more on these topics", "topics in this article", "temas relacionados"})
_PLAIN_WORDS, _TOLD_WORDS, _TOLD_MORE = 5, 4, 0.35
"""A first short line of so few words is no title if one of so many stands below, of whose words so much more comes
again in the text."""
_TELLING_CHARS = 4
_OPENING = 8
"""Paragraphs in which a title's words are looked for."""
_STEM = 6
"""Letters by which they are compared."""
_NAME_LINE = re.compile(
    r"[A-ZÀ-Þ][\w.'’-]+(?: (?:[A-ZÀ-Þ][\w.'’-]*|de|al|el|van|von|bin|and)){1,5}(?:,? in [A-ZÀ-Þ][\w .,]+)?"
)
_FEW = 2
_RIGHTS = re.compile(r"copyright|©|\(c\)|\b(?:19|20)\d\d\b(?:\s*[-–]\s*\d+)?|\ball rights reserved\b.*", re.IGNORECASE)
_AHEAD = 20
"""Lines of residue that may part a heading from its paragraph."""
_BODY, _SHORT, _RESIDUE, _CAPTION = Role.BODY, Role.SHORT, Role.RESIDUE, Role.CAPTION
_PARAGRAPH = BlockKind.PARAGRAPH
"""What is asked of every line, looked up once: in Python 3.11 a member of an enumeration costs five times a name."""
_new: Callable[[tuple[BlockKind, str, int]], Part] = partial(tuple.__new__, Part)
"""A part of its columns, as most lines become: in two thirds of the time of calling the class."""

Told: TypeAlias = tuple[list[Draft], list[Residue]]
"""The stories of a page, in order, and what is in none of them."""


def read_text(text: str, page: str, lexicon: PageLexicon) -> Told:
    """The stories of a text page, in order, and what is in none of them."""
    return read_texts([(text, page)], lexicon)[0]


def read_texts(pages: Sequence[tuple[str, str]], lexicon: PageLexicon) -> list[Told]:
    """The same of each of several pages, given as (text, id): as if each stood alone, in less time a page.

    Stage by stage, not page by page: so each stage finds its code and tables in the processor's cache.
    """
    dates = date_reader(lexicon)
    lined = [read_lines(text) for text, _ in pages]
    marked = [settled(lines, read_roles(lines, lexicon)) for lines in lined]
    laid = [
        Laid(lines, marks, datelines_of(lines, marks, lexicon, dates))
        for lines, marks in zip(lined, marked, strict=True)
        if lines
    ]
    starts = iter(find_stories(laid, lexicon) if laid else ())
    return [
        _told(lines, marks, next(starts), page) if lines else ([], [])
        for (_, page), lines, marks in zip(pages, lined, marked, strict=True)
    ]


def _told(lines: list[Line], marks: list[Mark], starts: list[int], page: str) -> Told:
    """The stories that begin at these lines."""
    drafts: list[Draft] = []
    residue: list[Residue] = []
    for first, last in zip(starts, [*starts[1:], len(lines)], strict=True):
        story = _Story(lines[first:last], marks[first:last], page)
        draft = story.read()
        residue += story.residue
        if draft.parts:
            drafts.append(draft)
    return drafts, residue


def datelines_of(lines: list[Line], marks: list[Mark], lexicon: PageLexicon, dates: DateReader) -> list[bool]:
    """For each line, whether it is a paragraph that begins with a dateline."""
    return [
        mark.role is _BODY
        and may_begin(line.text)
        and read_dateline(line.text, lexicon, dates, strict=True) is not None
        for line, mark in zip(lines, marks, strict=True)
    ]


def settled(lines: list[Line], marks: list[Mark]) -> list[Mark]:
    """The marks, as other lines of the page settle them: names of the outlet, tags below a line that announces them."""
    return _tags_told(lines, _outlets_told(lines, marks))


def _tags_told(lines: list[Line], marks: list[Mark]) -> list[Mark]:
    """Short lines without a blank line's change below ``Tags`` or ``Related topics`` are tags: no title is so short."""
    roles = [mark.role for mark in marks]
    cued = [i for i, role in enumerate(roles) if role is _RESIDUE and _announces_tags(lines[i], marks[i])]
    if not cued:  # as on most pages
        return marks
    found = list(marks)
    for cue, following in zip(cued, [*cued[1:], len(lines)], strict=True):
        for i in range(cue + 1, following):
            short = roles[i] is _SHORT and lines[i].words <= _TAG_WORDS
            if not short or lines[i].gap > lines[i - 1].gap + 1:
                break
            found[i] = Mark(_RESIDUE, "tags")
    return found


def _announces_tags(line: Line, mark: Mark) -> bool:
    return (mark.reason == "tags" and line.words <= _CUE_WORDS) or line.key.strip(":") in _CUES


def _outlets_told(lines: list[Line], marks: list[Mark]) -> list[Mark]:
    """The marks, where a line that is nothing but the owner of the page's copyright names the outlet."""
    claims = [line for line, mark in zip(lines, marks, strict=True) if mark.reason == "copyright"]
    owners = {owner for line in claims if (owner := _owner(line))}
    if not owners:
        return marks
    told = Mark(_RESIDUE, "outlet name", opens=True, field="outlet")
    return [
        told._replace(value=line.text) if mark.role is _SHORT and line.text.casefold() in owners else mark
        for line, mark in zip(lines, marks, strict=True)
    ]


def _owner(line: Line) -> str:
    """Whose copyright a line claims, in lower case: of ``© 2023 Shire Observer. All rights reserved`` the paper."""
    return _RIGHTS.sub("", line.text).strip(" .,|").casefold()


def _telling(line: Line) -> set[str]:
    return {word.strip(".,;:!?\"'“”‘’()")[:_STEM] for word in line.key.split() if len(word) >= _TELLING_CHARS}


class _Story:
    """Reads the lines of one story into parts. Used once."""

    def __init__(self, lines: list[Line], marks: list[Mark], page: str) -> None:
        self.lines = lines
        self.marks = marks
        self.page = page
        self._keys = [line.key for line in lines]
        self._roles = [mark.role for mark in marks]
        self.residue: list[Residue] = []
        self._parts: list[Part] = []
        self._seen: set[str] = set()
        bodies = [i for i, role in enumerate(self._roles) if role is _BODY]
        self._last_body = bodies[-1] if bodies else -1
        self._title = self._find_title(bodies[0] if bodies else len(lines))
        self._title_key = self._keys[self._title] if self._title is not None else None
        self._body_from = self._find_body(bodies)
        self._signed = self._signatures()
        self._related = self._tail_links()

    def read(self) -> Draft:
        """The story's parts and hints."""
        seen, parts, title, body_from = self._seen, self._parts, self._title, self._body_from
        for i, (line, role) in enumerate(zip(self.lines, self._roles, strict=True)):
            if role is _BODY and i >= body_from and i != title and line.key not in seen:
                seen.add(line.key)  # as most lines
                parts.append(_new((_PARAGRAPH, line.text, line.start)))
                continue
            mark = self.marks[i]
            reason = self._left_out(i, line, mark)
            if reason:
                self.residue.append(Residue(self.page, line.text, reason, line.start))
                continue
            seen.add(line.key)
            if mark.field == "title":
                text, start = mark.value, line.start + line.text.index(mark.value)
            else:
                text, start = line.text, line.start
            parts.append(Part(self._kind(i, line, mark), text, start))
        return Draft(tuple(parts), self._hints())

    def _find_title(self, first_body: int) -> int | None:
        """The line of the title: a labelled one, a short one that comes again, else the first short one of the head."""
        head = range(min(first_body + 1, len(self.lines)))
        for i in head:
            if self.marks[i].field == "title":
                return i
        short = [i for i in head if self._roles[i] is _SHORT]
        again = self._coming_again(short)
        named = [i for i in short if self.marks[i].title >= 0.5 and self.lines[i].words > 1]
        below = [i for i in named[1:] if self._is_headline(i)]
        if below and self._is_name_plate(named[0]):
            named = below
        chosen = again or named or [i for i in short if self.lines[i].words >= _RELATED_WORDS][:1]
        return self._told([*chosen[:1], *sorted({*named, *again})], first_body) if chosen else None

    def _coming_again(self, short: list[int]) -> list[int]:
        """Those of some lines that may be a title and stand in the story more than once."""
        if not short or len(set(self._keys)) == len(self._keys):
            return []
        counts = Counter(self._keys)
        return [i for i in short if self.marks[i].title > 0 and counts[self._keys[i]] > 1]

    def _told(self, found: list[int], first_body: int) -> int:
        """The first of these lines, unless it is short and tells less of the text than a longer one below it does."""
        first = found[0]
        longer = [i for i in found[1:] if i > first and self.lines[i].words >= _TOLD_WORDS]
        if self.lines[first].words > _PLAIN_WORDS or not longer:
            return first
        words: set[str] = set()
        bodies = [i for i in range(first_body, len(self.lines)) if self.marks[i].role is _BODY]
        for i in bodies[:_OPENING]:
            words.update(_telling(self.lines[i]))
        share = self._share(first, words)
        return next((i for i in longer if self._share(i, words) >= share + _TOLD_MORE), first)

    def _share(self, i: int, words: set[str]) -> float:
        own = _telling(self.lines[i])
        return len(own & words) / len(own) if own else 0.0

    def _is_name_plate(self, i: int) -> bool:
        """The paper's name, above the menu of its sections, is no title."""
        under = self.marks[i + 1] if i + 1 < len(self.marks) else None
        return under is not None and under.reason == "page furniture" and self.lines[i].words <= _PLATE_WORDS

    def _find_body(self, bodies: list[int]) -> int:
        """The first line of the body: captions that stand twice at the head look like paragraphs, and are not."""
        title = self._title
        if title is None:
            return bodies[0] if bodies else len(self.lines)
        first: int | None = None
        for i in bodies:
            if i > title:
                if not self._twice(i):
                    return i
                first = i if first is None else first
        return len(self.lines) if first is None else first

    def _signatures(self) -> frozenset[int]:
        """Names on a line of their own between title and text, beside a date or what stands in a story's head."""
        if self._title is None or self._body_from <= self._title + 1:
            return frozenset()
        return frozenset(
            i
            for i in range(self._title + 1, min(self._body_from, len(self.lines)))
            if self.marks[i].role is _SHORT
            and _NAME_LINE.fullmatch(self.lines[i].text)
            and self.lines[i].words <= _PLAIN_WORDS + 1
            and any(
                m.opens or m.role is Role.DATE for m in [*self.marks[max(0, i - 1) : i], *self.marks[i + 1 : i + 2]]
            )
        )

    def _twice(self, i: int) -> bool:
        near = self._keys[max(0, i - 1) : i] + self._keys[i + 1 : i + 2]
        return self.lines[i].words >= _DUPLICATE_WORDS and self._keys[i] in near

    def _tail_links(self) -> frozenset[int]:
        """Headlines of other stories behind the last paragraph: two or more in a row, any behind a cue, those
        in one block with furniture.
        """
        tail = [i for i in range(self._last_body + 1, len(self.lines)) if self._roles[i] is _SHORT]
        links = [i for i in tail if self._is_headline(i)]
        if self._last_body < 0 or not links:
            return frozenset()
        cued = any(self.marks[j].reason == "related links" for j in range(self._last_body + 1, links[0]))
        in_a_row = len(links) == len(tail) >= _FEW and all(self.lines[i].gap == 0 for i in tail[1:])
        return frozenset(links) if cued or in_a_row else frozenset(self._in_furniture())

    def _is_headline(self, i: int) -> bool:
        return self.lines[i].words >= _RELATED_WORDS and self.marks[i].title >= 0.5

    def _in_furniture(self) -> list[int]:
        """The headlines behind the last paragraph that a crawler left without a blank line above furniture."""
        found: list[int] = []
        block: list[int] = []
        for i in [*range(self._last_body + 1, len(self.lines)), None]:
            if i is not None and block and self.lines[i].gap == 0:
                block.append(i)
                continue
            found += self._glued(block)
            block = [i] if i is not None else []
        return found

    def _glued(self, block: list[int]) -> list[int]:
        """The lines of a block that are headlines: it is set off from the text, and ends with furniture."""
        short = [i for i in block if self.marks[i].role is _SHORT]
        tail = [i for i in block if self.marks[i].role is _RESIDUE]
        apart = bool(block) and self.lines[block[0]].gap > 0 and len(short) + len(tail) == len(block)
        if not apart or not short or not tail or short[-1] > tail[-1]:
            return []
        return [i for i in short if self.lines[i].words >= _RELATED_WORDS] if any(map(self._is_headline, short)) else []

    def _left_out(self, i: int, line: Line, mark: Mark) -> str:
        """Why a line is not part of the story; empty if it is."""
        if i == self._title or not mark.kept:
            return "" if i == self._title else mark.reason
        if line.key in self._seen:
            if line.key == self._title_key:
                return "repeated title"
            if line.words >= _DUPLICATE_WORDS:
                return "repeated caption" if self._is_caption(i, mark) else "repeated line"
        if i in self._related:
            return "related headline"
        if i in self._signed:
            return "byline"
        above = i < (self._title or 0) and mark.role is _SHORT
        return "line above the title" if above else ""

    def _is_caption(self, i: int, mark: Mark) -> bool:
        if i < self._body_from and mark.role in (_BODY, _SHORT) and self._title is not None and i > self._title:
            return self._twice(i)
        # An agency in brackets behind the last paragraph is wire copy's credit.
        return mark.role is _CAPTION and not (mark.value == "agency" and i > self._last_body >= 0)

    def _kind(self, i: int, line: Line, mark: Mark) -> BlockKind:
        if i == self._title:
            return BlockKind.TITLE
        if self._is_caption(i, mark):
            return BlockKind.CAPTION
        if mark.role is _SHORT and mark.title >= 0.5 and i < self._last_body:
            following = next((m for m in self.marks[i + 1 : i + 1 + _AHEAD] if m.kept), None)
            if following is not None and following.role is _BODY:
                return BlockKind.HEADING
        return _PARAGRAPH

    def _hints(self) -> Hints:
        """What date lines, labels and bylines say. Unlabelled days count only at the head or the very end."""
        head = self.marks[: self._body_from]
        beside = [*head, *self.marks[max(self._body_from, self._last_body + 1) :]]
        printed = [the_day for mark in beside if mark.published for the_day in mark.published]
        modified = next((mark.modified[0] for mark in beside if mark.modified), None)
        said = [mark for mark in self.marks if mark.reason or mark.field]  # bylines and agencies are left out as well
        values = {mark.field: mark.value for mark in reversed(said) if mark.field}
        credited = [m.value for m in said if m.role in _CREDITING or m.reason == "credit line"]
        authors = [m.value for m in head if m.role is Role.BYLINE]
        authors += [self.lines[i].text.partition(" in ")[0] for i in sorted(self._signed)]
        if "authors" in values:
            authors.append(values["authors"])
        outlet = values.get("outlet")
        if outlet is not None:
            credited.append(outlet)
        return Hints(
            url=values.get("url"),
            outlet=outlet,
            authors=tuple(dict.fromkeys(authors)),
            credits=tuple(credited),
            section=values.get("section"),
            modified=MetaDate(modified, 0.9) if modified else None,
            printed=tuple(dict.fromkeys(printed)),
        )

"""A page to its articles: HTML or text to drafts, and of each draft its language, dateline, agencies, day and text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlsplit

from dragoman.knowledge import Knowledge, default_knowledge
from dragoman.knowledge.residue import PageLexicon
from dragoman.pages.datelines import Dateline, agencies_in, read_dateline
from dragoman.pages.dates import DateReader, date_reader, one_day
from dragoman.pages.dating import GIVEN, date_article
from dragoman.pages.draft import Draft, Part
from dragoman.pages.html import read_html
from dragoman.pages.kinds import stub_of_text
from dragoman.pages.languages import READ, SAMPLE, detect
from dragoman.pages.text import read_texts
from dragoman.records import (
    UNREAD_DATE,
    Anchor,
    AnchorBasis,
    Article,
    Block,
    BlockKind,
    Page,
    PageKind,
    PageResult,
    Residue,
    Skipped,
    content_id,
)

__all__ = ["given_date", "read_page", "read_pages", "together"]

_DATELINED = 2
"""Paragraphs in which a dateline may stand: some outlets put a summary first."""
_PAGES_TOGETHER, _CHARACTERS_TOGETHER = 16, 1 << 18
"""Text pages, and their characters, that are read together. With 4, 8, 16 and 32 pages a page takes .71, .69, .63 and
.66 of the time that it takes alone; one that is longer than all these characters stands alone."""


class _Found(NamedTuple):
    """What was found on a page: see ``PageResult``."""

    drafts: list[Draft]
    residue: list[Residue]
    skipped: list[Skipped]
    kind: PageKind | None = None
    reason: str = ""


def read_page(page: Page, knowledge: Knowledge | None = None) -> PageResult:
    """The articles of ``page``, in order, with all that is in none of them and why.

    A page without an article gives a ``Skipped`` with its cause: ``empty``, ``no_article``, ``error_page``,
    ``cookie_wall``, ``listing``, ``forum``, ``paywall``, ``hostile`` or ``language``. Nothing on a page raises.
    """
    return read_pages([page], knowledge)[0]


def read_pages(pages: Sequence[Page], knowledge: Knowledge | None = None) -> list[PageResult]:
    """The same of each of several pages, in order.

    Text pages among them are worked out together, which takes two thirds of the time and changes nothing that is
    found: ``together`` says how many pages are worth giving.
    """
    lexicon = (knowledge or default_knowledge()).residue
    told = iter(read_texts([(page.text or "", page.id) for page in pages if not _is_html(page)], lexicon))
    found = [_of_html(page, lexicon) if _is_html(page) else _of_text(page, *next(told), lexicon) for page in pages]
    return [_result(page, of_page, lexicon) for page, of_page in zip(pages, found, strict=True)]


def given_date(page: Page, dates: DateReader | None = None) -> Anchor | None:
    """The day of publication that the caller gave with a page; None where there is none, or it cannot be read in one
    way."""
    dates = dates or date_reader(default_knowledge().residue)
    given = dates.given(page.date) if page.date else None
    return Anchor(given, AnchorBasis.GIVEN, GIVEN) if given else None


def together(pages: Iterable[Page]) -> Iterator[list[Page]]:
    """The pages in order, in the numbers in which they are best read: text pages that follow one another some at once,
    unless they are long; each HTML page alone."""
    some: list[Page] = []
    left = _CHARACTERS_TOGETHER
    for page in pages:
        alone = _is_html(page)
        length = len(page.text or "")
        if some and (alone or length > left):
            yield some
            some, left = [], _CHARACTERS_TOGETHER
        some.append(page)
        left -= length
        if alone or left <= 0 or len(some) == _PAGES_TOGETHER:
            yield some
            some, left = [], _CHARACTERS_TOGETHER
    if some:
        yield some


def _is_html(page: Page) -> bool:
    return page.html is not None and bool(page.html.strip())


def _result(page: Page, found: _Found, lexicon: PageLexicon) -> PageResult:
    drafts, residue, skipped, kind, reason = found
    if page.date and date_reader(lexicon).given(page.date) is None:
        residue.append(Residue(page.id, page.date, UNREAD_DATE))
    articles: list[Article] = []
    for draft in drafts:
        code = detect(_beginning(draft), lexicon)
        if code == READ:
            articles.append(_article(draft, page, len(articles), len(drafts) == 1, kind or PageKind.ARTICLE, lexicon))
        else:
            name = lexicon.languages.get(code, code)
            title = next(iter(draft.texts(BlockKind.TITLE)), draft.parts[0].text)[:60]
            skipped.append(Skipped(page.origin, "language", f"in {name} ({code}), which is not read: {title}"))
    return PageResult(page.id, tuple(articles), tuple(residue), tuple(skipped), kind=kind, kind_reason=reason)


def _beginning(draft: Draft) -> str:
    """As much of a story's text as tells its language; of what is nothing but titles, these."""
    found: list[str] = []
    enough = SAMPLE
    for part in draft.parts:
        if part.kind is not BlockKind.TITLE:
            found.append(part.text)
            enough -= len(part.text)
            if enough <= 0:
                break
    return " ".join(found) or " ".join(part.text for part in draft.parts)


def _of_html(page: Page, lexicon: PageLexicon) -> _Found:
    found = read_html(page.html or "", page.id, page.origin, page.url, lexicon)
    skipped = [found.skipped] if found.skipped else []
    return _Found(list(found.drafts), list(found.residue), skipped, found.kind, found.reason)


def _of_text(page: Page, drafts: list[Draft], residue: list[Residue], lexicon: PageLexicon) -> _Found:
    if not drafts:
        if not (page.text or "").strip():
            return _Found([], [], [Skipped(page.origin, "empty", "the page holds no text")])
        nothing = Skipped(page.origin, "no_article", "the page holds nothing but residue, no article")
        return _Found([], residue, [nothing])
    if len(drafts) == 1:
        told = sum(map(len, drafts[0].texts(BlockKind.PARAGRAPH)))
        stub = stub_of_text(told, " ".join(left.text for left in residue), lexicon)
        kind = PageKind.PAYWALL if stub else PageKind.ARTICLE
        return _Found(drafts, residue, [], kind, stub or "one story was found")
    return _Found(drafts, residue, [], PageKind.SEVERAL, f"{len(drafts)} stories were found in its text")


def _article(draft: Draft, page: Page, index: int, alone: bool, kind: PageKind, lexicon: PageLexicon) -> Article:
    """``alone`` is True if the draft is the page's only story: then what the caller said of the page holds for it."""
    dates = date_reader(lexicon)
    parts = _titled(draft.parts, page.title if alone else None)
    draft = draft if parts is draft.parts else replace(draft, parts=parts)
    dateline = _dateline(draft, lexicon)
    stated = given_date(page, dates)
    given = stated.interval if stated else None
    hints = draft.hints
    url = _address(page.url, hints.url, alone)
    published = date_article(draft, dateline, given, (url if alone else hints.url), lexicon)
    modified = hints.modified
    text, blocks = _joined(parts)
    agencies = dict.fromkeys([*(dateline.agencies if dateline else ()), *agencies_in(hints.credits, lexicon)])
    return Article(
        id=content_id("a", page.id, index, text),
        page=page.id,
        origin=page.origin,
        index=index,
        text=text,
        blocks=blocks,
        language=READ,
        url=url,
        outlet=page.outlet or hints.outlet,
        authors=hints.authors,
        agencies=tuple(agencies),
        dateline=dateline.text if dateline else None,
        section=hints.section,
        published=published,
        modified=Anchor(one_day(modified.day), modified.basis, modified.confidence) if modified else None,
        body_confidence=draft.confidence,
        page_kind=kind,
        record=page.record,
    )


def _address(asked: str | None, stated: str | None, alone: bool) -> str | None:
    """The story's address: the canonical one that the page states, if it is of the same site and names a page."""
    if asked is None or stated is None:
        return asked or stated
    there, here = urlsplit(asked), urlsplit(stated)
    sites = [".".join((part.hostname or "").split(".")[-2:]) for part in (there, here)]
    return stated if sites[0] == sites[1] and (here.path.strip("/") or not alone) else asked


def _titled(parts: tuple[Part, ...], title: str | None) -> tuple[Part, ...]:
    """The parts, headed by the caller's title where the page shows none."""
    if not title or not title.strip() or any(part.kind is BlockKind.TITLE for part in parts):
        return parts
    return (Part(BlockKind.TITLE, " ".join(title.split())), *parts)


def _dateline(draft: Draft, lexicon: PageLexicon) -> Dateline | None:
    paragraphs = (part.text for part in draft.parts if part.kind is BlockKind.PARAGRAPH)
    for paragraph in islice(paragraphs, _DATELINED):
        found = read_dateline(paragraph, lexicon, date_reader(lexicon))
        if found:
            return found
    return None


def _joined(parts: tuple[Part, ...]) -> tuple[str, tuple[Block, ...]]:
    """The text of an article, and its blocks: parts joined by blank lines."""
    blocks, at = [], 0
    for kind, text, page_start in parts:
        end = at + len(text)
        blocks.append(Block(kind, at, end, page_start))
        at = end + 2
    return "\n\n".join([part.text for part in parts]), tuple(blocks)

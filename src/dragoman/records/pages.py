"""Pages and articles: what a crawler left, and the stories on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from dragoman.records.ids import content_id
from dragoman.records.spans import Evidence
from dragoman.records.times import Anchor

__all__ = [
    "BESIDE",
    "UNREAD_DATE",
    "Article",
    "Block",
    "BlockKind",
    "Likeness",
    "Page",
    "PageKind",
    "PageResult",
    "Residue",
    "Sighting",
    "Skipped",
]

UNREAD_DATE = "date that cannot be read in one way"
"""Reason of a ``Residue`` that is the date which the caller gave."""
BESIDE = "beside"
"""Cause of a ``Skipped`` that counts what stands in a container beside its pages: pictures, redirects, requests."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a crawler or a person handed in, decoded: HTML or plain text, never both.

    ``origin`` names it as the user would (``news/a.html``, ``dump.jsonl:17``, ``<stdin>``). ``date`` is what the
    caller said of the publication day (any form; parsed by ``pages``), ``fetched`` when a crawler got the page (ISO
    8601), ``record`` the id that it has as a record of a data file. Metadata fields are the caller's, None if not
    given.
    """

    id: str
    origin: str
    html: str | None = None
    text: str | None = None
    url: str | None = None
    title: str | None = None
    date: str | None = None
    outlet: str | None = None
    fetched: str | None = None
    record: str | None = None

    @staticmethod
    def identify(origin: str, content: str, url: str | None) -> str:
        """The id of a page: its address where it has one (else nothing) and its content; not where the file lay."""
        return content_id("p", url or "", content)


class PageKind(StrEnum):
    """What kind of page it is; the first four may hold articles."""

    ARTICLE = "article"
    SEVERAL = "several_articles"
    LIVE_BLOG = "live_blog"
    """Its entries are articles, each with its own time."""
    PAYWALL = "paywall"
    """The beginning of a story that goes on behind a paywall."""
    LISTING = "listing"
    FORUM = "forum"
    ERROR_PAGE = "error_page"
    COOKIE_WALL = "cookie_wall"


class BlockKind(StrEnum):
    """What part of an article a block of its text is."""

    TITLE = "title"
    STANDFIRST = "standfirst"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Block:
    """Characters ``[start, end)`` of ``Article.text`` that form one title, paragraph, caption or heading.

    ``page_start`` is where the block begins in the plain text page that it came from; None for HTML.
    """

    kind: BlockKind
    start: int
    end: int
    page_start: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One story of a page.

    ``text`` is the title, captions and paragraphs, joined by blank lines, in the order of the page; ``blocks`` say
    which is which, in order and without overlap. The text never changes after ``pages``: every offset in every
    later record is into it. ``published`` is None where the day of publication is unknown - it is never guessed.
    """

    id: str
    page: str
    origin: str
    index: int
    text: str
    blocks: tuple[Block, ...]
    language: str
    url: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    dateline: str | None = None
    section: str | None = None
    published: Anchor | None = None
    modified: Anchor | None = None
    page_kind: PageKind = PageKind.ARTICLE
    body_confidence: float | None = None
    """The probability that the text is the story and all of it, from the agreement of two extractors; None for text
    pages and entries of live blogs, which one alone reads."""
    record: str | None = None
    """The id that its record has in the data file that it came from."""

    @property
    def title(self) -> str | None:
        """The title's text, None if the article has none."""
        return next((self.text[b.start : b.end] for b in self.blocks if b.kind is BlockKind.TITLE), None)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The body: paragraphs only, without title, captions and headings."""
        return tuple(self.text[b.start : b.end] for b in self.blocks if b.kind is BlockKind.PARAGRAPH)

    @property
    def captions(self) -> tuple[str, ...]:
        """The captions, each once."""
        return tuple(self.text[b.start : b.end] for b in self.blocks if b.kind is BlockKind.CAPTION)

    def evidence(self, start: int, end: int) -> Evidence:
        """The evidence for characters ``[start, end)``. Raises ValueError outside the text or if empty."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"[{start}, {end}) is not inside the {len(self.text)} characters of article {self.id}")
        return Evidence(self.id, start, end, self.text[start:end])

    def bodies(self) -> Iterator[Block]:
        """The blocks that belong to the body: standfirst, paragraphs."""
        return (b for b in self.blocks if b.kind in (BlockKind.PARAGRAPH, BlockKind.STANDFIRST))


@dataclass(frozen=True, slots=True)
class Residue:
    """What is on the page and in no article, with the reason it was left out (``share line``, ``repeated caption``)."""

    page: str
    text: str
    reason: str
    start: int | None = None
    """Offset in a plain text page; None for HTML."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A page (or an article of it) that was not read, and why: nothing is dropped silently.

    ``cause`` is a short word that summaries count by; ``detail`` is a sentence for people.
    """

    item: str
    cause: str
    detail: str


class Likeness(StrEnum):
    """How an appearance of an article is like the article that was kept."""

    FIRST = "first"
    """It is the one that was kept."""
    SAME_PAGE = "same_page"
    """The same address and content, from another file."""
    SAME_TEXT = "same_text"
    """The same words in its body, elsewhere or under another headline."""
    SAME_ADDRESS = "same_address"
    """The same address later, with most of its words and nothing new."""
    NEAR_COPY = "near_copy"
    """Nearly the same words and nothing new: wire copy that was cut or lightly edited."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One appearance of an article: where it stood, and how like it is to the one that was kept and read.

    ``resemblance``: the share of its words' sequences that stand in the article kept, 0 to 1.
    """

    article: str
    page: str
    origin: str
    likeness: Likeness
    resemblance: float = 1.0
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: Anchor | None = None
    fetched: str | None = None
    record: str | None = None
    """The id that its record has in the data file that it came from."""


@dataclass(frozen=True, slots=True)
class PageResult:
    """What ``pages`` makes of one page; ``sightings``: those of its articles, once compared with others.

    ``kind`` is what the gate judged the page to be, ``kind_reason`` why; None for pages that hold nothing.
    """

    page: str
    articles: tuple[Article, ...]
    residue: tuple[Residue, ...]
    skipped: tuple[Skipped, ...]
    sightings: tuple[Sighting, ...] = ()
    kind: PageKind | None = None
    kind_reason: str = ""

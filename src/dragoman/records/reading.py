"""Reading: all that was read from one page."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.records.claims import Claim, Dispute
from dragoman.records.events import EventMention
from dragoman.records.identity import Actor, Resolution
from dragoman.records.pages import Article, PageKind, Residue, Sighting, Skipped

__all__ = ["ArticleReading", "Note", "Reading"]


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the user should know of an item that was read all the same (``no_event``, ``no_date``)."""

    item: str
    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class ArticleReading:
    """One article with all that was read from it."""

    article: Article
    resolution: Resolution
    events: tuple[EventMention, ...]
    claims: tuple[Claim, ...]
    notes: tuple[Note, ...]
    words: int
    disputes: tuple[Dispute, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What ``Reader.read`` makes of one page: its articles, its residue, and what was skipped and why.

    ``sightings``: the appearances of articles on it, where it was compared with others; an article that was seen before
    is not among ``readings``. ``kind``: what the page was judged to be, ``kind_reason``: why.
    """

    page: str
    origin: str
    readings: tuple[ArticleReading, ...]
    residue: tuple[Residue, ...]
    skipped: tuple[Skipped, ...]
    sightings: tuple[Sighting, ...] = ()
    kind: PageKind | None = None
    kind_reason: str = ""

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles of the page."""
        return tuple(r.article for r in self.readings)

    @property
    def events(self) -> tuple[EventMention, ...]:
        """All event mentions, in order of the articles and of the text."""
        return tuple(e for r in self.readings for e in r.events)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims, in order of the articles and of the text."""
        return tuple(c for r in self.readings for c in r.claims)

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Each actor once."""
        return tuple({a.id: a for r in self.readings for a in r.resolution.actors}.values())

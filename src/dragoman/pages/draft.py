"""What the readers of HTML and of text hand over: parts of a story and hints about it, before it is an Article."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from dragoman.records import AnchorBasis, BlockKind

__all__ = ["Draft", "Hints", "MetaDate", "Part"]


class Part(NamedTuple):
    """One block to be. ``page_start`` is its offset in a text page, None for HTML."""

    kind: BlockKind
    text: str
    page_start: int | None = None


@dataclass(frozen=True, slots=True)
class MetaDate:
    """A day that the page itself gives, with the probability that it is the day meant, and where it stands."""

    day: date
    confidence: float
    basis: AnchorBasis = AnchorBasis.TEXT


@dataclass(frozen=True, slots=True)
class Hints:
    """What the page says about a story beside its text; empty where it says nothing."""

    title: str = ""
    url: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    """Strings that may credit an agency: bylines, credit lines."""
    section: str | None = None
    published: MetaDate | None = None
    modified: MetaDate | None = None
    printed: tuple[date, ...] = ()
    """Days printed on lines of their own at the head of the story, the labelled ones first."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A story as it was found on the page. ``confidence``: the probability that these parts are the story."""

    parts: tuple[Part, ...]
    hints: Hints = field(default_factory=Hints)
    confidence: float | None = None

    def texts(self, *kinds: BlockKind) -> list[str]:
        """The texts of the parts of these kinds, in order."""
        return [part.text for part in self.parts if part.kind in kinds]

"""Summary: the account of a run. Every page is in exactly one of its counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from dragoman.records.pages import Skipped
from dragoman.records.reading import Reading

__all__ = ["Summary"]


@dataclass(slots=True)
class Summary:
    """What a run did. ``pages`` = ``read`` + ``known`` + pages without any article (in ``skipped``).

    ``skipped`` holds one entry for each page, line, file or article that was left out.
    """

    read: int = 0
    known: int = 0
    """Pages that the desk held already."""
    articles: int = 0
    words: int = 0
    events: int = 0
    claims: int = 0
    actors: int = 0
    undated: int = 0
    """Articles without a publication date."""
    eventless: int = 0
    """Articles in which no event was found."""
    residue: int = 0
    interrupted: bool = False
    seconds: float = 0.0
    skipped: list[Skipped] = field(default_factory=list)
    unread: int = 0
    """Inputs from which nothing came: each has its entry in ``skipped``."""

    @property
    def pages(self) -> int:
        """All that came in."""
        return self.read + self.known + self.unread

    @property
    def causes(self) -> Counter[str]:
        """How many items were skipped, by cause."""
        return Counter(s.cause for s in self.skipped)

    def leave_out(self, skipped: Skipped) -> None:
        """Counts an input from which no page came."""
        self.unread += 1
        self.skipped.append(skipped)

    def add(self, reading: Reading) -> None:
        """Counts one reading."""
        if reading.readings:
            self.read += 1
        else:
            self.unread += 1
        self.skipped.extend(reading.skipped)
        self.residue += len(reading.residue)
        for r in reading.readings:
            self.articles += 1
            self.words += r.words
            self.events += len(r.events)
            self.claims += len(r.claims)
            self.actors += len(r.resolution.actors)
            kinds = {note.kind for note in r.notes}
            self.undated += "no_date" in kinds
            self.eventless += "no_event" in kinds

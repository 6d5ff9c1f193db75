"""Summary: the account of a run. Every page is in exactly one of its counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from dragoman.records.pages import BESIDE, UNREAD_DATE, Likeness, Sighting, Skipped
from dragoman.records.reading import Reading

__all__ = ["Summary"]

_DATES = 100
"""Different dates that could not be read which are counted apart."""
_LISTED = 1000
"""Skipped items that are kept to be named: a run over a hundred thousand bad pages must not fill the memory."""


@dataclass(slots=True)
class Summary:
    """What a run did. ``pages`` = ``read`` + ``known`` + ``repeated`` + pages without any article (``unread``).

    ``causes`` counts each page, line, file or article that was left out; ``skipped`` holds the first thousand of them.
    """

    read: int = 0
    known: int = 0
    """Pages that the desk held already."""
    repeated: int = 0
    """Pages whose articles had all been seen before."""
    articles: int = 0
    sightings: int = 0
    """Appearances of articles that were there already, under other addresses or headlines."""
    words: int = 0
    events: int = 0
    claims: int = 0
    actors: int = 0
    undated: int = 0
    """Articles without a publication date."""
    unread_dates: Counter[str] = field(default_factory=Counter)
    """Dates given with pages that cannot be read in one way, the first hundred of them, with how often each came."""
    stubs: int = 0
    """Articles that are no more than the beginning of a story behind a paywall."""
    eventless: int = 0
    """Articles in which no event was found."""
    residue: int = 0
    interrupted: bool = False
    seconds: float = 0.0
    skipped: list[Skipped] = field(default_factory=list)
    causes: Counter[str] = field(default_factory=Counter)
    unread: int = 0
    """Inputs from which nothing came: each has its entry in ``causes``."""

    @property
    def pages(self) -> int:
        """All that came in."""
        return self.read + self.known + self.repeated + self.unread

    @property
    def left_out(self) -> int:
        """All that was skipped."""
        return self.causes.total()

    def leave_out(self, skipped: Skipped) -> None:
        """Counts an input from which no page came; what stands beside the pages of a container is none."""
        self.unread += skipped.cause != BESIDE
        self._skip(skipped)

    def know(self, sightings: tuple[Sighting, ...] = ()) -> None:
        """Counts a page that the desk held already, with the appearances of its articles that are new."""
        self.known += 1
        self.sightings += len(sightings)

    def add(self, reading: Reading) -> None:
        """Counts one reading."""
        again = sum(s.likeness is not Likeness.FIRST for s in reading.sightings)
        self.sightings += again
        if reading.readings:
            self.read += 1
        elif again and not reading.skipped:
            self.repeated += 1
        else:
            self.unread += 1
        for skipped in reading.skipped:
            self._skip(skipped)
        self.residue += len(reading.residue)
        for left in reading.residue:
            if left.reason == UNREAD_DATE and (left.text in self.unread_dates or len(self.unread_dates) < _DATES):
                self.unread_dates[left.text] += 1
        for r in reading.readings:
            self.articles += 1
            self.words += r.words
            self.events += len(r.events)
            self.claims += len(r.claims)
            self.actors += len(r.resolution.actors)
            kinds = {note.kind for note in r.notes}
            self.undated += "no_date" in kinds
            self.stubs += "stub" in kinds
            self.eventless += "no_event" in kinds

    def _skip(self, skipped: Skipped) -> None:
        self.causes[skipped.cause] += 1
        if len(self.skipped) < _LISTED:
            self.skipped.append(skipped)

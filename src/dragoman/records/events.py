"""Event mentions: one article's statement about one event."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dragoman.records.pages import BlockKind
from dragoman.records.spans import Evidence
from dragoman.records.times import Interval

__all__ = ["EventMention", "EventTime", "Participant", "Status", "TimeBasis"]


class Status(StrEnum):
    """Has it happened, or is it only said, planned or demanded? (docs/ontology, DESIGN section 1)."""

    ACTUAL = "actual"
    PLANNED = "planned"
    DEMANDED = "demanded"
    CONDITIONAL = "conditional"
    THREATENED = "threatened"
    NOT_DONE = "not_done"
    DENIED = "denied"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Participant:
    """A source or target of an event mention: the span, and whom it was judged to be.

    ``mention`` and ``actor`` are None for a participant that no actor mention covers (``a convoy``); ``name`` is then
    the span's text.
    """

    evidence: Evidence
    name: str
    mention: str | None = None
    actor: str | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()


class TimeBasis(StrEnum):
    """Where an event's time comes from."""

    STATED = "stated"
    """A time expression governs it."""
    FRAME = "frame"
    """None does: only a bound from the article's date (``../2022-02-09``, ``2024-11-25/..`` for a plan)."""


@dataclass(frozen=True, slots=True)
class EventTime:
    """When the event is. ``interval`` is None when the expression cannot be put on the calendar."""

    interval: Interval | None
    basis: TimeBasis
    evidence: Evidence | None = None
    mention: str | None = None


@dataclass(frozen=True, slots=True)
class EventMention:
    """One article's statement about one event.

    ``type`` is a PLOVER root type, or None for an act that PLOVER does not code (``draft``, ``leak``): then ``act``
    alone tells what it is. ``evidence`` is the sentence, ``trigger`` the words that express the event.
    ``decided_by`` is the codebook entry (``codebook:consult/meet T``) or model that decided; ``reasons`` are for
    people. ``confidence`` is the measured precision of what decided, in [0, 1]. ``claims`` are the ids of the claims
    it stands under, innermost first; empty means: in the article's own voice.
    """

    id: str
    article: str
    type: str | None
    mode: str | None
    act: str
    contexts: tuple[str, ...]
    sources: tuple[Participant, ...]
    targets: tuple[Participant, ...]
    status: Status
    status_cue: Evidence | None
    time: EventTime | None
    place: str | None
    """Id of a PlaceMention of the same article."""
    trigger: Evidence
    evidence: Evidence
    block: BlockKind
    confidence: float
    decided_by: str
    reasons: tuple[str, ...]
    claims: tuple[str, ...] = ()
    trigger_token: int = -1
    """Index of the trigger's head token in the Analysis."""

    @property
    def source(self) -> str:
        """The sources as a reader would say them: names joined by ``, ``; empty if none is stated."""
        return ", ".join(p.name for p in self.sources)

    @property
    def target(self) -> str:
        """The targets as a reader would say them; empty if none is stated."""
        return ", ".join(p.name for p in self.targets)

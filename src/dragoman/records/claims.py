"""Claims: who says what, in which words, and how far the article stands behind it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dragoman.records.spans import Evidence

__all__ = ["Anonymity", "Claim", "Commitment", "Dispute", "Polarity", "SourceKind", "Speech"]


class Speech(StrEnum):
    """How the words are given."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    FREE_INDIRECT = "free_indirect"


class SourceKind(StrEnum):
    """What a claim's source is."""

    PERSON = "person"
    ROLE = "role"
    ORGANISATION = "organisation"
    STATE = "state"
    OUTLET = "outlet"
    DOCUMENT = "document"
    GROUP = "group"
    UNSPECIFIED = "unspecified"


class Anonymity(StrEnum):
    """A scale from a name to nobody at all."""

    NAMED = "named"
    ROLE_ONLY = "role_only"
    """An office that identifies without a name: ``the foreign ministry spokesman``."""
    DESCRIBED = "described"
    """``two officials familiar with the talks``."""
    GENERIC = "generic"
    """``sources``, ``observers``, ``analysts``."""
    IMPLICIT = "implicit"
    """Nobody: ``it was revealed that``, a quote without a speaker."""


class Commitment(StrEnum):
    """What the cue says about the truth of the content."""

    FACTIVE = "factive"
    NEUTRAL = "neutral"
    DISTANCING = "distancing"
    COUNTER_FACTIVE = "counter_factive"


class Polarity(StrEnum):
    """Whether the source asserts or denies the content, or says nothing of it."""

    ASSERTED = "asserted"
    DENIED = "denied"
    WITHHELD = "withheld"
    """``declined to say``, ``refused to confirm``."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One attribution.

    ``source`` is None where no source is expressed; ``cue`` is None for a bare quotation. ``content`` may be several
    spans (a quotation broken by its cue). ``outlet`` is the medium it was said to or through (``told X``).
    ``parent`` is the claim in whose content this one stands, None for one in the article's own voice. ``mention`` and
    ``actor`` are those of the source.
    """

    id: str
    article: str
    source: Evidence | None
    cue: Evidence | None
    content: tuple[Evidence, ...]
    evidence: Evidence
    """The sentence (or sentences) that hold it all."""
    speech: Speech
    source_kind: SourceKind
    anonymity: Anonymity
    anonymity_reason: Evidence | None
    commitment: Commitment
    polarity: Polarity
    outlet: Evidence | None
    parent: str | None
    mention: str | None
    actor: str | None
    confidence: float
    decided_by: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two statements of one article that disagree: ``denial`` denies what ``claim`` asserts.

    ``denial`` and ``claim`` are ids of claims; ``claim`` is None where the article itself tells it. ``event`` is the
    event mention under the denial, ``other`` the one that is told, where events were read of them.
    """

    article: str
    denial: str
    claim: str | None
    event: str | None
    other: str | None
    reason: str

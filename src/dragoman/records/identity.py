"""Who and where: mentions, and the separate judgements of whom or what they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dragoman.records.spans import Evidence
from dragoman.records.times import TimeMention

__all__ = [
    "GROUP_KINDS",
    "POLITICAL_KINDS",
    "Actor",
    "ActorKind",
    "ActorMention",
    "AssertedRole",
    "Judgement",
    "MentionForm",
    "Place",
    "PlaceMention",
    "Resolution",
]


class ActorKind(StrEnum):
    """What an actor is."""

    PERSON = "person"
    STATE = "state"
    GOVERNMENT_BODY = "government_body"
    PARTY = "party"
    BLOC = "bloc"
    ARMED_GROUP = "armed_group"
    ORGANISATION = "organisation"
    OUTLET = "outlet"
    POPULATION = "population"
    UNKNOWN = "unknown"


POLITICAL_KINDS = frozenset({ActorKind.PARTY, ActorKind.BLOC, ActorKind.ARMED_GROUP})
"""Those that people join to have their way in politics; of a description any may be meant."""
GROUP_KINDS = POLITICAL_KINDS | {ActorKind.ORGANISATION, ActorKind.OUTLET}
"""Those that somebody leads, speaks for or belongs to, states and their bodies apart."""


class MentionForm(StrEnum):
    """How an actor is mentioned."""

    NAME = "name"
    ROLE = "role"
    """A description: ``the Sadrist leader``, ``police``, ``two officials``."""
    PRONOUN = "pronoun"
    DEMONYM = "demonym"
    """``Iraqi``, ``the Russians``."""
    METONYM = "metonym"
    """A place that stands for a government: ``Tehran said``, ``the Kremlin``."""
    PHRASE = "phrase"
    """What takes part in an event and is nobody by name or role: ``apartment buildings``, ``12,000``."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who a mention resolves to.

    Known actors carry the id of the knowledge base (``person:nouri-al-maliki``, ``state:IRQ``); unknown ones an id
    made of their name within the article (``new:...``). ``country`` is an ISO 3166 alpha-3 code or None. ``sectors``
    are PLOVER's, most specific first, **on the date of the article**.
    """

    id: str
    name: str
    kind: ActorKind
    country: str | None
    sectors: tuple[str, ...]
    known: bool


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A span that names or stands for an actor. Tokens ``[token_start, token_end)``; ``head`` is its head token."""

    id: str
    evidence: Evidence
    form: MentionForm
    token_start: int
    token_end: int
    head: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """``mention`` stands for ``actor``: a judgement with a score in [0, 1] and its reasons, apart from the evidence.

    ``role`` is what the mention or the knowledge base says of the actor's office at that date
    (``former prime minister``).
    """

    mention: str
    actor: str
    score: float
    reasons: tuple[str, ...]
    role: str | None = None


@dataclass(frozen=True, slots=True)
class AssertedRole:
    """What an article says of a person's office or membership: a dated claim beside the knowledge base.

    ``of`` is the state or the known organisation that the office belongs to, where the words say it. ``agrees``:
    whether the base says the same of the article's days, None where it cannot tell; ``held``: the offices it knows. A
    membership of a party or group has the role ``member``; ``held`` are then those that the base knows the person in.
    """

    id: str
    actor: str
    role: str
    of: str | None
    former: bool
    evidence: Evidence
    agrees: bool | None
    held: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place with coordinates in degrees (WGS 84). ``id`` is ``gn:<GeoNames id>``, ``place:<slug>`` of ours,
    or ``new:`` and a hash for one that no gazetteer lists, of which the article tells the state: without coordinates.
    """

    id: str
    name: str
    kind: str
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A span that names a place; ``place`` is None when nothing in the gazetteer fits. ``candidates``: how many did."""

    id: str
    evidence: Evidence
    place: Place | None
    score: float
    reasons: tuple[str, ...]
    candidates: int
    token_start: int
    token_end: int


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who, when and where of one article."""

    mentions: tuple[ActorMention, ...]
    judgements: tuple[Judgement, ...]
    """At most one for each mention."""
    actors: tuple[Actor, ...]
    times: tuple[TimeMention, ...]
    places: tuple[PlaceMention, ...]
    asserted: tuple[AssertedRole, ...] = ()
    """Offices and memberships that the article gives to persons."""

"""The frozen records that flow from room to room. Everything extracted carries evidence: verbatim, with offsets."""

from __future__ import annotations

from dragoman.records.analysis import Analysis, Entity, Sentence, Signals, Token
from dragoman.records.claims import Anonymity, Claim, Commitment, Dispute, Polarity, SourceKind, Speech
from dragoman.records.codec import from_json, json_schema, to_json
from dragoman.records.events import EventMention, EventTime, Participant, Status, TimeBasis
from dragoman.records.identity import (
    GROUP_KINDS,
    POLITICAL_KINDS,
    Actor,
    ActorKind,
    ActorMention,
    AssertedRole,
    Judgement,
    MentionForm,
    Place,
    PlaceMention,
    Resolution,
)
from dragoman.records.ids import content_id
from dragoman.records.judgements import PairJudgement
from dragoman.records.pages import (
    BESIDE,
    UNREAD_DATE,
    Article,
    Block,
    BlockKind,
    Likeness,
    Page,
    PageKind,
    PageResult,
    Residue,
    Sighting,
    Skipped,
)
from dragoman.records.reading import ArticleReading, Note, Reading
from dragoman.records.spans import Evidence
from dragoman.records.summary import Summary
from dragoman.records.times import Anchor, AnchorBasis, Granularity, Interval, TimeKind, TimeMention

__all__ = [
    "BESIDE",
    "GROUP_KINDS",
    "POLITICAL_KINDS",
    "UNREAD_DATE",
    "Actor",
    "ActorKind",
    "ActorMention",
    "Analysis",
    "Anchor",
    "AnchorBasis",
    "Anonymity",
    "Article",
    "ArticleReading",
    "AssertedRole",
    "Block",
    "BlockKind",
    "Claim",
    "Commitment",
    "Dispute",
    "Entity",
    "EventMention",
    "EventTime",
    "Evidence",
    "Granularity",
    "Interval",
    "Judgement",
    "Likeness",
    "MentionForm",
    "Note",
    "Page",
    "PageKind",
    "PageResult",
    "PairJudgement",
    "Participant",
    "Place",
    "PlaceMention",
    "Polarity",
    "Reading",
    "Residue",
    "Resolution",
    "Sentence",
    "Sighting",
    "Signals",
    "Skipped",
    "SourceKind",
    "Speech",
    "Status",
    "Summary",
    "TimeBasis",
    "TimeKind",
    "TimeMention",
    "Token",
    "content_id",
    "from_json",
    "json_schema",
    "to_json",
]

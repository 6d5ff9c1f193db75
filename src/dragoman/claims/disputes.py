"""Claims that disagree: one says that something happened, another that it did not.

Three ways in which news tells so, each a rule:

1. the denial holds the claim (``denied a report by X that ...``);
2. both have an event of the same type with the same participants, one of them denied;
3. the denial speaks of what was said before (``The army denied it``, ``a charge that Moscow rejects``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dragoman.knowledge.speech import SpeechLexicon
from dragoman.records import Article, Claim, Dispute, EventMention, Participant, Polarity, Status

__all__ = ["find_disputes", "share_participants", "with_disputes"]

_BACK = frozenset({"it", "that", "this", "which", "them", "these", "those", "so", "all"})
_DETERMINERS = frozenset(
    {"the", "this", "that", "these", "those", "such", "any", "all", "his", "her", "their", "its", "a", "an", "both"}
)
_ANYBODY = frozenset(
    {"anybody", "anyone", "nobody", "anything", "it", "he", "she", "they", "him", "her", "them", "we", "us", "i", "me"}
)
"""Participants that do not tell two events apart."""
_REACH = 600
"""Characters back in which what a denial takes up is sought: some three sentences."""
_SETTLED = (Status.DENIED, Status.NOT_DONE)


def find_disputes(
    article: Article, events: Sequence[EventMention], claims: Sequence[Claim], lexicon: SpeechLexicon
) -> tuple[Dispute, ...]:
    """The disputes of one article, in order of their denials; each pair of claims once, by its first rule."""
    by_id = {c.id: c for c in claims}
    found: dict[tuple[str, str | None, str | None], Dispute] = {}
    for denial in (c for c in claims if c.polarity is Polarity.DENIED):
        for dispute in (
            *_inside(article, denial, claims),
            *_same_event(article, denial, events, by_id),
            *_taken_up(article, denial, events, claims, lexicon),
        ):
            found.setdefault((dispute.denial, dispute.claim, dispute.claim or dispute.other), dispute)
    return tuple(found.values())


def with_disputes(
    events: Iterable[EventMention], disputes: Sequence[Dispute], claims: Iterable[Claim]
) -> tuple[EventMention, ...]:
    """The events, those that somebody denies elsewhere in the article with that as a reason."""
    by_id = {c.id: c for c in claims}
    denials = {d.other: by_id[d.denial] for d in reversed(disputes) if d.other and d.denial in by_id}
    return tuple(_disputed(event, denials.get(event.id)) for event in events)


def _disputed(event: EventMention, denial: Claim | None) -> EventMention:
    if denial is None:
        return event
    return replace(event, reasons=(*event.reasons, f"disputed: {_speaker(denial)} denies it"))


def _speaker(claim: Claim) -> str:
    return claim.source.text if claim.source else "somebody"


def _inside(article: Article, denial: Claim, claims: Sequence[Claim]) -> Iterable[Dispute]:
    for claim in claims:
        held = all(any(whole.contains(part) for whole in denial.content) for part in claim.content)
        if held and claim.polarity is Polarity.ASSERTED and claim.cue is not None and not _same_speaker(claim, denial):
            yield Dispute(article.id, denial.id, claim.id, None, None, "the denial holds the claim")


def _same_speaker(a: Claim, b: Claim) -> bool:
    if a.actor and b.actor:
        return a.actor == b.actor
    return bool(a.source and b.source and a.source.text.lower() == b.source.text.lower())


# ---- the same event, denied in one place and told in another


def _same_event(
    article: Article, denial: Claim, events: Sequence[EventMention], claims: Mapping[str, Claim]
) -> Iterable[Dispute]:
    """For each event that the denial holds the nearest other mention of it that nobody denies."""
    for event in events:
        if denial.id not in event.claims or event.status is not Status.DENIED:
            continue
        told = [e for e in events if e.status not in _SETTLED and denial.id not in e.claims and _alike(e, event)]
        told = [e for e in told if not e.claims or not _same_speaker(claims[e.claims[0]], denial)]
        told = [e for e in told if not any(claims[c].polarity is Polarity.DENIED for c in e.claims)]
        if told:
            other = min(told, key=lambda e: abs(e.trigger.start - event.trigger.start))
            claim = other.claims[0] if other.claims else None
            why = f"{event.act} is denied, {other.act} told of the same participants"
            yield Dispute(article.id, denial.id, claim, event.id, other.id, why)


def _alike(a: EventMention, b: EventMention) -> bool:
    """True if the two can be one event: of one type, no participants that differ, a participant or the act shared."""
    shared = share_participants(a, b)
    return a.type is not None and a.type == b.type and shared is not None and (shared or a.act == b.act)


def share_participants(a: EventMention, b: EventMention) -> bool | None:
    """Whether two events have a participant on the same side; None if a side names different ones in each."""
    sides = [(_who(a.sources), _who(b.sources)), (_who(a.targets), _who(b.targets))]
    if any(x and y and not x & y for x, y in sides):
        return None
    return any(x & y for x, y in sides)


def _who(participants: tuple[Participant, ...]) -> set[str]:
    """Whom a side names; empty if one is a pronoun or an indefinite (``denied that anybody was hurt``)."""
    if any(p.evidence.text.lower() in _ANYBODY for p in participants):
        return set()
    return {p.actor or p.name.lower() for p in participants}


# ---- a denial that takes up what was said before


def _taken_up(
    article: Article, denial: Claim, events: Sequence[EventMention], claims: Sequence[Claim], lexicon: SpeechLexicon
) -> Iterable[Dispute]:
    """The nearest claim before the denial by somebody else, else the last event told in the article's own voice."""
    if denial.cue is None or not all(_points_back(part.text, lexicon) for part in denial.content):
        return
    start = min(denial.cue.start, *(part.start for part in denial.content))
    said = [c for c in claims if c.polarity is Polarity.ASSERTED and not _same_speaker(c, denial)]
    said = [c for c in said if start - _REACH <= c.content[-1].end <= start + 1 and c.id != denial.id]
    told = [e for e in events if start - _REACH <= e.trigger.end <= start and e.status not in _SETTLED]
    if said:
        claim = max(said, key=lambda c: c.content[-1].end)
        under = [e for e in told if claim.id in e.claims]
        other = under[-1].id if under else None
        yield Dispute(article.id, denial.id, claim.id, None, other, "the denial takes up what was said before")
    elif own := [e for e in told if not e.claims]:
        yield Dispute(article.id, denial.id, None, None, own[-1].id, "the denial takes up what was told before")


def _points_back(content: str, lexicon: SpeechLexicon) -> bool:
    """True for ``it``, ``which``, ``the allegations``, ``any wrongdoing``: content that stands for other content."""
    words = re.findall(r"[\w’'-]+", content.lower())
    if len(words) == 1:
        return words[0] in _BACK
    if not words or words[0] not in _DETERMINERS or len(words) > 3:
        return False
    noun = words[-1]
    singular = noun.removesuffix("s")
    return any(n in lexicon.nouns or n in lexicon.phrases.taking_up for n in (noun, singular))

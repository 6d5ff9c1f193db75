"""Readings as rows of the desk's tables. Pure: a Reading in, rows out; the store writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dragoman.knowledge.ontology import Ontology
from dragoman.records import (
    Actor,
    ArticleReading,
    Claim,
    EventMention,
    Evidence,
    Interval,
    Judgement,
    Likeness,
    MentionForm,
    Participant,
    PlaceMention,
    Polarity,
    Reading,
    Resolution,
    Sighting,
    Skipped,
)

__all__ = ["certainty", "rows_of", "sighting_row", "skipped_row"]

Row = dict[str, Any]


def rows_of(reading: Reading, ontology: Ontology) -> Iterator[tuple[str, Row]]:
    """Every row that one reading gives, as (table, row), keyed by the columns of ``desk.schema``."""
    again = tuple(s for s in reading.sightings if s.likeness is not Likeness.FIRST)
    found = len(reading.readings) + len(again)
    yield (
        "pages",
        {
            "page": reading.page,
            "origin": reading.origin,
            "articles": found,
            "kind": reading.kind.value if reading.kind else None,
            "kind_reason": reading.kind_reason or None,
        },
    )
    for sighting in (*_first_sightings(reading), *again):
        yield "sightings", sighting_row(sighting)
    for residue in reading.residue:
        row = {"page": residue.page, "text": residue.text, "reason": residue.reason, "start": residue.start}
        yield "residue", row
    for skipped in reading.skipped:
        yield "skipped", skipped_row(skipped)
    for one in reading.readings:
        yield from _article_rows(one)
        yield from _identity_rows(one)
        yield from _event_rows(one, ontology)
        yield from _claim_rows(one)
        yield from _dispute_rows(one)


def skipped_row(skipped: Skipped) -> Row:
    """The row of an item that was left out."""
    return {"item": skipped.item, "cause": skipped.cause, "detail": skipped.detail}


def sighting_row(sighting: Sighting) -> Row:
    """The row of one appearance of an article."""
    published = sighting.published
    return {
        "article": sighting.article,
        "page": sighting.page,
        "origin": sighting.origin,
        "likeness": sighting.likeness.value,
        "resemblance": sighting.resemblance,
        "url": sighting.url,
        "outlet": sighting.outlet,
        "title": sighting.title,
        "published_start": published.interval.start if published else None,
        "published_end": published.interval.end if published else None,
        "fetched": sighting.fetched,
        "record": sighting.record,
    }


def _first_sightings(reading: Reading) -> Iterator[Sighting]:
    """The first appearance of each article that was read, whether or not it was compared with others."""
    compared = {s.article: s for s in reading.sightings if s.likeness is Likeness.FIRST}
    for article in reading.articles:
        yield compared.get(article.id) or Sighting(
            article.id, reading.page, reading.origin, Likeness.FIRST, 1.0,
            article.url, article.outlet, article.title, article.published, record=article.record,
        )  # fmt: skip


def certainty(event: EventMention, claims: dict[str, Claim]) -> str:
    """Whose word an event is for the reader: the article's own, or that of the innermost claim's source.

    An event under a claim that denies it is ``denied`` whoever speaks.
    """
    chain = [claims[c] for c in event.claims if c in claims]
    if event.status.value == "denied" or any(c.polarity is Polarity.DENIED for c in chain):
        return "denied"
    if not chain:
        return "own_voice"
    return chain[0].anonymity.value


def _span(evidence: Evidence) -> Row:
    return {"article": evidence.article, "start": evidence.start, "end": evidence.end, "text": evidence.text}


def _days(interval: Interval | None) -> Row:
    return {
        "from_day": interval.start if interval else None,
        "to_day": interval.end if interval else None,
        "granularity": interval.granularity.value if interval else None,
    }


def _article_rows(one: ArticleReading) -> Iterator[tuple[str, Row]]:
    article = one.article
    published = article.published
    yield (
        "articles",
        {
            "article": article.id,
            "page": article.page,
            "origin": article.origin,
            "record": article.record,
            "index": article.index,
            "title": article.title,
            "text": article.text,
            "url": article.url,
            "outlet": article.outlet,
            "authors": list(article.authors),
            "agencies": list(article.agencies),
            "dateline": article.dateline,
            "language": article.language,
            "published_start": published.interval.start if published else None,
            "published_end": published.interval.end if published else None,
            "published_basis": published.basis.value if published else None,
            "published_confidence": published.confidence if published else None,
            "modified": article.modified.interval.start if article.modified else None,
            "modified_basis": article.modified.basis.value if article.modified else None,
            "section": article.section,
            "page_kind": article.page_kind.value,
            "body_confidence": article.body_confidence,
            "words": one.words,
            "notes": [note.kind for note in one.notes],
        },
    )
    for block in article.blocks:
        row = {"article": article.id, "start": block.start, "end": block.end, "kind": block.kind.value}
        yield "blocks", {**row, "page_start": block.page_start}


def _identity_rows(one: ArticleReading) -> Iterator[tuple[str, Row]]:
    resolution = one.resolution
    judged: dict[str, Judgement] = {j.mention: j for j in resolution.judgements}
    actors: dict[str, Actor] = {a.id: a for a in resolution.actors}
    for mention in resolution.mentions:
        judgement = judged.get(mention.id)
        actor = actors.get(judgement.actor) if judgement else None
        row = {"mention": mention.id, **_span(mention.evidence), "form": mention.form.value}
        if judgement and actor:
            row |= {
                "actor": actor.id,
                "actor_name": actor.name,
                "actor_kind": actor.kind.value,
                "country": actor.country,
                "sectors": list(actor.sectors),
                "known": actor.known,
                "role": judgement.role,
                "score": judgement.score,
                "reasons": list(judgement.reasons),
            }
        yield "mentions", row
    for said in resolution.asserted:
        who = actors.get(said.actor)
        row = {"asserted_role": said.id, "actor": said.actor, "actor_name": who.name if who else None}
        row |= {**_span(said.evidence), "role": said.role, "of": said.of, "former": said.former}
        yield "asserted_roles", {**row, "agrees": said.agrees, "known_roles": list(said.held)}
    for time in resolution.times:
        row = {"time": time.id, **_span(time.evidence), "kind": time.kind.value, "value": time.value}
        row |= {**_days(time.interval), "reading": time.reading, "unresolved": time.unresolved}
        yield "times", {**row, "anchor_basis": time.anchor.basis.value if time.anchor else None}
    for found in resolution.places:
        row = {"place_mention": found.id, **_span(found.evidence), "score": found.score, "reasons": list(found.reasons)}
        yield "places", {**row, **_place(found)}


def _place(found: PlaceMention) -> Row:
    place = found.place
    if place is None:
        return {}
    return {
        "place": place.id,
        "name": place.name,
        "kind": place.kind,
        "country": place.country,
        "admin1": place.admin1,
        "latitude": place.latitude,
        "longitude": place.longitude,
    }


def _event_rows(one: ArticleReading, ontology: Ontology) -> Iterator[tuple[str, Row]]:
    claims = {c.id: c for c in one.claims}
    places = {p.id: p for p in one.resolution.places}
    for event in one.events:
        found = places.get(event.place) if event.place else None
        place = found.place if found else None
        chain = [claims[c] for c in event.claims if c in claims]
        row: Row = {
            "event": event.id,
            "article": event.article,
            "type": event.type,
            "mode": event.mode,
            "act": event.act,
            "quad": ontology.types[event.type].quad.value if event.type else None,
            "contexts": list(event.contexts),
            "status": event.status.value,
            **_side("source", event.source, event.sources),
            **_side("target", event.target, event.targets),
            **_days(event.time.interval if event.time else None),
            "time_basis": event.time.basis.value if event.time else None,
            "time_text": event.time.evidence.text if event.time and event.time.evidence else None,
            "place": place.id if place else None,
            "place_name": place.name if place else (found.evidence.text if found else None),
            "place_country": place.country if place else None,
            "latitude": place.latitude if place else None,
            "longitude": place.longitude if place else None,
            "certainty": certainty(event, claims),
            "claims": list(event.claims),
            "said_by": _said_by(chain, one.resolution),
            "block": event.block.value,
            "trigger": event.trigger.text,
            "trigger_start": event.trigger.start,
            "trigger_end": event.trigger.end,
            "status_cue": event.status_cue.text if event.status_cue else None,
            "sentence": event.evidence.text,
            "sentence_start": event.evidence.start,
            "sentence_end": event.evidence.end,
            "confidence": event.confidence,
            "decided_by": event.decided_by,
            "reasons": list(event.reasons),
        }
        yield "events", row
        for side, participants in (("source", event.sources), ("target", event.targets)):
            for position, p in enumerate(participants):
                head = {"event": event.id, "side": side, "position": position, **_span(p.evidence), "name": p.name}
                yield "participants", {**head, "actor": p.actor, "country": p.country, "sectors": list(p.sectors)}


def _said_by(chain: Sequence[Claim], resolution: Resolution) -> str | None:
    """Who says so: the source of the innermost claim that has one, as written, or whom its pronoun means."""
    return _speaker(next((c for c in chain if c.source), None), resolution)


def _speaker(claim: Claim | None, resolution: Resolution) -> str | None:
    """The source of a claim as written, or whom its pronoun means (``who``, ``they``)."""
    if claim is None or claim.source is None:
        return None
    # `who` is a mention of its own beside the claim's, which is that of the noun it belongs to
    at = (claim.source.start, claim.source.end)
    pronouns = (m for m in resolution.mentions if m.form is MentionForm.PRONOUN)
    if any(m.id == claim.mention or (m.evidence.start, m.evidence.end) == at for m in pronouns):
        return next((a.name for a in resolution.actors if a.id == claim.actor), claim.source.text)
    return claim.source.text


def _side(side: str, name: str, participants: Sequence[Participant]) -> Row:
    return {
        side: name or None,
        f"{side}_actors": [p.actor for p in participants if p.actor],
        f"{side}_countries": list(dict.fromkeys(p.country for p in participants if p.country)),
        f"{side}_sectors": list(dict.fromkeys(p.sectors[0] for p in participants if p.sectors)),
    }


def _claim_rows(one: ArticleReading) -> Iterator[tuple[str, Row]]:
    names = {a.id: a.name for a in one.resolution.actors}
    for claim in one.claims:
        row: Row = {"claim": claim.id, "article": claim.article}
        for part in ("source", "cue"):
            evidence: Evidence | None = getattr(claim, part)
            if evidence:
                row |= {part: evidence.text, f"{part}_start": evidence.start, f"{part}_end": evidence.end}
        row |= {
            "actor": claim.actor,
            "actor_name": names.get(claim.actor) if claim.actor else None,
            "content": " ... ".join(c.text for c in claim.content),
            "content_starts": [c.start for c in claim.content],
            "content_ends": [c.end for c in claim.content],
            "speech": claim.speech.value,
            "source_kind": claim.source_kind.value,
            "anonymity": claim.anonymity.value,
            "anonymity_reason": claim.anonymity_reason.text if claim.anonymity_reason else None,
            "commitment": claim.commitment.value,
            "polarity": claim.polarity.value,
            "outlet": claim.outlet.text if claim.outlet else None,
            "parent": claim.parent,
            "sentence": claim.evidence.text,
            "sentence_start": claim.evidence.start,
            "sentence_end": claim.evidence.end,
            "confidence": claim.confidence,
            "decided_by": claim.decided_by,
        }
        yield "claims", row


def _dispute_rows(one: ArticleReading) -> Iterator[tuple[str, Row]]:
    claims = {c.id: c for c in one.claims}
    events = {e.id: e for e in one.events}
    for dispute in one.disputes:
        denial, claim = claims[dispute.denial], claims.get(dispute.claim or "")
        event, other = events.get(dispute.event or ""), events.get(dispute.other or "")
        told = claim.evidence if claim else other.evidence if other else None
        act = other or event
        row = {
            "article": one.article.id,
            "denial": denial.id,
            "denier": _speaker(denial, one.resolution),
            "denial_sentence": denial.evidence.text,
            "claim": dispute.claim,
            "claimant": _speaker(claim, one.resolution),
            "sentence": told.text if told else None,
            "event": dispute.event,
            "other": dispute.other,
            "type": act.type if act else None,
            "reason": dispute.reason,
        }
        yield "disputes", row

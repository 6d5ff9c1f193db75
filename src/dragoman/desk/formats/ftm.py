"""FollowTheMoney entities: one JSON object a line, for Aleph, OpenSanctions' tools and others that read its model.

Only names of schemata and properties are written here; the test reads the file with the library itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha1
from typing import Any

from dragoman.desk.formats.base import Account, Field, Format, Text
from dragoman.desk.formats.chosen import Chosen, Event, Person
from dragoman.desk.formats.coded import country_name, country_terms

__all__ = ["FTM"]

_SCHEMATA = {
    "person": "Person",
    "state": "PublicBody",
    "government_body": "PublicBody",
    "party": "Organization",
    "bloc": "Organization",
    "armed_group": "Organization",
    "organisation": "Organization",
    "outlet": "Organization",
}
"""By kind of actor; the others (peoples, unknown) are LegalEntity, the schema of whoever can act."""

_FIELDS = (
    Field("schema", "text", "Event, Article, Person, PublicBody, Organization, LegalEntity"),
    Field("Event:name", "text", "type, status unless actual, who and whom"),
    Field("Event:organizer", "entity", "the sources"),
    Field("Event:involved", "entity", "the targets"),
    Field("Event:startDate, endDate", "date", "the time that the text states; date: the day, where it is one"),
    Field("Event:location, country", "text", "name of the place; its country"),
    Field("Event:summary", "text", "the sentence that says so, verbatim"),
    Field("Event:keywords", "text", "the type, the mode, and status:<status>"),
    Field("Event:notes", "text", "whose word it is, and the confidence"),
    Field("Event:proof", "entity", "the article"),
    Field("Event:recordId", "text", "id of the event mention"),
    Field("Article:title, publisher, publishedAt, sourceUrl, language", "text", "those of the article"),
    Field("Person, ...:name, country", "text", "those of the actor"),
)


def _id(kind: str, key: str) -> str:
    return f"dragoman-{sha1(f'{kind}:{key}'.encode(), usedforsecurity=False).hexdigest()}"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _entity(key: str, schema: str, **properties: Any) -> dict[str, Any]:
    """An entity; every property is a list of strings, those without a value are left away."""
    listed = {n: v if isinstance(v, list) else [v] for n, v in properties.items()}
    kept = {n: [str(x) for x in v if x not in (None, "")] for n, v in listed.items()}
    return {"id": key, "schema": schema, "properties": {n: v for n, v in kept.items() if v}}


def _country(code: str | None) -> str | None:
    terms = country_terms(code)
    return terms.alpha2.lower() if terms else None


def _event(event: Event) -> dict[str, Any]:
    status = "" if event["status"] == "actual" else f" ({event['status'].replace('_', ' ')})"
    who = " → ".join(w for w in (event["source"], event["target"]) if w)
    name = f"{event['type'] or event['act']}{status}" + (f": {who}" if who else "")
    first, last = event.stated
    place = ", ".join(p for p in (event["place_name"], country_name(event["place_country"])) if p)
    url = event["url"] or ""
    return _entity(
        _id("event", event["event"]),
        "Event",
        name=name,
        organizer=[_id("actor", p.key) for p in event.sources],
        involved=[_id("actor", p.key) for p in event.targets],
        date=_day(first) if first == last else None,
        startDate=_day(first),
        endDate=_day(last),
        location=place,
        country=_country(event["place_country"]),
        summary=event["sentence"],
        keywords=[event["type"], event["mode"], f"status:{event['status']}"],
        notes=f"certainty: {event['certainty']}; confidence: {event['confidence']:.2f}",
        proof=_id("article", event["article"]),
        recordId=event["event"],
        sourceUrl=url if url.startswith(("http://", "https://")) else None,
    )


def _article(event: Event) -> dict[str, Any]:
    url = event["url"] or ""
    return _entity(
        _id("article", event["article"]),
        "Article",
        title=event["title"] or event["article"],
        publisher=event["outlet"],
        publishedAt=_day(event.published),
        sourceUrl=url if url.startswith(("http://", "https://")) else None,
        language={"en": "eng"}.get(event["language"] or ""),
    )


def _actor(person: Person) -> dict[str, Any]:
    return _entity(
        _id("actor", person.key),
        _SCHEMATA.get(person.kind or "", "LegalEntity"),
        name=person.name,
        country=_country(person.country),
    )


def _entities(chosen: Chosen, account: Account) -> Iterator[dict[str, Any]]:
    """Actors and articles before the event that names them, each once."""
    seen: set[str] = set()
    for event in chosen.events():
        account.written["events"] += 1
        for entity in (*map(_actor, event.people), _article(event)):
            if entity["id"] not in seen:
                seen.add(entity["id"])
                account.written["articles" if entity["schema"] == "Article" else "actors"] += 1
                yield entity
        yield _event(event)


def _write(chosen: Chosen, file: Text, account: Account) -> None:
    for entity in _entities(chosen, account):
        file.write(json.dumps(entity, ensure_ascii=False) + "\n")


FTM = Format(
    "ftm", "FollowTheMoney", "entities, one JSON object a line, for Aleph and its kin", "text", "all",
    "`keywords` holds status:<status>, and the name has it in brackets unless it is actual; all statuses are given",
    _FIELDS, _write, ".ftm.json",
)  # fmt: skip

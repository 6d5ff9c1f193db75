"""Linked data: JSON-LD and Turtle, with the terms of schema.org and of SEM, the Simple Event Model.

Source of SEM: van Hage, Malaisé, Segers, Hollink and Schreiber (2011), Journal of Web Semantics 9(2). What neither
has (status, type, certainty, the place in the text) stands under ``urn:dragoman:``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import quote

from dragoman.desk.answers.exports import plain
from dragoman.desk.formats.base import Account, Field, Format, Text
from dragoman.desk.formats.chosen import Chosen, Event, Person

__all__ = ["JSONLD", "TURTLE"]

_PREFIXES = {
    "dragoman": "urn:dragoman:",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_CLASSES = {"person": "schema:Person", "state": "schema:Country", "unknown": "schema:Thing", None: "schema:Thing"}
_STATUS = "the property `dragoman:status` of each event; all statuses are given"
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+\Z")

_FIELDS = (
    Field("@type", "class", "sem:Event and schema:Event; sem:Actor with schema:Person, Country or Organization; "
          "sem:Place and schema:Place; schema:NewsArticle"),
    Field("rdfs:label", "text", "of an event: type, who, whom; of others: the name"),
    Field("sem:eventType", "resource", "dragoman:type/CONSULT ..., and dragoman:mode/visit"),
    Field("sem:hasActor", "resource", "every participant; dragoman:source and dragoman:target say on which side"),
    Field("sem:hasPlace", "resource", "where; with schema:latitude and schema:longitude"),
    Field("sem:hasEarliestBeginTimeStamp", "date", "first day it can have happened, or be due"),
    Field("sem:hasLatestEndTimeStamp", "date", "last day"),
    Field("schema:isPartOf", "resource", "the article; with its headline, url, publisher and datePublished"),
    Field("dragoman:status", "text", "actual, planned, demanded, conditional, threatened, not_done, denied, uncertain"),
    Field("dragoman:certainty", "text", "whose word it is: own_voice, named ... denied"),
    Field("dragoman:act", "text", "the expression found"),
    Field("dragoman:sentence", "text", "the sentence that says so, verbatim"),
    Field("dragoman:start", "integer", "its first character in the article's text"),
    Field("dragoman:end", "integer", "the character after its last"),
    Field("dragoman:confidence", "decimal", "0 to 1"),
    Field("dragoman:sector", "text", "PLOVER sectors of an actor, on the day of the article"),
    Field("dragoman:country", "text", "ISO 3166 alpha-3 code of an actor or a place"),
)  # fmt: skip

Statement = tuple[str, Any]
"""A property with a resource (``Ref``), a text, a number or a day."""


class Ref(str):
    """The IRI of a resource, as a prefixed name or written out."""

    __slots__ = ()


def _iri(kind: str, key: str) -> Ref:
    return Ref(f"urn:dragoman:{kind}/{quote(key, safe='-._~')}")


class _Once:
    """Gives each resource its statements once, whatever the number of events that name it.

    It remembers names only: some 100 bytes for each actor, place and article of the export.
    """

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def __call__(self, iri: str) -> bool:
        if iri in self._seen:
            return False
        self._seen.add(iri)
        return True


def _resources(chosen: Chosen, account: Account) -> Iterator[tuple[Ref, list[Statement]]]:
    """Every resource with its statements: the events, and what they name."""
    once = _Once()
    for event in chosen.events():
        account.written["events"] += 1
        yield _iri("event", event["event"]), _of_event(event)
        for person in event.people:
            if once(iri := _iri("actor", person.key)):
                yield iri, _of_actor(person)
        if event["place"] and once(iri := _iri("place", event["place"])):
            yield iri, _of_place(event)
        if once(iri := _iri("article", event["article"])):
            yield iri, _of_article(event)


def _of_event(event: Event) -> list[Statement]:
    found: list[Statement] = [("a", Ref("sem:Event")), ("a", Ref("schema:Event"))]
    who = " → ".join(w for w in (event["source"], event["target"]) if w)
    found.append(("rdfs:label", f"{event['type'] or event['act']}: {who}" if who else event["type"] or event["act"]))
    for kind in ("type", "mode"):
        if event[kind]:
            found.append(("sem:eventType", _iri(kind, event[kind])))
    for person in event.people:
        found += [("sem:hasActor", _iri("actor", person.key)), (f"dragoman:{person.side}", _iri("actor", person.key))]
    if event["place"]:
        found.append(("sem:hasPlace", _iri("place", event["place"])))
    found += [
        ("sem:hasEarliestBeginTimeStamp", event["from_day"]),
        ("sem:hasLatestEndTimeStamp", event["to_day"]),
        ("schema:isPartOf", _iri("article", event["article"])),
        ("dragoman:status", event["status"]),
        ("dragoman:certainty", event["certainty"]),
        ("dragoman:act", event["act"]),
        ("dragoman:sentence", event["sentence"]),
        ("dragoman:start", event["sentence_start"]),
        ("dragoman:end", event["sentence_end"]),
        ("dragoman:confidence", event["confidence"]),
    ]
    return found


def _of_actor(person: Person) -> list[Statement]:
    kind = Ref(_CLASSES.get(person.kind, "schema:Organization"))
    found: list[Statement] = [("a", Ref("sem:Actor")), ("a", kind), ("rdfs:label", person.name)]
    return [*found, ("dragoman:country", person.country), *(("dragoman:sector", s) for s in person.sectors)]


def _of_place(event: Event) -> list[Statement]:
    return [
        ("a", Ref("sem:Place")),
        ("a", Ref("schema:Place")),
        ("rdfs:label", event["place_name"]),
        ("dragoman:country", event["place_country"]),
        ("schema:latitude", event["latitude"]),
        ("schema:longitude", event["longitude"]),
    ]


def _of_article(event: Event) -> list[Statement]:
    url = event["url"]
    return [
        ("a", Ref("schema:NewsArticle")),
        ("schema:headline", event["title"]),
        ("schema:url", Ref(url) if url and _ADDRESS.match(url) else None),
        ("schema:publisher", event["outlet"]),
        ("schema:datePublished", event.published),
        ("schema:inLanguage", event["language"]),
    ]


# ------------------------------------------------------------------------------------------------------- Turtle
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _turtle(value: Any) -> str:
    if isinstance(value, Ref):
        return value if ":" in value and not value.startswith(("urn:", "http")) else f"<{value}>"
    if isinstance(value, date):
        return f'"{value.isoformat()}"^^xsd:date'
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f'"{plain(value)}"^^xsd:decimal'
    shown = "".join(_ESCAPES.get(c, c if c >= " " else f"\\u{ord(c):04X}") for c in str(value))
    return f'"{shown}"'


def _write_turtle(chosen: Chosen, file: Text, account: Account) -> None:
    for name, iri in _PREFIXES.items():
        file.write(f"@prefix {name}: <{iri}> .\n")
    for iri, statements in _resources(chosen, account):
        said = [f"    {name} {_turtle(value)}" for name, value in statements if value is not None]
        file.write(f"\n<{iri}>\n" + " ;\n".join(said) + " .\n")


TURTLE = Format(
    "turtle", "Turtle", "linked data with the terms of schema.org and SEM", "text", "all", _STATUS, _FIELDS,
    _write_turtle, ".ttl",
)  # fmt: skip


# ------------------------------------------------------------------------------------------------------ JSON-LD
def _json(value: Any) -> Any:
    if isinstance(value, Ref):
        return {"@id": str(value)}
    if isinstance(value, date):
        return {"@value": value.isoformat(), "@type": "xsd:date"}
    if isinstance(value, float):
        return {"@value": str(plain(value)), "@type": "xsd:decimal"}
    return value


def _node(iri: Ref, statements: list[Statement]) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": str(iri), "@type": [str(v) for name, v in statements if name == "a"]}
    for name, value in statements:
        if name != "a" and value is not None:
            node.setdefault(name, []).append(_json(value))
    return {name: v[0] if isinstance(v, list) and len(v) == 1 else v for name, v in node.items()}


def _write_jsonld(chosen: Chosen, file: Text, account: Account) -> None:
    file.write('{"@context": ' + json.dumps(_PREFIXES) + ', "@graph": [')
    comma = "\n"
    for iri, statements in _resources(chosen, account):
        file.write(comma + json.dumps(_node(iri, statements), ensure_ascii=False))
        comma = ",\n"
    file.write("\n]}\n")


JSONLD = Format(
    "jsonld", "JSON-LD", "linked data with the terms of schema.org and SEM", "text", "all", _STATUS, _FIELDS,
    _write_jsonld, ".jsonld",
)  # fmt: skip

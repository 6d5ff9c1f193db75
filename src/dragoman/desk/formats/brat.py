"""brat standoff: a text and a file of annotations an article, with the configuration that brat wants."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dragoman.desk.formats.annotated import Annotated, annotated, file_name, nearest
from dragoman.desk.formats.base import Account, Field, Format
from dragoman.desk.formats.chosen import Chosen
from dragoman.knowledge import default_knowledge
from dragoman.records import Anonymity, Commitment, Polarity, Speech, Status

__all__ = ["BRAT"]

_OTHER = "ACT"
"""The type of acts that PLOVER does not code."""

_FIELDS = (
    Field("Actor, Place, Time", "entity", "mentions; notes say whom or what they stand for"),
    Field("CONSULT ...", "event", "the PLOVER type on the trigger; ACT where PLOVER has none"),
    Field("Source, Target, Place, Time", "role", "of an event; further ones are Source2, Target2 ..."),
    Field("Status", "attribute", "of an event: actual, planned, demanded ..."),
    Field("Mode", "note", "of an event: its mode, whose word it is, what decided it"),
    Field("Claim", "event", "an attribution: on the cue, or on the words of a bare quotation"),
    Field("Speaker, Content", "entity and role", "who says what"),
    Field("Speech, Anonymity, Commitment, Polarity", "attribute", "of a claim"),
)
_LINE = re.compile(r"[^\r\n\t\x0b\x0c\x85\u2028\u2029]+")
_ATTRIBUTES = {"Speech": Speech, "Anonymity": Anonymity, "Commitment": Commitment, "Polarity": Polarity}


class _Standoff:
    """The lines of one ``.ann`` file; a span of one type gets one number, however often it is named."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans: dict[tuple[str, int, int], str] = {}
        self._numbers = {"E": 0, "A": 0, "#": 0}
        self.lines: list[str] = []

    def span(self, kind: str, start: int, end: int) -> str:
        key = (kind, start, end)
        if key not in self._spans:
            self._spans[key] = name = f"T{len(self._spans) + 1}"
            pieces = _pieces(self._text, start, end)
            where = ";".join(f"{a} {b}" for a, b in pieces)
            words = " ".join(self._text[a:b] for a, b in pieces)
            self.lines.append(f"{name}\t{kind} {where}\t{words}")
        return self._spans[key]

    def event(self, kind: str, trigger: tuple[int, int], roles: list[tuple[str, str]]) -> str:
        name = self._name("E")
        counts: dict[str, int] = {}
        said = []
        for role, target in dict.fromkeys(roles):
            counts[role] = counts.get(role, 0) + 1
            said.append(f" {role}{counts[role] if counts[role] > 1 else ''}:{target}")
        self.lines.append(f"{name}\t{kind}:{self.span(kind, *trigger)}{''.join(said)}")
        return name

    def attribute(self, kind: str, target: str, value: str) -> None:
        self.lines.append(f"{self._name('A')}\t{kind} {target} {value}")

    def note(self, target: str, text: str) -> None:
        self.lines.append(f"{self._name('#')}\tAnnotatorNotes {target}\t{' '.join(text.split())}")

    def _name(self, letter: str) -> str:
        self._numbers[letter] += 1
        return f"{letter}{self._numbers[letter]}"


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A span without its line breaks, which brat's lines cannot hold."""
    return [m.span() for m in _LINE.finditer(text, start, end)] or [(start, end)]


def _lines(one: Annotated) -> Iterator[str]:
    out = _Standoff(one.text)
    for mention in one.mentions:
        if mention["form"] != "pronoun" or mention["actor"]:
            name = out.span("Actor", mention["start"], mention["end"])
            out.note(name, f"{mention['actor_name'] or 'not judged'} ({mention['actor'] or mention['form']})")
    for place in one.places:
        name = out.span("Place", place["start"], place["end"])
        out.note(name, f"{place['name'] or 'not found'} ({place['place'] or ''})")
    for time in one.times:
        out.note(out.span("Time", time["start"], time["end"]), f"{time['value']} {time['unresolved'] or ''}")
    for event in one.events:
        roles = [(p.side.capitalize(), out.span("Actor", p.start, p.end)) for p in event.people]
        where = nearest([p for p in one.places if p["place"] == event["place"]], event) if event["place"] else None
        when = nearest([t for t in one.times if t["text"] == event["time_text"]], event) if event["time_text"] else None
        roles += [(kind, out.span(kind, s["start"], s["end"])) for kind, s in (("Place", where), ("Time", when)) if s]
        name = out.event(event["type"] or _OTHER, (event["trigger_start"], event["trigger_end"]), roles)
        out.attribute("Status", name, event["status"])
        out.note(name, f"{event['mode'] or 'no mode'}; {event['certainty']}; {event['decided_by']}; {event['event']}")
    for claim in one.claims:
        _claim(out, claim)
    yield from out.lines


def _claim(out: _Standoff, claim: dict[str, Any]) -> None:
    parts = list(zip(claim["content_starts"] or (), claim["content_ends"] or (), strict=True))
    cue = (claim["cue_start"], claim["cue_end"]) if claim["cue_start"] is not None else None
    trigger = cue or (parts[0] if parts else (claim["sentence_start"], claim["sentence_end"]))
    roles = [("Content", out.span("Content", *part)) for part in parts]
    if claim["source_start"] is not None:
        roles.insert(0, ("Speaker", out.span("Speaker", claim["source_start"], claim["source_end"])))
    name = out.event("Claim", trigger, roles)
    for attribute in _ATTRIBUTES:
        if claim[attribute.lower()]:
            out.attribute(attribute, name, claim[attribute.lower()])


def _configuration() -> str:
    types = [*default_knowledge().ontology.types, _OTHER]
    events = [f"{t}\tSource*:Actor, Target*:Actor, Place?:Place, Time?:Time" for t in types]
    attributes = [f"Status\tArg:{'|'.join(types)}, Value:{'|'.join(Status)}"]
    attributes += [f"{name}\tArg:Claim, Value:{'|'.join(values)}" for name, values in _ATTRIBUTES.items()]
    sections = {
        "entities": ["Actor", "Place", "Time", "Speaker", "Content"],
        "relations": [],
        "events": [*events, "Claim\tSpeaker?:Speaker, Content*:Content"],
        "attributes": attributes,
    }
    return "\n".join(line for name, lines in sections.items() for line in (f"[{name}]", *lines, "")) + "\n"


def _write(chosen: Chosen, folder: Path, account: Account) -> None:
    (folder / "annotation.conf").write_text(_configuration(), encoding="utf-8")
    for one in annotated(chosen):
        name = file_name(one.article["article"])
        # no translation of line ends: offsets count characters
        for suffix, content in ((".txt", one.text), (".ann", "".join(f"{line}\n" for line in _lines(one)))):
            with (folder / f"{name}{suffix}").open("w", encoding="utf-8", newline="") as file:
                file.write(content)
        account.written["articles"] += 1
        account.written["events"] += len(one.events)


BRAT = Format(
    "brat", "brat standoff", "a text and its annotations an article, with brat's configuration", "folder", "all",
    "the attribute `Status` of each event; all statuses are given", _FIELDS, _write,
)  # fmt: skip

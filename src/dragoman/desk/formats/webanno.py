"""UIMA CAS XMI, the standoff format of WebAnno and INCEpTION: one file an article, and the types they need.

Offsets are into UTF-16, as UIMA has them: a character beyond the Basic Multilingual Plane counts two.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dragoman.desk.formats.annotated import Annotated, annotated, file_name
from dragoman.desk.formats.base import Account, Field, Format
from dragoman.desk.formats.chosen import Chosen

__all__ = ["WEBANNO"]

_CUSTOM = "webanno.custom."
_LAYERS: dict[str, tuple[str, ...]] = {
    "Actor": ("name", "actor", "form", "country"),
    "Place": ("name", "place", "country"),
    "Time": ("value",),
    "Participant": ("name", "actor"),
    "Content": (),
    "Event": ("plover", "mode", "status", "certainty", "event"),
    "Claim": ("speaker", "speech", "anonymity", "commitment", "polarity", "claim"),
}
_LINKS = {"Event": ("participants", "Participant"), "Claim": ("contents", "Content")}
"""A layer with slots: the feature, and the layer that fills it. A slot has a role, as WebAnno's links do."""

_FIELDS = (
    Field("Actor: name, actor, form, country", "span layer", "mentions of actors, and whom they stand for"),
    Field("Place: name, place, country", "span layer", "mentions of places"),
    Field("Time: value", "span layer", "time expressions, TIMEX3 value"),
    Field("Event: plover, mode, status, certainty, event", "span layer", "on the trigger; event is the id"),
    Field("Event: participants", "slots", "links with the role source or target to Participant spans"),
    Field("Claim: speaker, speech, anonymity, commitment, polarity, claim", "span layer", "on the cue, or the content"),
    Field("Claim: contents", "slots", "links to Content spans"),
)

_XMI = "http://www.omg.org/XMI"
_CAS = "http:///uima/cas.ecore"
_TCAS = "http:///uima/tcas.ecore"
_NS = "http:///webanno/custom.ecore"


class _Document:
    """The feature structures of one article, numbered as they come."""

    def __init__(self, one: Annotated) -> None:
        self.text = "".join(c if c.isprintable() or c in "\n\t" else " " for c in one.text)
        # the UTF-16 offset of each character, and of the end
        self._at = [0]
        for char in self.text:
            self._at.append(self._at[-1] + (2 if ord(char) > 0xFFFF else 1))
        self.found: list[tuple[str, dict[str, str]]] = []
        self._spans: dict[tuple[Any, ...], int] = {}

    @property
    def end(self) -> int:
        return self._at[-1]

    def add(self, layer: str, values: dict[str, Any]) -> int:
        """A feature structure; its number. Numbers 1 and 2 are the document's and its text's."""
        self.found.append((layer, {name: str(v) for name, v in values.items() if v not in (None, "")}))
        return len(self.found) + 2

    def span(self, layer: str, start: int, end: int, **values: Any) -> int:
        return self.add(layer, {"sofa": 1, "begin": self._at[start], "end": self._at[end], **values})

    def linked(self, layer: str, start: int, end: int, slots: list[tuple[str, int]], **values: Any) -> None:
        name, _ = _LINKS[layer]
        links = [self.add(f"{layer}{name.capitalize()}Link", {"role": role, "target": to}) for role, to in slots]
        self.span(layer, start, end, **{name: " ".join(map(str, links))}, **values)


def _read(one: Annotated) -> _Document:
    out = _Document(one)
    for m in one.mentions:
        known = {"name": m["actor_name"], "actor": m["actor"], "form": m["form"], "country": m["country"]}
        out.span("Actor", m["start"], m["end"], **known)
    for p in one.places:
        out.span("Place", p["start"], p["end"], name=p["name"], place=p["place"], country=p["country"])
    for t in one.times:
        out.span("Time", t["start"], t["end"], value=t["value"])
    for event in one.events:
        slots = [(p.side, out.span("Participant", p.start, p.end, name=p.name, actor=p.actor)) for p in event.people]
        values = {name: event[name] for name in ("mode", "status", "certainty", "event")}
        span = event["trigger_start"], event["trigger_end"]
        out.linked("Event", *span, slots, plover=event["type"], **values)
    for claim in one.claims:
        parts = list(zip(claim["content_starts"] or (), claim["content_ends"] or (), strict=True))
        slots = [("content", out.span("Content", *part)) for part in parts]
        cue = (claim["cue_start"], claim["cue_end"]) if claim["cue_start"] is not None else None
        span = cue or (parts[0] if parts else (claim["sentence_start"], claim["sentence_end"]))
        values = {name: claim[name] for name in ("speech", "anonymity", "commitment", "polarity", "claim")}
        out.linked("Claim", *span, slots, speaker=claim["source"], **values)
    return out


def _xmi(one: Annotated) -> bytes:
    from lxml import etree

    out = _read(one)
    root = etree.Element(f"{{{_XMI}}}XMI", nsmap={"xmi": _XMI, "cas": _CAS, "tcas": _TCAS, "custom": _NS})
    root.set(f"{{{_XMI}}}version", "2.0")

    def put(tag: str, number: int, **values: str) -> None:
        element = etree.SubElement(root, tag)
        element.set(f"{{{_XMI}}}id", str(number))
        for name, value in values.items():
            element.set(name, "".join(c if c.isprintable() or c in "\n\t" else " " for c in value))

    put(f"{{{_CAS}}}NULL", 0)
    language = one.article["language"] or "x-unspecified"
    put(f"{{{_TCAS}}}DocumentAnnotation", 2, sofa="1", begin="0", end=str(out.end), language=language)
    members = ["2"]
    for number, (layer, values) in enumerate(out.found, 3):
        put(f"{{{_NS}}}{layer}", number, **values)
        if "begin" in values:
            members.append(str(number))
    sofa = {"sofaNum": "1", "sofaID": "_InitialView", "mimeType": "text", "sofaString": out.text}
    put(f"{{{_CAS}}}Sofa", 1, **sofa)
    etree.SubElement(root, f"{{{_CAS}}}View", sofa="1", members=" ".join(members))
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return made


def _types() -> bytes:
    """The type system: WebAnno's way of naming custom layers and the links of their slots."""
    from lxml import etree

    root = etree.Element("typeSystemDescription", nsmap={None: "http://uima.apache.org/resourceSpecifier"})
    types = etree.SubElement(root, "types")

    def described(name: str, above: str, features: list[tuple[str, str, str]]) -> None:
        kind = etree.SubElement(types, "typeDescription")
        for tag, text in (("name", _CUSTOM + name), ("description", ""), ("supertypeName", above)):
            etree.SubElement(kind, tag).text = text
        listed = etree.SubElement(kind, "features")
        for feature, value_range, element in features:
            described_feature = etree.SubElement(listed, "featureDescription")
            parts = [("name", feature), ("description", ""), ("rangeTypeName", value_range)]
            parts += [("elementType", element)] if element else []
            for tag, text in parts:
                etree.SubElement(described_feature, tag).text = text

    for layer, names in _LAYERS.items():
        features = [(name, "uima.cas.String", "") for name in names]
        if layer in _LINKS:
            slot, target = _LINKS[layer]
            link = f"{layer}{slot.capitalize()}Link"
            role = [("role", "uima.cas.String", ""), ("target", _CUSTOM + target, "")]
            described(link, "uima.cas.TOP", role)
            features.append((slot, "uima.cas.FSArray", _CUSTOM + link))
        described(layer, "uima.tcas.Annotation", features)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return made


def _write(chosen: Chosen, folder: Path, account: Account) -> None:
    (folder / "TypeSystem.xml").write_bytes(_types())
    for one in annotated(chosen):
        (folder / f"{file_name(one.article['article'])}.xmi").write_bytes(_xmi(one))
        account.written["articles"] += 1
        account.written["events"] += len(one.events)


WEBANNO = Format(
    "webanno", "WebAnno", "UIMA CAS XMI an article, with its type system, for WebAnno and INCEpTION", "folder", "all",
    "the feature `status` of each Event; all statuses are given", _FIELDS, _write,
)  # fmt: skip

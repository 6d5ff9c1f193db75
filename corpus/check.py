"""Reads and checks the corpus: ``python corpus/check.py`` lists what is wrong with it (GUIDE.md tells what is right).

The checks are pure: lines go in, sentences about faults come out. CI runs them (tests/corpus).
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from pathlib import Path
from typing import Literal

import msgspec

sys.path.insert(0, str(Path(__file__).parents[1]))

from corpus.markup import inside_word

from dragoman.knowledge import default_knowledge
from dragoman.knowledge.ontology import Ontology
from dragoman.records import Anonymity, Commitment, Polarity, Status

__all__ = ["ActorSpan", "Claim", "Entity", "Event", "Item", "Span", "digest", "load", "paths", "problems"]

FOLDER = Path(__file__).parent
SAME = 0.6
"""Share of common word triples (Jaccard) above which two texts count as one sentence written twice."""
_EDTF = re.compile(r"(\d{4}(-\d\d(-\d\d)?)?|\.\.)(/(\d{4}(-\d\d(-\d\d)?)?|\.\.))?")
OPENINGS = 3
"""How many texts may open with the same four words; more is a template."""
REGIONS = frozenset({"africa", "asia", "caucasus", "europe", "latam", "mena", "namerica", "oceania", "world"})
KINDS = {
    "negatives": frozenset(
        {"analysis", "company", "culture", "disaster", "health", "history", "lifestyle", "markets", "obituary"}
        | {"opinion", "science", "sport", "weather"}
    ),
    "events": frozenset({"sentence", "headline", "article"}),
}
"""Kinds of text by the first part of the batch's name."""


class Span(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of the text, verbatim; ``nth`` tells which, where they stand in it more than once (1 is the first)."""

    text: str
    nth: int = 1

    def place(self, text: str) -> tuple[int, int] | None:
        """Characters ``[start, end)`` in ``text``, None if the words do not stand in it so often."""
        start = -1
        for _ in range(self.nth):
            start = text.find(self.text, start + 1)
            if start < 0:
                return None
        return start, start + len(self.text)


class Entity(Span, frozen=True, forbid_unknown_fields=True):
    """A named entity."""

    label: Literal["PER", "ORG", "LOC", "NORP"] = "PER"


class Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An event mention; ``type`` is None for an act that PLOVER does not code."""

    type: str | None
    mode: str | None
    status: Status
    trigger: Span
    sources: tuple[Span, ...]
    targets: tuple[Span, ...]
    time: Span | None
    place: Span | None
    when: str | None = None
    """The day or interval that ``time`` gives, in EDTF, counted from the item's date of publication."""
    where: str | None = None
    """ISO 3166 alpha-3 code of the country of ``place``."""


class Claim(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An attribution; ``parent`` is the number of the claim (from 0, in this text) in whose content it stands."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    anonymity: Anonymity | None = None
    commitment: Commitment | None = None
    polarity: Polarity | None = None
    parent: int | None = None


class ActorSpan(Span, frozen=True, forbid_unknown_fields=True):
    """Words that stand for an actor: its canonical name, its country and its PLOVER sector on that day."""

    name: str = ""
    country: str | None = None
    sector: str | None = None


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line: a sentence or a short article with all that stands in it."""

    id: str
    batch: str
    split: Literal["train", "dev", "test"]
    kind: str
    region: str
    text: str
    entities: tuple[Entity, ...]
    events: tuple[Event, ...]
    claims: tuple[Claim, ...]
    actors: tuple[ActorSpan, ...] = ()
    published: str | None = None
    """Day of publication, ISO 8601."""
    unmarked: tuple[Literal["claims"], ...] = ()
    """What nobody marked in this text: that none stands here says nothing."""

    def spans(self) -> Iterator[Span]:
        """Every span of the line."""
        yield from self.entities
        yield from self.actors
        for event in self.events:
            yield from (event.trigger, *event.sources, *event.targets)
            yield from (s for s in (event.time, event.place) if s is not None)
        for claim in self.claims:
            yield from claim.content
            yield from (s for s in (claim.source, claim.cue) if s is not None)


def paths(folder: Path = FOLDER) -> list[Path]:
    """The corpus files of ``folder``, in order of their names."""
    return sorted(folder.glob("*.jsonl"))


def load(path: Path) -> list[Item]:
    """The lines of one file. Raises msgspec.ValidationError (with the line's number) on a line of another shape."""
    items = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            items.append(msgspec.json.decode(line, type=Item))
        except msgspec.DecodeError as error:
            raise msgspec.ValidationError(f"{path.name}:{number}: {error}") from error
    return items


def digest(files: Iterable[Path]) -> str:
    """sha256 over the names and bytes of the files."""
    total = hashlib.sha256()
    for path in files:
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def problems(batches: Mapping[str, Sequence[Item]], ontology: Ontology) -> list[str]:
    """What is wrong, one sentence a fault. ``batches`` maps a file's stem to its lines."""
    items = [item for batch in batches.values() for item in batch]
    found = [f"{item_id}: this id stands {n} times" for item_id, n in Counter(i.id for i in items).items() if n > 1]
    for stem, batch in batches.items():
        if len({item.split for item in batch}) > 1:
            found.append(f"{stem}: more than one split in a batch")
        for item in batch:
            found += [f"{item.id}: {fault}" for fault in _item_faults(stem, item, ontology)]
    found += [f"{a} and {b}: nearly the same text" for a, b in _twins(items)]
    openings = Counter(" ".join(_words(item.text)[:4]) for item in items)
    found += [f"{n} texts open with {words!r}" for words, n in openings.items() if n > OPENINGS]
    return found


def _item_faults(stem: str, item: Item, ontology: Ontology) -> Iterator[str]:
    if item.batch != stem or not item.id.startswith(f"{stem}-"):
        yield f"stands in the file of batch {stem}"
    if item.region not in REGIONS:
        yield f"{item.region!r} is no region"
    sort = stem.partition("-")[0]
    if item.kind not in KINDS.get(sort, frozenset()):
        yield f"{item.kind!r} is no kind of {sort}"
    if sort == "negatives" and item.events:
        yield "a negative that holds an event"
    if sort == "events" and not item.events:
        yield "no event"
    if item.unmarked and item.claims:
        yield "claims are marked where they are said not to be"
    if sort == "events" and (item.kind == "article") != ("\n\n" in item.text):
        yield "an article has paragraphs, a sentence has none"
    if item.text != item.text.strip() or "  " in item.text:
        yield "blanks at an end or doubled"
    for span in item.spans():
        place = span.place(item.text)
        if not span.text.strip() or span.text != span.text.strip() or place is None:
            yield f"{span.text!r} ({span.nth}) is not in the text"
        elif any(inside_word(item.text, i) for i in place):
            yield f"{span.text!r} ({span.nth}) begins or ends inside a word"
    yield from _entity_faults(item)
    yield from _claim_faults(item)
    yield from _value_faults(item, ontology)
    for event in item.events:
        yield from _event_faults(event, ontology)
    triggers = Counter((e.type, e.trigger, e.status) for e in item.events)
    yield from (f"event {t[0]} {t[1].text!r} twice" for t, n in triggers.items() if n > 1)


def _claim_faults(item: Item) -> Iterator[str]:
    """A nested claim stands in the content of its parent, which comes before it."""
    for number, claim in enumerate(item.claims):
        if claim.source is None and claim.cue is None and claim.anonymity is not Anonymity.IMPLICIT:
            yield "a claim with neither source nor cue that is not implicit"
        if claim.parent is None:
            continue
        if claim.parent >= number:
            yield f"claim {number + 1} stands before its parent"
            continue
        outer = [p for p in (s.place(item.text) for s in item.claims[claim.parent].content) if p is not None]
        inner = claim.content[0].place(item.text)
        if inner is not None and not any(start <= inner[0] and inner[1] <= end for start, end in outer):
            yield f"claim {number + 1} does not stand in claim {claim.parent + 1}"


def _value_faults(item: Item, ontology: Ontology) -> Iterator[str]:
    """Dates are EDTF, countries alpha-3 codes, sectors the ontology's."""
    if item.published is not None and not re.fullmatch(r"\d{4}-\d\d-\d\d", item.published):
        yield f"{item.published!r} is no day"
    for event in item.events:
        if event.when is not None and not _EDTF.fullmatch(event.when):
            yield f"{event.when!r} is no day or interval"
    codes = [e.where for e in item.events] + [a.country for a in item.actors]
    yield from (f"{code!r} is no alpha-3 code" for code in codes if code and not re.fullmatch("[A-Z]{3}", code))
    yield from (f"{a.sector!r} is no sector" for a in item.actors if a.sector and a.sector not in ontology.sectors)
    yield from (f"no name for {a.text!r}" for a in item.actors if not a.name)


def _entity_faults(item: Item) -> Iterator[str]:
    """Entities never overlap."""
    places = sorted(p for p in (e.place(item.text) for e in item.entities) if p is not None)
    for (_, end), (start, _) in pairwise(places):
        if start < end:
            yield f"entities overlap at {item.text[start:end]!r}"


def _event_faults(event: Event, ontology: Ontology) -> Iterator[str]:
    if event.type is None:
        return
    if event.type not in ontology.types:
        yield f"{event.type!r} is no type"
    elif event.mode is not None and event.mode not in ontology.types[event.type].modes:
        yield f"{event.type} has no mode {event.mode!r}"
    shared = {s.text for s in event.sources} & {s.text for s in event.targets}
    if shared and event.type not in {"CONSULT", "AGREE", "COOPERATE"}:
        yield f"{sorted(shared)} is source and target of {event.trigger.text!r}"


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _twins(items: Sequence[Item]) -> Iterator[tuple[str, str]]:
    """Pairs of lines that share most of their word triples. Two that do have one in common among the rarest of each, as
    many as may be missing (prefix filtering, Chaudhuri et al. 2006): those alone are looked up."""
    shingles = {item.id: _shingles(item) for item in items}
    seen = Counter(triple for triples in shingles.values() for triple in triples)
    holders: dict[tuple[str, ...], list[str]] = {}
    for item_id, triples in shingles.items():
        rarest = sorted(triples, key=lambda triple: (seen[triple], triple))
        for triple in rarest[: len(triples) - int(SAME * len(triples))]:
            holders.setdefault(triple, []).append(item_id)
    pairs = {pair for ids in holders.values() for pair in combinations(ids, 2)}
    for a, b in sorted(pairs):
        if len(shingles[a] & shingles[b]) > SAME * len(shingles[a] | shingles[b]):
            yield a, b


def _shingles(item: Item) -> frozenset[tuple[str, ...]]:
    """Word triples with entities replaced by their labels: a sentence with other names in it is the same sentence."""
    text, end = "", 0
    places = ((e.place(item.text), e.label) for e in item.entities)
    for (start, stop), label in sorted((p, label) for p, label in places if p is not None):
        text += item.text[end:start] + f" {label} "
        end = max(end, stop)
    words = _words(text + item.text[end:])
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def main() -> int:
    """Prints the faults and the sizes; 1 if there is a fault."""
    batches = {path.stem: load(path) for path in paths()}
    found = problems(batches, default_knowledge().ontology)
    for fault in found:
        print(fault)
    for stem, batch in batches.items():
        events = sum(len(item.events) for item in batch)
        print(f"{stem:16} {batch[0].split:6} {len(batch):4} texts {events:4} events")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

"""Events on our own corpus: what is found, what is invented, and who, what and whether.

::

    python benchmarks/events.py                       # split dev
    python benchmarks/events.py --split test          # for reports only: never read its texts while building
    python benchmarks/events.py --misses 40           # and what was missed or invented, with the sentences

A reader's event and the corpus's are the same where the words that express them overlap, each matched once, those of
one type first. Detection counts events that PLOVER has a type for. *Type*, *status*, *source*, *target* are shares of
the events found, *mode* of those of them that have the type. A side is right if it names the same participants, by
overlapping words or by the same actor, for which a pronoun stands as well as a name; nobody on both is right too.
*When*: the interval that the corpus gives; *where*: the words of the place; *country*: in which it was taken to lie.
*Swapped*: an actor of the gold's target acts, or one of its source is acted on, and not the other way round.
"""

from __future__ import annotations

import argparse
import sys
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from corpus.check import Event, Item, Span, load, paths

from dragoman.language import Language
from dragoman.language.encoder import WEIGHTS
from dragoman.reader import Reader
from dragoman.records import (
    Analysis,
    Anchor,
    AnchorBasis,
    Article,
    ArticleReading,
    Block,
    BlockKind,
    EventMention,
    Evidence,
    Granularity,
    Interval,
    Participant,
    Status,
    TimeBasis,
)

Place = tuple[int, int]
Typed = tuple[str | None, Place | None]
"""An event as matching asks for it: its type and its trigger's characters."""
EMPTY = ("no time", "no place")
"""Events for which the corpus marks none: right if we give none either."""


@dataclass
class Score:
    """Counts of one group of texts."""

    found: int = 0
    read: int = 0
    gold: int = 0
    right: Counter[str] = field(default_factory=Counter)
    swapped: int = 0
    status_right: Counter[Status] = field(default_factory=Counter)
    status_read: Counter[Status] = field(default_factory=Counter)
    status_gold: Counter[Status] = field(default_factory=Counter)
    type_right: Counter[str] = field(default_factory=Counter)
    type_read: Counter[str] = field(default_factory=Counter)
    type_gold: Counter[str] = field(default_factory=Counter)
    sure_read: Counter[float] = field(default_factory=Counter)
    """Events read by their confidence, and those of them that are there and have the type."""
    sure_right: Counter[float] = field(default_factory=Counter)
    negatives: int = 0
    empty: int = 0

    def figures(self) -> dict[str, float]:
        """The figures by name, in percent."""
        p, r = self.found / max(1, self.read), self.found / max(1, self.gold)
        each = [self.status_f1(s) for s in Status if self.status_gold[s]]
        return {
            "detection F1": 100 * _f1(p, r),
            "detection precision": 100 * p,
            "detection recall": 100 * r,
            **{
                f"{name} right": 100 * self.right[name] / max(1, self.right[f"{name} asked"])
                for name in (
                    "type",
                    "mode",
                    "status",
                    "source",
                    "target",
                    "both sides",
                    "when",
                    "where",
                    "country",
                    *EMPTY,
                )
            },
            "not swapped": 100 - 100 * self.swapped / max(1, self.found),
            "status macro F1": 100 * sum(each) / max(1, len(each)),
            "negatives left empty": 100 * self.empty / max(1, self.negatives),
        }

    def status_f1(self, status: Status) -> float:
        """Of one status, among the events found."""
        return _of(self.status_right[status], self.status_read[status], self.status_gold[status])

    def table(self) -> str:
        """For people."""
        lines = [f"events: {self.gold} in the corpus, {self.read} read, {self.found} the same"]
        lines += [f"{name:22}{value:6.1f}" for name, value in self.figures().items()]
        lines.append("of events of each confidence, there with this type")
        lines += [
            f"  {sure:<20.2f}{100 * self.sure_right[sure] / count:6.1f}  of {count}"
            for sure, count in sorted(self.sure_read.items(), reverse=True)
        ]
        lines.append("status F1")
        lines += [
            f"  {s.value:20}{100 * self.status_f1(s):6.1f}  of {self.status_gold[s]}"
            for s in Status
            if self.status_gold[s]
        ]
        lines.append("type F1, with detection")
        for kind, gold in sorted(self.type_gold.items()):
            right = _of(self.type_right[kind], self.type_read[kind], gold)
            lines.append(f"  {kind:20}{100 * right:6.1f}  of {gold}")
        return "\n".join(lines)


def _f1(p: float, r: float) -> float:
    return 2 * p * r / max(1e-9, p + r)


def _of(right: int, read: int, gold: int) -> float:
    return _f1(right / max(1, read), right / max(1, gold))


def article_of(item: Item) -> Article:
    """A line of the corpus as an article: an article's first paragraph and a headline are titles."""
    blocks: list[Block] = []
    at = 0
    for number, part in enumerate(item.text.split("\n\n")):
        title = item.kind == "headline" or (item.kind == "article" and number == 0)
        blocks.append(Block(BlockKind.TITLE if title else BlockKind.PARAGRAPH, at, at + len(part)))
        at += len(part) + 2
    day = date.fromisoformat(item.published) if item.published else None
    published = Anchor(Interval(day, day, Granularity.DAY), AnchorBasis.GIVEN, 1.0) if day else None
    return Article(item.id, item.id, item.id, 0, item.text, tuple(blocks), "en", published=published)


def place(span: Span | None, item: Item) -> Place | None:
    return span.place(item.text) if span else None


def places(spans: Iterable[Span], item: Item) -> list[Place]:
    return [p for p in (s.place(item.text) for s in spans) if p is not None]


def overlap(one: Place | None, other: Evidence | None) -> bool:
    return other is not None and touch(one, (other.start, other.end))


def touch(one: Place | None, other: Place | None) -> bool:
    return one is not None and other is not None and one[0] < other[1] and other[0] < one[1]


def matched(item: Item, events: Sequence[EventMention]) -> Iterator[tuple[Event, EventMention]]:
    """Pairs of gold and read events, those of one type first."""
    marked = [(g.type, place(g.trigger, item)) for g in item.events]
    for i, j in paired(marked, [(e.type, (e.trigger.start, e.trigger.end)) for e in events]):
        yield item.events[i], events[j]


def paired(one: Sequence[Typed], other: Sequence[Typed]) -> Iterator[tuple[int, int]]:
    """Pairs of coded events whose triggers overlap, each event once: those of one type first, then the nearest."""
    pairs = [
        (kind != as_kind, abs(at[0] - as_at[0]), i, j)
        for i, (kind, at) in enumerate(one)
        for j, (as_kind, as_at) in enumerate(other)
        if kind and as_kind and touch(at, as_at)
    ]
    taken: set[tuple[int, int]] = set()
    for _, _, i, j in sorted(pairs):
        if not {(0, i), (1, j)} & taken:
            taken |= {(0, i), (1, j)}
            yield i, j


class Named:
    """For whom the words of a text stand, by a reading of it."""

    def __init__(self, reading: ArticleReading) -> None:
        actor = {j.mention: j.actor for j in reading.resolution.judgements}
        self._mentions = [(m.evidence, actor.get(m.id)) for m in reading.resolution.mentions]

    def by(self, words: Place) -> str | None:
        """The actor of the longest mention touching these characters: not Syria for ``Syria's defence ministry``."""
        there = [(e.end - e.start, actor) for e, actor in self._mentions if overlap(words, e)]
        return max(there, key=lambda pair: pair[0])[1] if there else None


def same_side(gold: Sequence[Span], read: Sequence[Participant], item: Item, named: Named) -> bool:
    wanted = places(gold, item)
    hit = [any(is_meant(p, w, item, named) for p in read) for w in wanted]
    return all(hit) and all(any(is_meant(p, w, item, named) for w in wanted) for p in read)


def is_meant(participant: Participant, wanted: Place, item: Item, named: Named | None = None) -> bool:
    """Whether a participant is whom the corpus marks by these characters: by overlapping words, by its name, or (a
    pronoun for a name, a name for a pronoun) by the actor for whom ``named`` has both stand.
    """
    if overlap(wanted, participant.evidence):
        return True
    if named is not None and participant.actor is not None and participant.actor == named.by(wanted):
        return True
    words = item.text[wanted[0] : wanted[1]]
    names = {words.lower(), *(a.name.lower() for a in item.actors if a.text == words)}
    return participant.name.lower() in names or any(n in participant.name.lower() for n in names)


def is_swapped(gold: Event, read: EventMention, item: Item, named: Named) -> bool:
    def any_is(participants: Sequence[Participant], spans: Sequence[Span]) -> bool:
        return any(is_meant(p, w, item, named) for p in participants for w in places(spans, item))

    if {s.text for s in gold.sources} & {s.text for s in gold.targets}:
        return False
    crossed = any_is(read.sources, gold.targets) or any_is(read.targets, gold.sources)
    straight = any_is(read.sources, gold.sources) or any_is(read.targets, gold.targets)
    return crossed and not straight


def add(score: Score, item: Item, reading: ArticleReading) -> None:
    events = [e for e in reading.events if e.type]
    if item.batch.startswith("negatives"):
        score.negatives += 1
        score.empty += not events
        return
    pairs, named = list(matched(item, events)), Named(reading)
    gold = [g for g in item.events if g.type]
    score.gold, score.read, score.found = score.gold + len(gold), score.read + len(events), score.found + len(pairs)
    score.type_gold.update(g.type for g in gold)
    score.type_read.update(e.type for e in events)
    score.sure_read.update(round(e.confidence, 2) for e in events)
    for g, e in pairs:
        score.type_right[g.type] += g.type == e.type
        score.sure_right[round(e.confidence, 2)] += g.type == e.type
        score.status_gold[g.status] += 1
        score.status_read[e.status] += 1
        score.status_right[g.status] += g.status is e.status
        source, target = same_side(g.sources, e.sources, item, named), same_side(g.targets, e.targets, item, named)
        tally(score, "type", g.type == e.type)
        if g.type == e.type:
            tally(score, "mode", g.mode == e.mode)
        tally(score, "status", g.status is e.status)
        tally(score, "source", source)
        tally(score, "target", target)
        tally(score, "both sides", source and target)
        score.swapped += is_swapped(g, e, item, named)
        if g.when is not None:
            interval = e.time.interval if e.time else None
            tally(score, "when", interval is not None and str(interval) == _days(g.when))
        if g.place is not None:
            spot = next((p.evidence for p in reading.resolution.places if p.id == e.place), None)
            tally(score, "where", overlap(place(g.place, item), spot))
            if g.where is not None:
                found = next((p.place for p in reading.resolution.places if p.id == e.place and p.place), None)
                tally(score, "country", found is not None and found.country == g.where)
        if g.time is None:
            tally(score, EMPTY[0], e.time is None or e.time.basis is not TimeBasis.STATED)
        if g.place is None:
            tally(score, EMPTY[1], e.place is None)


def entity_counts(item: Item, analysis: Analysis) -> tuple[int, int, int]:
    """Entities that are right, found and wanted."""
    wanted = {(*place, e.label) for e in item.entities if (place := e.place(item.text))}
    found = {(e.start, e.end, e.label) for e in analysis.entities}
    return len(wanted & found), len(found), len(wanted)


def _days(edtf: str) -> str:
    """``2021-02`` as ``2021-02-01/2021-02-28``: EDTF with its first and last days written out."""

    def bound(value: str, last: bool) -> str:
        year, month, day = ([*value.split("-"), "", ""])[:3]
        if value == ".." or day:
            return value
        number = int(month or (12 if last else 1))
        return f"{year}-{number:02}-{monthrange(int(year), number)[1] if last else 1:02}"

    first, _, end = edtf.partition("/")
    start, stop = bound(first, False), bound(end or first, True)
    return start if start == stop else f"{start}/{stop}"


def tally(score: Score, name: str, held: bool) -> None:
    score.right[f"{name} asked"] += 1
    score.right[name] += held


def misses(item: Item, reading: ArticleReading) -> Iterator[str]:
    """Lines for people: what was missed, invented or read otherwise."""
    events = [e for e in reading.events if e.type]
    pairs, named = list(matched(item, events)), Named(reading)
    met = {id(g) for g, _ in pairs}, {id(e) for _, e in pairs}
    for g in item.events:
        if g.type and id(g) not in met[0]:
            yield f"  missed   {_gold(g)}"
    for e in events:
        if id(e) not in met[1]:
            yield f"  invented {_read(e)}  [{e.decided_by}]"
    for g, e in pairs:
        wrong = [
            name
            for name, held in (
                ("type", g.type == e.type),
                ("status", g.status is e.status),
                ("source", same_side(g.sources, e.sources, item, named)),
                ("target", same_side(g.targets, e.targets, item, named)),
            )
            if not held
        ]
        if wrong:
            yield f"  {', '.join(wrong)}: {_gold(g)}\n    read {_read(e)}  [{e.decided_by}]"


def _gold(g: Event) -> str:
    sides = " -> ".join("; ".join(s.text for s in side) or "-" for side in (g.sources, g.targets))
    return f"{g.type}/{g.mode} {g.status.value} '{g.trigger.text}' {sides}"


def _read(e: EventMention) -> str:
    return f"{e.type}/{e.mode} {e.status.value} '{e.trigger.text}' {e.source or '-'} -> {e.target or '-'}"


def read_split(split: str, weights: Path, batches: Sequence[str] = ("*",)) -> Iterator[tuple[Item, ArticleReading]]:
    """The corpus's texts of one split, of batches with such names, and our readings of them."""
    named = [path for path in paths() if any(path.match(f"{pattern}.jsonl") for pattern in batches)]
    items = [item for path in named for item in load(path) if item.split == split]
    articles = [article_of(item) for item in items]
    reader = Reader(Language.load(weights=weights))
    for item, article, analysis in zip(items, articles, reader.language.analyse_many(articles), strict=True):
        yield item, reader.read_article(article, analysis)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", default="dev", choices=["train", "dev", "test"])
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="other weights of the encoder")
    parser.add_argument("--batches", nargs="*", default=["*"], help="of these names alone, as 'events-types-8?'")
    parser.add_argument("--misses", type=int, default=0, help="print the faults of so many texts (not of test)")
    options = parser.parse_args()
    score = Score()
    left = 0 if options.split == "test" else options.misses
    for item, reading in read_split(options.split, options.weights, options.batches):
        add(score, item, reading)
        faults = list(misses(item, reading)) if left > 0 else []
        if faults:
            left -= 1
            print(f"{item.id} {item.text}", *faults, sep="\n")
    print(score.table())


if __name__ == "__main__":
    main()

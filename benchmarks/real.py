"""Events and actors in real news: 76 articles of some fifty outlets, from 1989 to 2026, annotated blind by our guide.

::

    python benchmarks/real.py --data DATA                    # all
    python benchmarks/real.py --data DATA --half read        # those whose faults may be read and mended
    python benchmarks/real.py --data DATA --half read --misses
    python benchmarks/real.py --data DATA --half kept        # those that nobody reads: the honest figure

The articles are the publishers' and stay where they are (measure only): ``benchmarks/real.jsonl`` holds ours alone,
which is types, statuses, countries, sectors and the characters ``[start, end)`` that they are said of, in the first
sentences of a text that is put together from ``DATA`` as ``text_of`` has it and checked by its digest. Eight annotators
had the guide (``corpus/GUIDE.md``) and the sentences, and had seen nothing that the reader makes of them; they marked
whatever the guide codes, in opinion and background too, so that this recall is a hard one. Annotated on 27 November
2026.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import actors
from benchmarks.events import Score, add, article_of, misses
from corpus.check import ActorSpan, Event, Item, Span

from dragoman.claims import find_claims, name_speakers
from dragoman.knowledge import Knowledge
from dragoman.reader import Reader
from dragoman.records import Status
from dragoman.resolve import resolve

MARKS = Path(__file__).parent / "real.jsonl"
SECOND = Path(__file__).parent / "real_second.jsonl"
"""Twenty articles of the half that is kept back, annotated a second time by two others, blind, on 28 November 2026: how
far two agree is what ``benchmarks/agreement.py --data DATA`` prints."""
HALVES = {"read": (1, 2, 3, 4), "kept": (5, 6, 7, 8), "all": tuple(range(1, 9))}
"""The annotators' packs: the first four may be read while building, the others are kept back."""


MARKED = (
    *("detection F1", "detection precision", "detection recall", "type right", "mode right", "status right"),
    *("status macro F1", "source right", "target right", "both sides right", "not swapped"),
)
"""The figures of what was marked: no times and no places."""


@cache
def _rows(path: Path) -> list[dict[str, Any]]:
    raw = path.read_bytes()
    lines = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def text_of(data: Path, source: str, key: str) -> str:
    """The whole text of one article, ``key`` being its row or (in the sets of times) its name: title and paragraphs,
    white space made single, an empty line between them."""
    if source in ("fundus", "naeb"):
        row = _rows(data / "pages" / f"{source}.jsonl.gz")[int(key)]
        blocks = row["text"].split("\n") if source == "naeb" else [_words(block) for block in row["blocks"]]
        parts = [row["title"], *blocks]
    elif source == "polnear":
        parts = _rows(data / "polnear" / "train.jsonl")[int(key)]["text"].split("\n\n")
    else:
        found = [r for path in sorted((data / "timex").glob(f"*{source}*")) for r in _rows(path) if r["doc"] == key]
        parts = [found[0]["title"] or "", found[0]["text"]]
    plain = (" ".join(part.split()) for part in parts)
    return "\n\n".join(part for part in plain if part)


def _words(block: Any) -> str:
    if isinstance(block, dict):
        return str(block.get("text") or "")
    return str(block[1] if isinstance(block, list) else block)


def items(data: Path, half: str, marks: Path = MARKS) -> Iterator[Item]:
    """The annotated articles of one half. Raises SystemExit where a text is not the one that was annotated."""
    for mark in map(json.loads, marks.read_text(encoding="utf-8").splitlines()):
        if mark["pack"] not in HALVES[half]:
            continue
        text = text_of(data, mark["source"], mark["key"])[: mark["length"]]
        if hashlib.sha256(text.encode()).hexdigest()[:16] != mark["digest"]:
            raise SystemExit(f"{data}: {mark['source']} {mark['key']} is not the text that was annotated")
        yield _item(mark, text)


def _item(mark: dict[str, Any], text: str) -> Item:
    def spans(places: list[list[int]]) -> tuple[Span, ...]:
        return tuple(Span(*_nth(text, *place)) for place in places)

    def event(e: dict[str, Any]) -> Event:
        (trigger,) = spans([e["trigger"]])
        return Event(
            type=e["type"],
            mode=e["mode"],
            status=Status(e["status"]),
            trigger=trigger,
            sources=spans(e["sources"]),
            targets=spans(e["targets"]),
            time=None,
            place=None,
        )

    events = tuple(map(event, mark["events"]))
    who = tuple(
        ActorSpan(*_nth(text, *a["at"]), text[slice(*a["at"])], a["country"], a["sector"]) for a in mark["actors"]
    )
    kind = "article" if mark["titled"] else "sentence"
    name = f"{mark['source']} {mark['key']}"
    return Item(name, "real", "dev", kind, "world", text, (), events, (), who, mark["published"])


def _nth(text: str, start: int, end: int) -> tuple[str, int]:
    words, at, nth = text[start:end], -1, 0
    while at < start:
        at, nth = text.find(words, at + 1), nth + 1
    return words, nth


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--half", choices=list(HALVES), default="all")
    parser.add_argument("--misses", action="store_true", help="print every fault (of the half that may be read)")
    options = parser.parse_args()
    knowledge, reader = Knowledge(), Reader()
    score, who, quiet = Score(), actors.Score(defaultdict(Counter)), [0, 0]
    shown = options.misses and options.half == "read"
    for item in items(options.data, options.half):
        article = article_of(item)
        analysis = reader.language.analyse(article)
        reading = reader.read_article(article, analysis)
        resolution = resolve(article, analysis, knowledge)
        resolution = name_speakers(analysis, resolution, find_claims(article, analysis, resolution, knowledge))
        faults = list(who.add(knowledge.actors, actors.lines_of(item, analysis, resolution)))
        add(score, item, reading)
        if not item.events:
            quiet = [quiet[0] + 1, quiet[1] + (not any(e.type for e in reading.events))]
        if shown:
            print(item.id, *misses(item, reading), *(actors.told(*fault) for fault in faults), sep="\n")
    print(f"events: {score.gold} marked, {score.read} read, {score.found} the same")
    found = score.figures()
    print(*(f"{name:22}{found[name]:6.1f}" for name in MARKED), who.table(), sep="\n")
    print(f"articles without an event: {quiet[0]}, of which {quiet[1]} stay empty")


if __name__ == "__main__":
    main()

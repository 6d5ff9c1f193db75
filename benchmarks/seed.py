"""The two stories that Dragoman began with, against their reference: what is found, what is invented, what must not be.

::

    python benchmarks/seed.py --page SEEDS/page.txt --gold SEEDS/iraq.gold.json

Neither file is part of the project. An event of the reference is *found* if a mention's trigger stands in its evidence
with one of its types, and *right* if the status is the same too. The acceptance checks are those of the reference, each
as a condition on records; the exit code is 1 if something that must be read was not, or what must not be was.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import dragoman
from dragoman.records import ArticleReading, EventMention, Evidence, Reading, Status

Check = tuple[str, Callable[[ArticleReading, ArticleReading], bool]]
REAL = frozenset({Status.ACTUAL})


def acts(reading: ArticleReading, word: str, status: Status | None = None) -> list[EventMention]:
    """The mentions whose act holds a word."""
    return [e for e in reading.events if word in e.act.split() and status in (None, e.status)]


def typed(reading: ArticleReading, *types: str) -> list[EventMention]:
    return [e for e in reading.events if e.type in types]


def by(event: EventMention, name: str) -> bool:
    return any(name in p.name for p in event.sources)


def real(events: list[EventMention]) -> list[EventMention]:
    return [e for e in events if e.status in REAL]


def place_of(reading: ArticleReading, event: EventMention) -> str:
    found = next((p for p in reading.resolution.places if p.id == event.place), None)
    return found.place.name if found and found.place else ""


def year_of(event: EventMention) -> int | None:
    interval = event.time.interval if event.time else None
    return interval.start.year if interval and interval.start else None


MUST: tuple[Check, ...] = (
    ("11 and 13 paragraphs", lambda a, b: (len(a.article.paragraphs), len(b.article.paragraphs)) == (11, 13)),
    ("the letter is drafted", lambda a, b: bool(acts(a, "draft", Status.ACTUAL))),
    ("its sending is not done", lambda a, b: bool(acts(a, "send", Status.NOT_DONE))),
    ("Maliki leaks it", lambda a, b: any(by(e, "Maliki") for e in acts(a, "leak", Status.ACTUAL))),
    (
        "Khamenei bars, an unnamed source says",
        lambda a, b: any(
            by(e, "Khamenei") and e.claims
            for e in real(typed(a, "COERCE", "REJECT", "REQUEST"))
            if e.trigger.text.startswith("barring")
        ),
    ),
    ("Qaani and Sadr meet in Najaf", lambda a, b: any(place_of(a, e) == "Najaf" for e in real(typed(a, "CONSULT")))),
    ("Soleimani is killed in 2020", lambda a, b: any(year_of(e) == 2020 for e in real(typed(a, "ASSAULT")))),
    (
        "the ceasefire is still to come",
        lambda a, b: any(e.status is Status.PLANNED for e in typed(b, "RETREAT", "AGREE", "CONSULT")),
    ),
    (
        "both withdrawals are terms",
        lambda a, b: (
            len([e for e in typed(b, "RETREAT") if e.status in (Status.CONDITIONAL, Status.DEMANDED, Status.PLANNED)])
            > 1
        ),
    ),
    (
        "Kirby is quoted to his last sentence",
        lambda a, b: any(
            c.source and "Kirby" in c.source.text and c.content[-1].text.rstrip('"” ').endswith("done.")
            for c in b.claims
        ),
    ),
    (
        "the vote is uncertain",
        lambda a, b: any(
            e.status is Status.UNCERTAIN for e in b.events if "vote" in e.trigger.text or "approve" in e.act
        ),
    ),
    ("all evidence is verbatim", lambda a, b: all(_verbatim(r) for r in (a, b))),
)
MUST_NOT: tuple[Check, ...] = (
    ("the letter is sent", lambda a, b: bool(real(acts(a, "send")))),
    ("the ceasefire is in effect, the deal approved", lambda a, b: bool(real(typed(b, "AGREE", "COOPERATE")))),
    ("Hezbollah or Israel withdrew", lambda a, b: bool(real(typed(b, "RETREAT")))),
    (
        "somebody met in Erbil or Baghdad",
        lambda a, b: any(
            place_of(a, e) in ("Erbil", "Baghdad")
            for e in real(typed(a, "CONSULT"))
            if any(by(e, n) for n in ("Qaani", "Sadr", "Khamenei"))
        ),
    ),
    (
        "Soleimani is killed in another year",
        lambda a, b: any(year_of(e) not in (None, 2020) for e in real(typed(a, "ASSAULT"))),
    ),
    ("TT acts", lambda a, b: any(p.name == "TT" for r in (a, b) for e in r.events for p in (*e.sources, *e.targets))),
    (
        "2024 in the first story",
        lambda a, b: any(t.interval and "2024" in str(t.interval) for t in a.resolution.times),
    ),
)


def _verbatim(reading: ArticleReading) -> bool:
    text = reading.article.text
    return all(
        s.text == text[s.start : s.end]
        for e in reading.events
        for s in (e.trigger, e.evidence, *(p.evidence for p in (*e.sources, *e.targets)))
    )


def on_page(reading: ArticleReading, evidence: Evidence) -> int:
    """Where the evidence begins on the page."""
    block = next(b for b in reading.article.blocks if b.start <= evidence.start < b.end)
    return (block.page_start or 0) + evidence.start - block.start


def compared(reading: ArticleReading, gold: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each event of the reference with ``right``, ``found`` (another status) or ``missed``."""
    for event in gold["events"]:
        types = {event["plover"]["root"], *(other["root"] for other in event["plover"]["alternatives"])}
        spans = [(e["start"], e["end"]) for e in event["evidence"]]
        here = [
            e
            for e in reading.events
            if e.type in types and any(start <= on_page(reading, e.trigger) < end for start, end in spans)
        ]
        verdict = "missed" if not here else "right" if any(e.status == event["status"] for e in here) else "found"
        yield event["summary"], verdict


def strangers(reading: ArticleReading, gold: dict[str, Any]) -> list[EventMention]:
    """Mentions whose trigger stands in no event's evidence."""
    spans = [(e["start"], e["end"]) for event in gold["events"] for e in event["evidence"]]
    return [e for e in reading.events if not any(start <= on_page(reading, e.trigger) < end for start, end in spans)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--page", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    options = parser.parse_args()
    reading: Reading = dragoman.read(options.page)
    gold = json.loads(options.gold.read_text(encoding="utf-8"))
    first, second = reading.readings
    print("events of the first story:")
    for summary, verdict in compared(first, gold):
        print(f"  {verdict:7} {summary}")
    print(f"  in no evidence of the reference: {len(strangers(first, gold))} of {len(first.events)} mentions")
    print("must be:")
    missing = [name for name, holds in MUST if not holds(first, second)]
    for name, _ in MUST:
        print(f"  {'NO' if name in missing else 'yes':4} {name}")
    print("must not be:")
    broken = [name for name, holds in MUST_NOT if holds(first, second)]
    for name, _ in MUST_NOT:
        print(f"  {'READ' if name in broken else 'no':4} {name}")
    return 1 if broken or missing else 0


if __name__ == "__main__":
    sys.exit(main())

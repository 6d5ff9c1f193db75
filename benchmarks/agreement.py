"""How far two annotators agree on our own corpus: split test and its second, blind annotation (``corpus/second``).

::

    python benchmarks/agreement.py                 # for reports only, as all of split test
    python benchmarks/agreement.py --data DATA     # in real news (benchmarks/real.py): twenty of the articles kept back

The second annotators had the bare texts and the guide. Their events are matched to the first's as the reader's are
(``benchmarks/events.py``): by triggers that overlap, those of one type first. A side is the same if every phrase of
either annotation overlaps one of the other. Countries and sectors are of mentions that both mark with the same words.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import real
from benchmarks.events import paired, place, places, touch
from corpus.check import Event, Item, Span, load, paths

SECOND = Path(__file__).parents[1] / "corpus" / "second"


def matched(first: Item, second: Item) -> Iterator[tuple[Event, Event]]:
    """Pairs of events that both annotations have."""
    one, other = ([(e.type, place(e.trigger, item)) for e in item.events] for item in (first, second))
    for i, j in paired(one, other):
        yield first.events[i], second.events[j]


def same_side(one: Sequence[Span], other: Sequence[Span], item: Item) -> bool:
    here, there = places(one, item), places(other, item)
    return all(any(touch(a, b) for b in there) for a in here) and all(any(touch(a, b) for a in here) for b in there)


def count(first: Item, second: Item, found: Counter[str]) -> None:
    """Adds what one text has in common."""
    coded = [sum(e.type is not None for e in item.events) for item in (first, second)]
    if first.batch.startswith("negatives"):
        found.update({"harmless texts": 1, "harmless texts, empty": not coded[1]})
        return
    found.update({"first": coded[0], "second": coded[1]})
    for a, b in matched(first, second):
        source, target = same_side(a.sources, b.sources, first), same_side(a.targets, b.targets, first)
        found.update({"both": 1, "type": a.type == b.type, "status": a.status == b.status})
        found.update({"source": source, "target": target, "both sides": source and target})
    known = {(s.text, s.nth): s for s in second.actors}
    for span in first.actors:
        other = known.get((span.text, span.nth))
        if other is not None:
            found.update(
                {"mentions": 1, "country": span.country == other.country, "sector": span.sector == other.sector}
            )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="the folder of measuring sets, for real news in place of our corpus")
    options = parser.parse_args()
    if options.data:
        first = {item.id: item for item in real.items(options.data, "all")}
        second = list(real.items(options.data, "all", real.SECOND))
    else:
        first = {item.id: item for path in paths() for item in load(path) if item.split == "test"}
        second = [item for path in sorted(SECOND.glob("*.jsonl")) for item in load(path)]
    found: Counter[str] = Counter()
    for item in second:
        count(first[item.id], item, found)
    precision, recall = found["both"] / found["second"], found["both"] / found["first"]
    print(f"events: {found['first']} of the first, {found['second']} of the second, {found['both']} in both")
    f1 = 200 * precision * recall / (precision + recall)
    print(f"detection F1  {f1:5.1f} (P {100 * precision:.1f}, R {100 * recall:.1f})")
    for name in ("type", "status", "source", "target", "both sides"):
        print(f"{name:12}  {100 * found[name] / found['both']:5.1f}")
    print(f"mentions that both mark: {found['mentions']}")
    for name in ("country", "sector"):
        print(f"{name:12}  {100 * found[name] / found['mentions']:5.1f}")
    if found["harmless texts"]:
        print(f"harmless texts left empty: {found['harmless texts, empty']} of {found['harmless texts']}")


if __name__ == "__main__":
    main()

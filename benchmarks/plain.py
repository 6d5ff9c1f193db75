"""Plain news sentences, a few dozen for each point of grammar and meaning, as a check list (Ribeiro et al. 2020).

::

    python benchmarks/plain.py                     # a row for each file of benchmarks/plain
    python benchmarks/plain.py --of arguments      # a row for each category of one file
    python benchmarks/plain.py --of arguments --misses   # and what was read otherwise

The sentences are ours, in the short hand of ``corpus/GUIDE.md`` (without marks of names): each tests one thing that the
guide settles, in words that an agency or a local paper would print. Their writers saw nothing of the product. The
columns are those of ``benchmarks/events.py`` and ``benchmarks/actors.py``; *empty*: of the sentences without an event,
those in which none is read.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import actors, events
from corpus.check import Item
from corpus.markup import compile_batch

from dragoman.knowledge import default_knowledge
from dragoman.language import Language
from dragoman.reader import Reader
from dragoman.records import ArticleReading

FOLDER = Path(__file__).parent / "plain"
_CATEGORY = re.compile(r"^## (.+)$", re.MULTILINE)
_SHOWN = {
    "detection F1": "found",
    "type right": "type",
    "status right": "status",
    "source right": "source",
    "target right": "target",
    "not swapped": "unswapped",
    "when right": "when",
    "where right": "where",
    "country right": "state",
}


@dataclass
class Row:
    """The counts of one file or one category."""

    events: events.Score = field(default_factory=events.Score)
    actors: actors.Score = field(default_factory=lambda: actors.Score(defaultdict(Counter)))
    sentences: int = 0
    harmless: int = 0
    empty: int = 0

    def line(self, group: str) -> str:
        """For people; ``-`` where nothing is asked."""
        figures = self.events.figures()
        asked = {"when right": "when", "where right": "where", "country right": "country"}
        counted = {k: self.events.right[f"{name} asked"] for k, name in asked.items()}
        shares = [f"{figures[k]:.1f}" if counted.get(k, self.events.gold) else "-" for k in _SHOWN]
        shares.append(f"{100 * self.empty / self.harmless:.1f}" if self.harmless else "-")
        told = self.actors.counts["all"]
        shares += [
            f"{100 * told[k] / told['lines']:.1f}" if told["lines"] else "-" for k in ("actor", "country", "sector")
        ]
        return f"{group:26}{self.sentences:6}" + "".join(f"{s:>10}" for s in shares)


def categories(path: Path) -> Iterator[tuple[str, list[Item]]]:
    """The items of one file by category. Raises MarkupError on a line that cannot be read."""
    _, *parts = _CATEGORY.split(path.read_text(encoding="utf-8"))
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        rows = compile_batch(text.splitlines(), batch=name, split="train")
        yield name, [msgspec.convert(row, type=Item) for row in rows]


def count(row: Row, item: Item, reading: ArticleReading) -> None:
    """Counts one sentence."""
    row.sentences += 1
    if not any(e.type for e in item.events):
        row.harmless += 1
        row.empty += not any(e.type for e in reading.events)
        return
    events.add(row.events, item, reading)


def read(reader: Reader, rows: Sequence[Row], items: Sequence[Item], *, misses: bool) -> None:
    """Reads the items and counts them in all rows."""
    base = default_knowledge().actors
    for item in items:
        article = events.article_of(item)
        analysis = reader.language.analyse(article)
        reading = reader.read_article(article, analysis)
        lines = actors.lines_of(item, analysis, reading.resolution) if item.actors else []
        for row in rows:
            count(row, item, reading)
        faults = [actors.told(*fault) for fault in rows[0].actors.add(base, lines)]
        for row in rows[1:]:
            list(row.actors.add(base, lines))
        if misses and (wrong := [*events.misses(item, reading), *faults]):
            print(f"- {item.text}", *(f"    {line.strip()}" for line in wrong), sep="\n")


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--of", choices=sorted(p.stem for p in FOLDER.glob("*.txt")), help="one file, by category")
    parser.add_argument("--misses", action="store_true", help="show what was read otherwise")
    given = parser.parse_args()
    reader = Reader(Language.load(), default_knowledge())
    heads = [*_SHOWN.values(), "empty", "actor", "country", "sector"]
    print(f"{'':26}{'texts':>6}" + "".join(f"{h:>10}" for h in heads))
    whole = Row()
    for path in sorted(FOLDER.glob("*.txt")):
        if given.of not in (None, path.stem):
            continue
        total = Row()
        for name, items in categories(path):
            row = Row()
            read(reader, (row, total, whole), items, misses=given.misses)
            if given.of:
                print(row.line(name))
        if not given.of:
            print(total.line(path.stem), flush=True)
    print(whole.line("all"))


if __name__ == "__main__":
    main()

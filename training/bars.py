"""What a bar of the room ``events`` costs and wins: figures on the split ``dev`` with one constant at several values.

::

    python training/bars.py acts.weighing.UNHEARD 0 .02 .05 .1
    python training/bars.py assemble.NOBODY .6 .7 .8

The texts are analysed once; each line is a reading of all with that value. What ships is not changed.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.events import Score, add, article_of
from corpus.check import load, paths

from dragoman.reader import Reader

SHOWN = {
    "F1": "detection F1",
    "P": "detection precision",
    "R": "detection recall",
    "type": "type right",
    "status": "status right",
    "macro": "status macro F1",
    "source": "source right",
    "target": "target right",
    "both": "both sides right",
    "unswapped": "not swapped",
    "empty": "negatives left empty",
}
"""Heads of the columns, and the figures of ``benchmarks/events.py`` that they stand for."""


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bar", help="module of dragoman.events and constant: acts.weighing.UNHEARD")
    parser.add_argument("values", nargs="+", type=float)
    options = parser.parse_args()
    room, _, name = options.bar.rpartition(".")
    try:
        module = import_module(f"dragoman.events.{room}")
        shipped = getattr(module, name)
    except (ImportError, AttributeError) as error:
        parser.error(f"{options.bar}: {error}")
    if not isinstance(shipped, float):
        parser.error(f"{options.bar} is {shipped!r}, no number to vary")
    items = [item for path in paths() for item in load(path) if item.split == "dev"]
    articles, reader = [article_of(item) for item in items], Reader()
    analyses = list(reader.language.analyse_many(articles))
    print(f"{options.bar} (ships {shipped})", *(f"{head:>9}" for head in SHOWN))
    for value in options.values:
        setattr(module, name, value)
        score = Score()
        for item, article, analysis in zip(items, articles, analyses, strict=True):
            add(score, item, reader.read_article(article, analysis))
        figures = score.figures()
        print(f"{value:<{len(options.bar) + 14}g}", *(f"{figures[full]:9.1f}" for full in SHOWN.values()), flush=True)


if __name__ == "__main__":
    main()

"""Fits the weights by which a text is judged to be political or not (``events/data/domain.csv``) on our own corpus.

::

    python training/domain.py > weights.csv && mv weights.csv src/dragoman/events/data/domain.csv
    python training/domain.py --score      # on dev: harmless texts that are told from the others, at several bars

Examples are the sentences of the split ``train``: those of its negatives, and those of its other texts.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from dragoman.events.acts.domain import features
from dragoman.knowledge import default_knowledge
from dragoman.knowledge.weights import summed
from training.fitting import Settings, fit_each, print_table, read_all

SETTINGS = Settings(penalty=1.0, rare=3, steps=150, rate=0.05)
"""At penalties of .3, 1 and 3, and with words from twice or four times on, 88, 91, 91 and 81, 88, 89 % of dev's
harmless texts lie under the bar that 2 % of its others miss."""

Example = tuple[tuple[str, ...], bool]


def examples(split: str) -> Iterator[Example]:
    """The sentences of one split, and whether they are of politics."""
    book = default_knowledge().codebook
    for item, _, analysis, resolution in read_all(split):
        political = not item.batch.startswith("negatives")
        yield from ((tuple(sorted(f)), political) for f in features(analysis, resolution, book))


def score(found: list[Example], weights: dict[str, float]) -> None:
    """Prints what each bar costs and wins."""
    sums = [(summed(weights, row), political) for row, political in found]
    for bar in (-1.0, -0.5, 0.0, 0.3, 0.6, 1.0, 1.5):
        under = [political for s, political in sums if s < bar]
        whole = [sum(p is side for _, p in sums) for side in (True, False)]
        lost, told = (100 * under.count(side) / n for side, n in zip((True, False), whole, strict=True))
        print(f"bar {bar:4.1f}: {told:5.1f} % of {whole[1]} harmless sentences, {lost:4.1f} % of {whole[0]} others")


def main() -> None:
    """Prints the table of weights, or scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--score", action="store_true")
    options = parser.parse_args()
    found = list(examples("train"))
    weights = fit_each([row for row, _ in found], [political for _, political in found], SETTINGS)
    if options.score:
        score(list(examples("dev")), weights)
        return
    print_table(
        [
            "Weights by which a sentence is judged to be of politics (events/acts/domain.py).",
            f"Written by training/domain.py from the split `train` of corpus/: {len(found)} sentences.",
        ],
        {"": weights},
    )


if __name__ == "__main__":
    main()

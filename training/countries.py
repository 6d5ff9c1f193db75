"""Fits the weights of the countries of descriptions (``actors/data/countries.csv``) on the actors of our corpus.

::

    python training/countries.py > src/dragoman/resolve/actors/countries/data/countries.csv
    python training/countries.py --held-out          # five parts, each by the weights of the other four

Examples are the new actors of the split train (dev stays for measuring) whose own words and owners tell no country,
where the corpus names them: the right option is the country that it gives, or none of those that the article names.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.actors import best_mention
from benchmarks.events import article_of
from corpus.check import Item, load, paths

from dragoman.knowledge import Knowledge
from dragoman.knowledge.weights import summed
from dragoman.language import Language
from dragoman.records import ActorMention, Analysis
from dragoman.resolve.actors.context import Found
from dragoman.resolve.actors.countries.rank import Option, best_option
from dragoman.resolve.actors.mentions.find import find_mentions
from dragoman.resolve.coreference.link import link
from dragoman.resolve.identify import context_of
from dragoman.resolve.places.locate import locate
from training.fitting import Settings, fit_choices, print_table

SETTINGS = Settings(penalty=40, rare=4, least=0.03)
PARTS = 5


@dataclass
class Example:
    """What the ranker sees of new actors that belong together, which of it is right, and the words, for people."""

    item: Item
    text: str
    options: Sequence[Option]
    right: Sequence[bool]


class Recorder:
    """Chooses as the reader does and writes down what there was to choose from: what was chosen for those before tells
    something of those behind."""

    def __init__(self) -> None:
        self.seen: dict[int, Sequence[Option]] = {}

    def __call__(self, items: Sequence[Found], found: Sequence[Option]) -> tuple[int, float]:
        """The best of the options by the weights that there are."""
        self.seen.update((id(item), found) for item in items)
        return best_option(items, found)


def examples(splits: Sequence[str]) -> Iterator[Example]:
    """The examples of the texts that name actors."""
    knowledge = Knowledge()
    items = [i for path in paths() for i in load(path) if i.split in splits and i.actors]
    articles = [article_of(i) for i in items]
    for item, article, analysis in zip(items, articles, Language.load().analyse_many(articles), strict=True):
        ctx = context_of(article, analysis, locate(article, analysis, knowledge), knowledge)
        found = find_mentions(ctx)
        recorder = Recorder()
        verdicts = link(ctx, found, country=recorder)
        of_actor = {verdicts[id(f)].actor.id: recorder.seen[id(f)] for f in found if id(f) in recorder.seen}
        mentions = {m.id: f for f, m in ((f, _mention(analysis, f, k)) for k, f in enumerate(found))}
        plain = [_mention(analysis, f, k) for k, f in enumerate(found)]
        done: set[int] = set()
        for gold in item.actors:
            spot = gold.place(item.text)
            best = best_mention(analysis, plain, *spot) if spot else None
            verdict = verdicts.get(id(mentions[best.id])) if best is not None else None
            there = of_actor.get(verdict.actor.id) if verdict is not None else None
            if there is None or id(there) in done:
                continue
            done.add(id(there))
            right = [o.country == gold.country for o in there]
            if any(right):
                yield Example(item, gold.text, there, right)


def _mention(analysis: Analysis, found: Found, k: int) -> ActorMention:
    evidence = analysis.evidence(found.first, found.last)
    return ActorMention(str(k), evidence, found.form, found.first, found.last, found.head)


def fit(chosen: Sequence[Example]) -> dict[str, float]:
    """The weights."""
    return fit_choices([([o.features for o in e.options], e.right) for e in chosen], SETTINGS)


def right(weights: dict[str, float], example: Example) -> bool:
    """True if the best of the options is right."""
    scores = [summed(weights, o.features) for o in example.options]
    return bool(example.right[scores.index(max(scores))])


def held_out(chosen: Sequence[Example]) -> None:
    """Each fifth of the texts by the weights of the others, beside two rules."""
    ids = sorted({e.item.id for e in chosen})
    part = {ident: k % PARTS for k, ident in enumerate(ids)}
    hits = first = most = 0
    for k in range(PARTS):
        weights = fit([e for e in chosen if part[e.item.id] != k])
        for e in (e for e in chosen if part[e.item.id] == k):
            hits += right(weights, e)
            first += e.right[0]
            most += next((r for o, r in zip(e.options, e.right, strict=True) if {"most", "all"} & {*o.features}), False)
    n = len(chosen)
    print(
        f"{n} actors: ranked {100 * hits / n:.1f}, first named {100 * first / n:.1f}, most named {100 * most / n:.1f}"
    )


def main() -> None:
    """Prints the table of weights, or how good weights are on texts that they have not seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-out", action="store_true")
    options = parser.parse_args()
    chosen = list(examples(("train",)))
    if options.held_out:
        held_out(chosen)
        return
    print_table(
        [
            "Weights of the countries of descriptions; resolve/actors/countries/rank.py says what each feature means.",
            f"Written by training/countries.py from {len(chosen)} actors of our corpus, split train.",
        ],
        {"": fit(chosen)},
    )


if __name__ == "__main__":
    main()

"""Fits the log-linear model of acts (``events/data/acts.npz``) on our own corpus; ``events/acts/wording.py`` uses it.

::

    pip install '.[train]'
    python training/acts.py src/dragoman/events/data/acts.npz --wordnet FOLDER
    python training/acts.py OUT --wordnet FOLDER --without 'events-agency-*' ...     # for figures on other texts

Every verb, noun and adjective of the split ``train`` is an example: a word of a marked trigger has the event's type,
all others have none. ``senses.py`` says what FOLDER holds: a word's ``sense:`` is fitted as the kinds of things that it
means and written down as the sum of their weights, also of words that the corpus does not have.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1]))

from corpus.check import Item

from dragoman.events.acts.wording import SCALE, SCORED, SENSE, features, noted, save, sense
from dragoman.knowledge import Knowledge, default_knowledge
from dragoman.language.encoder import WEIGHTS, Labels
from dragoman.records import Analysis, Article, Resolution
from training.fitting import matched, read_all, tokens_in
from training.senses import TAGS, WordNet

RARE = 5
"""Features seen less often get no weight. With 3, 5, 10 there are 81,000, 44,000, 23,000 of them; the pool's best F1 of
typed acts on dev is 72.4, 72.2, 71.8 (with more kinds of features, 167,000 of them, 71.8)."""
LEAST = 2
"""A feature none of whose weights is as much, in tenths, is left out."""
PENALTY = 0.003
"""On the mean square of what the features add up to. With .001 to .03 the pool's F1 is the same within .1."""
ROUNDS, AT_ONCE, RATE = 4, 2048, 0.02

_KIND = "meaning:"

Example = tuple[str, frozenset[str]]
"""A label and the features."""


def examples(texts: Iterable[tuple[Item, Article, Analysis, Resolution]]) -> Iterator[Example]:
    """The words of these texts."""
    knowledge = default_knowledge()
    for text in texts:
        yield from _of_text(*text, knowledge)


def _of_text(
    item: Item, article: Article, analysis: Analysis, resolution: Resolution, knowledge: Knowledge
) -> Iterator[Example]:
    matcher, matches = matched(article, analysis, resolution, knowledge)
    syntax, known = matcher.syntax, noted(matches)
    marked = {w: e.type or "NONE" for e in item.events for w in tokens_in(e.trigger, item, analysis)}
    for token in analysis.tokens:
        if token.upos in SCORED:
            yield marked.get(token.i, "O"), frozenset(features(token.i, syntax, known))


def fit(found: Sequence[Example], labels: Sequence[str], wordnet: WordNet) -> tuple[list[str], NDArray[np.int8]]:
    """The features that have weights, and the weights, (features, labels), in tenths and centred on nought."""
    rows = [tuple(_meant(row, wordnet)) for _, row in found]
    counts = Counter(f for row in rows for f in row if "," not in f)  # no numbers
    names = sorted(f for f, n in counts.items() if n >= RARE)
    index = {f: k for k, f in enumerate(names)}
    weights = _fitted(
        [np.array([index[f] for f in sorted(row) if f in index]) for row in rows], len(names), found, labels
    )
    weights -= weights.mean(1, keepdims=True)
    plain = [f for f in names if not f.startswith(_KIND)]
    lines = {f: weights[index[f]] for f in plain}
    for tag in TAGS:
        for word in wordnet.words(tag):
            kinds = [index[f"{_KIND}{kind}"] for kind in wordnet.kinds(tag, word) if f"{_KIND}{kind}" in index]
            lines[sense(tag, word)] = weights[kinds].sum(0)
    tenths = {f: np.rint(line / SCALE) for f, line in lines.items()}
    kept = sorted(f for f, line in tenths.items() if np.abs(line).max() >= LEAST)
    return kept, np.stack([tenths[f] for f in kept]).clip(-127, 127).astype(np.int8)


def _meant(row: Iterable[str], wordnet: WordNet) -> Iterator[str]:
    """The features, with the kinds of what a word means in place of the word's ``sense:``."""
    for feature in row:
        if feature.startswith(SENSE):
            tag, _, word = feature.removeprefix(SENSE).partition("/")
            yield from (f"{_KIND}{kind}" for kind in wordnet.kinds(tag, word))
        else:
            yield feature


def _fitted(
    rows: Sequence[NDArray[np.int64]], size: int, found: Sequence[Example], labels: Sequence[str]
) -> NDArray[np.float32]:
    """The weights, (features, labels), that Adam reaches from nought."""
    right = torch.tensor([labels.index(label) for label, _ in found])
    torch.manual_seed(1)
    table = torch.nn.EmbeddingBag(size, len(labels), mode="sum")
    torch.nn.init.zeros_(table.weight)
    adam = torch.optim.Adam(table.parameters(), lr=RATE)
    for turn in range(ROUNDS):
        for group in adam.param_groups:
            group["lr"] = RATE * (1 - turn / (ROUNDS + 1))
        order = np.random.default_rng(turn).permutation(len(rows))
        for first in range(0, len(order), AT_ONCE):
            drawn = order[first : first + AT_ONCE]
            starts = np.cumsum([0, *(len(rows[k]) for k in drawn)])[:-1]
            sums = table(torch.from_numpy(np.concatenate([rows[k] for k in drawn])), torch.from_numpy(starts))
            loss = torch.nn.functional.cross_entropy(sums, right[torch.from_numpy(drawn)])
            loss = loss + PENALTY * sums.pow(2).mean()
            adam.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            adam.step()
    weights: NDArray[np.float32] = table.weight.detach().numpy()
    return weights


def main() -> None:
    """Writes the model, and says what it was fitted on."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument(
        "--wordnet", type=Path, required=True, help="the folder with WordNet 3.0's data and index files"
    )
    parser.add_argument("--without", nargs="*", default=[], metavar="BATCH", help="batches that are left out")
    options = parser.parse_args()
    labels = list(Labels.load(WEIGHTS / "labels.json").signals["event"])
    texts = (t for t in read_all("train") if not any(fnmatch(t[0].batch, pattern) for pattern in options.without))
    found = list(examples(texts))
    names, weights = fit(found, labels, WordNet(options.wordnet))
    save(options.out, labels, names, weights)
    print(f"{options.out}: {len(names)} features, fitted on {len(found)} words of split train")


if __name__ == "__main__":
    main()

"""Silver trees for sentences that have other labels: what a parser trained on treebanks alone makes of news.

::

    python -m training.silver --data DATA --weights WEIGHTS --out silver.jsonl.gz

Trained on treebanks beside claims and events, the encoder slowly unlearns the trees of news, for treebanks hold
little of it: the codebook's recall fell from 37 to 30 % while LAS on the treebanks fell by 0.2. So each sentence of
PolNeAR and of our corpus is learnt with the tree that WEIGHTS gives it (Hinton et al. 2015, distillation, with hard
labels). Our corpus comes in several copies in which other names of the same kind stand, so that words are learnt and
not names.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from dragoman.language.encoder import Encoder
from dragoman.language.pieces import MOST_PIECES
from dragoman.language.sentences import MOST_WORDS
from training.spans import Labelled, read_attributions, read_corpus

__all__ = ["main", "renamed", "with_trees"]

COPIES = 3
"""Copies of each text of our corpus with other names in it."""
ATTRIBUTIONS = 9000
"""Sentences of PolNeAR, drawn at random: as many as a run takes."""
AT_ONCE = 512


def renamed(sentences: Sequence[Labelled], rng: random.Random) -> Iterator[Labelled]:
    """The sentences with each entity replaced by another of its kind from anywhere in them."""
    names: dict[str, list[list[str]]] = {}
    for words, labels in sentences:
        for start, end, kind in _entities(labels["ner"]):
            names.setdefault(kind, []).append(words[start:end])
    for words, labels in sentences:
        yield _exchange(words, labels, names, rng)


def _entities(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """Spans of BIOES tags."""
    found: list[tuple[int, int, str]] = []
    start = 0
    for i, tag in enumerate(tags):
        if tag[0] in "BS":
            start = i
        if tag[0] in "ES":
            found.append((start, i + 1, tag[2:]))
    return found


def _exchange(
    words: list[str], labels: dict[str, list[str]], names: dict[str, list[list[str]]], rng: random.Random
) -> Labelled:
    new_words: list[str] = []
    new_labels: dict[str, list[str]] = {head: [] for head in labels}
    at = 0
    for start, end, kind in [*_entities(labels["ner"]), (len(words), len(words), "")]:
        new_words += words[at:start]
        for head, tags in labels.items():
            new_labels[head] += tags[at:start]
        if kind:
            name = rng.choice(names[kind])
            new_words += name
            for head, tags in labels.items():
                new_labels[head] += _stretched(tags[start], len(name), kind if head == "ner" else None)
        at = end
    return new_words, new_labels


def _stretched(first: str, count: int, kind: str | None) -> list[str]:
    """The labels of a name of ``count`` words in the place of one whose first label was ``first``."""
    if kind is not None:
        return [f"S-{kind}"] if count == 1 else [f"B-{kind}", *[f"I-{kind}"] * (count - 2), f"E-{kind}"]
    return [first, *["I" if first in ("B", "I") else first] * (count - 1)]


def with_trees(sentences: Iterable[Labelled], encoder: Encoder) -> Iterator[Labelled]:
    """The sentences with the encoder's tags and trees among their labels (``head``: numbers as strings)."""
    kept = [
        (words, labels)
        for words, labels in sentences
        if len(words) <= MOST_WORDS and sum(map(encoder.pieces.count, words)) <= MOST_PIECES
    ]
    for first in range(0, len(kept), AT_ONCE):
        batch = kept[first : first + AT_ONCE]
        for (words, labels), parsed in zip(batch, encoder.parse([words for words, _ in batch]), strict=True):
            tree = {"upos": parsed.upos, "xpos": parsed.xpos, "rel": parsed.relations}
            yield words, {**labels, **tree, "head": [str(head) for head in parsed.heads]}


def main(arguments: list[str] | None = None) -> None:
    """The command line of this module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--weights", type=Path, required=True, help="weights trained on treebanks")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    rng, encoder = random.Random(1), Encoder(options.weights)
    own = list(read_corpus(options.corpus, "train"))
    copies = [s for _ in range(COPIES) for s in renamed(own, rng)]
    claims = list(read_attributions(options.data / "polnear" / "train.jsonl"))
    parts = {"corpus": [*own, *copies], "attributions": rng.sample(claims, min(ATTRIBUTIONS, len(claims)))}
    with gzip.open(options.out, "wt", encoding="utf-8") as file:
        for task, sentences in parts.items():
            for words, labels in with_trees(sentences, encoder):
                print(json.dumps({"task": task, "words": words, "labels": labels}, ensure_ascii=False), file=file)


if __name__ == "__main__":
    main()

"""All that a network learns from and is scored on, cut into word pieces and numbered, in one file.

::

    python -m training.prepare --data DATA --minilm WHEEL_DIR --out prepared.npz

The file holds numbers alone, so ``training.distil`` needs torch and numpy and nothing else where it runs. Sentences
stand one after another: ``ids`` and ``shapes`` of their pieces, ``first`` of their words (the position of each word's
first piece), and for each head ``target_HEAD``, a label number a word, IGNORED where nobody judged. ``pieces`` and
``words`` count those of each sentence; ``parts`` (rows of sentence, word of a trigger or cue, number of a part, word
that takes it, counted from 1, 0 for nobody) holds those of events and claims; ``source`` numbers ``columns.SOURCES``;
``block`` numbers runs of consecutive sentences, which are never parted into what one learns and what one is tried on.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.knowledge import default_knowledge
from dragoman.language.encoder import WEIGHTS
from dragoman.language.lemmas import Lemmatiser
from dragoman.language.pieces import Pieces
from training.columns import HEADS, IGNORED, SOURCES
from training.conllu import UDSentence
from training.examples import (
    Example,
    bioes,
    entity_examples,
    gum_entities,
    label_examples,
    label_sets,
    read_entity_file,
    read_treebanks,
    tree_examples,
    with_titles,
)
from training.expressions import read_expressions
from training.minilm import minilm_folder
from training.other_names import known_names, renamed, titled
from training.spans import Labelled, read_attributions, read_corpus

__all__ = ["main", "packed"]

COPIES = 7
"""Copies of each text of our corpus with other names in it, beside the text itself."""

BLOCK = 40
"""Sentences."""


Part = Iterable[tuple[int, Example]]
"""Examples and the blocks that they stand in."""


def _trees(sentences: Iterable[UDSentence], labels: Mapping[str, list[str]], pieces: Pieces) -> Part:
    """Examples of treebanks; GUM's with its names."""
    number = {label: i for i, label in enumerate(labels["ner"])} | {"?": IGNORED}
    for i, sentence in enumerate(sentences):
        names = any("Entity=" in word.misc for word in sentence.words)
        tags = {"ner": [number[tag] for tag in bioes(gum_entities(sentence))]} if names else {}
        for example in tree_examples([sentence], labels, pieces):
            yield i // BLOCK, Example(example.encoded, {**example.targets, **tags})


def _labelled(sentences: Iterable[Labelled], labels: Mapping[str, list[str]], pieces: Pieces) -> Part:
    for i, sentence in enumerate(sentences):
        for example in label_examples([sentence], labels, pieces):
            yield i // BLOCK, example


def _corpus(folder: Path, taken: Callable[[str], bool]) -> Iterator[Iterator[Labelled]]:
    """Our corpus's sentences to learn from, and copies with other names, in the same order: so a copy stands in the
    block of what it copies."""
    rng = random.Random(1)
    own, known = list(read_corpus(folder, "train", taken)), known_names(default_knowledge())
    yield titled(own, rng)
    for _ in range(COPIES):
        yield titled(renamed(own, known, rng), rng)


def packed(parts: Iterable[tuple[str, Part]]) -> dict[str, NDArray[Any]]:
    """The arrays of the file, from sources and their examples."""
    columns: dict[str, list[Any]] = {
        name: [] for name in ("pieces", "words", "source", "block", "ids", "shapes", "first")
    }
    targets: dict[str, list[int]] = {head: [] for head in HEADS}
    parts_of: list[tuple[int, int, int, int]] = []
    for source, examples in parts:
        for block, example in examples:
            encoded, count = example.encoded, len(example.encoded.first)
            parts_of += ((len(columns["pieces"]), *part) for part in example.parts)
            columns["pieces"].append(len(encoded.ids))
            columns["words"].append(count)
            columns["source"].append(SOURCES.index(source))
            columns["block"].append(block)
            for name in ("ids", "shapes", "first"):
                columns[name] += getattr(encoded, name)
            for head in HEADS:
                targets[head] += example.targets.get(head, [IGNORED] * count)
    arrays = {name: np.array(values, np.int32) for name, values in columns.items()}
    arrays["parts"] = np.array(parts_of, np.int32).reshape(-1, 4)
    return arrays | {f"target_{head}": np.array(values, np.int16) for head, values in targets.items()}


def prepare(
    data: Path, corpus: Path, minilm: Path, fresh: Sequence[str] = ()
) -> tuple[dict[str, NDArray[Any]], dict[str, list[str]]]:
    """The arrays, and the labels of each head. ``fresh``: patterns of the names of batches that are the source of that
    name."""

    def new(batch: str) -> bool:
        return any(fnmatch(batch, pattern) for pattern in fresh)

    sentences = read_treebanks(data / "ud", "train")
    labels = label_sets(sentences)
    pieces = Pieces(minilm / "tokenizer.json")
    named = (line for path in sorted((data / "ner").glob("wikigold.jsonl*")) for line in read_entity_file(path))
    claims = (s for path in sorted((data / "polnear").glob("train.jsonl*")) for s in read_attributions(path))
    expressions = read_expressions(default_knowledge(), Lemmatiser.load(WEIGHTS / "lemmas.tsv"))
    dev = read_treebanks(data / "ud", "dev")
    gum = [s for s in dev if s.document.startswith("GUM_")]
    ewt = [s for s in dev if not s.document.startswith("GUM_")]
    names = ((i // BLOCK, e) for i, e in enumerate(entity_examples(named, labels, pieces)))
    parts: list[tuple[str, Part]] = [
        ("trees", _trees(with_titles(sentences), labels, pieces)),
        ("entities", names),
        ("attributions", _labelled(claims, labels, pieces)),
        *(("corpus", _labelled(copy, labels, pieces)) for copy in _corpus(corpus, lambda batch: not new(batch))),
        *(("fresh", _labelled(copy, labels, pieces)) for copy in _corpus(corpus, new)),
        ("codebook", _labelled(expressions, labels, pieces)),
        ("dev-ewt", _trees(ewt, labels, pieces)),
        ("dev-gum", _trees(gum, labels, pieces)),
        ("dev-corpus", _labelled(read_corpus(corpus, "dev"), labels, pieces)),
    ]
    return packed(parts), labels


def main(arguments: list[str] | None = None) -> None:
    """The command line of this module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--minilm", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"), help="our own corpus")
    parser.add_argument("--fresh", nargs="*", default=[], help="names of batches that training.extend is to learn")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    arrays, labels = prepare(options.data, options.corpus, minilm_folder(options.minilm), options.fresh)
    beside = options.out.with_suffix(".part.npz")  # a program that is killed leaves no half of the file
    np.savez_compressed(beside, **{"labels": np.array(json.dumps(labels)), **arrays})  # type: ignore[arg-type]
    beside.replace(options.out)


if __name__ == "__main__":
    main()

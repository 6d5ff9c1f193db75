"""Learns the lemma tables: suffix rules for each Penn tag, and the words that the rules get wrong.

A rule cuts letters from the end of a word and adds others (``-ies`` to ``-y``). For each tag the rules form a tree
over suffixes; a longer suffix is kept only where it decides otherwise than the shorter one, which keeps the file small.
(After the edit scripts of Chrupala 2006, with suffixes for features.)

::

    python -m training.lemmas --data FOLDER --out src/dragoman/language/weights/lemmas.tsv
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from dragoman.language.lemmas import NAME_TAGS, Rule
from training.conllu import UDSentence, is_open, read_conllu

__all__ = ["learn", "main"]

LONGEST_SUFFIX = 5
SEEN_AT_LEAST = 2
"""A suffix met once says more of that one word than of a class."""

Observed = dict[tuple[str, str], Counter[str]]


def learn(sentences: Iterable[UDSentence]) -> list[str]:
    """The lines of the table: ``tag, suffix, cut, add`` for rules, ``tag, =form, lemma`` for exceptions."""
    observed = _observe(sentences)
    rules = _rules(observed)
    lines = [f"{tag}\t{suffix}\t{rule[0]}\t{rule[1]}" for (tag, suffix), rule in sorted(rules.items())]
    for (tag, form), lemmas in sorted(observed.items()):
        lemma = _most_common(lemmas)
        if _by_rule(rules, tag, form) != lemma:
            lines.append(f"{tag}\t={form}\t{lemma}")
    return lines


def _observe(sentences: Iterable[UDSentence]) -> Observed:
    """How often each form with each tag has each lemma. Names keep their case, other words are lowercased."""
    observed: Observed = defaultdict(Counter)
    for sentence in sentences:
        for word in sentence.words:
            # A typing error's lemma is that of the word that was meant: nothing to learn a suffix from.
            if word.lemma == "_" or "Typo=Yes" in word.feats:
                continue
            name = word.xpos in NAME_TAGS
            form = word.form if name else word.form.lower()
            lemma = word.lemma if name or word.lemma == "I" else word.lemma.lower()
            observed[word.xpos, form][lemma] += 1
    return observed


def _rules(observed: Observed) -> dict[tuple[str, str], Rule]:
    votes: dict[tuple[str, str], Counter[Rule]] = defaultdict(Counter)
    for (tag, form), lemmas in observed.items():
        rule = _rule(form, _most_common(lemmas))
        for length in range(min(LONGEST_SUFFIX, len(form)) + 1):
            votes[tag, form[len(form) - length :]][rule] += 1
    kept: dict[tuple[str, str], Rule] = {}
    for (tag, suffix), counts in sorted(votes.items(), key=lambda item: (len(item[0][1]), item[0])):
        best = min(counts, key=lambda rule: (-counts[rule], rule))
        if not suffix or (counts.total() >= SEEN_AT_LEAST and best != _lookup(kept, tag, suffix)):
            kept[tag, suffix] = best
    return kept


def _rule(form: str, lemma: str) -> Rule:
    shared = 0
    while shared < min(len(form), len(lemma)) and form[shared] == lemma[shared]:
        shared += 1
    return len(form) - shared, lemma[shared:]


def _lookup(rules: dict[tuple[str, str], Rule], tag: str, form: str) -> Rule:
    for length in range(min(LONGEST_SUFFIX, len(form)), -1, -1):
        rule = rules.get((tag, form[len(form) - length :]))
        if rule is not None:
            return rule
    return 0, ""


def _by_rule(rules: dict[tuple[str, str], Rule], tag: str, form: str) -> str:
    cut, add = _lookup(rules, tag, form)
    return form[: len(form) - cut] + add


def _most_common(counts: Counter[str]) -> str:
    return min(counts, key=lambda lemma: (-counts[lemma], lemma))


def main(arguments: list[str] | None = None) -> None:
    """Write the table learned from the open training data."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with ud/ewt-train.conllu.gz, ud/gum-train.conllu.gz"
    )
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    files = sorted((options.data / "ud").glob("*-train.conllu.gz"))
    lines = learn(s for file in files for s in read_conllu(file) if is_open(s))
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

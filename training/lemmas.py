r"""Learns the lemma tables: suffix rules for each Penn tag, and the words that the rules get wrong.

A rule cuts letters from the end of a word and adds others (``-ies`` to ``-y``). For each tag the rules form a tree
over suffixes; a longer suffix is kept only where it decides otherwise than the shorter one, which keeps the file small.
(After the edit scripts of Chrupala 2006, with suffixes for features.)

::

    python -m training.lemmas --data FOLDER --vocabulary src/dragoman/language/weights/tokenizer.json \
        --out src/dragoman/language/weights/lemmas.tsv

The treebanks hold few thousand verbs, too few to tell that ``provoked`` comes from ``provoke`` and not from
``provok``. The encoder's vocabulary, which is sorted by frequency, adds pairs of whole words that differ by a regular
ending; ``irregular_verbs.csv`` beside this file gives the others.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from dragoman.language.lemmas import NAME_TAGS, Rule
from training.conllu import UDSentence, is_open, read_conllu

__all__ = ["learn", "main"]

LONGEST_SUFFIX = 5
LONGEST_CUT = 4
"""``stopped`` and ``matrices`` cut three letters, ``planning`` four; more is a word by itself."""
SEEN_AT_LEAST = 2
"""A suffix met once says more of that one word than of a class."""

Observed = dict[tuple[str, str], Counter[str]]


def learn(
    sentences: Iterable[UDSentence],
    vocabulary: Mapping[str, int] | None = None,
    irregular: Path | None = None,
    bases: Iterable[str] = (),
) -> list[str]:
    """The lines of the table: ``tag, suffix, cut, add`` for rules, ``tag, =form, lemma`` for exceptions.

    ``vocabulary``: words in lower case with their rank (0: the most frequent), which add regular pairs of form and
    base to what the sentences show. ``irregular``: a table of verbs, which wins over both. ``bases``: base
    forms of verbs; with those that the sentences show they are listed as ``VB, =form, form``, so that at run time a
    regular form finds its base before any suffix rule is asked.
    """
    observed = _observe(sentences)
    verbs = frozenset(form for tag, form in observed if tag in ("VB", "VBP"))
    for key, lemma in _regular_pairs(vocabulary or {}, verbs):
        if key not in observed:
            observed[key][lemma] += 1
    for key, lemma in _irregular(irregular):
        observed[key] = Counter({lemma: 1})
    shown = {
        lemma for (tag, _), counts in observed.items() if tag in VERB_TAGS for lemma in counts if counts[lemma] > 1
    }
    known = sorted(b for b in {*bases, *shown} if b.isascii() and b.isalpha() and len(b) > 1)
    rules = _rules(observed)
    lines = [f"{tag}\t{suffix}\t{rule[0]}\t{rule[1]}" for (tag, suffix), rule in sorted(rules.items())]
    lines += [f"VB\t={base}\t{base}" for base in known]
    listed = frozenset(known)
    for (tag, form), lemmas in sorted(observed.items()):
        if tag == "VB" and form in listed:
            continue
        lemma = _most_common(lemmas)
        if lemma not in listed and _is_listed(form, tag, listed):
            continue
        if _by_rule(rules, tag, form) != lemma:
            lines.append(f"{tag}\t={form}\t{lemma}")
    return lines


def _is_listed(form: str, tag: str, bases: frozenset[str]) -> bool:
    """Whether a listed verb gives this form by rule (``freed``, ``severed``), whatever a vocabulary of pieces of words
    (``fre``) or of other words (``severe``) makes of it. ``sited`` is none of ``sit``, whose consonant doubles.
    """
    ending = REGULAR_ENDING.get(tag)
    if ending not in ("ed", "ing") or not form.endswith(ending):
        return False
    bare = form[: -len(ending)]
    return bare + "e" in bases or (bare in bases and not _SHORT_SYLLABLE.fullmatch(bare))


def _irregular(path: Path | None) -> Iterator[tuple[tuple[str, str], str]]:
    if path is None:
        return
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            yield from ((("VBD", form), row["base"]) for form in row["past"].split("|") if form)
            yield from ((("VBN", form), row["base"]) for form in row["participle"].split("|") if form)


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


ENDINGS: dict[str, tuple[tuple[str, ...], tuple[tuple[str, str], ...]]] = {
    "ed": (("VBD", "VBN"), (("ed", ""), ("d", ""), ("ied", "y"))),
    "ing": (("VBG",), (("ing", ""), ("ing", "e"))),
    "s": (("VBZ", "NNS"), (("s", ""), ("es", ""), ("ies", "y"))),
}
"""For each regular ending: the tags that it marks, and what to take off and put on for the base form."""
REGULAR_ENDING = {"VBD": "ed", "VBN": "ed", "VBG": "ing", "VBZ": "s"}
SHORTEST_BASE = 3
VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})


def _regular_pairs(vocabulary: Mapping[str, int], verbs: frozenset[str]) -> Iterator[tuple[tuple[str, str], str]]:
    """((tag, form), base) for words of the vocabulary that end like an inflected form and whose base is a word."""
    for form in sorted(vocabulary.keys() - verbs):
        for ending, (tags, steps) in ENDINGS.items():
            if form.isalpha() and form.endswith(ending):
                base = _base(form, ending, steps, vocabulary)
                if base is not None:
                    yield from (((tag, form), base) for tag in tags)


def _base(form: str, ending: str, steps: tuple[tuple[str, str], ...], vocabulary: Mapping[str, int]) -> str | None:
    """The likeliest base of a regular form: what spelling demands, else the most frequent of the possible words."""
    bare = form[: len(form) - len(ending)]
    if len(bare) < SHORTEST_BASE - 1:
        return None
    if ending != "s" and _SHORT_SYLLABLE.fullmatch(bare):
        # A short syllable doubles its consonant before the ending (starred), so a single one (stared) lost an e.
        return bare + "e" if bare + "e" in vocabulary else None
    stems = [form[: len(form) - len(off)] + on for off, on in steps if form.endswith(off)]
    if ending != "s" and bare[-1] == bare[-2]:
        stems.append(bare[:-1])
    words = [stem for stem in stems if len(stem) >= SHORTEST_BASE and stem in vocabulary]
    return min(words, key=vocabulary.__getitem__) if words else None


_SHORT_SYLLABLE = re.compile("(?:[^aeiou]|qu)*[aeiouy][^aeiouywx]")


def _rules(observed: Observed) -> dict[tuple[str, str], Rule]:
    votes: dict[tuple[str, str], Counter[Rule]] = defaultdict(Counter)
    for (tag, form), lemmas in observed.items():
        if tag in REGULAR_ENDING and not form.endswith(REGULAR_ENDING[tag]):
            continue  # an irregular form is an exception, no model for others
        rule = _rule(form, _most_common(lemmas))
        if rule[0] > LONGEST_CUT:
            continue
        for length in range(min(LONGEST_SUFFIX, len(form)) + 1):
            votes[tag, form[len(form) - length :]][rule] += 1
    # Without its ending a word of these tags is irregular and unknown: nothing can be said of it.
    kept: dict[tuple[str, str], Rule] = {(tag, ""): (0, "") for tag in REGULAR_ENDING}
    for (tag, suffix), counts in sorted(votes.items(), key=lambda item: (len(item[0][1]), item[0])):
        best = min(counts, key=lambda rule: (-counts[rule], rule))
        if (tag, suffix) in kept:
            continue
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


def _bases() -> list[str]:
    lines = (Path(__file__).parent / "base_verbs.csv").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")][1:]


def main(arguments: list[str] | None = None) -> None:
    """Write the table learned from the open training data."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with ud/ewt-train.conllu.gz, ud/gum-train.conllu.gz"
    )
    parser.add_argument("--vocabulary", type=Path, help="the encoder's tokenizer.json")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    files = sorted((options.data / "ud").glob("*-train.conllu.gz"))
    vocabulary: dict[str, int] = {}
    if options.vocabulary:
        vocabulary = json.loads(options.vocabulary.read_text(encoding="utf-8"))["model"]["vocab"]
    irregular = Path(__file__).parent / "irregular_verbs.csv"
    lines = learn((s for file in files for s in read_conllu(file) if is_open(s)), vocabulary, irregular, _bases())
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

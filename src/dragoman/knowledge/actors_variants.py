"""Two spellings of a person's name: how likely they are one name, by declared features that give their reasons.

A name is taken apart into words (``names_words``), its words are paired, and each pair is compared by its sounds
(``names_sounds``). Korean syllables are brought to one romanisation, Wade-Giles to Pinyin. What is left over and what
is in another order then counts against it. Compared are names, not persons: who unites two actors asks for a second
signal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise, permutations, product
from pathlib import Path
from typing import Annotated

from pydantic import Field

from dragoman.knowledge.names import fold
from dragoman.knowledge.names_sounds import Sounds
from dragoman.knowledge.names_words import (
    LINKS,
    UNPAIRED,
    bare,
    folded,
    generations,
    is_number,
    ranked_apart,
    untitled,
    words_of,
)
from dragoman.knowledge.tables import Row, files, read_csv, split_list

__all__ = ["SAME", "Likeness", "NameVariants", "load_variants"]

SAME = 0.8
"""From this score on, two spellings are one name (tests/knowledge/name_pairs.csv: 4 near misses of 543 reach it)."""

FEATURES: Mapping[str, float] = {
    "initial": -0.08,  # an initial stands for a word: J. Smith, John Smith
    "left_over": -0.05,  # a word more on one side: a patronymic, a mother's name, a middle name
    "common": -0.15,  # that word more stands before a family name that millions bear: Shakib Khan, Sakib Ali Khan
    "initials": -0.25,  # both have initials, one of them one more: George W. Bush, George H. W. Bush
    "one_word": -0.35,  # one word against several: a surname is borne by many
    "conflict": -0.6,  # each side has a word that the other lacks: brothers, fathers and sons
    "turned": -0.08,  # the family name stands first in one of them
    "mixed": -0.3,  # another order than that: Salman bin Abdulaziz, Abdulaziz bin Salman
    "feminine": -0.6,  # Putin, Putina, Mario, Maria: two persons
    "generation": -0.4,  # one is Jr. or III
}
"""What counts against a pair of names, beside the mean likeness of its paired words."""

_PINYIN = re.compile(
    r"[a-z]{2,6} ?((b|p|m|f|d|t|n|l|g|k|h|j|q|x|zh|ch|sh|r|z|c|s|y|w)?(iang|iong|uang|ang|eng|ing|ong|iao|ian|uan|uai|"
    r"ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|ue|er|a|o|e|i|u) ?){1,2}"
)
_MOST_WORDS = 5  # of longer names the order is not searched
_UNEQUAL = 4  # letters more or less, and two words are not joined to be one
_FATHERS = ("arabic", "ethiopian")  # traditions of names of which the order tells a son from his father


class _SpellingRow(Row):
    letters: str
    sound: str = ""
    at: Annotated[str, Field(pattern="^(any|start|end)$")] = "any"
    tradition: str = ""


class _LetterRow(Row):
    first: str
    second: str = ""
    cost: float
    tradition: str


class _EndingRow(Row):
    first: str = ""
    second: str = ""
    meaning: Annotated[str, Field(pattern="^(same|other|feminine)$")]
    behind: str
    tradition: str


class _FormRow(Row):
    forms: str
    tradition: str = ""


class _WadeRow(Row):
    wade: str
    pinyin: str
    part: Annotated[str, Field(pattern="^(initial|final|whole)$")]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two spellings are one name, in [0, 1], and why."""

    score: float
    reasons: tuple[str, ...]

    @property
    def same(self) -> bool:
        """True from ``SAME`` on."""
        return self.score >= SAME


@dataclass(frozen=True, eq=False)
class NameVariants:
    """The tables of spelling, and the comparison over them. Immutable."""

    sounds: Sounds = field(repr=False)
    fathers: frozenset[str] = field(repr=False)
    """Given names of peoples whose second name is the father's."""
    korean: Sequence[tuple[str, str, str]] = field(repr=False)
    families: Mapping[str, int] = field(repr=False)
    """Korean family name to its row."""
    surnames: frozenset[str] = field(repr=False)
    """Chinese family names in Pinyin."""
    wade: Mapping[str, Mapping[str, tuple[str, ...]]] = field(repr=False)
    """Part of a syllable to its Wade-Giles spellings to Pinyin's."""
    burmese: Mapping[str, int] = field(default_factory=dict, repr=False)
    """Burmese word of a name to its row."""
    address: Mapping[str, int] = field(default_factory=dict, repr=False)
    """Form of address before a Burmese name to its row."""
    common: Mapping[str, int] = field(default_factory=dict, repr=False)
    """Family name that millions bear to its row."""
    titles: Mapping[str, int] = field(default_factory=dict, repr=False)
    """Form of address before any name to its row."""

    def compare(self, one: str, other: str) -> Likeness:
        """How likely ``one`` and ``other`` are spellings of one name. Symmetric."""
        a, b = words_of(one), words_of(other)
        if not a or not b:
            return Likeness(0.0, ("no letters",))
        if a == b:
            return Likeness(1.0, ("the same words",))
        asian = self._burmese(a, b) or self._east_asian(one, other)
        if asian is not None:
            return asian
        short = untitled(a, self.titles), untitled(b, self.titles)
        if all(short) and not ranked_apart(a, b):
            a, b = short
        return self._paired(self._joined(a, b), self._joined(b, a))

    def same(self, one: str, other: str) -> Likeness | None:
        """The likeness of two names that are one; None for two that are not: a word tells most pairs apart at once."""
        if self._apart(one, other) or not (likeness := self.compare(one, other)).same:
            return None
        return likeness

    def _apart(self, one: str, other: str) -> bool:
        """Whether two names of two plain words are surely not one: on each side a word is left over, which costs more
        than all else can make good. Names that may be East Asian or Burmese are told apart by their own rules."""
        a, b = self._two_words(one), self._two_words(other)
        if a is None or b is None:
            return False
        word = self.sounds.word
        a, b = (a, b) if a < b else (b, a)
        straight = word(a[1], b[1])[0] and word(a[0], b[0])[0]
        return not straight and not (word(a[0], b[1])[0] and word(a[1], b[0])[0])

    @lru_cache(maxsize=16384)  # noqa: B019 - one instance a process
    def _two_words(self, name: str) -> tuple[str, ...] | None:
        """The words of a name of two plain ones, which no rule but that of pairing words concerns; None for others."""
        words = words_of(name)
        if len(words) != 2 or not UNPAIRED.isdisjoint(words) or is_number(words[1]) or _marked(name):
            return None
        if all(w in self.burmese for w in words) or not self.families.keys().isdisjoint(words):
            return None
        return words

    def _joined(self, words: Sequence[str], others: Sequence[str]) -> list[str]:
        """``words`` with neighbours joined that are one word among ``others`` (``Jin ping``, ``Jinping``), unless one
        of them is that word by itself (``Hery`` before a name of seventeen letters)."""
        words = list(words)
        i = 0
        while i + 1 < len(words):
            whole = words[i] + words[i + 1]
            if (
                len(words[i]) > 1
                and len(words[i + 1]) > 1
                and any(
                    len(o) > 1
                    and abs(len(whole) - len(o)) < _UNEQUAL
                    and self.sounds.word(whole, o)[0] > 0.85
                    and not (self.sounds.word(words[i], o)[0] or self.sounds.word(words[i + 1], o)[0])
                    for o in others
                )
            ):
                words[i : i + 2] = [whole]
            else:
                i += 1
        return words

    def _paired(self, a: Sequence[str], b: Sequence[str]) -> Likeness:
        sons = generations(a) ^ generations(b)
        linked = not LINKS.isdisjoint((*a, *b))
        a, b = sorted((bare(a), bare(b)), key=lambda w: (len(w), w))
        pairs = self._pairs(a, b)
        if not pairs:
            return Likeness(0.0, ("no word in common",))
        marks: list[str] = ["generation"] if sons else []
        reasons, total, initials = [], 0.0, 0
        for i, j in pairs:
            likeness, reason = self.sounds.word(a[i], b[j])
            total += likeness
            if reason == "initial":
                initials += 1
            elif reason in FEATURES:
                marks += [reason] if reason not in marks else []
            elif reason:
                reasons.append(reason)
        marks += ["initial"] if initials == 1 else []  # two that agree are enough: C. Y. Leung
        marks += self._left(a, b, pairs)
        last = self.common.get(a[-1], -1)
        if "left_over" in marks and pairs[-1] == (len(a) - 1, len(b) - 1) and last == self.common.get(b[-1]):
            marks.append("common")
        marks += self._order(a, b, pairs, linked=linked)
        score = total / len(pairs) + sum(FEATURES[m] for m in marks)
        return Likeness(round(min(max(score, 0.0), 1.0), 3), (*reasons, *marks))

    def _pairs(self, a: list[str], b: list[str]) -> list[tuple[int, int]]:
        """The best pairing of words, in order of ``a``: the one of the greatest sum, in order before out of order."""
        like = [[self.sounds.word(x, y)[0] for y in b] for x in a]
        if max(len(a), len(b)) > _MOST_WORDS:
            return [(i, j) for i, row in enumerate(like) for j, s in enumerate(row) if s and s == max(row)][: len(a)]
        best: tuple[float, list[tuple[int, int]]] = (0.0, [])
        for order in permutations(range(len(b)), len(a)):
            pairs = [(i, j) for i, j in enumerate(order) if like[i][j]]
            inverted = sum(x > y for (_, x), (_, y) in pairwise(pairs))
            total = sum(like[i][j] for i, j in pairs) - 0.01 * inverted
            if total > best[0]:
                best = total, pairs
        return best[1]

    @staticmethod
    def _left(a: list[str], b: list[str], pairs: list[tuple[int, int]]) -> list[str]:
        left_a, left_b = len(a) - len(pairs), len(b) - len(pairs)
        if left_a and left_b:
            return ["conflict"]
        if min(len(a), len(b)) == 1 and max(left_a, left_b):
            return ["one_word"]
        full = [j for _, j in pairs if len(b[j]) > 1]
        more = {*range(len(b))} - {j for _, j in pairs}
        if any(len(b[j]) == 1 for j in more) and any(len(w) == 1 for w in a):
            return ["initials"]
        return ["left_over"] * max(left_a, left_b) + (
            ["one_word"] if len(full) < 2 and len(pairs) > 1 and left_b else []
        )

    def _order(self, a: list[str], b: list[str], pairs: list[tuple[int, int]], *, linked: bool) -> list[str]:
        order = [j for _, j in pairs]
        if order == sorted(order):
            return []
        least = order.index(min(order))
        turned = order[least:] + order[:least] == sorted(order)
        fathers = sum(w in self.fathers for w in (*a, *b)) > 1
        return ["turned"] if turned and not linked and not fathers else ["mixed"]

    def _east_asian(self, one: str, other: str) -> Likeness | None:
        """Korean names in two romanisations, Chinese ones in Wade-Giles and Pinyin; None where that decides nothing."""
        for a, b in product(_turns(one), _turns(other)):
            family = self.families.get(a[0], -1) == self.families.get(b[0], -2)
            if family and _syllabic(a) and _syllabic(b):
                first, second = self._korean(a[1:]), self._korean(b[1:])
                if first == second and first:
                    return Likeness(0.95, ("the same Korean name in another romanisation",))
                if len(a) == len(b) == 3 and a[0] == folded(one)[0]:
                    return Likeness(0.4, ("another given name of a Korean family",))
            for x, y, source in ((a, b, one), (b, a, other)):
                if _marked(source) and "".join(y) in self._pinyin(x):
                    return Likeness(0.93, ("the same Chinese name in Wade-Giles and in Pinyin",))
        if self._in_pinyin(one) and self._in_pinyin(other) and not (_marked(one) or _marked(other)):
            return Likeness(0.4, ("two Chinese names in Pinyin, which differ",))
        return None

    @lru_cache(maxsize=8192)  # noqa: B019 - one instance a process
    def _in_pinyin(self, name: str) -> bool:
        """Whether a name has the letters of Pinyin and begins with a Chinese family name."""
        plain = fold(name)
        return _PINYIN.fullmatch(plain) is not None and plain.split()[0] in self.surnames

    def _burmese(self, a: Sequence[str], b: Sequence[str]) -> Likeness | None:
        """Two names of Burmese words alone: one only word for word, but for the form of address before them."""
        a, b = (words[1:] if len(words) > 2 and words[0] in self.address else words for words in (a, b))
        if min(len(a), len(b)) < 2 or not all(w in self.burmese for w in (*a, *b)):
            return None
        if [self.burmese[w] for w in a] == [self.burmese[w] for w in b]:
            return Likeness(0.95, ("the same Burmese words",))
        return Likeness(0.4, ("other words of a Burmese name",))

    def _korean(self, given: Sequence[str]) -> str:
        out = []
        for word in given:
            for letters, sound, at in self.korean:
                if at == "any":
                    word = word.replace(letters, sound)  # noqa: PLW2901
                elif at == "start" and word.startswith(letters):
                    word = sound + word[len(letters) :]  # noqa: PLW2901
                elif at == "end" and word.endswith(letters):
                    word = word[: -len(letters)] + sound  # noqa: PLW2901
            out.append(word)
        return "".join(out)

    @lru_cache(maxsize=8192)  # noqa: B019 - one instance a process
    def _pinyin(self, words: tuple[str, ...]) -> frozenset[str]:
        """What a Wade-Giles name may be in Pinyin, its syllables joined."""
        return frozenset("".join(p) for p in product(*(self._syllable(w) for w in words)))

    @lru_cache(maxsize=8192)  # noqa: B019 - one instance a process
    def _syllable(self, word: str) -> tuple[str, ...]:
        found = list(self.wade["whole"].get(word, ()))
        initial = next((i for i in sorted(self.wade["initial"], key=len, reverse=True) if word.startswith(i)), "")
        final = word[len(initial) :]
        starts = self.wade["initial"].get(initial, ("",))
        ends = self.wade["final"].get(final, (final,))
        found += [s + e for s in starts for e in ends] + [word]
        return tuple(dict.fromkeys(found))


@lru_cache(maxsize=8192)
def _turns(name: str) -> tuple[tuple[str, ...], ...]:
    """The words of a name as they stand, and with its last word first."""
    words = folded(name)
    return ((words, (words[-1], *words[:-1])) if len(words) > 1 else (words,)) if words else ()


def _syllabic(words: Sequence[str]) -> bool:
    return 2 <= len(words) <= 3 and all(len(w) <= 9 for w in words)


@lru_cache(maxsize=8192)
def _marked(name: str) -> bool:
    """True for a Chinese name that is not in Pinyin: a hyphen or a spelling that Pinyin has not."""
    plain = fold(name)
    return "-" in name or "'" in name or any(m in plain for m in ("hs", "ts", "tz", "ung", "ieh", "ien", "ueh", "ih"))


def load_variants(roots: Iterable[Path]) -> NameVariants:
    """The tables of these folders, later ones winning. Raises KnowledgeError on a wrong row."""
    roots = tuple(roots)
    given = [form for path in files(roots, "names/forms*.csv") for _, form in read_csv(path, _FormRow)]
    rows = ("families", "burmese", "address", "common", "titles")
    families, burmese, address, common, titles = (_rows_of(roots, stem) for stem in rows)
    wade: dict[str, dict[str, tuple[str, ...]]] = {"initial": {}, "final": {}, "whole": {}}
    for path in files(roots, "names/wade*.csv"):
        for _, syllable in read_csv(path, _WadeRow):
            wade[syllable.part][syllable.wade] = split_list(syllable.pinyin)
    return NameVariants(
        _load_sounds(roots, given),
        frozenset(name for form in given if form.tradition in _FATHERS for name in split_list(form.forms)),
        [(r.letters, r.sound, r.at) for r in _spellings(roots, "korean")],
        families,
        frozenset(_rows_of(roots, "surnames")),
        wade,
        burmese=burmese,
        address=address,
        common=common,
        titles=titles,
    )


def _load_sounds(roots: tuple[Path, ...], given: Iterable[_FormRow]) -> Sounds:
    costs: dict[tuple[str, str], float] = {}
    for path in files(roots, "names/letters*.csv"):
        for _, row in read_csv(path, _LetterRow):
            costs[row.first, row.second] = row.cost
            if row.second:
                costs[row.second, row.first] = row.cost
    forms: dict[str, frozenset[int]] = {}
    for number, form in enumerate(given):
        for name in split_list(form.forms):
            forms[name] = forms.get(name, frozenset()) | {number}
    readings: dict[str, list[tuple[str, str, str]]] = {}
    for r in _spellings(roots, "readings"):
        readings.setdefault(r.tradition, []).append((r.letters, r.sound, r.at))
    endings: dict[tuple[str, str], tuple[str, str]] = {}
    for path in files(roots, "names/endings*.csv"):
        for _, ending in read_csv(path, _EndingRow):
            known = ending.meaning, ending.behind
            endings[ending.first, ending.second] = endings[ending.second, ending.first] = known
    spellings = [(r.letters, r.sound, r.at) for r in _spellings(roots, "spellings")]
    short = frozenset(_rows_of(roots, "short"))
    return Sounds(spellings, costs, forms, tuple(map(tuple, readings.values())), endings, short)


def _spellings(roots: tuple[Path, ...], stem: str) -> list[_SpellingRow]:
    return [row for path in files(roots, f"names/{stem}*.csv") for _, row in read_csv(path, _SpellingRow)]


def _rows_of(roots: tuple[Path, ...], stem: str) -> dict[str, int]:
    """Each form of a table of names to the number of its row."""
    rows = [row for path in files(roots, f"names/{stem}*.csv") for _, row in read_csv(path, _FormRow)]
    return {name: number for number, row in enumerate(rows) for name in split_list(row.forms)}

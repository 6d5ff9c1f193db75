"""Two spellings of a person's name: how likely they are one name, by declared features that give their reasons.

A name is spelled out into sounds (``names/spellings.csv``), its words are paired, and each pair is compared by an edit
distance whose costs say which sounds transliterations interchange (``names/letters.csv``, after the idea of Wagner and
Fischer 1974 with costs of our own); given names that no rule brings together stand in ``names/forms.csv``. Korean
syllables are brought to one romanisation, Wade-Giles to Pinyin. What is left over and what is in another order then
counts against it. Compared are names, not persons: who unites two actors asks for a second signal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise, permutations, product
from pathlib import Path
from typing import Annotated

from pydantic import Field

from dragoman.knowledge.names import fold, pieces
from dragoman.knowledge.tables import Row, files, read_csv, split_list

__all__ = ["SAME", "Likeness", "NameVariants", "load_variants", "skeleton"]

SAME = 0.8
"""From this score on, two spellings are one name (tests/knowledge/name_pairs.csv: no near miss of 181 reaches it)."""

FEATURES: Mapping[str, float] = {
    "initial": -0.08,  # an initial stands for a word: J. Smith, John Smith
    "left_over": -0.05,  # a word more on one side: a patronymic, a mother's name, a middle name
    "common": -0.15,  # that word more stands before a family name that millions bear: Shakib Khan, Sakib Ali Khan
    "one_word": -0.35,  # one word against several: a surname is borne by many
    "conflict": -0.6,  # each side has a word that the other lacks: brothers, fathers and sons
    "turned": -0.08,  # the family name stands first in one of them
    "mixed": -0.3,  # another order than that: Salman bin Abdulaziz, Abdulaziz bin Salman
    "feminine": -0.6,  # Putin, Putina: two persons of one family
    "generation": -0.4,  # one is Jr. or III
}
"""What counts against a pair of names, beside the mean likeness of its paired words."""

_VOWELS = frozenset("aeiouyEO")
_LOST_VOWEL, _LOST_CONSONANT = 0.35, 1.0
_SLIP, _LEAST = 0.12, 0.16  # the cost a letter of a word, and a word, up to which it is the same word
_ROUNDING = 1e-9  # sums of the same costs in another order differ by less
_LINKS = frozenset(
    ("bin", "ben", "ibn", "bint", "ould", "mint", "binti", "of")
)  # between a child's and a father's name
_PARTICLES = frozenset(
    ("de", "da", "do", "dos", "das", "la", "las", "los", "del", "van", "von", "der", "den", "di", "y")
)
_GENERATIONS = frozenset(("jr", "sr", "ii", "iii", "iv", "junior", "senior", "fils", "pere"))
_UNPAIRED = _LINKS | _PARTICLES | _GENERATIONS  # words of a name that are not paired with those of another
_ABD = ("abd", "abdul", "abdel", "abdol", "abdoul", "abdal", "abder", "abdur")
_FEMININE = ("ov", "ev", "in", "sk", "ki")
_PINYIN = re.compile(
    r"[a-z]{2,6} ?((b|p|m|f|d|t|n|l|g|k|h|j|q|x|zh|ch|sh|r|z|c|s|y|w)?(iang|iong|uang|ang|eng|ing|ong|iao|ian|uan|uai|"
    r"ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|uo|ui|ue|er|a|o|e|i|u) ?){1,2}"
)
_INITIALS = re.compile(r"\b[A-Z]{2,3}\b")
_ARTICLE = 5  # longer words may hold their article: Elaraby, ElBaradei
_MOST_WORDS = 5  # of longer names the order is not searched


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

    spellings: Sequence[tuple[str, str, str]] = field(repr=False)
    """(letters, sound, at) in the order in which they are applied."""
    costs: Mapping[tuple[str, str], float] = field(repr=False)
    forms: Mapping[str, frozenset[int]] = field(repr=False)
    """Given name to the rows that it stands in."""
    arabic: frozenset[str] = field(repr=False)
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

    def compare(self, one: str, other: str) -> Likeness:
        """How likely ``one`` and ``other`` are spellings of one name. Symmetric."""
        a, b = _words(one), _words(other)
        if not a or not b:
            return Likeness(0.0, ("no letters",))
        if a == b:
            return Likeness(1.0, ("the same words",))
        asian = self._burmese(a, b) or self._east_asian(one, other)
        if asian is not None:
            return asian
        return self._paired(self._joined(a, b), self._joined(b, a))

    def same(self, one: str, other: str) -> Likeness | None:
        """The likeness of two names that are one; None for two that are not: a word tells most pairs apart at once."""
        if self._apart(one, other) or not (likeness := self.compare(one, other)).same:
            return None
        return likeness

    def _apart(self, one: str, other: str) -> bool:
        """Whether two names of two plain words are surely not one: on each side a word is left over, which costs more
        than all else can make good. Names that may be East Asian or Burmese are told apart by their own rules."""
        a, b = sorted((_words(one), _words(other)))
        if len(a) != 2 or len(b) != 2 or not _UNPAIRED.isdisjoint((*a, *b)) or _marked(one) or _marked(other):
            return False
        if self._burmese(a, b) is not None or not self.families.keys().isdisjoint((*a, *b)):
            return False
        straight = self.word(a[1], b[1])[0] and self.word(a[0], b[0])[0]
        return not straight and not (self.word(a[0], b[1])[0] and self.word(a[1], b[0])[0])

    @lru_cache(maxsize=65536)  # noqa: B019 - one instance a process
    def word(self, one: str, other: str) -> tuple[float, str]:
        """The likeness of two words in [0, 1], 0 for two that are not one, and the reason."""
        if one == other:
            return 1.0, ""
        one, other = _without_article(one, other), _without_article(other, one)
        if len(one) == 1 or len(other) == 1:
            return (0.9, "initial") if one[0] == other[0] else (0.0, "")
        if self.forms.get(one, frozenset()) & self.forms.get(other, frozenset()):
            return 0.97, f"{one} and {other} are forms of one name"
        if _feminine(one, other):
            return 0.9, "feminine"
        first, second = self.sound(one), self.sound(other)
        longest = max(len(first), len(second))
        most = max(_LEAST, _SLIP * longest)
        cost = self._distance(first, second, most)
        if cost > most:
            return 0.0, ""
        return 1.0 - cost / max(longest, 3), f"{one} and {other} are spelled alike"

    @lru_cache(maxsize=8192)  # noqa: B019 - one instance a process
    def sound(self, word: str) -> str:
        """A folded word as sounds, doubled letters once."""
        for letters, sound, at in self.spellings:
            if letters not in word:
                continue
            if at == "any":
                word = word.replace(letters, sound)
            elif at == "start" and word.startswith(letters):
                word = sound + word[len(letters) :]
            elif at == "end" and word.endswith(letters):
                word = word[: -len(letters)] + sound
        return "".join(c for i, c in enumerate(word) if i == 0 or c != word[i - 1])

    def _distance(self, one: str, other: str, most: float) -> float:
        """The cost of turning one into the other; some cost above ``most`` as soon as it must be higher."""
        least = max(self._missing(one, other), self._missing(other, one))
        if least > most + _ROUNDING:
            return least
        lost = [self._lost(d) for d in other]
        row = [0.0]
        for cost in lost:
            row.append(row[-1] + cost)
        for c in one:
            own = self._lost(c)
            above, row = row, [row[0] + own]
            for j, d in enumerate(other, 1):
                change = 0.0 if c == d else self.costs.get((c, d), 1.0)
                row.append(min(above[j - 1] + change, above[j] + own, row[j - 1] + lost[j - 1]))
            if min(row) > most:
                return min(row)
        return row[-1]

    def _missing(self, one: str, other: str) -> float:
        """The least that the letters of ``one`` cost that ``other`` has not: each is lost or becomes another. Most
        pairs of words need no more than this sum to be told apart."""
        return sum(self._least.get(c, _LOST_CONSONANT) for c in one if c not in other)

    @cached_property
    def _least(self) -> Mapping[str, float]:
        """For each letter the cheapest that can befall it, where that is less than the usual."""
        least = dict.fromkeys(_VOWELS, _LOST_VOWEL)
        for (letter, _), cost in self.costs.items():
            least[letter] = min(cost, least.get(letter, _LOST_CONSONANT))
        return least

    def _lost(self, c: str) -> float:
        return self.costs.get((c, ""), _LOST_VOWEL if c in _VOWELS else _LOST_CONSONANT)

    def _joined(self, words: Sequence[str], others: Sequence[str]) -> list[str]:
        """``words`` with neighbours joined that are one word among ``others`` (``Jin ping``, ``Jinping``)."""
        words = list(words)
        i = 0
        while i + 1 < len(words):
            whole = words[i] + words[i + 1]
            if (
                len(words[i]) > 1
                and len(words[i + 1]) > 1
                and any(len(o) > 1 and self.word(whole, o)[0] > 0.85 for o in others)
            ):
                words[i : i + 2] = [whole]
            else:
                i += 1
        return words

    def _paired(self, a: Sequence[str], b: Sequence[str]) -> Likeness:
        generations = {w for w in a if w in _GENERATIONS} ^ {w for w in b if w in _GENERATIONS}
        linked = bool(_LINKS & {*a, *b})
        a, b = sorted((_bare(a), _bare(b)), key=lambda w: (len(w), w))
        pairs = self._pairs(a, b)
        if not pairs:
            return Likeness(0.0, ("no word in common",))
        marks: list[str] = ["generation"] if generations else []
        reasons, total = [], 0.0
        for i, j in pairs:
            likeness, reason = self.word(a[i], b[j])
            total += likeness
            if reason in FEATURES:
                marks += [reason] if reason not in marks else []  # two initials that agree are no worse than one
            elif reason:
                reasons.append(reason)
        marks += self._left(a, b, pairs)
        last = self.common.get(a[-1], -1)
        if "left_over" in marks and pairs[-1] == (len(a) - 1, len(b) - 1) and last == self.common.get(b[-1]):
            marks.append("common")
        marks += self._order(a, b, pairs, linked=linked)
        score = total / len(pairs) + sum(FEATURES[m] for m in marks)
        return Likeness(round(min(max(score, 0.0), 1.0), 3), (*reasons, *marks))

    def _pairs(self, a: list[str], b: list[str]) -> list[tuple[int, int]]:
        """The best pairing of words, in order of ``a``: the one of the greatest sum, in order before out of order."""
        like = [[self.word(x, y)[0] for y in b] for x in a]
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
        return ["left_over"] * max(left_a, left_b) + (
            ["one_word"] if len(full) < 2 and len(pairs) > 1 and left_b else []
        )

    def _order(self, a: list[str], b: list[str], pairs: list[tuple[int, int]], *, linked: bool) -> list[str]:
        order = [j for _, j in pairs]
        if order == sorted(order):
            return []
        least = order.index(min(order))
        turned = order[least:] + order[:least] == sorted(order)
        arabic = sum(w in self.arabic for w in (*a, *b)) > 1
        return ["turned"] if turned and not linked and not arabic else ["mixed"]

    def _east_asian(self, one: str, other: str) -> Likeness | None:
        """Korean names in two romanisations, Chinese ones in Wade-Giles and Pinyin; None where that decides nothing."""
        for a, b in product(_turns(one), _turns(other)):
            family = self.families.get(a[0], -1) == self.families.get(b[0], -2)
            if family and _syllabic(a) and _syllabic(b):
                first, second = self._korean(a[1:]), self._korean(b[1:])
                if first == second and first:
                    return Likeness(0.95, ("the same Korean name in another romanisation",))
                if len(a) == len(b) == 3 and a[0] == fold(one).split()[0].replace("-", " ").split()[0]:
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
def _words(name: str) -> tuple[str, ...]:
    """The words of a name: folded, ``Abd al-X`` and ``Abdel X`` as one word, ``Mujibur Rahman`` without its article."""
    spaced = _INITIALS.sub(lambda m: " ".join(m[0]), name) if not name.isupper() else name
    words = pieces(spaced.replace(".", ". "))
    out: list[str] = []
    for word in words:
        if out and out[-1] in _ABD and len(word) > 2:
            out[-1] = "abdul" + word
        elif out and out[-1] in ("abu", "abou", "abi"):
            out[-1] = "abu" + word
        else:
            out.append(word)
    last = len(out) - 1
    whole = map(_abd, out)
    return tuple(w[:-2] if i < last and len(w) > 4 and w.endswith(("ur", "ul")) else w for i, w in enumerate(whole))


def _abd(word: str) -> str:
    for start in ("abdel", "abdol", "abdoul", "abdal"):
        if word.startswith(start) and len(word) > len(start) + 2:
            return "abdul" + word[len(start) :]
    if word.startswith("abd") and word[3:4] not in ("", "a", "e", "i", "o", "u", "h"):
        return "abdul" + word[3:]
    return word


def _without_article(word: str, other: str) -> str:
    """``Elaraby`` beside ``Arabi``: the word without the article that it holds, where the other begins as its rest."""
    held = len(word) > _ARTICLE and word.startswith(("el", "al")) and word[2:4] == other[:2]
    return word[2:] if held else word


def _bare(words: Sequence[str]) -> list[str]:
    kept = [w for w in words if w not in _PARTICLES and w not in _LINKS and w not in _GENERATIONS]
    return kept or list(words)


def _feminine(one: str, other: str) -> bool:
    """True for the family names of a man and a woman of one Slavic family."""
    short, long = sorted((one, other), key=len)
    if long == short + "a" and short.endswith(_FEMININE):
        return True
    return (
        short.endswith(("ski", "sky", "skiy", "skyi", "yi"))
        and long.endswith(("skaya", "skaia", "ska"))
        and short[:4] == long[:4]
    )


@lru_cache(maxsize=8192)
def _turns(name: str) -> tuple[tuple[str, ...], ...]:
    """The words of a name as they stand, and with its last word first."""
    words = tuple(fold(name).replace("-", " ").split())
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
    spellings = [
        (r.letters, r.sound, r.at) for p in files(roots, "names/spellings*.csv") for _, r in read_csv(p, _SpellingRow)
    ]
    costs: dict[tuple[str, str], float] = {}
    for path in files(roots, "names/letters*.csv"):
        for _, row in read_csv(path, _LetterRow):
            costs[row.first, row.second] = row.cost
            if row.second:
                costs[row.second, row.first] = row.cost
    forms: dict[str, frozenset[int]] = {}
    arabic: set[str] = set()
    for path in files(roots, "names/forms*.csv"):
        for number, form in read_csv(path, _FormRow):
            names = split_list(form.forms)
            arabic.update(names if form.tradition == "arabic" else ())
            for name in names:
                forms[name] = forms.get(name, frozenset()) | {number}
    korean = [
        (r.letters, r.sound, r.at) for p in files(roots, "names/korean*.csv") for _, r in read_csv(p, _SpellingRow)
    ]
    families, burmese, address, common = (
        _rows_of(roots, stem) for stem in ("families", "burmese", "address", "common")
    )
    surnames = frozenset(
        name
        for path in files(roots, "names/surnames*.csv")
        for _, row in read_csv(path, _FormRow)
        for name in split_list(row.forms)
    )
    wade: dict[str, dict[str, tuple[str, ...]]] = {"initial": {}, "final": {}, "whole": {}}
    for path in files(roots, "names/wade*.csv"):
        for _, syllable in read_csv(path, _WadeRow):
            wade[syllable.part][syllable.wade] = split_list(syllable.pinyin)
    rows = {"burmese": burmese, "address": address, "common": common}
    return NameVariants(spellings, costs, forms, frozenset(arabic), korean, families, surnames, wade, **rows)


def _rows_of(roots: Iterable[Path], stem: str) -> dict[str, int]:
    """Each form of a table of names to the number of its row."""
    return {
        name: number
        for path in files(roots, f"names/{stem}*.csv")
        for number, row in read_csv(path, _FormRow)
        for name in split_list(row.forms)
    }


_DIGRAPHS = (("tch", "s"), ("ch", "s"), ("sh", "s"), ("zh", "s"), ("dj", "s"), ("ts", "s"), ("cz", "s"), ("x", "ks"))
_SKELETON = str.maketrans(
    {
        **dict.fromkeys("aeiouyhw", ""),
        **dict.fromkeys("qgc", "k"),
        **dict.fromkeys("zj", "s"),
        "d": "t",
        "b": "p",
        "v": "f",
    }
)


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """A coarse key of a folded word under which its spellings meet: for search, never for a decision."""
    for letters, sound in _DIGRAPHS:
        word = word.replace(letters, sound)
    bones = word.translate(_SKELETON)
    return "".join(c for i, c in enumerate(bones) if i == 0 or c != bones[i - 1])

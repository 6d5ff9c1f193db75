"""Two words of names: whether they are spellings of one, by sounds, readings of letters, endings and tables of forms.

A word is spelled out into sounds (``names/spellings.csv``) and compared by an edit distance whose costs say which
sounds transliterations interchange (``names/letters.csv``, after the idea of Wagner and Fischer 1974, costs our own).
Letters that languages read in different ways (the Somali x, the Turkish c, the German ue) have a further reading
(``names/readings.csv``), which is tried where the usual one brings nothing together; endings that make another name of
it, or leave it the same, stand in ``names/endings.csv``, forms that no rule brings together in ``names/forms.csv``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

__all__ = ["Sounds", "skeleton"]

_VOWELS = frozenset("aeiouyEO")
_LOST_VOWEL, _LOST_CONSONANT = 0.35, 1.0
_SLIP, _LEAST = 0.12, 0.16  # the cost a letter of a word, and a word, up to which it is the same word
_OTHER_READING = 0.15  # what it costs to read letters in the less usual way
_WITHIN_REACH = 0.9  # no reading mends more
_ROUNDING = 1e-9  # sums of the same costs in another order differ by less
_FEMININE = ("ov", "ev", "in", "sk", "ki")
_ARTICLE = 5  # longer words may hold their article: Elaraby, ElBaradei
_SERVANT = "abdul"  # before a name of God: Abdul Khaliq is not Abdul Malik
_UNEQUAL = 3  # letters more or less, and no other reading makes two words one
_STEM = 3  # before an ending

_Rule = tuple[str, str, str]


@dataclass(frozen=True, eq=False)
class Sounds:
    """The tables for words. Immutable."""

    spellings: Sequence[_Rule] = field(repr=False)
    """(letters, sound, at) in the order in which they are applied."""
    costs: Mapping[tuple[str, str], float] = field(repr=False)
    forms: Mapping[str, frozenset[int]] = field(repr=False)
    """Given name to the rows that it stands in."""
    readings: Sequence[Sequence[_Rule]] = field(default=(), repr=False)
    """For each tradition its (letters, what is read, at)."""
    endings: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict, repr=False)
    """The two endings of one stem to (what they mean, behind which letters or sounds)."""
    short: frozenset[str] = field(default=frozenset(), repr=False)
    """What given names drop in everyday use: Oluwaseun, Seun."""

    @lru_cache(maxsize=65536)  # noqa: B019 - one instance a process
    def word(self, one: str, other: str) -> tuple[float, str]:
        """The likeness of two words in [0, 1], 0 for two that are not one, and the reason."""
        if one == other:
            return 1.0, ""
        one, other = _without_article(one, other), _without_article(other, one)
        if len(one) == 1 or len(other) == 1:
            return (0.9, "initial") if one[0] == other[0] else (0.0, "")
        rows, others = self.forms.get(one), self.forms.get(other)
        if rows is not None and others is not None and not rows.isdisjoint(others):
            alike = self._alike(one, other, both_known=True)
            return (0.97, alike[1]) if alike[0] else (0.97, f"{one} and {other} are forms of one name")
        if min(len(one), len(other)) > len(_SERVANT) + 1 and one.startswith(_SERVANT) and other.startswith(_SERVANT):
            return self.word(one[len(_SERVANT) :], other[len(_SERVANT) :])
        meaning = "feminine" if _feminine(one, other) else self._ending(one, other)
        meaning = meaning or self._ending(self.sound(one), self.sound(other))
        return self._by_ending(meaning, one, other) or self._alike(one, other, both_known=None not in (rows, others))

    @staticmethod
    def _by_ending(meaning: str, one: str, other: str) -> tuple[float, str] | None:
        match meaning:
            case "feminine":
                return 0.9, "feminine"
            case "other":
                return 0.0, ""
            case "same":
                return 0.95, f"{one} and {other} differ by an ending of their language"
        return None

    def _alike(self, one: str, other: str, *, both_known: bool) -> tuple[float, str]:
        """By their sounds; two that are known, and not as forms of one name, are read in the usual way only."""
        first, second = self.sound(one), self.sound(other)
        longest = max(len(first), len(second))
        most = max(_LEAST, _SLIP * longest)
        cost = self._distance(first, second, most)
        if most < cost < most + _WITHIN_REACH and not both_known:
            cost = self._reread(one, other, most)
        if cost <= most:
            return 1.0 - cost / max(longest, 3), f"{one} and {other} are spelled alike"
        if self._shortened(one, other):
            return 0.93, f"{one} and {other}: one is short for the other"
        return 0.0, ""

    @lru_cache(maxsize=8192)  # noqa: B019 - one instance a process
    def sound(self, word: str) -> str:
        """A folded word as sounds, doubled letters once."""
        word = _replaced(word, self.spellings)
        return "".join(c for i, c in enumerate(word) if i == 0 or c != word[i - 1])

    @lru_cache(maxsize=8192)  # noqa: B019 - one instance a process
    def _others(self, word: str) -> Mapping[int, str]:
        """The sounds of a word as other traditions read its letters, by the number of the tradition."""
        read = ((k, _replaced(word, rules)) for k, rules in enumerate(self.readings))
        return {k: self.sound(r) for k, r in read if r != word and len(r) > 1}

    def _reread(self, one: str, other: str, most: float) -> float:
        """The least cost where letters are read as one other tradition does, in either of the two or in both."""
        if abs(len(one) - len(other)) > _UNEQUAL:
            return most + 1.0
        mine, others = self._others(one), self._others(other)
        if not (mine or others):
            return most + 1.0
        first, second = self.sound(one), self.sound(other)
        tried = {(x, second) for x in mine.values()} | {(first, y) for y in others.values()}
        tried |= {(x, others[k]) for k, x in mine.items() if k in others}
        return min(self._distance(*pair, most) for pair in tried) + _OTHER_READING

    def _ending(self, one: str, other: str) -> str:
        """What it means that two words have one stem and different endings; empty if nothing is known of it."""
        if one[:_STEM] != other[:_STEM] or min(len(one), len(other)) < _STEM:
            return ""
        i = _STEM
        for x, y in zip(one[_STEM:], other[_STEM:], strict=False):
            if x != y:
                break
            i += 1
        meaning, behind = self.endings.get((one[i:], other[i:]), ("", ""))
        return meaning if one[i - 1] in behind else ""

    def _shortened(self, one: str, other: str) -> bool:
        """Whether the shorter word is the longer one without what is dropped in everyday use."""
        if one.endswith(other):
            one, other = other, one
        return other.endswith(one) and len(one) > _STEM and other[: -len(one)] in self.short

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
        least, total = self._least, 0.0
        for c in one:
            if c not in other:
                total += least.get(c, _LOST_CONSONANT)
        return total

    @cached_property
    def _least(self) -> Mapping[str, float]:
        """For each letter the cheapest that can befall it, where that is less than the usual."""
        least = dict.fromkeys(_VOWELS, _LOST_VOWEL)
        for (letter, _), cost in self.costs.items():
            least[letter] = min(cost, least.get(letter, _LOST_CONSONANT))
        return least

    def _lost(self, c: str) -> float:
        return self.costs.get((c, ""), _LOST_VOWEL if c in _VOWELS else _LOST_CONSONANT)


def _replaced(word: str, rules: Sequence[_Rule]) -> str:
    for letters, sound, at in rules:
        if letters not in word:
            continue
        if at == "any":
            word = word.replace(letters, sound)
        elif at == "start" and word.startswith(letters):
            word = sound + word[len(letters) :]
        elif at == "end" and word.endswith(letters):
            word = word[: -len(letters)] + sound
    return word


def _without_article(word: str, other: str) -> str:
    """``Elaraby`` beside ``Arabi``: the word without the article that it holds, where the other begins as its rest."""
    held = len(word) > _ARTICLE and word.startswith(("el", "al")) and word[2:4] == other[:2]
    return word[2:] if held else word


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


_DIGRAPHS = (
    ("owsk", "ofsk"),
    ("ewsk", "efsk"),
    ("slaw", "slaf"),
    ("wl", "fl"),
    ("tch", "s"),
    ("ch", "s"),
    ("sh", "s"),
    ("zh", "s"),
    ("dj", "s"),
    ("ts", "s"),
    ("cz", "s"),
    ("x", "ks"),
)
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

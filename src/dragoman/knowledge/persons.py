"""Known persons, found by other spellings of their names (``actors_variants`` compares them)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from dragoman.knowledge.actors_variants import Likeness, NameVariants
from dragoman.knowledge.names_sounds import skeleton
from dragoman.knowledge.names_words import UNPAIRED, is_number, untitled, words_of

__all__ = ["PersonIndex"]


_TWO_SOUNDS = frozenset("cgjqxz")
"""Letters that stand for a k in one language and for an s or a like sound in another: Jamal and Gamal, Ceyhun and
Jeyhun."""


def _begin(word: str) -> str:
    """What a word begins with, coarsely."""
    return skeleton(word)[:1]


_Shape = tuple[int, frozenset[str]]
"""How many words a name has, initials apart, and what they begin with: most names that share one word with another are
told from it by that."""


class PersonIndex:
    """Known persons by the skeletons of their names' first and last words."""

    def __init__(self, variants: NameVariants, persons: Iterable[tuple[str, str]]) -> None:
        """``persons`` are (id, name)."""
        self.variants = variants
        self._found: dict[str, dict[_Shape, list[tuple[str, str]]]] = {}
        self._begins: dict[int, frozenset[str]] = {}
        """For each row of forms of one name what they begin with: Tony, Anthony."""
        rows: dict[int, set[str]] = {}
        for form, numbers in variants.sounds.forms.items():
            for number in numbers:
                rows.setdefault(number, set()).add(_begin(form))
        self._begins = {number: frozenset(begins) for number, begins in rows.items()}
        for person, name in persons:
            words = self._words(name)
            begins = [_begin(word) for word in words if len(word) > 1]
            for word in {words[0], words[-1]} if words else ():
                shapes = self._found.setdefault(skeleton(word), {})
                shapes.setdefault((len(begins), frozenset(begins)), []).append((person, name))

    def _words(self, name: str) -> list[str]:
        """The words of a name that are compared, without forms of address; none of a name of one word."""
        words = words_of(name)
        if len(words) < 2:
            return []
        return [w for w in untitled(words, self.variants.titles) or words if w not in UNPAIRED and not is_number(w)]

    @lru_cache(maxsize=4096)  # noqa: B019 - one instance a process
    def _may_begin(self, word: str) -> frozenset[str]:
        """What a word begins with, and its other forms."""
        rows = self.variants.sounds.forms.get(word, ())
        begins = ("k", "s") if word[0] in _TWO_SOUNDS else (_begin(word),)
        return frozenset(begins).union(*(self._begins[row] for row in rows))

    def like(self, name: str, wanted: Callable[[str], bool] = bool) -> dict[str, Likeness]:
        """The persons whose name ``name`` may be a spelling of, with the likeness of each. Of two words at least.

        ``wanted``: only persons (ids) are compared for which it is true. Of a hundred persons who are near eleven
        are of a country that the article names, and comparing names was a third of the time of resolving actors.
        """
        near = self._near(name)
        return {p: likeness for p, known in near if wanted(p) and (likeness := self._same(name, known)) is not None}

    @lru_cache(maxsize=4096)  # noqa: B019 - one instance a process; news repeats its names
    def _near(self, name: str) -> tuple[tuple[str, str], ...]:
        """(id, name) of the persons of whom each word of the shorter name begins as some word of the other does: most
        that share one word with a name differ in the next, and comparing them all took a third of the time of reading.
        """
        words = self._words(name)
        if not words:
            return ()
        begins = [self._may_begin(word) for word in words if len(word) > 1]
        every = frozenset[str]().union(*begins)
        near: dict[str, str] = {}
        for word in {words[0], words[-1]}:
            for (size, first), persons in self._found.get(skeleton(word), {}).items():
                if first <= every if size < len(begins) else not any(map(first.isdisjoint, begins)):
                    near.update(persons)
        return tuple(near.items())

    @lru_cache(maxsize=16384)  # noqa: B019 - one instance a process
    def _same(self, name: str, known: str) -> Likeness | None:
        return self.variants.same(name, known)

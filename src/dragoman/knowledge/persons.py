"""Known persons, found by other spellings of their names (``actors_variants`` compares them)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from dragoman.knowledge.actors_variants import Likeness, NameVariants, skeleton
from dragoman.knowledge.names import pieces

__all__ = ["PersonIndex"]


def _begins(words: Iterable[str]) -> frozenset[str]:
    """The first sound of each word."""
    return frozenset(skeleton(word)[:1] for word in words)


_Shape = tuple[int, frozenset[str]]
"""How many words a name has, and what they begin with: most names that share one word with another are told from it by
that."""


class PersonIndex:
    """Known persons by the skeletons of their names' first and last words."""

    def __init__(self, variants: NameVariants, persons: Iterable[tuple[str, str]]) -> None:
        """``persons`` are (id, name)."""
        self.variants = variants
        self._found: dict[str, dict[_Shape, list[tuple[str, str]]]] = {}
        for person, name in persons:
            words = pieces(name)
            shape = len(words), _begins(words)
            for word in {words[0], words[-1]} if len(words) > 1 else ():
                self._found.setdefault(skeleton(word), {}).setdefault(shape, []).append((person, name))

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
        words = pieces(name)
        if len(words) < 2:
            return ()
        count, begins = len(words), _begins(words)
        near: dict[str, str] = {}
        for word in {words[0], words[-1]}:
            for (size, first), persons in self._found.get(skeleton(word), {}).items():
                if begins <= first if count <= size else first <= begins:
                    near.update(persons)
        return tuple(near.items())

    @lru_cache(maxsize=16384)  # noqa: B019 - one instance a process
    def _same(self, name: str, known: str) -> Likeness | None:
        return self.variants.same(name, known)

"""What was found out about a word once, remembered from text to text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

__all__ = ["Remembered"]

K = TypeVar("K")
V = TypeVar("V")

_MOST = 1 << 15
"""Keys that are kept: the words of some thousand articles, the traits of four hundred. They are some 300 bytes each."""


class Remembered(dict[K, V]):
    """``make(key)`` for each key that is asked for. All is forgotten where it grows too large: unlike
    ``functools.lru_cache``, a key that is there costs one look into a dict, with no call.
    """

    def __init__(self, make: Callable[[K], V]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: K) -> V:
        if len(self) >= _MOST:
            self.clear()
        found = self[key] = self._make(key)
        return found

"""A shelf: what was made is kept until there is no room; what was not asked for longest goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

__all__ = ["Shelf"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Shelf(Generic[K, V]):
    """Things by key, each of a size; all together at most ``room``, none larger than ``largest``. Not for several
    threads at once."""

    def __init__(self, room: int, largest: int) -> None:
        self._room, self._largest = room, largest
        self._held: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._taken = 0

    def __contains__(self, key: object) -> bool:
        return key in self._held

    def __len__(self) -> int:
        return len(self._held)

    def __getitem__(self, key: K) -> V:
        """Raises KeyError."""
        value = self._held[key][0]
        self._held.move_to_end(key)
        return value

    def put(self, key: K, value: V, size: int) -> None:
        """Keeps a thing, unless it is too large; the oldest make room. Every thing takes 1 at least."""
        if key in self._held:
            self._taken -= self._held.pop(key)[1]
        size = max(size, 1)
        if size > self._largest:
            return
        self._held[key] = (value, size)
        self._taken += size
        while self._taken > self._room:
            _, (_, gone) = self._held.popitem(last=False)
            self._taken -= gone

    def clear(self) -> None:
        """Takes everything away."""
        self._held.clear()
        self._taken = 0

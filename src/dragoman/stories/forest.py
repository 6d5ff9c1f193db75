"""A forest in which everything hangs on the most similar thing before it: single articles first, then whole threads.

**Why this and not a clustering that looks at all of them.** "The most similar earlier one, if it is similar enough"
depends on nothing but the things themselves. So it does not matter in which order they come in: adding a thing finds
its own place, and asks of the later ones only whether they would rather hang on it; taking one out sends those that
hung on it to look again. The result is exactly that of building the forest at once. It is the nearest-neighbour chain
of hierarchical clustering (Murtagh 1983) cut to links that point back in time.

Candidates come from an inverted index over the heaviest terms of each (two things without heavy terms in common are
not compared), by spans of days, so that a thing is compared with those of its own time only.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dragoman.stories.terms import SCALE, UNDATED, Vector

__all__ = ["Forest", "Settings"]

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

_BUCKET_DAYS = 64
_NO_MONTH = -1
_ONE = SCALE * SCALE


@dataclass(frozen=True, slots=True)
class Settings:
    """``threshold``: the least similarity of a link. ``keys``: terms by which a thing is found; things are compared
    if ``shared`` of them are common (1 or 2). ``terms``: that a row holds. ``half_life``: days after which similarity
    counts half."""

    threshold: float
    keys: int
    shared: int
    terms: int
    half_life: float

    @property
    def window(self) -> int:
        """Days beyond which even equal things are not linked."""
        return int(self.half_life * np.log2(1 / self.threshold))


class Forest:
    """Things are numbered slots. ``parent[slot]`` is the slot it hangs on, or -1; ``score[slot]`` how like they are.

    A thing has a span of days (``first`` to ``last``; ``UNDATED`` if unknown) and an order: the first day, then
    ``ties``. ``changed`` collects slots whose parent changed since it was last emptied.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.size = 0
        self.terms: Ints = np.zeros((0, settings.terms), np.int32)
        self.weights: Ints = np.zeros((0, settings.terms), np.int32)
        self.first: Ints = np.zeros(0, np.int32)
        self.last: Ints = np.zeros(0, np.int32)
        self.ties: Longs = np.zeros(0, np.int64)
        self.parent: Ints = np.zeros(0, np.int32)
        self.score: Longs = np.zeros(0, np.int64)
        self.children: dict[int, set[int]] = defaultdict(set)
        self.changed: set[int] = set()
        self._free: list[int] = []
        self._postings: dict[int, dict[int, array[int]]] = {}
        self._query: Ints = np.zeros(1, np.int32)
        self._least = round(settings.threshold * _ONE)
        days = np.arange(settings.window + 1)
        self._decay: Longs = np.rint(1024 * np.exp2(-days / settings.half_life)).astype(np.int64)

    # ------------------------------------------------------------------ change

    def add(self, vector: Vector, first: int, last: int, order: int) -> int:
        """Puts a thing in; the slot it got."""
        slot = self._slot()
        width = len(vector.terms)
        self.terms[slot, :width], self.terms[slot, width:] = vector.terms, 0
        self.weights[slot, :width], self.weights[slot, width:] = vector.weights, 0
        self.first[slot], self.last[slot], self.ties[slot] = first, last, order
        self.parent[slot], self.score[slot] = -1, 0
        found, scores = self._similar(slot)
        before = self._before(found, slot)
        self._hang(slot, found[before], scores[before])
        self._take_over(slot, found[~before], scores[~before])
        self._index(slot)
        self.changed.add(slot)
        return slot

    def remove(self, slot: int) -> None:
        """Takes a thing out; those that hung on it look for another."""
        spans = self._buckets(slot)
        for key in self._keys(slot):
            buckets = self._postings[key]
            for bucket in spans:
                buckets[bucket].remove(slot)
        if self.parent[slot] >= 0:
            self.children[int(self.parent[slot])].discard(slot)
        self.parent[slot] = -1
        self.changed.discard(slot)
        for child in sorted(self.children.pop(slot, ())):
            self.parent[child], self.score[child] = -1, 0
            found, scores = self._similar(child)
            before = self._before(found, child)
            self._hang(child, found[before], scores[before])
            self.changed.add(child)
        self._free.append(slot)

    def reindex(self, slots: Iterable[int]) -> None:
        """Makes the index of a forest whose arrays were filled from elsewhere (``stories.saved``)."""
        for slot in slots:
            self._index(slot)
            if self.parent[slot] >= 0:
                self.children[int(self.parent[slot])].add(slot)

    def free(self, slots: Iterable[int]) -> None:
        """Names slots that hold nothing."""
        self._free = list(slots)

    # ------------------------------------------------------------------ answers

    def similarity(self, slot: int) -> float:
        """How like a thing and its parent are, 0 to 1."""
        return float(self.score[slot]) / _ONE

    def shared(self, one: int, other: int, most: int) -> list[int]:
        """The terms that two things have in common, those that join them most first."""
        mine = dict(zip(self.terms[one].tolist(), self.weights[one].tolist(), strict=True))
        both = [
            (-mine[t] * w, t)
            for t, w in zip(self.terms[other].tolist(), self.weights[other].tolist(), strict=True)
            if t and t in mine
        ]
        return [t for _, t in sorted(both)[:most]]

    def days_between(self, one: int, other: int) -> int | None:
        """Days from the end of the one to the beginning of the other; None if a day is unknown."""
        if UNDATED in (self.first[one], self.first[other]):
            return None
        return max(0, int(self.first[one] - self.last[other]), int(self.first[other] - self.last[one]))

    # ------------------------------------------------------------------ inside

    def _slot(self) -> int:
        if self._free:
            return self._free.pop()
        if self.size == len(self.first):
            room = max(256, self.size // 2)
            self.terms = np.concatenate([self.terms, np.zeros((room, self.settings.terms), np.int32)])
            self.weights = np.concatenate([self.weights, np.zeros((room, self.settings.terms), np.int32)])
            for name in ("first", "last", "parent"):
                setattr(self, name, np.concatenate([getattr(self, name), np.zeros(room, np.int32)]))
            for name in ("ties", "score"):
                setattr(self, name, np.concatenate([getattr(self, name), np.zeros(room, np.int64)]))
        self.size += 1
        return self.size - 1

    def _similar(self, slot: int) -> tuple[Longs, Longs]:
        """All things that are similar enough to be linked to this one, and how similar (1 is ``SCALE`` squared)."""
        nothing = np.zeros(0, np.int64)
        lists: list[array[int]] = []
        dated = self.first[slot] != UNDATED
        wanted = (_NO_MONTH, *self._buckets(slot, self.settings.window)) if dated else ()
        for key in self._keys(slot):
            buckets = self._postings.get(key)
            if buckets:
                lists += [b for bucket in (wanted if dated else buckets) if (b := buckets.get(bucket))]
        if not lists:
            return nothing, nothing
        found = np.sort(np.concatenate([np.frombuffer(some, np.int32) for some in lists])).astype(np.int64)
        again = found[1:] == found[:-1]
        # A thing stands once under a key (things of one day lie in one month), so one that comes twice shares two keys.
        found = found[1:][again] if self.settings.shared > 1 else found
        if len(found) == 0:
            return nothing, nothing
        found = found[np.concatenate(([True], found[1:] != found[:-1])) & (found != slot)]
        gaps = np.maximum(self.first[found] - self.last[slot], self.first[slot] - self.last[found])
        gaps = np.maximum(gaps, 0)
        undated = (self.first[found] == UNDATED) | (self.first[slot] == UNDATED)
        gaps[undated] = 0
        near = gaps <= self.settings.window
        found, gaps = found[near], gaps[near]
        mine, weights = self.terms[slot], self.weights[slot]
        top = int(max(mine.max(), self.terms[found].max(initial=0)))
        if top >= len(self._query):
            self._query = np.zeros(2 * top + 1, np.int32)
        self._query[mine] = weights
        self._query[0] = 0
        raw = np.einsum("ij,ij->i", self._query[self.terms[found]], self.weights[found], dtype=np.int64)
        self._query[mine] = 0
        scores = raw * self._decay[gaps] >> 10
        enough = scores >= self._least
        return found[enough], scores[enough]

    def _before(self, found: Longs, slot: int) -> npt.NDArray[np.bool_]:
        days, day = self.first[found], self.first[slot]
        before: npt.NDArray[np.bool_] = (days < day) | ((days == day) & (self.ties[found] < self.ties[slot]))
        return before

    def _hang(self, slot: int, found: Longs, scores: Longs) -> None:
        """Hangs a thing on the most similar of those before it; of equal ones on the earliest."""
        if len(found) == 0:
            return
        best = int(np.lexsort((self.ties[found], self.first[found], -scores))[0])
        parent = int(found[best])
        self.parent[slot], self.score[slot] = parent, scores[best]
        self.children[parent].add(slot)

    def _take_over(self, slot: int, found: Longs, scores: Longs) -> None:
        """Hangs those later things on this one that are more like it than like what they hang on."""
        for other, score in zip(found.tolist(), scores.tolist(), strict=True):
            held, parent = int(self.score[other]), int(self.parent[other])
            if parent >= 0 and (held > score or (held == score and self._earlier(parent, slot))):
                continue
            if parent >= 0:
                self.children[parent].discard(other)
            self.parent[other], self.score[other] = slot, score
            self.children[slot].add(other)
            self.changed.add(other)

    def _earlier(self, one: int, other: int) -> bool:
        a, b = int(self.first[one]), int(self.first[other])
        return (a, int(self.ties[one])) < (b, int(self.ties[other]))

    def _keys(self, slot: int) -> list[int]:
        return [t for t in self.terms[slot, : self.settings.keys].tolist() if t]

    def _buckets(self, slot: int, around: int = 0) -> range:
        """The months that a thing lies in, widened by some days."""
        first, last = int(self.first[slot]), int(self.last[slot])
        if first == UNDATED:
            return range(_NO_MONTH, _NO_MONTH + 1)
        return range((first - around) // _BUCKET_DAYS, (last + around) // _BUCKET_DAYS + 1)

    def _index(self, slot: int) -> None:
        spans = self._buckets(slot)
        for key in self._keys(slot):
            buckets = self._postings.get(key)
            if buckets is None:
                buckets = self._postings[key] = {}
            for bucket in spans:
                some = buckets.get(bucket)
                if some is None:
                    buckets[bucket] = array("i", (slot,))
                else:
                    some.append(slot)

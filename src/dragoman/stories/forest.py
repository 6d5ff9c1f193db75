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
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dragoman.stories.terms import SCALE, UNDATED, Vector

__all__ = ["Forest", "Settings"]

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

_BUCKET_DAYS = 64
_LEADING = 2
"""A common term is a key only where it is in the heavier half of the keys: it is then what the thing is about, and an
affair that is a third of a desk hangs together by nothing else. Within a quarter such an affair fell apart (B-cubed F1
of 15,000 invented reports 98.8, with the half 100, as without the rule)."""
_NO_MONTH = 0
_MONTHS = 1 << 16
"""Months of ``_BUCKET_DAYS`` days up to the year 9999, and more."""
_ONE = SCALE * SCALE
_NOTHING: Longs = np.zeros(0, np.int64)


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

    def __init__(self, settings: Settings, common: Callable[[Ints], npt.NDArray[np.bool_]]) -> None:
        """``common`` tells by which terms nothing is looked for, since too many things have them."""
        self.settings = settings
        self._common = common
        self._leading = settings.keys // _LEADING
        self.size = 0
        self.terms: Ints = np.zeros((0, settings.terms), np.int32)
        self.weights: Ints = np.zeros((0, settings.terms), np.int32)
        self.first: Ints = np.zeros(0, np.int32)
        self.last: Ints = np.zeros(0, np.int32)
        self.ties: Longs = np.zeros(0, np.int64)
        self.parent: Ints = np.zeros(0, np.int32)
        self.score: Longs = np.zeros(0, np.int64)
        self.keys: Ints = np.zeros((0, settings.keys), np.int32)
        self.children: dict[int, set[int]] = defaultdict(set)
        self.changed: set[int] = set()
        self._free: list[int] = []
        self._postings: dict[int, array[int]] = {}
        """By key and month in one number, so that each is one look-up."""
        self._months: set[int] = set()
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
        self._key(slot)
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
        for code in self._codes(slot, self._buckets(slot)):
            self._postings[code].remove(slot)
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
        self.keys = np.zeros((len(self.first), self.settings.keys), np.int32)
        for slot in slots:
            self._key(slot)
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

    def shared(self, one: int, other: int) -> list[tuple[int, int]]:
        """The terms that two things have in common, each after how much it joins them."""
        mine = dict(zip(self.terms[one].tolist(), self.weights[one].tolist(), strict=True))
        theirs = zip(self.terms[other].tolist(), self.weights[other].tolist(), strict=True)
        return [(mine[t] * w, t) for t, w in theirs if t and t in mine]

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
            self.keys = np.concatenate([self.keys, np.zeros((room, self.settings.keys), np.int32)])
            for name in ("first", "last", "parent"):
                setattr(self, name, np.concatenate([getattr(self, name), np.zeros(room, np.int32)]))
            for name in ("ties", "score"):
                setattr(self, name, np.concatenate([getattr(self, name), np.zeros(room, np.int64)]))
        self.size += 1
        return self.size - 1

    def _similar(self, slot: int) -> tuple[Longs, Longs]:
        """All things that are similar enough to be linked to this one, and how similar (1 is ``SCALE`` squared)."""
        found = self._candidates(slot)
        if len(found) == 0:
            return _NOTHING, _NOTHING
        first, last = int(self.first[slot]), int(self.last[slot])
        firsts = self.first[found]
        gaps = np.maximum(np.maximum(firsts - last, first - self.last[found]), 0)
        gaps[firsts == UNDATED] = 0
        if first == UNDATED:
            gaps[:] = 0
        near = gaps <= self.settings.window
        found, gaps = found[near], gaps[near]
        mine, terms = self.terms[slot], self.terms[found]
        top = int(max(mine.max(), terms.max(initial=0)))
        if top >= len(self._query):
            self._query = np.zeros(2 * top + 1, np.int32)
        self._query[mine] = self.weights[slot]
        self._query[0] = 0
        raw = np.einsum("ij,ij->i", self._query[terms], self.weights[found])  # fits 32 bits: see SCALE
        self._query[mine] = 0
        scores = raw.astype(np.int64) * self._decay[gaps] >> 10
        enough = scores >= self._least
        return found[enough], scores[enough]

    def _candidates(self, slot: int) -> Longs:
        """The other things that have enough keys in common with this one and may be of its time."""
        dated = self.first[slot] != UNDATED
        months = (_NO_MONTH, *self._buckets(slot, self.settings.window)) if dated else sorted(self._months)
        joined: array[int] = array("i")
        for code in self._codes(slot, months):
            some = self._postings.get(code)
            if some:
                joined.extend(some)
        if not joined:
            return _NOTHING
        found = np.sort(np.frombuffer(joined, np.int32)).astype(np.int64)
        again = found[1:] == found[:-1]
        # A thing stands once under a key (things of one day lie in one month), so one that comes twice shares two keys.
        if self.settings.shared > 1:
            found = found[1:][again]
            again = found[1:] == found[:-1]
        once = np.ones(len(found), np.bool_)
        once[1:] = ~again
        once &= found != slot
        return found[once]

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

    def _key(self, slot: int) -> None:
        """Notes by what a thing is found: its heaviest terms, of common ones only those that lead."""
        row = self.terms[slot]
        sought = row > 0
        sought[self._leading :] &= ~self._common(row[self._leading :])
        kept = row[sought][: self.settings.keys]
        self.keys[slot, : len(kept)], self.keys[slot, len(kept) :] = kept, 0

    def _codes(self, slot: int, months: Iterable[int]) -> list[int]:
        """Where in the index a thing stands, or may be found, by each of its keys in each month."""
        return [key * _MONTHS + month for key in self.keys[slot].tolist() if key for month in months]

    def _buckets(self, slot: int, around: int = 0) -> range:
        """The months that a thing lies in, widened by some days."""
        first, last = int(self.first[slot]), int(self.last[slot])
        if first == UNDATED:
            return range(_NO_MONTH, _NO_MONTH + 1)
        return range(max(1, (first - around) // _BUCKET_DAYS), (last + around) // _BUCKET_DAYS + 1)

    def _index(self, slot: int) -> None:
        months = self._buckets(slot)
        self._months.update(months)
        for code in self._codes(slot, months):
            some = self._postings.get(code)
            if some is None:
                self._postings[code] = array("i", (slot,))
            else:
                some.append(slot)

"""Articles into stories, in two steps of one method (``stories.forest``).

1. **Threads**: each article hangs on the most similar earlier article, if they are alike enough.
2. **Stories**: each thread hangs on the most similar earlier thread. Threads are compared by the mean of their
   articles' vectors, so the measure is the mean similarity of all their pairs (average linkage), and one odd pair does
   not join two affairs.

Both steps give the same result in whatever order articles come in, so long as the weights are the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dragoman.records import content_id
from dragoman.stories.forest import Forest, Settings
from dragoman.stories.terms import SCALE, TERMS, UNDATED, Document, Row, Vector, Vocabulary, Weights, tie

__all__ = ["ARTICLES", "GROWTH", "THREADS", "Clustering", "Groups", "Membership", "Stream", "cluster"]

ARTICLES = Settings(threshold=0.30, keys=16, shared=2, terms=TERMS, half_life=21.0)
"""An article and the one it hangs on share three tenths of their weight. Two reports of one affair by two outlets do
(medians .35 to .5 on the stories of ``tests/stories``); two affairs of one kind in two places seldom do. Three weeks
halve it: news of the same place and persons a season later is another affair, unless it says the same."""
THREADS = Settings(threshold=0.175, keys=24, shared=1, terms=192, half_life=21.0)
"""Mean similarity of all pairs, which is lower than that of the best pair. On the texts of ECB+ B-cubed F1 is level
from .15 to .175 (train 90 and 90, dev 92 and 92) and falls beyond (.2: 88 and 87); the one that joins less is taken."""
_SHARED = 8
_AT_ONCE = 4_096
"""Articles whose vectors are made together."""
GROWTH = 2
"""Rarities are counted anew, and everything compared anew, when the collection has grown so many times: each article
is then compared twice on average, however many come."""


class Groups:
    """The trees of a forest as groups, brought up to date from what changed."""

    def __init__(self, forest: Forest) -> None:
        self.forest = forest
        self.of: dict[int, int] = {}
        self.members: dict[int, set[int]] = defaultdict(set)

    def drop(self, slot: int) -> int:
        """Forgets a slot that leaves the forest; the group it was in."""
        group = self.of.pop(slot)
        self.members[group].discard(slot)
        return group

    def update(self, more: Iterable[int] = ()) -> set[int]:
        """Groups (their roots) that gained or lost somebody, ``more`` of which are known already."""
        changed = self.forest.changed
        touched = {self.of[s] for s in changed if s in self.of} | set(more)
        loose = set(changed).union(*(self.members.pop(g, set()) for g in touched))
        roots: dict[int, int] = {}
        for slot in loose:
            path = []
            at = slot
            while at not in roots:
                path.append(at)
                parent = int(self.forest.parent[at])
                if parent < 0:
                    roots[at] = at
                elif parent not in loose:
                    roots[at] = self.of[parent]
                else:
                    at = parent
                    continue
                break
            for passed in path:
                roots[passed] = roots[at]
        for slot in loose:
            self.of[slot] = roots[slot]
            self.members[roots[slot]].add(slot)
            touched.add(roots[slot])
        self.forest.changed = set()
        for group in [g for g in touched if not self.members.get(g)]:
            self.members.pop(group, None)
        return touched


@dataclass(frozen=True, slots=True)
class Membership:
    """An article in its story: the article it hangs on, how like they are, how like the story it is, and why.

    ``shared`` are the terms that join the two, strongest first (``@`` before ids of actors and places); ``thread``
    tells that whole threads were compared, ``days`` how far they are apart (None if a day is unknown).
    """

    story: str
    article: str
    hangs_on: str | None
    score: float | None
    central: float
    shared: tuple[str, ...] = ()
    thread: bool = False
    days: int | None = None


class Clustering:
    """Articles in threads in stories, under weights that stay as they are."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.articles = Forest(ARTICLES, weights.common)
        self.threads = Forest(THREADS, weights.common)
        self.in_threads = Groups(self.articles)
        self.in_stories = Groups(self.threads)
        self.ids: list[str] = []
        self.slots: dict[str, int] = {}
        self.thread_slots: dict[int, int] = {}
        """Root of a thread, in the forest of articles, to its slot in the forest of threads."""
        self._sums: dict[int, _Sum] = {}
        """By root of a thread, so that one more article does not cost all of them."""
        self.thread_roots: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, documents: Iterable[Document]) -> set[str]:
        """Puts in articles that are not in yet; the ids of the stories that changed (some may be gone)."""
        row = self.weights.vocabulary.row
        return self.add_rows([row(d) for d in documents])

    def add_rows(self, rows: Sequence[Row]) -> set[str]:
        """The same with documents that have their numbers in ``weights.vocabulary``."""
        new = list({row.id: row for row in rows if row.id not in self.slots}.values())
        for at in range(0, len(new), _AT_ONCE):
            some = new[at : at + _AT_ONCE]
            for item, vector in zip(some, self.weights.vectors(some), strict=True):
                slot = self.articles.add(vector, item.day, item.day, tie(item.id))
                self.slots[item.id] = slot
                self.ids.append(item.id)
        threads = self.in_threads.update()
        held = [self.thread_slots[t] for t in threads if t in self.thread_slots]
        changed = {self.story_id(self.in_stories.of[slot]) for slot in held}
        groups = self.in_stories.update(self._remake(threads))
        return changed | {self.story_id(g) for g in groups if g in self.thread_roots}

    def stories(self) -> dict[str, list[str]]:
        """The articles of every story, in the order of time."""
        return {self.story_id(root): self._articles(root) for root in sorted(self.in_stories.members)}

    def story_id(self, root: int) -> str:
        """The id of the story that begins with this thread: that of its earliest article decides."""
        return content_id("s", self.ids[self.thread_roots[root]])

    def memberships(self, articles: Sequence[str]) -> list[Membership]:
        """What there is to say of the articles of one story, in order of time."""
        slots = [self.slots[a] for a in articles]
        centre = self._mean(slots)
        heavy = dict(zip(centre.terms.tolist(), centre.weights.tolist(), strict=True))
        return [self._membership(slot, heavy) for slot in slots]

    def words(self, articles: Sequence[str], most: int) -> list[str]:
        """The terms that hold these articles together, strongest first; actors and places are not among them."""
        centre = self._mean([self.slots[a] for a in articles])
        return [name for name in self.weights.name(centre.terms.tolist()) if not name.startswith("@")][:most]

    # ------------------------------------------------------------------ inside

    def _membership(self, slot: int, centre: dict[int, int]) -> Membership:
        forest = self.articles
        own = zip(forest.terms[slot].tolist(), forest.weights[slot].tolist(), strict=True)
        central = sum(w * centre.get(t, 0) for t, w in own if t) / (SCALE * SCALE)
        thread = self.in_threads.of[slot]
        upper = self.thread_slots[thread]
        story = self.story_id(self.in_stories.of[upper])
        parent, score = int(forest.parent[slot]), forest.similarity(slot)
        if parent >= 0:
            shared, days = forest.shared(slot, parent), forest.days_between(slot, parent)
        else:
            # The first article of a thread: its thread hangs on another thread, or it begins the story.
            above = int(self.threads.parent[upper])
            if above < 0:
                return Membership(story, self.ids[slot], None, None, central)
            parent, score = self.thread_roots[above], self.threads.similarity(upper)
            shared, days = self.threads.shared(upper, above), self.threads.days_between(upper, above)
        heavy = sorted(
            (-joins, name) for (joins, _), name in zip(shared, self.weights.name([t for _, t in shared]), strict=True)
        )
        names = tuple(name for _, name in heavy[:_SHARED])
        return Membership(
            story, self.ids[slot], self.ids[parent], score, central, names, parent != forest.parent[slot], days
        )

    def _articles(self, root: int) -> list[str]:
        slots = [a for t in self.in_stories.members[root] for a in self.in_threads.members[self.thread_roots[t]]]
        forest = self.articles
        return [self.ids[s] for s in sorted(slots, key=lambda s: (int(forest.first[s]), int(forest.ties[s])))]

    def _remake(self, threads: set[int]) -> set[int]:
        """Puts changed threads into the forest of threads anew; the groups of those taken out."""
        dissolved = set()
        for root in sorted(threads):
            slot = self.thread_slots.pop(root, None)
            if slot is not None:
                dissolved.add(self.in_stories.drop(slot))
                self.thread_roots.pop(slot)
                self.threads.remove(slot)
        for root in sorted(threads):
            members = self.in_threads.members.get(root)
            if not members:
                self._sums.pop(root, None)
                continue
            slots = sorted(members)
            first = int(self.articles.first[slots].min())
            days = self.articles.last[slots]
            last = int(days[days != UNDATED].max(initial=0)) or UNDATED
            order = int(self.articles.ties[root])
            slot = self.threads.add(self._mean_of_thread(root, members), first, last, order)
            self.thread_slots[root], self.thread_roots[slot] = slot, root
        return dissolved

    def _mean_of_thread(self, root: int, members: set[int]) -> Vector:
        held = self._sums.get(root)
        if held is not None and held.members <= members:
            new = sorted(members - held.members)
            terms = np.concatenate([held.terms, self.articles.terms[new].ravel()])
            weights = np.concatenate([held.weights, self.articles.weights[new].ravel()])
            summed = _added(terms, weights, frozenset(members))
        else:
            summed = self._sum(sorted(members))
        self._sums[root] = summed
        return self._shape(summed)

    def _mean(self, slots: list[int]) -> Vector:
        """The mean of some articles' vectors, its heaviest terms. It is shorter than one: that is what tells how much
        they agree."""
        return self._shape(self._sum(slots))

    def _sum(self, slots: list[int]) -> _Sum:
        weights = self.articles.weights[slots].ravel().astype(np.int64)
        return _added(self.articles.terms[slots].ravel(), weights, frozenset(slots))

    def _shape(self, summed: _Sum) -> Vector:
        order = np.lexsort((self.weights.vocabulary.ties(summed.terms), -summed.weights))[: THREADS.terms]
        mean = np.rint(summed.weights[order] / len(summed.members))
        return Vector(summed.terms[order], mean.astype(np.int32))


@dataclass(frozen=True, slots=True)
class _Sum:
    """The sum of some articles' vectors: whole numbers, so it does not depend on the order of adding."""

    members: frozenset[int]
    terms: npt.NDArray[np.int32]
    weights: npt.NDArray[np.int64]


def _added(terms: npt.NDArray[np.int32], weights: npt.NDArray[np.int64], members: frozenset[int]) -> _Sum:
    """Weights of the same term added up; term 0 pads rows and is left out."""
    order = np.argsort(terms, kind="stable")
    terms, weights = terms[order], weights[order]
    starts = np.flatnonzero(np.concatenate(([True], terms[1:] != terms[:-1])))
    summed = np.add.reduceat(weights, starts)
    kept = terms[starts] > 0
    return _Sum(members, terms[starts][kept], summed[kept])


def cluster(documents: Iterable[Document]) -> Clustering:
    """All at once: rarities counted in all of them."""
    vocabulary = Vocabulary()
    return _cluster([vocabulary.row(d) for d in documents], vocabulary)


def _cluster(rows: Sequence[Row], vocabulary: Vocabulary) -> Clustering:
    clustering = Clustering(Weights.counting(rows, vocabulary))
    clustering.add_rows(sorted(rows, key=lambda r: (r.day, tie(r.id))))
    return clustering


class Stream:
    """Articles as they come. Rarities are those of the last time that the collection had doubled.

    What it holds differs from ``cluster`` of the same articles by what rarities moved since then, and by nothing when
    it has just doubled; ``benchmarks/stories.py`` measures how much that is.
    """

    def __init__(self) -> None:
        self._vocabulary = Vocabulary()
        self._rows: dict[str, Row] = {}
        self.clustering = _cluster((), self._vocabulary)

    def add(self, documents: Iterable[Document]) -> None:
        """Puts in articles."""
        new = {d.id: self._vocabulary.row(d) for d in documents if d.id not in self._rows}
        self._rows |= new
        if len(self._rows) >= GROWTH * self.clustering.weights.counted:
            self.clustering = _cluster(list(self._rows.values()), self._vocabulary)
        else:
            self.clustering.add_rows(list(new.values()))

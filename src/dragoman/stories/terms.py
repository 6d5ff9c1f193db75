"""What an article is compared by: its words, the actors and the places it mentions, weighed by how rare they are.

TF-IDF as in Salton and Buckley 1988 (*Term-weighting approaches in automatic text retrieval*): ``1 + ln tf`` times
``ln((n + 1) / df)``, scaled to length one. Weights are whole numbers, so that sums do not depend on their order and the
same articles give the same stories on every machine.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from dragoman.knowledge import default_knowledge

__all__ = [
    "SCALE", "TERMS", "UNDATED", "Document", "Row", "Vector", "Vocabulary", "Weights", "document", "tie", "words_of",
]  # fmt: skip

UNDATED = 2**30
"""The day of an article whose day of publication is unknown: it sorts last."""
SCALE = 1 << 14
"""Length of a vector: products of two weights, and their sums, fit 32 bits (Cauchy and Schwarz)."""
TERMS = 96
"""Terms that are kept of an article, the heaviest. The rest of a longer one carries under 5 % of its length."""
_TITLE = 2
"""A word of the title counts as if it stood twice more in the text: headlines name the affair."""
_SEEN_ONCE = 0.5
"""Share of its weight that a term keeps that one article has: it joins nothing, and at its full weight it would make
articles of a small desk unlike."""
_UNSEEN = 0.8
"""The same for a term that came after the counting: it may be such a one, or the name that a new affair is about.
Between the two the answer of a stream is nearest that of the batch (ECB+ dev, one by one: .947 at .5, .973 at .85, .962
at 1)."""
_COMMON, _COMMON_SHARE = 100, 0.02
"""A term of more than so many articles and more than a fiftieth of all is common: an article is found by it only where
it leads (``forest``), though it counts where two are compared. The lists of what has it grow with the desk, and were
read for every article: of 30,000 invented reports' threads each read 2,356 entries, now 36."""
_ROOM = 1024
_TINY = 1e-9
_LOGS: npt.NDArray[np.float64] = 1 + np.log(np.maximum(np.arange(1024), 1))
"""``1 + ln`` of how often a term occurs; beyond the last it makes no difference."""
_WORD = re.compile(r"[^\W\d_][\w'’-]*[^\W_]")
_POSSESSIVE = re.compile(r"['’]s$")


@dataclass(frozen=True, slots=True)
class Document:
    """An article as clustering sees it: ``terms`` with how often each occurs; ``day`` as an ordinal or ``UNDATED``."""

    id: str
    day: int
    terms: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A document by the numbers of its terms in a ``Vocabulary``, and how often each occurs."""

    id: str
    day: int
    numbers: npt.NDArray[np.int32]
    times: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Vector:
    """Terms (numbers of a vocabulary) and their weights, heaviest first; ties go by the terms' hashes."""

    terms: npt.NDArray[np.int32]
    weights: npt.NDArray[np.int32]


def words_of(text: str) -> list[str]:
    """The content words of a text: lower case, plural endings and possessives taken off, function words left out."""
    return list(filter(None, map(_content, _WORD.findall(text))))


@lru_cache(maxsize=1 << 17)
def _content(word: str) -> str | None:
    """What a word counts as; None for one that says nothing. Kept, since most words of a text were met before."""
    low = _POSSESSIVE.sub("", word.lower())
    return _singular(low) if len(low) > 2 and low not in default_knowledge().stories.silent else None


def _singular(word: str) -> str:
    """Harman's S stemmer (1991, *How effective is suffixing?*): it conflates plurals and nothing else."""
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if word.endswith("es") and not word.endswith(("aes", "ees", "oes")):
        return word[:-1]
    if word.endswith("s") and not word.endswith(("us", "ss")):
        return word[:-1]
    return word


def document(
    article: str, day: int | None, title: str | None, text: str, named: Iterable[tuple[str, int]] = ()
) -> Document:
    """One article's document. ``named`` are the actors and places it mentions, with how often."""
    terms: Counter[str] = Counter(words_of(text))
    for word in words_of(title or ""):
        terms[word] += _TITLE
    for name, times in named:
        terms[f"@{name}"] += times
    return Document(article, UNDATED if day is None else day, terms)


def tie(text: str) -> int:
    """A number by which things that are equal otherwise are put in order; it is spread evenly and never changes."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1


class Vocabulary:
    """Terms and their numbers, in the order in which they were first met; number 0 pads rows."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names: list[str] = [""]
        self._numbers: dict[str, int] = {"": 0}
        self._ties: npt.NDArray[np.int64] = np.zeros(_ROOM, np.int64)
        self._tied = 1
        for name in names:
            self._number(name)

    def __len__(self) -> int:
        return len(self.names)

    def row(self, document: Document) -> Row:
        """A document by the numbers of its terms."""
        known = self._numbers.get
        numbers = [known(name) or self._number(name) for name in document.terms]
        times = np.fromiter(document.terms.values(), np.int32, len(numbers))
        return Row(document.id, document.day, np.array(numbers, np.int32), times)

    def ties(self, numbers: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
        """What puts these terms in order where they weigh the same."""
        if self._tied < len(self.names):
            new = np.fromiter((tie(name) for name in self.names[self._tied :]), np.int64, len(self.names) - self._tied)
            if len(self.names) > len(self._ties):
                room = np.zeros(2 * len(self.names), np.int64)
                room[: self._tied] = self._ties[: self._tied]
                self._ties = room
            self._ties[self._tied : len(self.names)] = new
            self._tied = len(self.names)
        return self._ties[numbers]

    def _number(self, name: str) -> int:
        number = self._numbers.setdefault(name, len(self.names))
        if number == len(self.names):
            self.names.append(name)
        return number


class Weights:
    """How rare each term is, as counted at one time in one collection.

    Terms that were never seen are nearly as rare as can be. Counts stay as they are while articles are added; whoever
    adds makes them anew when the collection has grown (``clustering.Stream``).
    """

    def __init__(self, counted: int, counts: npt.NDArray[np.int64], vocabulary: Vocabulary) -> None:
        """``counts[term]``: of ``counted`` articles, how many have the term."""
        self.counted = counted
        self.vocabulary = vocabulary
        self.counts = counts
        base: npt.NDArray[np.float64] = (counted + 1) / np.maximum(counts, 1)
        share = np.select([counts == 0, counts == 1], [_UNSEEN, _SEEN_ONCE], 1.0)
        self._rarity: npt.NDArray[np.float64] = np.log(base) * share
        self._new = _UNSEEN * float(np.log(counted + 1)) if counted else _UNSEEN
        self._common: npt.NDArray[np.bool_] = counts > max(_COMMON, _COMMON_SHARE * counted)

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Weights:
        """Counted in these documents."""
        vocabulary = Vocabulary()
        return cls.counting([vocabulary.row(d) for d in documents], vocabulary)

    @classmethod
    def counting(cls, rows: Sequence[Row], vocabulary: Vocabulary) -> Weights:
        """Counted in documents whose terms have numbers already."""
        numbers = np.concatenate([row.numbers for row in rows]) if rows else np.zeros(0, np.int32)
        return cls(len(rows), np.bincount(numbers, minlength=len(vocabulary)), vocabulary)

    def vectors(self, rows: Sequence[Row]) -> list[Vector]:
        """The vectors of documents, each scaled to length ``SCALE``; they may be empty. All at once costs less, and is
        the same."""
        sizes = np.array([len(row.numbers) for row in rows])
        numbers = np.concatenate([row.numbers for row in rows])
        owner = np.repeat(np.arange(len(rows)), sizes)
        raw = _LOGS[np.minimum(np.concatenate([row.times for row in rows]), len(_LOGS) - 1)] * self._rare(numbers)
        order = np.lexsort((self.vocabulary.ties(numbers), -raw, owner))
        starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
        order = order[np.arange(len(order)) - starts[owner] < TERMS]
        numbers, raw, owner = numbers[order], raw[order], owner[order]
        # bincount adds one after the other, so that a sum does not depend on what else is summed.
        lengths = np.sqrt(np.bincount(owner, raw * raw, len(rows)))
        weights = np.floor(raw * (SCALE / np.maximum(lengths, _TINY))[owner]).astype(np.int32)
        ends = np.cumsum(np.minimum(sizes, TERMS)).tolist()
        return [Vector(numbers[a:b], weights[a:b]) for a, b in zip([0, *ends], ends, strict=False)]

    def common(self, numbers: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
        """Which of these terms stand in so many articles that nothing is looked for by them."""
        known = numbers < len(self._common)
        found: npt.NDArray[np.bool_] = self._common[np.where(known, numbers, 0)] & known
        return found

    def _rare(self, numbers: npt.NDArray[np.int32]) -> npt.NDArray[np.float64]:
        known = numbers < len(self._rarity)
        return np.where(known, self._rarity[np.where(known, numbers, 0)], self._new)

    def name(self, numbers: Iterable[int]) -> list[str]:
        """The terms of these numbers."""
        return [self.vocabulary.names[n] for n in numbers]

"""From label scores to entities: the best legal path of BIOES labels (Viterbi), then spans.

A person's titles are no part of the name (corpus/GUIDE.md); treebanks that have taught the encoder differ, so what is
left of one at the beginning of a name is cut off (``titles.csv``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dragoman.knowledge import default_knowledge
from dragoman.knowledge.tables import Row, read_csv

__all__ = ["EntityDecoder", "apart", "peoples", "title_length", "titles", "untitled", "with_peoples"]

DATA = Path(__file__).parent / "data"

ILLEGAL = np.float32(-1e4)

KEPT = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "NORP": "NORP", "FAC": "LOC", "GPE": "LOC"}
"""The encoder's types and ours. Buildings and countries are places; types not named here (dates, money, works) have
rooms of their own or are too rarely right to be of use, and are dropped."""


class _Title(Row):
    title: str


@cache
def titles() -> frozenset[tuple[str, ...]]:
    """The titles, word by word, without full stops, in lower case."""
    return frozenset(
        tuple(word.rstrip(".").lower() for word in row.title.split())
        for _, row in read_csv(DATA / "titles.csv", _Title)
    )


_LONGEST_TITLE = 3
_LONGEST_INITIALS = 4
_LONGEST_PEOPLE = 3


def title_length(words: Sequence[str]) -> int:
    """How many words at the beginning of a person's name are titles, the initials of a state or body before them too
    (``US Secretary of State Antony Blinken``: 4); 0 where nothing of the name would be left."""
    lower = [word.rstrip(".").lower() for word in words]
    at = 0
    while at < len(words) - 1 and words[at].isupper() and 1 < len(words[at]) <= _LONGEST_INITIALS:
        at += 1
    length = 0
    while size := _title_at(lower, at):
        at = length = at + size
    return 0 if tuple(lower[length:]) in titles() else length


class _People(Row):
    form: str


@cache
def _beginnings() -> frozenset[str]:
    """The first words of ``peoples``."""
    return frozenset(people[0] for people in peoples())


@cache
def peoples() -> frozenset[tuple[str, ...]]:
    """Nationalities, peoples and faiths, word by word, in lower case, in the singular and the plural."""
    known = {d.text for demonyms in default_knowledge().actors.demonyms.values() for d in demonyms}
    known |= {row.form for _, row in read_csv(DATA / "peoples.csv", _People)}
    return frozenset(tuple(form.lower().split()) for name in known for form in (name, name + "s"))


def with_peoples(
    entities: list[tuple[int, int, str]], words: Sequence[str], xpos: Sequence[str]
) -> list[tuple[int, int, str]]:
    """The entities of a sentence with its peoples: what the encoder learnt from other treebanks is that they are no
    entities, or persons in the plural. A people is a capitalised noun or adjective of ``peoples``; one that the encoder
    takes for a person is a people in the plural only (``Muslims``, not ``Israel Katz``'s ``Israel``)."""
    found = [
        (first, last, "NORP") if kind == "PER" and _are_persons(words, xpos, first, last) else (first, last, kind)
        for first, last, kind in entities
    ]
    taken = {i for first, last, _ in found for i in range(first, last)}
    added: list[tuple[int, int, str]] = []
    begun, free = _beginnings(), 0
    for i, word in enumerate(words):
        if not word[:1].isupper() or i < free or i in taken or xpos[i][:2] not in ("JJ", "NN"):
            continue
        if word.lower() not in begun:
            continue
        size = next((n for n in range(_LONGEST_PEOPLE, 0, -1) if _is_people(words, i, n, taken)), 0)
        if size:
            added.append((i, i + size, "NORP"))
            free = i + size
    return sorted([*found, *added]) if added else sorted(found)


def _are_persons(words: Sequence[str], xpos: Sequence[str], first: int, last: int) -> bool:
    return xpos[last - 1] in ("NNS", "NNPS") and tuple(word.lower() for word in words[first:last]) in peoples()


def _is_people(words: Sequence[str], at: int, size: int, taken: set[int]) -> bool:
    if at + size > len(words) or not taken.isdisjoint(range(at, at + size)):
        return False
    return tuple(word.lower() for word in words[at : at + size]) in peoples()


def untitled(entities: Iterable[tuple[int, int, str]], words: Sequence[str]) -> list[tuple[int, int, str]]:
    """The entities of a sentence, persons without their titles; a title alone (``the President``) names nobody."""
    found: list[tuple[int, int, str]] = []
    for first, last, kind in entities:
        if kind == "PER":
            if tuple(word.rstrip(".").lower() for word in words[first:last]) in titles():
                continue
            found.append((first + title_length(words[first:last]), last, kind))
        else:
            found.append((first, last, kind))
    return found


def apart(entities: Iterable[tuple[int, int, str]], words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The entities of a sentence, a place and the state that is told with it (``Birmingham, Alabama``) each for
    itself."""
    for first, last, kind in entities:
        commas = [i for i in range(first + 1, last - 1) if words[i] == ","] if kind == "LOC" else []
        if not commas:
            yield first, last, kind
            continue
        starts, ends = [first, *(i + 1 for i in commas)], [*commas, last]
        yield from ((start, end, kind) for start, end in zip(starts, ends, strict=True) if start < end)


def _title_at(lower: Sequence[str], at: int) -> int:
    """How many words the longest title at ``at`` has; a name must follow it."""
    sizes = range(min(_LONGEST_TITLE, len(lower) - 1 - at), 0, -1)
    return next((size for size in sizes if tuple(lower[at : at + size]) in titles()), 0)


class EntityDecoder:
    """Reads the entity head. ``labels`` are the head's labels, ``O`` and ``B- I- E- S-`` of each type."""

    def __init__(self, labels: list[str]) -> None:
        n = len(labels)
        self._labels = labels
        self._first = np.array([0 if label[0] in "OBS" else ILLEGAL for label in labels], np.float32)
        self._last = np.array([0 if label[0] in "OES" else ILLEGAL for label in labels], np.float32)
        self._step = np.full((n, n), ILLEGAL, np.float32)
        for i, before in enumerate(labels):
            for j, after in enumerate(labels):
                if _may_follow(before, after):
                    self._step[i, j] = 0

    def spans(self, scores: NDArray[np.float32]) -> list[tuple[int, int, str]]:
        """Entities as (first word, word after the last, type) from log-probabilities of shape (words, labels)."""
        path = self._path(scores)
        if path is None:
            return []
        spans: list[tuple[int, int, str]] = []
        start = 0
        for i, k in enumerate(path):
            label = self._labels[k]
            if label[0] in "BS":
                start = i
            if label[0] in "ES":
                kind = KEPT.get(label[2:])
                if kind is not None:
                    spans.append((start, i + 1, kind))
        return spans

    def _path(self, scores: NDArray[np.float32]) -> list[int] | None:
        """The label of each word; None where all are ``O``, which is label 0."""
        best: NDArray[np.int64] = scores.argmax(1)
        if not best.any():
            return None
        legal = self._first[best[0]] == 0 and self._last[best[-1]] == 0 and not self._step[best[:-1], best[1:]].any()
        if legal:
            found: list[int] = best.tolist()
            return found
        total = scores[0] + self._first
        back: list[NDArray[np.int64]] = []
        for row in scores[1:]:
            via = total[:, None] + self._step
            choice = via.argmax(0)
            back.append(choice)
            total = via[choice, np.arange(len(choice))] + row
        path = [int((total + self._last).argmax())]
        for choice in reversed(back):
            path.append(int(choice[path[-1]]))
        return path[::-1]


def _may_follow(before: str, after: str) -> bool:
    if before[0] in "OES":
        return after[0] in "OBS"
    return after[0] in "IE" and before[2:] == after[2:]

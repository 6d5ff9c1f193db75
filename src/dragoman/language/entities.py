"""From label scores to entities: the best legal path of BIOES labels (Viterbi), then spans."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["EntityDecoder"]

ILLEGAL = np.float32(-1e4)

KEPT = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "NORP": "NORP", "FAC": "LOC", "GPE": "LOC"}
"""The encoder's types and ours. Buildings and countries are places; types not named here (dates, money, works) have
rooms of their own or are too rarely right to be of use, and are dropped."""


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
        if not any(path):  # label 0 is O
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

    def _path(self, scores: NDArray[np.float32]) -> list[int]:
        best = scores.argmax(1)
        if not best.any():
            return [0] * len(best)
        legal = self._first[best[0]] == 0 and self._last[best[-1]] == 0 and not self._step[best[:-1], best[1:]].any()
        if legal:
            return [int(k) for k in best]
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

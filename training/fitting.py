"""What the fitted rankers share: our corpus as the reader sees it, weights by the penalised likelihood, their table.

Each of ``roles.py``, ``when_where.py``, ``pronouns.py`` and ``pairs.py`` says what its examples and features are.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.events import article_of
from corpus.check import Item, Span, load, paths

from dragoman.events.acts.matching import Match, Matcher, find_matches
from dragoman.events.assemble import Assembly
from dragoman.events.status.read import StatusReader
from dragoman.events.trees.cast import Cast
from dragoman.knowledge import Knowledge, default_knowledge
from dragoman.language import Language
from dragoman.records import Analysis, Article, Resolution
from dragoman.resolve import resolve

__all__ = [
    "Floats",
    "Settings",
    "adam",
    "fit_choices",
    "fit_each",
    "fit_further",
    "matched",
    "print_table",
    "read",
    "read_all",
    "tokens_in",
    "top_of",
]

Floats = NDArray[np.float64]
Row = Sequence[str]
"""The features of one candidate; each of them is there or not."""
_LOOSE = 0.5
"""The penalty on the weights of numbers beside features: there are few of them, and many examples of each."""


# ---------------------------------------------------------------------------------------------------------- the corpus


def read(split: str, *kinds: str) -> Iterator[tuple[Item, Article, Analysis, Resolution]]:
    """The texts of one split with events, analysed; with ``kinds``, only those (``sentence``, ``article`` ...)."""
    return (text for text in read_all(split, *kinds) if text[0].events)


def read_all(split: str, *kinds: str) -> Iterator[tuple[Item, Article, Analysis, Resolution]]:
    """The same with those that hold no event, negatives among them."""
    items = [i for p in paths() for i in load(p) if i.split == split and (not kinds or i.kind in kinds)]
    articles = [article_of(i) for i in items]
    knowledge = default_knowledge()
    for item, article, analysis in zip(items, articles, Language.load().analyse_many(articles), strict=True):
        yield item, article, analysis, resolve(article, analysis, knowledge)


def matched(
    article: Article, analysis: Analysis, resolution: Resolution, knowledge: Knowledge
) -> tuple[Matcher, list[Match]]:
    """What the codebook finds in an article, and what found it."""
    syntax = Assembly.syntax_of(article, analysis, knowledge)
    matcher = Matcher(syntax, Cast(syntax, resolution, knowledge.agents.nobody), knowledge.codebook)
    return matcher, find_matches(matcher, StatusReader(syntax, knowledge.status).speaks_of)


def tokens_in(span: Span, item: Item, analysis: Analysis) -> list[int]:
    """The tokens that a marked span touches; none where it is not in the text."""
    place = span.place(item.text)
    return [t.i for t in analysis.tokens if place and t.start < place[1] and place[0] < t.end]


def top_of(words: Sequence[int], analysis: Analysis) -> int:
    """The first of these tokens that none of them governs."""
    return next((i for i in words if analysis.tokens[i].head not in words or analysis.tokens[i].head == i), words[0])


# --------------------------------------------------------------------------------------------------------- the fitting


@dataclass(frozen=True)
class Settings:
    """How weights are fitted: ``penalty`` on their squares; features seen less often than ``rare`` get none, nor do
    those that would weigh less than ``least``.
    """

    penalty: float
    rare: int = 1
    least: float = 0.05
    steps: int = 400
    rate: float = 0.1


def fit_each(rows: Sequence[Row], right: Sequence[bool], settings: Settings) -> dict[str, float]:
    """Weights of the features where each row is right or not by itself (logistic regression)."""
    target = np.array(right, dtype=float)
    return _fit(rows, lambda sums: target - 1 / (1 + np.exp(-sums)), settings)[0]


def fit_choices(examples: Sequence[tuple[Sequence[Row], Sequence[bool]]], settings: Settings) -> dict[str, float]:
    """Weights of the features where one row of each example is chosen (softmax); several may be right."""
    return _fit([row for rows, _ in examples for row in rows], _choosing([r for _, r in examples]), settings)[0]


def fit_further(
    examples: Sequence[tuple[Sequence[Row], Sequence[bool], Sequence[Sequence[float]]]],
    start: Mapping[str, float],
    settings: Settings,
) -> tuple[dict[str, float], tuple[float, ...]]:
    """The weights ``start`` fitted on to other examples, and those of the numbers that each row has there beside its
    features. What a row sums up to by ``start`` is one more such number, which says how far that is to be trusted."""
    rows = [row for rows, _, _ in examples for row in rows]
    told = np.array([numbers for _, _, each in examples for numbers in each], dtype=float)
    beside = np.column_stack([[sum(start.get(f, 0.0) for f in row) for row in rows], told])
    moved, (scale, *heard) = _fit(rows, _choosing([right for _, right, _ in examples]), settings, beside)
    found = {f: scale * w for f, w in start.items()}
    for feature, by in moved.items():
        found[feature] = found.get(feature, 0.0) + by
    return {f: round(w, 2) for f, w in found.items() if abs(w) >= settings.least}, tuple(heard)


def _choosing(rights: Sequence[Sequence[bool]]) -> Callable[[Floats], Floats]:
    """How far the likelihood of a choice pulls up each row of all examples, from their sums."""
    right = np.array([r for each in rights for r in each])
    starts = np.cumsum([0, *map(len, rights)])[:-1]
    owner = np.repeat(np.arange(len(rights)), [len(each) for each in rights])

    def pull(sums: Floats) -> Floats:
        s = np.exp(sums - np.maximum.reduceat(sums, starts)[owner])
        p = s / np.add.reduceat(s, starts)[owner]
        good = np.where(right, p, 0.0)
        return good / np.maximum(np.add.reduceat(good, starts)[owner], 1e-12) - p

    return pull


def _fit(
    rows: Sequence[Row], pull: Callable[[Floats], Floats], settings: Settings, beside: Floats | None = None
) -> tuple[dict[str, float], list[float]]:
    """``pull``: from the sum of each row, how far the likelihood pulls it up; ``beside``: numbers of each row, shape
    (rows, numbers), whose weights start at 1 and are held there loosely."""
    counts = Counter(f for row in rows for f in row)
    index = {f: k for k, f in enumerate(sorted(f for f, n in counts.items() if n >= settings.rare))}
    where = [[index[f] for f in row if f in index] for row in rows]
    owner = np.repeat(np.arange(len(where)), [len(w) for w in where])
    columns = np.array([c for w in where for c in w], dtype=int)
    size, numbers = len(index), np.zeros((len(where), 0)) if beside is None else beside
    ones = numbers.sum(1)

    def gradient(w: Floats) -> Floats:
        sums = np.bincount(owner, weights=w[:size][columns], minlength=len(where)) + numbers @ w[size:] + ones
        pulled = pull(sums)
        loose = (settings.penalty - _LOOSE) * w[size:]
        return np.concatenate(
            [np.bincount(columns, weights=pulled[owner], minlength=size), pulled @ numbers + loose], dtype=float
        )

    w = adam(gradient, size + numbers.shape[1], settings)
    kept = 0.0 if beside is not None else settings.least
    found = {f: round(float(w[k]), 6 if beside is not None else 2) for f, k in index.items() if abs(w[k]) >= kept}
    return found, [1 + float(by) for by in w[size:]]


def adam(gradient: Callable[[Floats], Floats], size: int, settings: Settings) -> Floats:
    """The weights that full-batch Adam (Kingma and Ba 2015) reaches from zero, the penalty counted in."""
    w, m, v = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, settings.steps + 1):
        g = gradient(w) - settings.penalty * w
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        w = w + settings.rate * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return w


# ----------------------------------------------------------------------------------------------------------- the table


def print_table(comments: Sequence[str], weights: Mapping[str, Mapping[str, float]]) -> None:
    """The table as ``knowledge.weights`` reads it; without a column of kinds if the only kind is empty."""
    several = list(weights) != [""]
    for comment in comments:
        print(f"# {comment}")
    out: Any = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["kind", "feature", "weight"] if several else ["feature", "weight"])
    for kind, table in weights.items():
        out.writerows([kind, *pair] if several else pair for pair in sorted(table.items()))

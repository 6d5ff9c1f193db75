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
    return _fit(rows, lambda sums: target - 1 / (1 + np.exp(-sums)), settings)


def fit_choices(examples: Sequence[tuple[Sequence[Row], Sequence[bool]]], settings: Settings) -> dict[str, float]:
    """Weights of the features where one row of each example is chosen (softmax); several may be right."""
    right = np.array([r for _, rights in examples for r in rights])
    starts = np.cumsum([0, *(len(rows) for rows, _ in examples)])[:-1]
    owner = np.repeat(np.arange(len(examples)), [len(rows) for rows, _ in examples])

    def pull(sums: Floats) -> Floats:
        s = np.exp(sums - np.maximum.reduceat(sums, starts)[owner])
        p = s / np.add.reduceat(s, starts)[owner]
        good = np.where(right, p, 0.0)
        return good / np.maximum(np.add.reduceat(good, starts)[owner], 1e-12) - p

    return _fit([row for rows, _ in examples for row in rows], pull, settings)


def _fit(rows: Sequence[Row], pull: Callable[[Floats], Floats], settings: Settings) -> dict[str, float]:
    """``pull``: from the sum of each row, how far the likelihood pulls it up."""
    counts = Counter(f for row in rows for f in row)
    index = {f: k for k, f in enumerate(sorted(f for f, n in counts.items() if n >= settings.rare))}
    where = [[index[f] for f in row if f in index] for row in rows]
    owner = np.repeat(np.arange(len(where)), [len(w) for w in where])
    columns = np.array([c for w in where for c in w], dtype=int)

    def gradient(w: Floats) -> Floats:
        sums = np.bincount(owner, weights=w[columns], minlength=len(where))
        return np.bincount(columns, weights=pull(sums)[owner], minlength=len(index))

    w = adam(gradient, len(index), settings)
    return {f: round(float(w[k]), 2) for f, k in index.items() if abs(w[k]) >= settings.least}


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

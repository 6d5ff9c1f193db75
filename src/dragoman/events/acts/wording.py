"""What words and the trees around them tell of acts: a second opinion beside the encoder's event head.

A log-linear model over declared features (``data/acts.npz``, fitted by ``training/acts.py`` on our own corpus) gives
each verb, noun and adjective a probability of each label of the event head. The two opinions are pooled as a weighted
product (Genest and Zidek 1986). The encoder knows meanings, but it has learnt its texts by heart and is surer than it
is right; a linear model of words and trees knows little and errs elsewhere. On split dev the average precision of
"expresses an act of a coded type", word by word, is 88.3 for the encoder, 87.6 for this model, 91.7 for both; in news
by other hands than ours 65.4, 60.2 and 72.1 (27 November 2026).

Features, all of lemmas: the word (``word:``), the kinds of things that it means by WordNet (``sense:``, summed up for
each word when the model is fitted, so that ``lambast`` counts as a word of blame though our corpus has it nowhere: of
the acts in news by other hands 12 % are words that it has fewer than five times); its tag and relation (``tag:``,
``role:``); its dependents by relation
and preposition (``has:``), with their words, with its own (``obj`` of ``attack``: ``attack>obj``); its governor
(``of:``, ``attack<conj``); the codebook's expression that it heads (``book:``, with how many words) or is part of
(``inside:``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dragoman.events.acts.constituents import Match
from dragoman.events.trees.syntax import Syntax
from dragoman.records import Signals

__all__ = ["SCALE", "SCORED", "SENSE", "Wording", "features", "noted", "pooled_scores", "save", "sense", "shipped"]

_WEIGHTS = Path(__file__).parents[1] / "data" / "acts.npz"
SCALE = 0.1
"""The model is stored in tenths, as whole numbers of one byte: a fifth of what a table for people takes, and read in a
third of the time."""
SENSE = "sense:"
SCORED = frozenset({"VERB", "NOUN", "ADJ"})
"""Tags of the words that the model was fitted on."""
OF_ENCODER, OF_WORDING, TO_ACTS = 1.0, 0.8, 0.8
"""The weights of the two opinions in the pool, and the log odds by which it leans to acts. On dev detection, precision
and types are 84.0, 85.4, 87.6 with these, 84.3, 85.7, 87.3 with .6 and .5, 83.8, 85.4, 87.5 with 1 and .8, 83.2, 86.0,
86.4 without a second opinion; in news by other hands F1 of acts with their type is 61.3, 60.6, 60.9 with the first
three, and of plain sentences (``tests/events``) four are read wrong with the second. By likelihood the weights would be
about half of these, but then few acts are sure. With a lean of .7, .8, .9 detection on dev is 84.8 each time, in news
by other hands 72.1, 72.4, 72.5 and, kept back, 69.2, 69.8, 70.0, and of local news 96.1, 95.9, 95.7 % stay empty; with
.9 a sample page has an event that it must not have (29 November 2026)."""
CERTAIN = 0.97
"""The encoder's probability of "no act" from which a word is not asked after, unless the codebook knows it: from .97 to
.999 all figures of dev are the same, and nine words in ten are spared."""
_SMALLEST = 1e-5
_PLAIN = frozenset({"punct", "cc", "det", "mark", "aux", "cop", "case"})
_APART = frozenset({"nsubj:pass", "compound:prt", "obl:agent"})
"""Relations that are kept apart from their kind (``obl`` of ``obl:tmod``)."""
_WITH_CASE = frozenset({"obl", "nmod", "advcl", "acl"})
_MANY = 3
"""Words of an expression from which on their number is no more told apart."""


@dataclass(frozen=True)
class Wording:
    """The fitted model: for each feature its weights, in the order of ``labels``."""

    labels: tuple[str, ...]
    rows: Mapping[str, int]
    weights: NDArray[np.int16]
    """In steps of ``SCALE``: (features, labels)."""

    def log_probabilities(self, words: Iterable[Iterable[str]]) -> NDArray[np.float32]:
        """Of each label for each word, by its features, (words, labels), natural logarithms. Every word has the feature
        ``bias``; those that the table lacks weigh nothing. Raises ValueError if there is no word."""
        known = self.rows
        rows = [[known[feature] for feature in found if feature in known] for found in words]
        starts = np.cumsum([0, *map(len, rows)])[:-1]
        # Whole numbers: features are a set, and sums of float32 differ in the last bit by the order of their terms.
        sums = np.add.reduceat(self.weights[[k for row in rows for k in row]], starts).astype(np.float32)
        sums *= np.float32(SCALE)
        sums -= sums.max(1, keepdims=True)
        normal: NDArray[np.float32] = sums - np.log(np.exp(sums).sum(1, keepdims=True))
        return normal

    def reasons(self, found: Iterable[str], label: str, most: int = 3) -> tuple[str, ...]:
        """The features that speak most for a label, the strongest first; ``bias`` is none."""
        column = self.labels.index(label)
        given = {f: int(self.weights[row, column]) for f in found if (row := self.rows.get(f)) is not None}
        return tuple(f for f in sorted(given, key=lambda f: (-given[f], f)) if given[f] > 0 and f != "bias")[:most]


def save(path: Path, labels: Sequence[str], names: Sequence[str], weights: NDArray[np.int8]) -> None:
    """Writes a model: features, one a line, and weights in tenths, (features, labels)."""
    lines = np.frombuffer("\n".join(names).encode(), np.uint8)
    np.savez_compressed(path, labels=np.array(labels), features=lines, weights=weights)


@cache
def shipped() -> Wording:
    """The model that ships."""
    with np.load(_WEIGHTS) as stored:
        labels = tuple(stored["labels"].tolist())
        names = stored["features"].tobytes().decode().split("\n")
        table = stored["weights"].astype(np.int16)  # sums of some thirty bytes
    return Wording(labels, {name: k for k, name in enumerate(names)}, table)


def noted(matches: Iterable[Match], ignored: str = "IGNORED") -> Mapping[int, tuple[str, ...]]:
    """What the codebook says of words, by token: the features of the expressions that they head or are part of."""
    found: dict[int, tuple[str, ...]] = {}
    for match in matches:
        kind = ignored if match.entry.ignored else match.entry.type or "NONE"
        told = (f"book:{kind}", f"book:{kind}/{min(match.specificity, _MANY)}")
        found[match.head] = (*found.get(match.head, ()), *told)
        for word in match.words:
            if word != match.head:
                found[word] = (*found.get(word, ()), f"inside:{kind}")
    return found


def sense(tag: str, word: str) -> str:
    """The feature of what a word of a part of speech means; ``word`` is a lemma."""
    return f"{SENSE}{tag}/{word.lower()}"


def features(i: int, syntax: Syntax, known: Mapping[int, tuple[str, ...]]) -> set[str]:
    """What speaks for the labels of token ``i``; ``known`` is what ``noted`` says of the article."""
    tokens, lemmas = syntax.tokens, syntax.lemmas
    token, word = tokens[i], lemmas[i]
    found = {
        "bias",
        f"word:{word}",
        sense(token.upos, word),
        f"tag:{token.xpos}",
        f"role:{token.dep}",
        *known.get(i, ("book:-",)),
    }
    for child in syntax.analysis.children_of[i]:
        relation = _relation(tokens[child].dep)
        if relation in _PLAIN:
            continue
        if relation in _WITH_CASE:
            relation = f"{relation}/{_case(child, syntax)}"
        filled = f"{relation}={lemmas[child]}"
        found |= {f"has:{relation}", f"has:{filled}", f"{word}>{relation}", f"{word}>{filled}"}
    if token.head != i:
        above, relation = lemmas[token.head], _relation(token.dep)
        found |= {f"of:{relation}={above}", f"{word}<{relation}", f"{word}<{above}"}
    return found


def _relation(dep: str) -> str:
    return dep if dep in _APART else dep.partition(":")[0]


def _case(i: int, syntax: Syntax) -> str:
    tokens = syntax.tokens
    return next((syntax.lemmas[c] for c in syntax.analysis.children_of[i] if tokens[c].dep in ("case", "mark")), "")


def pooled_scores(signals: Signals, syntax: Syntax, known: Mapping[int, tuple[str, ...]]) -> NDArray[np.float32]:
    """Probabilities of the event head's labels, (words, labels), where both have been asked; ``known`` is what
    ``noted`` says of the article. Where the table has other labels than the head, those of the head."""
    scores = signals.scores["event"]
    model = shipped()
    if model.labels != tuple(signals.labels["event"]):
        return scores
    asked = list(_asked(scores[:, model.labels.index("O")], syntax, known))
    if not asked:
        return scores
    pooled = OF_ENCODER * np.log(np.maximum(scores[asked], _SMALLEST))
    pooled += OF_WORDING * model.log_probabilities(features(i, syntax, known) for i in asked)
    pooled[:, model.labels.index("O")] -= TO_ACTS
    pooled = np.exp(pooled - pooled.max(1, keepdims=True))
    found = scores.copy()
    found[asked] = pooled / pooled.sum(1, keepdims=True)
    return found


def _asked(outside: NDArray[np.float32], syntax: Syntax, known: Mapping[int, tuple[str, ...]]) -> Iterator[int]:
    open_words = set(np.flatnonzero(outside < CERTAIN).tolist())
    for i in sorted(open_words | set(known)):
        if syntax.tokens[i].upos in SCORED:
            yield i

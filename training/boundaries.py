"""Fits the weights of story boundaries and of leads (``src/dragoman/pages/data/boundaries.csv``) on pages made of text.

::

    python -m training.boundaries --data FOLDER > src/dragoman/pages/data/boundaries.csv
    python -m training.boundaries --data FOLDER --held-out      # scores, each layout left out once

1. Leads: logistic regression over the words and signs of first and later paragraphs, each source weighed alike.
2. Boundaries: logistic regression over the candidates of all pages, made ones and single articles (PolNeAR's training
   part), each layout weighed alike, as a deviation from the weights that were set by hand (``HAND``) and held to them
   by a penalty: a weight moves only where pages insist.
   What the second reading asks depends on the stories of the first, so that fitting and reading take turns.
3. The threshold is the lowest at which no more than ``_CUT`` of single articles (PolNeAR's training part) are cut.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dragoman.knowledge import default_knowledge
from dragoman.pages.boundaries import FEATURES, SECOND, table
from dragoman.pages.dates import date_reader
from dragoman.pages.leads import signs
from dragoman.pages.lines import read_lines
from dragoman.pages.masks import unpacked
from dragoman.pages.roles import read_roles
from dragoman.pages.sheet import Sheet
from dragoman.pages.stories import search
from dragoman.pages.text import datelines_of, settled
from dragoman.pages.view import Laid, View
from dragoman.pages.words import Vocabulary
from training.text_layouts import make_pages
from training.text_pages import MadePage, Source, load_sources, single_pages

Floats = NDArray[np.float64]
HAND = {
    "title": 1.0, "repeated": 3.0, "wide gap": 2.5, "tight gap": 1.0, "head lines": 1.5, "head above": 1.5,
    "share bar": 0.5, "caption": 0.5, "dateline": 2.0, "label": 3.5, "after residue": 0.3, "dip": 1.5, "fall": 1.6,
    "least": 0.8, "takes up": -1.0, "given on": -1.0, "goes on": 0.8, "went on": 0.3, "unlike": -1.0,
    "out of line": -2.0, "leaning": -1.0, "unfinished": -1.0, "no body": -3.0, "live": -1.5,
    "recurs soon": -2.0,
}  # fmt: skip
THRESHOLD = 3.0
"""The weights that were set by hand, with the scores of made pages and of the measuring set in view; 0 for others."""

_NAMES = [*(f.name for f in FEATURES), *(f.name for f in SECOND)]
_FIRST = len(FEATURES)
_ROUNDS, _STEPS = 3, 12
_STILL = 1e-6
"""Steps so small change nothing in weights of two digits."""
_LEAD_PENALTY, _LEAST_LEAD, _LEAD_SEEN, _LEAD_ELSEWHERE = 20.0, 0.2, 120, 40
_FIRST_CHARS = 60
_PENALTY, _CUT = 500.0, 0.015
_SINGLE = 6000.0
"""How much single articles weigh, where each layout of made pages weighs 1,000: most pages are one story."""
_FREE = 0.05
"""Share of the penalty for features that were never set by hand."""


@dataclass
class Example:
    """A made page as the search sees it: its candidates with their features, and which of them begin stories."""

    layout: str
    view: View
    lines: NDArray[np.int64]
    """The candidates."""
    features: Floats
    """Of each line of the page; those of the second reading are 0 until ``second`` fills them."""
    right: NDArray[np.bool_]
    counts: NDArray[np.bool_]
    """The candidates that fitting asks: not the first paragraph below a true title, which begins the same story."""
    gold: frozenset[int]
    """Bodies before each true beginning: a line of the same head begins the same story."""

    def found(self, weights: Floats, threshold: float) -> list[int]:
        """The beginnings found with these weights, but for the page's first."""
        scores = self.features[:, :_FIRST] @ weights[:_FIRST] - threshold
        if scores[self.lines].max(initial=-1.0) < 0:  # most single articles: nothing is to be searched
            return []
        return search(self.view, scores, weights[_FIRST:].tolist())[1:]

    def second(self, weights: Floats, threshold: float) -> None:
        """Fills in the features of the second reading, as the first one with these weights makes them."""
        starts = [0, *self.found(np.concatenate((weights[:_FIRST], 0 * weights[_FIRST:])), threshold)]
        for at, found in enumerate(SECOND, _FIRST):
            self.features[:, at] = found.values(self.view, starts) if len(starts) > 1 else 0.0

    def count(self, weights: Floats, threshold: float) -> Counter[str]:
        """Hits, found and true beginnings."""
        found = {self.view.before[i] for i in self.found(weights, threshold)}
        return Counter(hit=len(found & self.gold), found=len(found), gold=len(self.gold))


def f1(count: Mapping[str, int]) -> float:
    """The F1 of counted beginnings."""
    return 2 * count["hit"] / max(1, count["found"] + count["gold"])


def example(page: MadePage, words: Vocabulary) -> Example:
    """One page, its lead likenesses with the weights that were just fitted."""
    lexicon = default_knowledge().residue
    lines = read_lines(page.text)
    marks = settled(lines, read_roles(lines, lexicon))
    sheet = Sheet([Laid(lines, marks, datelines_of(lines, marks, lexicon, date_reader(lexicon)))], lexicon, words)
    (view,) = sheet.views
    may, body = unpacked([view.candidate, view.body], view.count).view(bool)
    candidates = np.flatnonzero(may)
    at = {line.start: i for i, line in enumerate(lines)}
    gold = [at[offset] for offset in page.offsets if offset in at]
    values = np.zeros((len(lines), len(_NAMES)))
    values[:, :_FIRST] = table(sheet).T
    right = np.isin(candidates, gold)
    begun = frozenset(view.before[i] for i in gold)
    counts = right | ~(body[candidates] & np.isin(np.array(view.before)[candidates], list(begun)))
    return Example(page.layout, view, candidates, values, right, counts, begun)


def fit(features: Floats, target: Floats, weight: Floats, start: Floats, penalty: Floats) -> Floats:
    """Logistic regression held to ``start`` by a penalty on the squares of what it moves (Newton's steps)."""
    found = start.copy()
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(features @ found, -30, 30)))
        slope = features.T @ (weight * (target - chance)) - penalty * (found - start)
        bend = (features * (weight * chance * (1 - chance))[:, None]).T @ features + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        found = found + step
        if np.abs(step).max() < _STILL:
            break
    return found


def fit_leads(sources: Mapping[str, Sequence[Source]]) -> dict[str, float]:
    """Weights of the words and signs of first paragraphs."""
    days = default_knowledge().residue.weekdays
    rows: list[tuple[str, bool, list[str]]] = []
    for name, stories in sources.items():
        for story in stories:
            texts = [text for kind, text in story.parts if kind == "p" and len(text) > _FIRST_CHARS]
            # The second paragraph is often a second lead: it teaches nothing either way.
            rows += [(name, at == 0, list(signs(text, days))) for at, text in enumerate(texts) if at != 1]
    seen = Counter(sign for _, _, found in rows for sign in found)
    # PolNeAR is about one campaign: its words are to stand elsewhere as well.
    other = Counter(sign for name, _, found in rows if name != "polnear" for sign in found)
    names = [sign for sign, count in sorted(seen.items()) if count >= _LEAD_SEEN and other[sign] >= _LEAD_ELSEWHERE]
    number = {sign: n for n, sign in enumerate(names)}
    matrix = np.zeros((len(rows), len(names) + 1))
    matrix[:, -1] = 1
    for at, (_, _, found) in enumerate(rows):
        matrix[at, [number[sign] for sign in found if sign in number]] = 1
    sizes = Counter(name for name, _, _ in rows)
    weight = np.array([sizes[name] ** -0.5 for name, _, _ in rows])
    weight *= len(rows) / weight.sum()
    target = np.array([float(first) for _, first, _ in rows])
    fitted = fit(matrix, target, weight, np.zeros(len(names) + 1), np.full(len(names) + 1, _LEAD_PENALTY))
    return {sign: round(float(w), 2) for sign, w in zip(names, fitted, strict=False) if abs(w) >= _LEAST_LEAD}


def fit_boundaries(examples: Sequence[Example], single: Sequence[Example], penalty: float) -> tuple[Floats, float]:
    """Weights and threshold; each layout weighs alike."""
    start = np.array([*(HAND.get(name, 0.0) for name in _NAMES), -THRESHOLD])
    held = np.array([penalty if name in HAND else penalty * _FREE for name in [*_NAMES, ""]])
    now = start.copy()
    pages = [*examples, *single]
    total = Counter(page.layout for page in pages for _ in range(page.counts.sum()))
    for _ in range(_ROUNDS):
        for each in pages:
            each.second(now[:-1], -now[-1])
        matrix = np.concatenate([each.features[each.lines[each.counts]] for each in pages])
        matrix = np.hstack([matrix, np.ones((len(matrix), 1))])
        target = np.concatenate([each.right[each.counts] for each in pages]).astype(float)
        share = {layout: (_SINGLE if layout == "single" else 1000.0) / count for layout, count in total.items()}
        weight = np.array([share[each.layout] for each in pages for _ in range(each.counts.sum())])
        now = fit(matrix, target, weight, start, held)
    return now[:-1], least_threshold(single, now)


def least_threshold(single: Sequence[Example], now: Floats) -> float:
    """The threshold near the fitted one, the lower the more is found, at which few single stories are cut.

    That is the worse fault for a reader: most texts are one story. Steps are small: a tenth spares or cuts five of 806.
    """
    tried = [-now[-1] + step / 50 for step in range(-75, 76)]

    def few(threshold: float) -> bool:
        left = int(_CUT * len(single))
        for example in single:
            left -= bool(example.found(now[:-1], threshold))
            if left < 0:
                return False
        return True

    return float(next((t for t in tried if few(t)), tried[-1]))


def by_layout(examples: Sequence[Example], weights: Floats, threshold: float) -> dict[str, float]:
    """The F1 of each layout."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for each in examples:
        counts[each.layout] += each.count(weights, threshold)
    return {layout: f1(count) for layout, count in counts.items()}


def held_out(examples: Sequence[Example], single: Sequence[Example]) -> None:
    """Prints what each layout scores with weights fitted on all others, beside the weights set by hand."""
    hand = np.array([HAND.get(name, 0.0) for name in _NAMES])
    scores = []
    for layout in dict.fromkeys(each.layout for each in examples):
        fitted = fit_boundaries([each for each in examples if each.layout != layout], single, _PENALTY)
        own = [each for each in examples if each.layout == layout]
        scores.append(by_layout(own, *fitted)[layout])
        by_hand = by_layout(own, hand, THRESHOLD)[layout]
        print(f"{layout:18} held out {scores[-1]:.3f}, by hand {by_hand:.3f}", flush=True)
    print(f"mean {np.mean(scores):.3f}, worst {min(scores):.3f}")


def main() -> None:
    """Fits, and prints the table or the scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=120, help="made pages a layout")
    parser.add_argument("--held-out", action="store_true")
    options = parser.parse_args()
    sources = load_sources(Path(__file__).parents[1] / "corpus", options.data)
    leads = fit_leads(sources)
    words = Vocabulary(default_knowledge().residue, leads)
    examples = [example(page, words) for page in make_pages(sources, options.pages)]
    single = [example(page, words) for page in single_pages(options.data)]
    if options.held_out:
        held_out(examples, single)
        return
    weights, threshold = fit_boundaries(examples, single, _PENALTY)
    layouts = len({each.layout for each in examples})
    print(
        "# What speaks for a story's beginning (kind story: `boundaries.py` says what each feature means), and words\n"
        "# and signs of first paragraphs (kind lead; see `leads.py`). Written by training/boundaries.py on made pages\n"
        f"# ({len(examples)} in {layouts} layouts; stories of our corpus, of GUM's open genres (CC BY 4.0) and of\n"
        "# PolNeAR's training part, of which nothing is kept but these numbers)."
    )
    print("kind,feature,weight")
    for name, weight in zip([*_NAMES, "threshold"], [*weights, threshold], strict=True):
        print(f"story,{name},{weight:.2f}")
    for sign, weight in sorted(leads.items()):
        print(f"lead,{sign},{weight:.2f}")


if __name__ == "__main__":
    main()

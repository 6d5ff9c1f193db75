"""Fits the weights of the pronoun ranker (``coreference/data/pronouns.csv``) on GUM's open genres and on our corpus.

::

    python training/pronouns.py --data FOLDER > src/dragoman/resolve/coreference/data/pronouns.csv

Gold tokens and sentences, our own parse and our own names: what the ranker sees at run time. A pronoun's right
candidates are those whose nearest mention lies in its gold chain; where there is none, leaving it open is right. The
model is a softmax over candidates and "none"; the sum of the right ones' probabilities is maximised, with a penalty.
Of our corpus (splits train and dev) those pronouns are taken that a text gives an actor to: right are the chains of
which some mention has that actor too.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.actors import best_mention
from benchmarks.coreference import OPEN_GENRES, Document, align, analyse, matched, read_documents
from benchmarks.events import article_of
from corpus.check import load, paths

from dragoman.knowledge import Knowledge
from dragoman.language import Language
from dragoman.records import ActorMention, Analysis
from dragoman.resolve.actors.context import Found
from dragoman.resolve.actors.mentions.find import find_mentions
from dragoman.resolve.coreference.link import link
from dragoman.resolve.coreference.pronouns import Candidate, rank
from dragoman.resolve.identify import context_of
from dragoman.resolve.places.locate import locate
from training.fitting import Settings, fit_choices, print_table

SETTINGS = Settings(penalty=20.0, rare=8, least=0.01)
"""Of 2 to 80 the best where a third of both corpora was left out in turn (GUM's chains 73.9 to 74.1, our pronouns 58.7
to 59.2); both corpora are small."""

OURS = 2
"""How often each pronoun of our corpus counts: news is what the ranker reads."""

Example = tuple[list[tuple[str, ...]], list[bool]]
"""Features of each candidate and, last, of none; which of them are right."""


def examples(documents: Sequence[Document]) -> dict[str, list[Example]]:
    """What the ranker would see, by class of pronoun, when all pronouns before are resolved as in the gold."""
    knowledge = Knowledge()
    out: dict[str, list[Example]] = defaultdict(list)
    for item, analysis in analyse(documents):
        ctx = context_of(item.article, analysis, locate(item.article, analysis, knowledge), knowledge)
        found = find_mentions(ctx)
        words = align(item, analysis)
        spans = {id(f): (words[f.first], words[f.last - 1] + 1) for f in found}
        pairs = matched(item, list(spans.values()))
        gold = {i: pairs[s].chain for i, s in spans.items() if s in pairs}
        by_head = {h: m.chain for m in reversed(item.mentions) for h in m.heads}
        link(ctx, found, _Teacher(out, gold, by_head, words))
    return out


@dataclass(frozen=True)
class _Teacher:
    """Chooses as the gold does, and writes down what the ranker would have seen."""

    out: dict[str, list[Example]]
    gold: dict[int, str]
    by_head: dict[int, str]
    words: dict[int, int]

    def __call__(
        self, pronoun: Found, kind: str, candidates: Sequence[Candidate], none: Sequence[str]
    ) -> tuple[int | None, float]:
        chain = self.gold.get(id(pronoun))
        right = [chain is not None and _chain(c, self.gold, self.by_head, self.words) == chain for c in candidates]
        self.out[kind].append(([c.features for c in candidates] + [tuple(none)], [*right, not any(right)]))
        actors = [k for k, r in enumerate(right) if r and candidates[k].chain is not None]
        return (actors[-1] if actors else None), 1.0


def _chain(candidate: Candidate, gold: dict[int, str], by_head: dict[int, str], words: dict[int, int]) -> str | None:
    if candidate.mention is not None:
        return gold.get(id(candidate.mention))
    return by_head.get(words.get(candidate.at, -1))


def corpus_examples(splits: Sequence[str]) -> dict[str, list[Example]]:
    """The same of the pronouns that our corpus marks, where the right actor is among the candidates."""
    knowledge = Knowledge()
    out: dict[str, list[Example]] = defaultdict(list)
    items = [i for path in paths() for i in load(path) if i.split in splits and i.actors]
    articles = [article_of(i) for i in items]
    for item, article, analysis in zip(items, articles, Language.load().analyse_many(articles), strict=True):
        ctx = context_of(article, analysis, locate(article, analysis, knowledge), knowledge)
        found = find_mentions(ctx)
        plain = [_mention(analysis, f, k) for k, f in enumerate(found)]
        names: dict[int, str] = {}
        for gold in item.actors:
            spot = gold.place(item.text)
            best = best_mention(analysis, plain, *spot) if spot else None
            if best is not None:
                names[id(found[int(best.id)])] = gold.name
        link(ctx, found, _Marked(out, names))
    return out


def _mention(analysis: Analysis, found: Found, k: int) -> ActorMention:
    evidence = analysis.evidence(found.first, found.last)
    return ActorMention(str(k), evidence, found.form, found.first, found.last, found.head)


@dataclass(frozen=True)
class _Marked:
    """Chooses as the corpus does where it marks a pronoun, else as the ranker does now."""

    out: dict[str, list[Example]]
    names: dict[int, str]

    def __call__(
        self, pronoun: Found, kind: str, candidates: Sequence[Candidate], none: Sequence[str]
    ) -> tuple[int | None, float]:
        name = self.names.get(id(pronoun))
        right = [
            name is not None and c.chain is not None and name in {self.names.get(id(m)) for m in c.chain.mentions}
            for c in candidates
        ]
        if not any(right):
            return rank(pronoun, kind, candidates, none)
        self.out[kind].append(([c.features for c in candidates] + [tuple(none)], [*right, False]))
        return len(right) - 1 - right[::-1].index(True), 1.0


def main() -> None:
    """Prints the table of weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with ud/")
    parser.add_argument("--genres", default=",".join(OPEN_GENRES))
    options = parser.parse_args()
    path = options.data / "ud" / "gum-train.conllu.gz"
    found = examples(read_documents(path, frozenset(options.genres.split(","))))
    ours = corpus_examples(("train", "dev"))
    for kind, more in ours.items():
        found[kind] += more * OURS
    counts = ", ".join(f"{kind} {len(found[kind])}" for kind in sorted(found))
    print_table(
        [
            "Weights of the pronoun ranker, by class of pronoun; `coreference.features` says what each feature means.",
            f"Written by training/pronouns.py from GUM train (CC BY 4.0, its open genres) and our corpus: {counts}.",
        ],
        {kind: fit_choices(found[kind], SETTINGS) for kind in sorted(found)},
    )


if __name__ == "__main__":
    main()

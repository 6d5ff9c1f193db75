"""Fits the weights of claims: which drafts are claims, where their parts begin and end, how far a source is named.

::

    python training/claims.py --data DATA              # writes claims.csv, edges.csv, naming.csv in claims/data
    python training/claims.py --data DATA --limit 400  # PolNeAR's first 400 articles
    python training/claims.py --only naming            # one table; this one needs no PolNeAR

Drafts and edges are fitted on PolNeAR's ``train.jsonl`` and our corpus's split ``train`` together; how far a source is
named on our corpus alone, which is marked with it. Trees and heads are what the reader makes of the texts. The heads
have seen them, yet they are hardly surer there than on unseen ones (linked F1 70.3 and 68.2 before this was fitted).
PolNeAR's readers hardly marked claims inside others: what we nest there is no example.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.claims import ROLES, article_of, characters, corpus_article, corpus_row, linked, trimmed
from corpus.check import Item, load, paths

from dragoman.claims import edges, naming, weighing
from dragoman.claims.drafts import Draft, Span, Trees
from dragoman.claims.find import candidates, draft_claims
from dragoman.claims.signalled import ClaimSignals
from dragoman.claims.sources import Casting
from dragoman.knowledge import default_knowledge
from dragoman.knowledge.weights import read_weights
from dragoman.language import Language
from dragoman.records import Analysis, Anonymity, Article
from dragoman.resolve import resolve
from training.fitting import Settings, fit_choices, fit_each, print_table

CLAIM = Settings(penalty=2.0, rare=8)
EDGE = Settings(penalty=3.0, rare=10, steps=200)
NAMING = Settings(penalty=4.0, rare=4, steps=300)
"""Of the penalties 1, 2, 4 and 8, 2 and 4 gave most in five folds of train (88.3, 87.9 % right; rules alone 84.7)."""
ALIKE = 1 / 3
"""Overlap (intersection over union) from which a draft's content is the marked one's: edges are drawn afterwards."""
NEAR = 0.2
"""The same, from which a draft tells where edges belong."""
OURS = 3
"""How often each of our own texts counts, PolNeAR's being longer and many more; for edges once less."""
FOLDER = Path(__file__).parents[1] / "src" / "dragoman" / "claims" / "data"

Gold = Mapping[str, tuple[Span, ...]]
"""Trimmed character spans of source, cue and content."""


@dataclass(frozen=True)
class Text:
    """One text with what its readers marked; ``item`` where it is of our corpus."""

    article: Article
    analysis: Analysis
    gold: tuple[Gold, ...]
    item: Item | None = None


def texts(data: Path | None, limit: int | None) -> Iterator[Text]:
    """PolNeAR's training articles where a folder is given, then our corpus."""
    if data is not None:
        with (data / "polnear" / "train.jsonl").open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line, _ in zip(lines, range(limit or sys.maxsize), strict=False)]
        yield from _analysed(rows, [article_of(row) for row in rows], None)
    items = [i for p in paths() for i in load(p) if i.split == "train" and (i.claims or i.events) and not i.unmarked]
    yield from _analysed([corpus_row(i) for i in items], [corpus_article(i) for i in items], items)


def _analysed(rows: Sequence[dict], articles: Sequence[Article], items: Sequence[Item] | None) -> Iterator[Text]:
    for n, analysis in enumerate(Language.load().analyse_many(articles)):
        yield Text(articles[n], analysis, marked(rows[n]), items[n] if items else None)


def marked(row: dict) -> tuple[Gold, ...]:
    """The attributions of a row, their spans trimmed as they are scored."""
    return tuple(
        {role: trimmed(row["text"], tuple(map(tuple, a[role]))) for role in ROLES} for a in row["attributions"]
    )


def held(analysis: Analysis, spans: Iterable[Span | None]) -> set[int]:
    """The characters of spans of tokens."""
    tokens = analysis.tokens
    return {i for s in spans if s for i in range(tokens[s[0]].start, tokens[s[1] - 1].end)}


def agreement(analysis: Analysis, draft: Draft, gold: Gold) -> float:
    """Overlap of the contents, 0 where cue or source is another's."""
    cue, source = held(analysis, [draft.cue]), held(analysis, [draft.source_span])
    for ours, theirs in ((cue, characters(gold["cue"])), (source, characters(gold["source"]))):
        if not ours & theirs and (ours or theirs):
            return 0.0
    content, wanted = held(analysis, draft.content), characters(gold["content"])
    return len(content & wanted) / max(1, len(content | wanted))


def claim_examples(text: Text) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The features of each draft, and whether it was marked."""
    trees = Trees(text.analysis)
    drafts, _, signals = candidates(text.article, trees, default_knowledge())
    if signals is None:
        raise SystemExit("the encoder's weights have no heads for claims")
    for draft in drafts:
        right = any(agreement(text.analysis, draft, g) >= ALIKE for g in text.gold)
        cue = held(text.analysis, [draft.cue])
        nested = cue and any(cue <= characters(g["content"]) and not cue & characters(g["cue"]) for g in text.gold)
        if right or text.item is not None or not nested:
            yield weighing.features(trees, signals.parts, draft), right


@contextlib.contextmanager
def _undrawn() -> Iterator[None]:
    """Drafts with the edges that rules and heads give them."""
    drawn = ClaimSignals.drawn
    ClaimSignals.drawn = lambda _, drafts: list(drafts)  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        ClaimSignals.drawn = drawn  # type: ignore[method-assign]


def edge_examples(text: Text) -> Iterator[tuple[str, list[tuple[str, ...]], list[bool]]]:
    """For each edge of each draft that was marked: which, the places with their features, which of them is right."""
    trees = Trees(text.analysis)
    if text.analysis.signals is None:
        return
    parts = ClaimSignals(text.analysis.signals, trees).parts
    for site in edges.sites(trees, parts, draft_claims(text.article, trees, default_knowledge())):
        draft = site.draft
        shares = [agreement(text.analysis, draft, g) for g in text.gold]
        if not shares or max(shares) < NEAR:
            continue
        gold = text.gold[shares.index(max(shares))]
        for part in edges.PARTS:
            span = edges.span_of(draft, part)
            ours = held(text.analysis, [span])
            spans = [s for s in gold[part] if part == "content" or ours & characters((s,))]
            if span is None or not spans:
                continue
            for side, want in (("first", spans[0][0]), ("last", spans[-1][1])):
                at = edges.places(site, part, side)
                right = [_edge(text.analysis, e, side) == want for e in at]
                if len(at) > 1 and any(right):
                    rows = [edges.features(site, part, side, e) for e in at]
                    yield f"{part} {side}", [tuple(map(sys.intern, row)) for row in rows], right


def _edge(analysis: Analysis, e: int, side: str) -> int:
    """The character of an edge, trimmed."""
    span = (analysis.tokens[e].start, len(analysis.text)) if side == "first" else (0, analysis.tokens[e - 1].end)
    kept = trimmed(analysis.text, (span,))
    return kept[0][side == "last"] if kept else -1


def naming_examples(text: Text) -> Iterator[tuple[list[tuple[str, ...]], list[bool]]]:
    """For each source of our corpus that we find: the levels with their features, which of them was marked."""
    if text.item is None:
        return
    knowledge = default_knowledge()
    trees = Trees(text.analysis)
    casting = Casting(trees, resolve(text.article, text.analysis, knowledge), knowledge.speech)
    drafts = draft_claims(text.article, trees, knowledge)
    found: list[dict[str, tuple[Span, ...]]] = [
        {
            "source": _spans(text.analysis, [d.source_span]),
            "content": _spans(text.analysis, d.content),
        }
        for d in drafts
    ]
    for g, f in linked([dict(g) for g in text.gold], found):
        facts, wanted = casting.facts(drafts[f]), text.item.claims[g].anonymity
        if facts and wanted is not None and wanted is not Anonymity.IMPLICIT:
            yield naming.rows(facts), [level is wanted for level in naming.LEVELS]


def _spans(analysis: Analysis, spans: Iterable[Span | None]) -> tuple[Span, ...]:
    tokens = analysis.tokens
    return trimmed(analysis.text, tuple((tokens[s[0]].start, tokens[s[1] - 1].end) for s in spans if s))


def fit_claims(found: Sequence[Text], out: Path) -> None:
    """Writes the weights of drafts."""
    each = [e for t in found for e in claim_examples(t) for _ in range(OURS if t.item is not None else 1)]
    _write(
        out / "claims.csv",
        "Weights by which a draft is a claim; `weighing` says what each feature means.",
        f"{len(each)} drafts of {_origin(found)}",
        {"": fit_each([f for f, _ in each], [r for _, r in each], CLAIM)},
    )
    read_weights.cache_clear()


def fit_edges(found: Sequence[Text], out: Path) -> None:
    """Writes the weights of edges, on the drafts that the weights of claims let pass."""
    choices: dict[str, list[tuple[list[tuple[str, ...]], list[bool]]]] = defaultdict(list)
    with _undrawn():
        for text in found:
            for which, rows, right in edge_examples(text):
                choices[which] += [(rows, right)] * (1 if text.item is None else OURS - 1)
    _write(
        out / "edges.csv",
        "Weights by which a claim's parts begin and end; `edges` says what each feature means.",
        _origin(found),
        {which: fit_choices(choices.pop(which), EDGE) for which in sorted(choices)},
    )


def fit_naming(found: Sequence[Text], out: Path) -> None:
    """Writes the weights of how far a source is named."""
    named = [e for t in found for e in naming_examples(t)]
    _write(
        out / "naming.csv",
        "Weights by which a source is named so far; `naming` says what each feature means.",
        f"{len(named)} sources of corpus/ (train)",
        {"": fit_choices(named, NAMING)},
    )


FITS = {"claims": fit_claims, "edges": fit_edges, "naming": fit_naming}
"""The tables in the order in which they are fitted: each hangs on those before it."""


def _origin(found: Sequence[Text]) -> str:
    ours = sum(t.item is not None for t in found)
    return f"{len(found) - ours} articles of PolNeAR (train) and {ours} texts of corpus/ (train)"


def _write(path: Path, what: str, where: str, tables: Mapping[str, Mapping[str, float]]) -> None:
    with path.open("w", encoding="utf-8") as file, contextlib.redirect_stdout(file):
        print_table([what, f"Written by training/claims.py from {where}."], tables)
    print(f"{path}: {sum(map(len, tables.values()))} weights", flush=True)


def main() -> None:
    """Fits and writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of the measuring sets, of which PolNeAR's train part is read")
    parser.add_argument("--only", choices=FITS, help="fit this table alone, with the others as they are")
    parser.add_argument("--limit", type=int, default=None, help="only so many articles of PolNeAR")
    parser.add_argument("--out", type=Path, default=FOLDER, help="where the tables go")
    options = parser.parse_args()
    chosen = [options.only] if options.only else list(FITS)
    if options.data is None and chosen != ["naming"]:
        parser.error("drafts and edges are fitted on PolNeAR too: --data tells where it lies")
    found = list(texts(None if chosen == ["naming"] else options.data, options.limit))
    for name in chosen:
        FITS[name](found, options.out)


if __name__ == "__main__":
    main()

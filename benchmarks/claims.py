"""Attribution on PolNeAR: ``python benchmarks/claims.py --data FOLDER [--split dev]``.

Scores as the published ones: the edges of all spans trimmed of blanks, punctuation and quotation marks; exact F1 of the
source, cue and content spans; *linked* F1, where an attribution counts if its content overlaps the reader's by half
(intersection over union of characters) and the two sources overlap (or both have none). Each is matched once.

PolNeAR's readers marked hardly any attribution inside another's content (one in twenty of those that we nest, train),
so two tables are printed: the outermost claims alone, which is what the set marks, and all claims with nested ones.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.events import article_of as corpus_article
from corpus.check import Item, Span, load, paths

from dragoman.claims import find_claims
from dragoman.knowledge import Knowledge, default_knowledge
from dragoman.language import Language
from dragoman.language.encoder import WEIGHTS
from dragoman.records import Article, Block, BlockKind, Claim, content_id
from dragoman.resolve import resolve

Spans = tuple[tuple[int, int], ...]
ROLES = ("source", "cue", "content")


def article_of(row: dict) -> Article:
    text, blocks, at = row["text"], [], 0
    for line in text.split("\n"):
        if line.strip():
            start = at + len(line) - len(line.lstrip())
            kind = BlockKind.PARAGRAPH if blocks else BlockKind.TITLE
            blocks.append(Block(kind, start, at + len(line.rstrip())))
        at += len(line) + 1
    name = row.get("doc_id", "?")
    return Article(content_id("a", name), "p", name, 0, text, tuple(blocks), "en")


def trimmed(text: str, spans: Spans) -> Spans:
    out = []
    for first, last in spans:
        start, end = first, last
        while start < end and not text[start].isalnum():
            start += 1
        while end > start and not text[end - 1].isalnum():
            end -= 1
        if start < end:
            out.append((start, end))
    return tuple(out)


def characters(spans: Spans) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


def linked(gold: list[dict[str, Spans]], found: list[dict[str, Spans]]) -> list[tuple[int, int]]:
    """Pairs (gold, found) that agree, best content overlap first, each used once."""
    gold_chars = [(characters(g["content"]), characters(g["source"])) for g in gold]
    found_chars = [(characters(f["content"]), characters(f["source"])) for f in found]
    pairs = []
    for g, (gc, gs) in enumerate(gold_chars):
        for f, (fc, fs) in enumerate(found_chars):
            both = len(gc & fc)
            if both and 2 * both >= len(gc | fc) and (gs & fs or not (gs or fs)):
                pairs.append((both / len(gc | fc), g, f))
    used_gold, used_found, out = set(), set(), []
    for _, g, f in sorted(pairs, reverse=True):
        if g not in used_gold and f not in used_found:
            used_gold.add(g)
            used_found.add(f)
            out.append((g, f))
    return out


class Score:
    """Counts of right, found and wanted."""

    def __init__(self) -> None:
        self.right, self.found, self.wanted = Counter(), Counter(), Counter()
        self.how_right, self.how_found = Counter(), Counter()

    def add(self, text: str, gold: list[dict[str, Spans]], found: list[dict[str, Spans]], how: list[str]) -> None:
        """Counts one article: the reader's attributions, ours, and what decided each of ours."""
        for role in ROLES:
            want = {s for g in gold for s in g[role]}
            have = {s for f in found for s in f[role]}
            self._count(role, len(want & have), len(have), len(want))
        pairs = linked(gold, found)
        self._count("linked", len(pairs), len(found), len(gold))
        self.how_found.update(how)
        self.how_right.update(how[f] for _, f in pairs)

    def _count(self, name: str, right: int, found: int, wanted: int) -> None:
        self.right[name] += right
        self.found[name] += found
        self.wanted[name] += wanted

    def report(self, title: str, constructions: bool) -> str:
        """The table, with the precision of each construction if asked for."""
        lines = [title, f"{'':9}{'P':>7}{'R':>7}{'F1':>7}"]
        for name in (*ROLES, "linked"):
            p = self.right[name] / max(1, self.found[name])
            r = self.right[name] / max(1, self.wanted[name])
            lines.append(f"{name:9}{100 * p:7.1f}{100 * r:7.1f}{200 * p * r / max(1e-9, p + r):7.1f}")
        if not constructions:
            return "\n".join(lines)
        lines.append("precision by what decided:")
        for how, n in self.how_found.most_common():
            lines.append(f"  {how:24}{self.how_right[how]:6} of {n:6}  {self.how_right[how] / n:.2f}")
        return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder of the measuring sets; without it our own corpus is scored")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--limit", type=int, default=None, help="only so many articles")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="other weights of the encoder")
    options = parser.parse_args()
    language, knowledge = Language.load(weights=options.weights), default_knowledge()
    if options.data is None:
        own_corpus(options.split, language, knowledge)
        return
    lines = (options.data / "polnear" / f"{options.split}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines[: options.limit]]
    outermost, everything = Score(), Score()
    articles = [article_of(row) for row in rows]
    for row, article, analysis in zip(rows, articles, language.analyse_many(articles), strict=True):
        claims = find_claims(article, analysis, resolve(article, analysis, knowledge), knowledge)
        outermost.add(row["text"], *as_spans(row, tuple(c for c in claims if c.parent is None)))
        everything.add(row["text"], *as_spans(row, claims))
    print(outermost.report("outermost claims", constructions=True))
    print(everything.report("all claims", constructions=False))


def own_corpus(split: str, language: Language, knowledge: Knowledge) -> None:
    """All claims of our own corpus, and of those found: anonymity, commitment, polarity, nesting."""
    items = [item for path in paths() for item in load(path) if item.split == split and item.published]
    articles = [corpus_article(item) for item in items]
    score, right, asked = Score(), Counter[str](), Counter[str]()
    for item, article, analysis in zip(items, articles, language.analyse_many(articles), strict=True):
        claims = find_claims(article, analysis, resolve(article, analysis, knowledge), knowledge)
        gold, found, how = as_spans(corpus_row(item), claims)
        score.add(item.text, gold, found, how)
        pairs = linked(gold, found)
        ours = {claims[f].id: g for g, f in pairs}
        for g, f in pairs:
            wanted, claim = item.claims[g], claims[f]
            for name in ("anonymity", "commitment", "polarity"):
                if (want := getattr(wanted, name)) is not None:
                    asked[name] += 1
                    right[name] += want is getattr(claim, name)
            asked["nesting"] += 1
            right["nesting"] += (ours.get(claim.parent) if claim.parent else None) == wanted.parent
    print(score.report(f"our own corpus, {split}: {len(items)} texts", constructions=True))
    for name, of in asked.items():
        print(f"{name:12} right {100 * right[name] / of:5.1f}  of {of} found")


def corpus_row(item: Item) -> dict:
    """A text of our corpus in the form of PolNeAR's rows."""

    def spans(part: Span | tuple[Span, ...] | None) -> list[tuple[int, int]]:
        listed = part if isinstance(part, tuple) else (part,) if part else ()
        return [p for p in (s.place(item.text) for s in listed) if p is not None]

    return {
        "text": item.text,
        "attributions": [{role: spans(getattr(claim, role)) for role in ROLES} for claim in item.claims],
    }


def as_spans(row: dict, claims: tuple[Claim, ...]) -> tuple[list[dict[str, Spans]], list[dict[str, Spans]], list[str]]:
    text = row["text"]
    gold = [{role: trimmed(text, tuple(map(tuple, a[role]))) for role in ROLES} for a in row["attributions"]]
    found = [
        {
            "source": trimmed(text, ((c.source.start, c.source.end),)) if c.source else (),
            "cue": trimmed(text, ((c.cue.start, c.cue.end),)) if c.cue else (),
            "content": trimmed(text, tuple((e.start, e.end) for e in c.content)),
        }
        for c in claims
    ]
    kept = [g for g in gold if g["content"]]
    return kept, found, [c.decided_by.split(":")[0] for c in claims]


if __name__ == "__main__":
    main()

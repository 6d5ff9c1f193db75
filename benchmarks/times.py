"""Scores the time tagger on TempEval-style sets: strict, relaxed and value F1.

    python benchmarks/times.py --data FOLDER [--misses 40] [--encoder]

FOLDER holds ``timex/{timebank_te3,aquaint_te3,wikiwars}.jsonl`` (measure only; never part of the project). Strict:
the same characters; relaxed: an overlap; value: an overlap with the same TIMEX3 value. Without ``--encoder`` the
tagger sees bare tokens and no syntax, so tense is told by words alone.
"""

from __future__ import annotations

import argparse
import collections
import json
import re
import time
from datetime import date
from pathlib import Path

from dragoman.knowledge import default_knowledge
from dragoman.records import (
    Analysis,
    Anchor,
    AnchorBasis,
    Article,
    Block,
    BlockKind,
    Granularity,
    Interval,
    Sentence,
    Token,
)
from dragoman.resolve.times.tag import tag_times

SETS = ("timebank_te3", "aquaint_te3", "wikiwars")
NEWS = SETS[:2]
"""Scored together too, as the aim is set."""
_TOKEN = re.compile(r"\w+|[^\w\s]")
_BREAK = re.compile(r"\n\s*\n")


def to_article(row: dict) -> Article:
    day = date.fromisoformat(row["dct"][:10])
    anchor = Anchor(Interval(day, day, Granularity.DAY), AnchorBasis.GIVEN, 1.0)
    text, blocks, start = row["text"], [], 0
    for match in [*_BREAK.finditer(text), None]:
        end = match.start() if match else len(text)
        if text[start:end].strip():
            blocks.append(Block(BlockKind.PARAGRAPH, start, end))
        start = match.end() if match else end
    return Article(row["doc"], "p", "x", 0, text, tuple(blocks), "en", published=anchor)


def bare_analysis(article: Article) -> Analysis:
    """Tokens and one sentence a paragraph, without any syntax."""
    tokens, sentences = [], []
    for number, block in enumerate(article.blocks):
        first = len(tokens)
        for match in _TOKEN.finditer(article.text, block.start, block.end):
            i = len(tokens)
            tokens.append(Token(i, match.start(), match.end(), match[0], "", "", "", "", i, "", number, True))
        if len(tokens) > first:
            sentences.append(
                Sentence(len(sentences), first, len(tokens), tokens[first].start, tokens[-1].end, first, number)
            )
    tokens = [
        Token(t.i, t.start, t.end, t.text, "", "", "", "", t.i, "", s.i, True)
        for s in sentences
        for t in tokens[s.first : s.last]
    ]
    return Analysis.build(article.id, article.text, tuple(tokens), tuple(sentences), ())


def score(rows: list[dict], misses: int, encoder: bool) -> collections.Counter:
    counts = collections.Counter()
    missed, invented, wrong = collections.Counter(), collections.Counter(), collections.Counter()
    knowledge = default_knowledge()
    _ = knowledge.times
    articles = [to_article(row) for row in rows]
    if encoder:
        from dragoman.language import Language

        analyses = Language.load().analyse_many(articles)
    else:
        analyses = [bare_analysis(article) for article in articles]
    begun = time.perf_counter()
    tagged = [tag_times(a, b, knowledge) for a, b in zip(articles, analyses, strict=True)]
    spent = time.perf_counter() - begun
    for row, mentions in zip(rows, tagged, strict=True):
        text, gold = row["text"], row["timexes"]
        counts["gold"] += len(gold)
        counts["system"] += len(mentions)
        used = set()
        for g in gold:
            hits = [
                m for m in mentions if m.evidence.start < g["end"] and g["start"] < m.evidence.end and m.id not in used
            ]
            context = text[max(g["start"] - 40, 0) : g["end"] + 20].replace("\n", " ")
            if not hits:
                missed[(g["text"].lower(), g["value"], context)] += 1
                continue
            hit = max(hits, key=lambda m: min(m.evidence.end, g["end"]) - max(m.evidence.start, g["start"]))
            used.add(hit.id)
            counts["relaxed"] += 1
            counts["strict"] += (hit.evidence.start, hit.evidence.end) == (g["start"], g["end"])
            if hit.value == g["value"]:
                counts["value"] += 1
            else:
                wrong[(hit.evidence.text, hit.value, g["text"], g["value"], row["dct"][:10], context)] += 1
        for m in mentions:
            if m.id not in used:
                invented[
                    (
                        m.evidence.text.lower(),
                        m.rule,
                        text[max(m.evidence.start - 40, 0) : m.evidence.end + 20].replace("\n", " "),
                    )
                ] += 1
    report(counts)
    words = sum(len(row["text"].split()) for row in rows)
    print(f"  {counts['gold']} gold, {counts['system']} found, {words / spent:,.0f} words/s")
    for name, table in (("missed", missed), ("invented", invented), ("wrong value", wrong)):
        for key, n in table.most_common(misses):
            print(f"  {name} {n} {key}")
    return counts


def report(counts: collections.Counter) -> None:
    for kind in ("strict", "relaxed", "value"):
        p, r = counts[kind] / max(counts["system"], 1), counts[kind] / max(counts["gold"], 1)
        print(f"  {kind:8} P {100 * p:5.1f}  R {100 * r:5.1f}  F1 {100 * 2 * p * r / max(p + r, 1e-9):5.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--encoder", action="store_true")
    parser.add_argument("--only", choices=SETS)
    arguments = parser.parse_args()
    news = collections.Counter()
    for name in SETS:
        if arguments.only in (None, name):
            print(name)
            lines = (arguments.data / "timex" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
            counts = score([json.loads(line) for line in lines], arguments.misses, arguments.encoder)
            news.update(counts if name in NEWS else {})
    if arguments.only is None:
        print(" + ".join(NEWS))
        report(news)


if __name__ == "__main__":
    main()

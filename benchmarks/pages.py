"""How well pages are read: stories of concatenated text, bodies and dates of HTML, speed.

    python benchmarks/pages.py --data FOLDER [--sample N]

``FOLDER/pages`` holds ``concatenated-dev``, ``naeb`` and ``fundus`` (``.jsonl.gz``). They are measured on, never
trained on. A first version: it prints figures, and pins none.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from dragoman.pages import read_page
from dragoman.records import BlockKind, Page, PageResult

_TRUE = ("title", "body", "subhead")
_RESIDUE = ("widget", "related", "byline", "dateline")
_WORD = re.compile(r"\w+")
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in)\b", re.IGNORECASE)
_ENGLISH_SHARE = 0.04
"""Share of five English words from which a gold story counts as English; others are not read, and so not counted."""


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def read(content: str, markup: bool, url: str | None = None) -> PageResult:
    page = Page("p", "page", html=content, url=url) if markup else Page("p", "page", text=content, url=url)
    return read_page(page)


def is_english(text: str) -> bool:
    return len(_ENGLISH.findall(text)) >= _ENGLISH_SHARE * len(_WORD.findall(text))


def foreign(row: dict[str, Any]) -> set[int]:
    """The stories of a page that are in another language."""
    texts: dict[int, list[str]] = defaultdict(list)
    for line, role, story in zip(row["lines"], row["roles"], row["sid"], strict=True):
        if role == "body":
            texts[story].append(line)
    return {story for story, lines in texts.items() if not is_english(" ".join(lines))}


def concatenated(path: Path, misses: int) -> None:
    """Boundaries (first title or paragraph of each story but the first), text lost, residue left in bodies."""
    boundary: dict[str, Counter[str]] = defaultdict(Counter)
    text: Counter[str] = Counter()
    layouts: Counter[str] = Counter()
    exact: Counter[str] = Counter()
    began, seconds, pages = perf_counter(), 0.0, 0
    for row in rows(path):
        content = "\n".join(row["lines"])
        began = perf_counter()
        result = read(content, markup=False)
        seconds += perf_counter() - began
        pages += 1
        starts: dict[int, int] = {}
        other = foreign(row)
        at = 0
        kept = {b.page_start: b.kind for a in result.articles for b in a.blocks}
        for line, role, story in zip(row["lines"], row["roles"], row["sid"], strict=True):
            start = at + len(line) - len(line.lstrip())
            at += len(line) + 1
            if role in _TRUE and story >= 0:
                starts.setdefault(story, start)
            if role in ("body", "subhead") and story not in other:
                text["true"] += len(line)
                text["lost"] += 0 if start in kept else len(line)
            elif role in _RESIDUE:
                text["residue"] += 1
                text["left"] += kept.get(start) is BlockKind.PARAGRAPH
        gold = set(list(starts.values())[1:])
        found = {a.blocks[0].page_start for a in result.articles[1:]}
        count = boundary[row["T"]]
        count["hit"] += len(gold & found)
        count["gold"] += len(gold)
        count["found"] += len(found)
        layouts[row["T"]] += 1
        exact[row["T"]] += gold == found
        if misses > 0 and gold != found:
            misses -= 1
            for kind, offsets in (("missed", gold - found), ("invented", found - gold)):
                for offset in sorted(o for o in offsets if o is not None):
                    before, after = content[:offset].rstrip()[-60:], content[offset : offset + 100]
                    print(f"  {row['T']} {row['id']} {kind}: ...{before!r} | {after!r}")
    for layout, count in sorted(boundary.items()):
        print(f"{layout:10} boundary {_f1(count)}  pages exact {exact[layout]}/{layouts[layout]}")
    print(f"{'all':10} boundary {_f1(sum(boundary.values(), Counter()))}")
    print(f"true text lost {text['lost'] / text['true']:.4f}; residue lines left {text['left']}/{text['residue']}")
    print(f"{pages / seconds:.0f} text pages a second")


def _f1(count: Counter[str]) -> str:
    precision = count["hit"] / max(1, count["found"])
    recall = count["hit"] / max(1, count["gold"])
    return f"P {precision:.3f} R {recall:.3f} F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}"


def _overlap(gold: str, found: str) -> float:
    a, b = Counter(_WORD.findall(gold)), Counter(_WORD.findall(found))
    common = sum((a & b).values())
    return 2 * common / max(1, sum(a.values()) + sum(b.values()))


def saved(path: Path, sample: int) -> None:
    """Word F1 of bodies, days right, and why pages were skipped."""
    scores, days, causes, gate = [], Counter[str](), Counter[str](), Counter[str]()
    began, pages = perf_counter(), 0
    for row in rows(path):
        if pages >= sample:
            break
        pages += 1
        result = read(row["html"], markup=True, url=row["url"])
        gold = row["text"] if "text" in row else "\n".join(t for _, t in row["blocks"])
        if not is_english(gold):
            gate["other languages left out"] += not result.articles
            gate["other languages read"] += bool(result.articles)
            continue
        if not result.articles:
            causes[result.skipped[0].cause] += 1
            scores.append(0.0)
            continue
        article = result.articles[0]
        body = (BlockKind.PARAGRAPH, BlockKind.STANDFIRST, BlockKind.HEADING)
        scores.append(
            _overlap(gold, "\n".join(article.text[b.start : b.end] for b in article.blocks if b.kind in body))
        )
        said = (
            article.published.interval.start.isoformat()
            if article.published and article.published.interval.start
            else ""
        )
        certain = article.published is not None and article.published.confidence >= 0.99
        right = said == str(row["date"])[:10]
        days.update(
            ["dated"] * bool(said) + ["right"] * right + ["certain"] * certain + ["certain right"] * (certain and right)
        )
    seconds = perf_counter() - began
    low = sum(s < 0.8 for s in scores)
    print(
        f"{path.stem} {len(scores)} English pages: body F1 {sum(scores) / len(scores):.3f}, under .8: {low};", end=" "
    )
    print(f"days {dict(days)}; skipped {dict(causes)}; {dict(gate)};", end=" ")
    print(f"{pages / seconds:.0f} pages a second with reading the file")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sample", type=int, default=60)
    parser.add_argument("--misses", type=int, default=0, help="pages whose wrong boundaries are shown")
    parser.add_argument("--only", choices=("text", "html"))
    options = parser.parse_args()
    folder = options.data / "pages"
    if options.only != "html":
        concatenated(folder / "concatenated-dev.jsonl.gz", options.misses)
    if options.only != "text":
        for name in ("naeb", "fundus"):
            saved(folder / f"{name}.jsonl.gz", options.sample)


if __name__ == "__main__":
    main()

"""How well pages are read: stories of concatenated text and made HTML, bodies and dates, hostile pages, speed.

    python benchmarks/pages.py --data FOLDER [--sample N]

``FOLDER/pages`` holds ``concatenated-dev``, ``naeb`` and ``fundus`` (``.jsonl.gz``). They are measured on, never
trained on. Rates are of processor time of one core, beside trafilatura's own on the same pages. It pins no figure.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from time import perf_counter, process_time
from typing import Any

from dragoman.pages import read_page, read_pages, together
from dragoman.records import AnchorBasis, BlockKind, Page, PageKind, PageResult
from page_layouts import LAYOUTS, load_stories, pages

_TRUE = ("title", "body", "subhead")
_RESIDUE = ("widget", "related", "byline", "dateline")
_LOW, _DOUBT = 0.8, 0.8
_ROUNDS = 3
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
    for row in rows(path):
        content = "\n".join(row["lines"])
        result = read(content, markup=False)
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
        # Stories in other languages are stored and not read: where they begin is not asked.
        first, *_ = starts
        gold = {start for story, start in starts.items() if story != first and story not in other}
        found = {a.blocks[0].page_start for a in result.articles} - {starts[first]}
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


def text_rates(path: Path) -> None:
    """How many text pages a second are read one by one, and as they come in numbers: in folders and containers.

    The middle of rounds by turns, each in a process of its own that has read no page of the set before.
    """
    found: dict[bool, list[tuple[float, float, float]]] = {False: [], True: []}
    for _ in range(_ROUNDS):
        for in_numbers, rounds in found.items():
            with ProcessPoolExecutor(1, get_context("spawn")) as fresh:
                rounds.append(fresh.submit(_text_rate, path, in_numbers).result())
    for in_numbers, rounds in found.items():
        rate, clock, times = (median(values) for values in zip(*rounds, strict=True))
        how = "read in numbers" if in_numbers else "read one by one"
        print(f"text pages {how}: {rate:.0f} a second of processor time, {clock:.0f} of a clock;", end=" ")
        print(f"{times:.1f} times the rate of trafilatura's fast call on saved pages", end=" ")
        print(f"(rounds {', '.join(f'{rate:.0f}: {times:.1f}' for rate, _, times in rounds)})")


def _text_rate(path: Path, in_numbers: bool) -> tuple[float, float, float]:
    """Pages a second of processor time and of a clock, and the first by trafilatura's rate right after."""
    contents = ["\n".join(row["lines"]) for row in rows(path)]
    pages = [Page("p", "page", text=content) for content in contents]
    read("Knowledge is loaded once, and is no part of the rate of pages.", markup=False)
    read("Wissen wird einmal geladen, wie die Sprachen auch, und zählt nicht zu der Zeit für Seiten.", markup=False)
    gc.freeze()  # as the process does that reads pages for a run (engines/child.py)
    began, struck = process_time(), perf_counter()
    for some in together(pages) if in_numbers else [[page] for page in pages]:
        read_pages(some)
    rate, clock = len(pages) / (process_time() - began), len(pages) / (perf_counter() - struck)
    return rate, clock, rate / _trafilaturas(path.with_name("naeb.jsonl.gz"))


def single(path: Path, misses: int) -> None:
    """Articles of PolNeAR's training part, each one story, that are cut; but for those whose beginning says live."""
    asked = cut = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        text = json.loads(line)["text"]
        if "live" in text[:300].lower():
            continue
        articles = read(text, markup=False).articles
        asked, cut = asked + 1, cut + (len(articles) > 1)
        if len(articles) > 1 and misses > 0:
            misses -= 1
            print(f"  {text[:60]!r}:", *(repr(text[a.blocks[0].page_start :][:60]) for a in articles[1:]))
    print(f"single articles cut: {cut} of {asked}")


def _trafilaturas(path: Path, count: int = 30) -> float:
    """Saved pages a second of processor time that trafilatura's fast call reads, as a yardstick of the machine."""
    from trafilatura import bare_extraction

    seconds = 0.0
    for at, row in enumerate(islice(rows(path), count + 1)):
        if not at:  # the first call loads what it needs
            bare_extraction(row["html"], url=row["url"], fast=True, include_comments=False, with_metadata=True)
            continue
        began = process_time()
        bare_extraction(row["html"], url=row["url"], fast=True, include_comments=False, with_metadata=True)
        seconds += process_time() - began
    return count / seconds


def _f1(count: Counter[str]) -> str:
    precision = count["hit"] / max(1, count["found"])
    recall = count["hit"] / max(1, count["gold"])
    return f"P {precision:.3f} R {recall:.3f} F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}"


def _overlap(gold: str, found: str) -> float:
    a, b = Counter(_WORD.findall(gold)), Counter(_WORD.findall(found))
    common = sum((a & b).values())
    return 2 * common / max(1, sum(a.values()) + sum(b.values()))


def _body(result: PageResult) -> str:
    """What is scored: the first article's body, or all entries of a live blog."""
    kinds = (BlockKind.PARAGRAPH, BlockKind.STANDFIRST, BlockKind.HEADING)
    articles = result.articles if result.kind is PageKind.LIVE_BLOG else result.articles[:1]
    return "\n".join(a.text[b.start : b.end] for a in articles for b in a.blocks if b.kind in kinds)


def saved(path: Path, sample: int) -> None:
    """Word F1 of bodies, days right, what was flagged, why pages were skipped, and speed beside trafilatura's."""
    from trafilatura import bare_extraction

    scores, days, causes, kinds = [], Counter[str](), Counter[str](), Counter[str]()
    ours = theirs = clock = 0.0
    low = flagged = doubted = asked = 0
    for row in rows(path):
        gold = row["text"] if "text" in row else "\n".join(t for _, t in row["blocks"])
        if not is_english(gold) or asked >= sample:
            continue
        asked += 1
        began, struck = process_time(), perf_counter()
        result = read(row["html"], markup=True, url=row["url"])
        ours, clock = ours + process_time() - began, clock + perf_counter() - struck
        began = process_time()
        bare_extraction(row["html"], url=row["url"], fast=True, include_comments=False, with_metadata=True)
        theirs += process_time() - began
        kinds[result.kind.value if result.kind else "none"] += 1
        if not result.articles:
            causes[result.skipped[0].cause] += 1
            scores.append(0.0)
            low, flagged = low + 1, flagged + 1
            continue
        article = result.articles[0]
        scores.append(_overlap(gold, _body(result)))
        doubt = article.body_confidence is not None and article.body_confidence < _DOUBT
        doubted += doubt
        if scores[-1] < _LOW:
            low, flagged = low + 1, flagged + (doubt or result.kind is not PageKind.ARTICLE)
        said = article.published.interval.start if article.published else None
        certain = article.published is not None and article.published.confidence >= 0.99
        right = str(said) == str(row["date"])[:10]
        days.update(["dated"] * bool(said) + ["right"] * right + ["certain"] * certain)
        days.update(["certain right"] * (certain and right))
    print(f"{path.stem} {asked} English pages: body F1 {sum(scores) / asked:.3f}, under {_LOW}: {low}", end=", ")
    print(f"of these flagged {flagged} (doubted in all {doubted}); days {dict(days)}; kinds {dict(kinds)};", end=" ")
    print(
        f"skipped {dict(causes)}; {asked / ours:.1f} pages a second of processor time, {asked / clock:.1f} of a clock, "
        f"{theirs / ours:.2f} times the rate of trafilatura's fast call on them ({asked / theirs:.1f})"
    )


def several(corpus: Path, count: int) -> None:
    """Made pages of several stories: pages with the right count, word F1 of stories, days right."""
    stories = load_stories(corpus)
    for layout in LAYOUTS:
        right, scores, days, dated = 0, [], 0, 0
        for made in pages(layout, stories, count):
            articles = read(made.html, markup=True).articles
            right += len(articles) == len(made.stories)
            by_title = {article.title: article for article in articles}
            for story, day in zip(made.stories, made.days, strict=True):
                article = by_title.get(story.title)
                scores.append(_overlap(" ".join(story.paragraphs), " ".join(article.paragraphs) if article else ""))
                published = article.published if article else None
                if day is None or (published and published.basis is AnchorBasis.DATELINE):
                    continue  # the story names the day itself, which the made page's own cannot overrule
                dated, days = dated + 1, days + bool(published and published.interval.start == day)
        print(f"made, {layout:15} count right {right}/{count}, story F1 {sum(scores) / len(scores):.3f}", end=", ")
        print(f"days right {days}/{dated}")


def hostile() -> None:
    """Seconds of a clock that pages made to do harm take in the guarded child, and how they end."""
    from dragoman.engines.guard import Guard

    inner = "<p>Ministers met in Lusaka on Monday, officials said, and would meet again.</p>"
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    found = {
        "nested 200,000 deep": "<div>" * 200_000 + inner,
        "10 MB on a line": f"<p>{'talks and more talks ' * 500_000}</p>",
        "a million elements": "<p>a<b>c</b></p>" * 500_000,
        "billion laughs": f'<!DOCTYPE x [<!ENTITY l0 "lol">{laughs}]><html><body>{inner}&l9;</body></html>',
    }
    with Guard() as guard:
        for name, html in found.items():
            began = perf_counter()
            result = guard.read(Page(name, name, html=html))
            cause = result.skipped[0].cause if result.skipped else f"{len(result.articles)} articles"
            print(f"hostile, {name}: {perf_counter() - began:.1f} s, {cause}")
    peak = getrusage(RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"hostile, largest child: {peak:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sample", type=int, default=1000)
    parser.add_argument("--corpus", type=Path, default=Path(__file__).parents[1] / "corpus")
    parser.add_argument("--misses", type=int, default=0, help="pages whose wrong boundaries are shown")
    parser.add_argument("--only", choices=("text", "html", "hostile"))
    options = parser.parse_args()
    folder = options.data / "pages"
    if options.only in (None, "html"):
        several(options.corpus, 40)
    if options.only != "text":
        hostile()
    if options.only in (None, "text"):
        concatenated(folder / "concatenated-dev.jsonl.gz", options.misses)
        text_rates(folder / "concatenated-dev.jsonl.gz")
        single(options.data / "polnear" / "train.jsonl", options.misses)
    if options.only in (None, "html"):
        for name in ("naeb", "fundus"):
            saved(folder / f"{name}.jsonl.gz", options.sample)


if __name__ == "__main__":
    main()

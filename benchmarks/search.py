"""Search side by side with SQLite's FTS5: 100,000 generated articles, the same questions, passages included.

::

    python benchmarks/search.py [--articles 100000]

The articles are made of sentences of our own corpus (its train part), with a twelfth of the words changed for made-up
names of a Zipfian frequency, so that the number of different words grows as it does in news. FTS5 stems (porter), folds
accents, keeps the text and gives ``snippet()``; it is asked for the ten best only, Dragoman also counts all that fit.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import statistics
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from dragoman.desk import Desk
from dragoman.desk.search.find import Search

CORPUS = Path(__file__).parent.parent / "corpus"
A_PART = 5_000
WORDS = 260
NAMES = 150_000
OUTLETS = tuple(f"{place} {kind}" for place in ("Harbour", "Coast", "Delta", "Summit") for kind in ("Post", "Radio"))
FIRST = date(2015, 1, 1)
CLOCK = [perf_counter]
DAYS = 3650

# kind of question -> what Dragoman is asked and what FTS5 is
QUESTIONS: dict[str, list[tuple[dict[str, Any], tuple[str, str]]]] = {
    "one common word": [({"query": w}, (w, "")) for w in ("government", "said", "minister", "talks", "police")],
    "two words": [
        ({"query": f"{a} {b}"}, (f"{a} {b}", ""))
        for a, b in (("ceasefire", "talks"), ("president", "resigned"), ("prison", "court"), ("border", "troops"))
    ],
    "a phrase": [
        ({"query": f'"{p}"'}, (f'"{p}"', ""))
        for p in ("prime minister", "foreign ministry", "said on Friday", "the ruling party")
    ],
    "either of two": [
        ({"query": f"{a} OR {b}"}, (f"{a} OR {b}", "")) for a, b in (("truce", "ceasefire"), ("army", "police"))
    ],
    "the beginning of a word": [({"query": f"{w}*"}, (f"{w}*", "")) for w in ("negotiat", "demonstrat", "parl")],
    "a rare name": [({"query": "NAME"}, ("NAME", ""))] * 5,
    "one word, newest first": [
        ({"query": w, "sort": "date"}, (w, "ORDER BY a.day DESC")) for w in ("ceasefire", "government", "strike")
    ],
    "two words in one year": [
        (
            {"query": f"{a} {b}", "since": "2019", "until": "2019"},
            (f"{a} {b}", f"AND a.day BETWEEN {date(2019, 1, 1).toordinal()} AND {date(2019, 12, 31).toordinal()}"),
        )
        for a, b in (("ceasefire", "talks"), ("government", "minister"))
    ],
}


def sentences() -> list[str]:
    found = []
    for path in sorted(CORPUS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["split"] == "train":
                found += [s for s in row["text"].replace("\n\n", "\n").split("\n") if len(s) > 40]
    return found


def name(number: int) -> str:
    """A pronounceable name of its own for each number."""
    heads, tails = "bdfgklmnprstvz", "aeiou"
    made = ""
    number += 200
    while number:
        number, head = divmod(number, len(heads))
        number, tail = divmod(number, len(tails))
        made += heads[head] + tails[tail]
    return made.capitalize()


def articles(count: int) -> Iterator[dict[str, Any]]:
    dice = random.Random(7)
    pool = sentences()
    for n in range(count):
        length, parts = 0, []
        while length < WORDS:
            words = dice.choice(pool).split()
            # Zipf: the r-th name stands about as often as 1 / r
            words = [name(int(NAMES ** dice.random())) if dice.random() < 1 / 12 else w for w in words]
            parts.append(" ".join(words))
            length += len(words)
        title = " ".join(parts[0].split()[:8])
        day = FIRST + timedelta(days=dice.randrange(DAYS))
        yield {
            "article": f"a-{n}",
            "page": f"p-{n}",
            "title": title,
            "text": title + "\n\n" + "\n\n".join(parts),
            "outlet": dice.choice(OUTLETS),
            "language": "en",
            "published_start": day,
            "published_end": day,
        }


def fill(desk: Desk, count: int) -> int:
    """Parts of articles with four actors, two events and a place each; the bytes of their texts."""
    dice = random.Random(11)
    rows: dict[str, list[dict[str, Any]]] = {"articles": [], "mentions": [], "events": [], "places": []}
    size = 0
    for n, article in enumerate(articles(count), 1):
        key = article["article"]
        rows["articles"].append(article)
        size += len(article["text"].encode())
        for i in range(4):
            actor = f"{name(dice.randrange(5_000))} {name(dice.randrange(50_000))}"
            rows["mentions"].append({"mention": f"m-{n}-{i}", "article": key, "form": "name", "text": actor})
        rows["events"] += [{"event": f"e-{n}-{i}", "article": key, "type": "CONSULT"} for i in range(2)]
        rows["places"].append({"place_mention": f"l-{n}", "article": key, "name": name(dice.randrange(3_000))})
        if n % A_PART == 0 or n == count:
            desk.store.commit(rows)
            rows = {table: [] for table in rows}
    return size


def fts(path: Path, desk: Desk) -> sqlite3.Connection:
    base = sqlite3.connect(path)
    base.execute("CREATE TABLE articles(id INTEGER PRIMARY KEY, article TEXT, day INTEGER, outlet TEXT)")
    base.execute(
        "CREATE VIRTUAL TABLE words USING fts5(title, body, tokenize = 'porter unicode61 remove_diacritics 2')"
    )
    n = 0
    for part in desk.store.parts():
        for row in desk.store.rows(part, "articles", ["article", "title", "text", "outlet", "published_end"]):
            n += 1
            day = row["published_end"].toordinal()
            base.execute("INSERT INTO articles VALUES (?, ?, ?, ?)", (n, row["article"], day, row["outlet"]))
            body = row["text"][len(row["title"]) :]
            base.execute("INSERT INTO words(rowid, title, body) VALUES (?, ?, ?)", (n, row["title"], body))
    base.execute("CREATE INDEX by_day ON articles(day)")
    base.commit()
    return base


def ask_fts(base: sqlite3.Connection, query: str, also: str) -> list[Any]:
    order = also if also.startswith("ORDER") else f"{also} ORDER BY bm25(words, 2.5, 1.0)"
    return base.execute(
        "SELECT a.article, a.day, a.outlet, words.title, snippet(words, 1, '[', ']', '...', 40) FROM words "
        f"JOIN articles a ON a.id = words.rowid WHERE words MATCH ? {order} LIMIT 10",
        [query],
    ).fetchall()


def timed(action: Callable[[], Any]) -> tuple[Any, float]:
    """Milliseconds of the processor with ``--cpu``, of the clock without."""
    start = CLOCK[0]()
    answer = action()
    return answer, (CLOCK[0]() - start) * 1000


def size_of(path: Path) -> float:
    return sum(f.stat().st_size for f in path.rglob("*") if f.is_file()) / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=7, help="each question is asked so often")
    parser.add_argument("--cpu", action="store_true", help="processor time, for machines that others share")
    arguments = parser.parse_args()
    if arguments.cpu:
        CLOCK[0] = process_time
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder) / "desk")
        size, took = timed(lambda: fill(desk, arguments.articles))
        print(f"{arguments.articles:,} articles, {size / 1e6:.0f} MB of text, made in {took / 1000:.0f} s", flush=True)
        _, ours = timed(lambda: Search(desk.store).update())
        base, theirs = timed(lambda: fts(Path(folder) / "fts.sqlite", desk))
        print(f"index: {ours / 1000:.0f} s, {size_of(desk.store.path / 'derived' / 'search'):.0f} MB", flush=True)
        print(f"FTS5:  {theirs / 1000:.0f} s, {(Path(folder) / 'fts.sqlite').stat().st_size / 1e6:.0f} MB")
        desk.store.commit(
            {"articles": [{"article": "a-new", "page": "p-new", "title": "One more", "text": "One more"}]}
        )
        _, added = timed(lambda: desk.search("more"))
        print(f"one more article indexed and found: {added:.0f} ms")
        compare(desk, base, arguments.times)


def compare(desk: Desk, base: sqlite3.Connection, times: int) -> None:
    dice = random.Random(3)
    every: dict[str, list[float]] = {"ours": [], "fts": []}
    print(f"\n{'median (slowest) in ms':28}{'Dragoman':>18}{'FTS5':>18}{'fit':>10}")
    for kind, questions in QUESTIONS.items():
        ours, theirs, fit = [], [], []
        for conditions, (query, also) in questions:
            rare = name(dice.randrange(20_000, NAMES))
            given = {k: rare if v == "NAME" else v for k, v in conditions.items()}
            match = rare if query == "NAME" else query
            for _ in range(times):
                found, took = timed(lambda given=given: desk.search(**given))
                ours.append(took)
                theirs.append(timed(lambda match=match, also=also: ask_fts(base, match, also))[1])
            fit.append(found.total)
        every["ours"] += ours
        every["fts"] += theirs
        said = [f"{statistics.median(t):.1f} ({max(t):.1f})" for t in (ours, theirs)]
        print(f"{kind:28}{said[0]:>18}{said[1]:>18}{statistics.median(fit):>10,.0f}", flush=True)
    said = [f"{statistics.median(t):.1f} ({max(t):.1f})" for t in every.values()]
    print(f"{'all':28}{said[0]:>18}{said[1]:>18}")


if __name__ == "__main__":
    main()

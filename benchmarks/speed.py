"""How fast Dragoman reads: articles and words a second on one core, the share of each room, memory, start-up.

::

    python benchmarks/speed.py --data FOLDER          # FOLDER/polnear/{train,dev}.jsonl: 924 articles
    python benchmarks/speed.py --data FOLDER --limit 100

Machines are noisy: the shares are of one run, the rates are the median of three thirds of it. No text is printed.
One sentence is read before: what a process loads once is in the time of a first reading, not in the share of the room
that happens to ask for it first. Python's search for garbage waits until an article is read, as in the reader; full
searches walk over all knowledge and fall to whoever asks for memory then: they are a line of their own.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

os.environ.setdefault("OMP_NUM_THREADS", "1")

STARTS = 5
BATCH = 16
WALKS = "full collections"
FIRST = "Iran met Iraq."


def pages(data: Path, limit: int | None) -> Iterator[dict[str, str]]:
    given = 0
    for name in ("train", "dev"):
        with (data / "polnear" / f"{name}.jsonl").open(encoding="utf-8") as file:
            for line in file:
                if limit is not None and given >= limit:
                    return
                given += 1
                yield json.loads(line)


def start_up(*command: str) -> float:
    """Median seconds of a command over a few starts, its modules compiled as an installation leaves them."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    times = []
    for _ in range(1 + STARTS):
        began = perf_counter()
        subprocess.run([sys.executable, *command], check=True, capture_output=True, env=environment)
        times.append(perf_counter() - began)
    return median(times[1:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds polnear/train.jsonl and dev.jsonl")
    parser.add_argument("--limit", type=int, help="only so many articles")
    options = parser.parse_args()
    measure(options.data, options.limit)


def measure(data: Path, limit: int | None) -> None:
    from dragoman.claims import attach, find_claims, name_speakers
    from dragoman.events import find_events
    from dragoman.knowledge import default_knowledge
    from dragoman.language import Language
    from dragoman.pages import read_page
    from dragoman.reader import Reader, undisturbed
    from dragoman.records import Page, Resolution
    from dragoman.resolve.identify import identify
    from dragoman.resolve.places.locate import locate
    from dragoman.resolve.times.tag import tag_times

    knowledge, language = default_knowledge(), Language.load()
    Reader(language, knowledge).read(Page("p", "-", text=FIRST))
    spent: dict[str, float] = defaultdict(float)
    articles = words = events = claims = 0
    rates: list[tuple[int, int, float]] = []

    def timed(room, function, *arguments):
        began, walked = process_time(), spent[WALKS]
        result = function(*arguments)
        spent[room] += process_time() - began - (spent[WALKS] - walked)
        return result

    def walking(phase, about):
        if about["generation"] == 2:
            spent[WALKS] += process_time() if phase == "stop" else -process_time()

    gc.callbacks.append(walking)
    rows = list(pages(data, limit))
    for first in range(0, len(rows), BATCH):
        began = process_time()
        batch = []
        for row in rows[first : first + BATCH]:
            page = Page(Page.identify("", row["text"], None), row["doc_id"], text=row["text"], date=row.get("date"))
            with undisturbed():
                batch += timed("pages", read_page, page).articles
        with undisturbed():
            analyses = timed("language", language.analyse_many, batch)
        count = 0
        for article, analysis in zip(batch, analyses, strict=True):
            count += analysis.words()
            with undisturbed():
                times = timed("resolve: times", tag_times, article, analysis, knowledge)
                places = timed("resolve: places", locate, article, analysis, knowledge)
                actors = timed("resolve: actors", identify, article, analysis, places, knowledge)
                resolution = Resolution(*actors, times, places)
                found = timed("claims", find_claims, article, analysis, resolution, knowledge)
                resolution = timed("claims", name_speakers, analysis, resolution, found)
                mentions = timed("events", find_events, article, analysis, resolution, knowledge)
                events += len(timed("claims", attach, mentions, found))
            claims += len(found)
        articles += len(batch)
        words += count
        rates.append((len(batch), count, process_time() - began))
    report(articles, words, events, claims, rates, spent)


def report(articles, words, events, claims, rates, spent) -> None:
    thirds = [rates[i::3] for i in range(3)]
    a_rate = median(sum(r[0] for r in t) / sum(r[2] for r in t) for t in thirds if t)
    w_rate = median(sum(r[1] for r in t) / sum(r[2] for r in t) for t in thirds if t)
    total = sum(spent.values())
    print(f"{articles} articles, {words} words, {events} event mentions, {claims} claims")
    print(f"articles/s, one core   {a_rate:8.2f}")
    print(f"words/s, one core      {w_rate:8.0f}")
    for room, seconds in sorted(spent.items(), key=lambda pair: -pair[1]):
        print(f"  {room:20s} {100 * seconds / total:5.1f} %   {words / max(seconds, 1e-9):10.0f} words/s")
    print(f"peak memory            {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")
    print(f"start: dragoman --help {start_up('-m', 'dragoman', '--help'):8.2f} s")
    ready = (
        "from dragoman.reader import Reader; from dragoman.records import Page; "
        f"Reader().read(Page('p', '-', text={FIRST!r}))"
    )
    print(f"start: first reading   {start_up('-c', ready):8.2f} s")


if __name__ == "__main__":
    main()

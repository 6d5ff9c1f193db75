"""How fast the page is: start of ``serve``, first paint in a browser, filters, an article, and 50 clients at once.

::

    python benchmarks/web.py --desk FOLDER                  # any desk; the figures of docs are of a million events
    python benchmarks/web.py --desk FOLDER --seconds 60 --clients 50

The server is a process of its own, asked over loopback. Filters are drawn from what the desk holds, each asked for
once, so that no answer was kept; the clients wait a second between two pages, as people do at the least. Beside the
medians the processor seconds of the server are printed: on a shared machine they tell more than the clock.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import subprocess
import sys
import threading
import urllib.parse
import urllib.request
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, sleep

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "src" / "dragoman" / "web" / "static"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
PORT = 8377


def get(path: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}{path}", timeout=120) as answer:
        return answer.read()


def ask(path: str) -> dict:
    return json.loads(get(path))


class Served:
    """``dragoman serve`` as a process; ``start`` is the seconds until it answered, ``first`` until the front was whole;
    ``_on`` those of the processor."""

    def __init__(self, desk: Path) -> None:
        began = perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "dragoman", "serve", str(desk), "--port", str(PORT)], stderr=subprocess.DEVNULL
        )
        while True:
            try:
                get("/static/icon.svg")
                break
            except OSError:
                sleep(0.02)
        self.start, self.started_on = perf_counter() - began, self.processor()
        get("/")
        self.first, self.first_on = perf_counter() - began, self.processor()

    def processor(self) -> float:
        """Processor seconds of the server so far."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def settle(self, most: float) -> float:
        """Waits until the server has nothing more to do beside the questions; the processor seconds that it took."""
        began, before = perf_counter(), self.processor()
        quiet = 0
        while quiet < 3 and perf_counter() - began < most:
            last = self.processor()
            sleep(2)
            quiet = quiet + 1 if self.processor() - last < 0.06 else 0
        return self.processor() - before

    def memory(self) -> int:
        """Peak memory in MB."""
        lines = Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))

    def stop(self) -> None:
        """Ends it."""
        self._process.terminate()
        self._process.wait(10)


def timed(name: str, served: Served, paths: list[str]) -> None:
    clock, worked = [], served.processor()
    for path in paths:
        began = perf_counter()
        get(path)
        clock.append(perf_counter() - began)
    worked = (served.processor() - worked) / len(paths)
    print(
        f"{name:34} median {1000 * median(clock):7.0f} ms   server's processor {1000 * worked:6.0f} ms   ({len(paths)})"
    )


def filters(rng: random.Random) -> list[str]:
    facets: dict[str, list[str]] = {}
    for row in ask("/api/facets")["rows"]:
        if row["value"]:
            facets.setdefault(row["facet"], []).append(row["value"])
    actors = [row["actor"] for row in ask("/api/actors?size=40")["rows"]]
    places = [row["name"] for row in ask("/api/places")["rows"][:40]]
    made = []
    for _ in range(12):
        for given in (
            {"type": rng.choice(facets["type"])},
            {"status": rng.choice(facets["status"]), "since": f"20{rng.randint(22, 25)}-{rng.randint(1, 12):02d}"},
            {"actor": rng.choice(actors), "quad": rng.choice(facets["quad"])},
            {"place": rng.choice(places)},
            {"outlet": rng.choice(facets["outlet"]), "type": rng.choice(facets["type"])},
        ):
            made.append("/events?" + urllib.parse.urlencode(given))
    return list(dict.fromkeys(made))


def paint() -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        times = []
        for _ in range(5):
            context = browser.new_context(viewport={"width": 1360, "height": 900})
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{PORT}/")
            page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
            times.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
            context.close()
        browser.close()
    print(f"{'first paint of the front':34} median {median(times):7.0f} ms   (5, caches of the browser empty)")


def crowd(served: Served, clients: int, seconds: float, paths: list[str]) -> None:
    clock: list[float] = []
    faults: list[str] = []
    end = perf_counter() + seconds
    worked = served.processor()

    def client(number: int) -> None:
        rng = random.Random(number)
        sleep(rng.random())
        while perf_counter() < end:
            path = rng.choice(paths)
            began = perf_counter()
            try:
                get(path)
            except OSError as error:
                faults.append(f"{path}: {error}")
            clock.append(perf_counter() - began)
            sleep(1.0)

    threads = [threading.Thread(target=client, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    worked = served.processor() - worked
    print(
        f"{clients} clients for {seconds:.0f} s: {len(clock)} pages, {len(faults)} faults, "
        f"median {1000 * median(clock):.0f} ms, "
        f"p95 {1000 * quantiles(clock, n=20)[-1]:.0f} ms, server's processor {1000 * worked / len(clock):.0f} ms a page"
    )
    for fault in faults[:5]:
        print("   ", fault)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--desk", type=Path, required=True)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--settle", type=float, default=600, help="seconds at most until what is kept is made")
    given = parser.parse_args()
    rng = random.Random(1)
    scripts = [*STATIC.glob("*.js"), *STATIC.glob("vendor/*.js")]
    size = sum(len(gzip.compress(path.read_bytes())) for path in scripts)
    print(f"JavaScript in all: {size / 1024:.0f} KB gzipped ({len(scripts)} files)")
    served = Served(given.desk)
    try:
        print(f"start of serve: {served.start:.2f} s, {served.started_on:.2f} s of processor")
        print(f"start to the first whole front: {served.first:.2f} s, {served.first_on:.2f} s of processor")
        about = ask("/api")
        print(f"{about['articles']:,} articles, {about['events']:,} events, {about['claims']:,} claims")
        print(f"work beside the questions after the start: {served.settle(given.settle):.1f} s of processor")
        articles = [f"/articles/{row['article']}" for row in ask("/api/articles?size=200")["rows"]]
        chosen = filters(rng)
        timed("a filter of events (cold)", served, chosen)
        timed("the same filters again", served, chosen)
        timed("an article", served, articles[:30])
        timed("the same articles again", served, articles[:30])
        timed("the front", served, ["/"] * 5)
        paint()
        pages = [*chosen, *articles, "/", "/articles", "/network", "/events?view=map", "/actors"]
        crowd(served, given.clients, given.seconds, pages)
        print(f"peak memory of the server: {served.memory()} MB")
    finally:
        served.stop()


if __name__ == "__main__":
    main()

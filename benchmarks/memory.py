"""What a long run costs in memory: a generated WARC of any size, read to its end, with the process's peak as it goes.

::

    python benchmarks/memory.py --gigabytes 1.5             # inputs, guarded parsing, duplicates: all but the encoder
    python benchmarks/memory.py --gigabytes 0.1 --encoder   # the whole run, into a desk

The file is made of invented sentences, scripts and pictures, a third of its pages copies of others, one in a hundred
hostile; it lies in a temporary folder and is removed. Peaks are the kernel's (VmHWM), in MB.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from dragoman.desk import Desk, Door
from dragoman.engines.guard import Guard
from dragoman.engines.inputs import pages_from
from dragoman.engines.local import Options, read_paths
from dragoman.records import Likeness, Page, Skipped, Summary

PLACES = (
    "Lusaka",
    "Ndola",
    "Accra",
    "Suva",
    "Tunis",
    "Quito",
    "Riga",
    "Hanoi",
    "Oslo",
    "Lima",
    "Dakar",
    "Minsk",
    "Sofia",
)
WHO = ("the transport minister", "a union leader", "two lawmakers", "the central bank", "the mayor", "a rebel group")
DID = ("met envoys from", "signed a deal with", "criticised", "sent aid to", "threatened to leave talks with", "called")
WHOM = ("the opposition", "farmers in the north", "the port authority", "a neighbouring state", "the striking workers")
SCRIPT, PICTURE = 90_000, 160_000


def story(rng: random.Random, number: int) -> str:
    def fact() -> str:
        who, did, whom, where = (rng.choice(words) for words in (WHO, DID, WHOM, PLACES))
        return f"{who} {did} {whom} in {where} on day {rng.randrange(400)}"

    sentences = [f"{fact().capitalize()}, while {fact()}." for _ in range(12)]
    paragraphs = "".join(f"<p>{' '.join(sentences[i : i + 2])}</p>" for i in range(0, 12, 2))
    return f"<h1>Report {number} from {rng.choice(PLACES)}</h1>{paragraphs}"


def record(url: str, media: str, body: bytes) -> bytes:
    block = f"HTTP/1.1 200 OK\r\nContent-Type: {media}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-02T10:11:12Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n", 1)


def write_warc(path: Path, size: int) -> None:
    rng = random.Random(7)
    stories: list[str] = []
    with path.open("wb") as file:
        number = 0
        while file.tell() < size:
            number += 1
            if number % 100 == 0:
                html = "<div>" * 200_000 if number % 200 else "<p>" + "a line without an end " * 400_000
            else:
                if stories and rng.random() < 0.33:
                    text = rng.choice(stories)
                else:
                    text = story(rng, number)
                    stories = [*stories[-200:], text]
                script = rng.randbytes(SCRIPT // 2).hex()
                html = f"<html><body><script>'{script}'</script><article>{text}</article></body></html>"
            file.write(record(f"https://example.org/{number}", "text/html", html.encode()))
            for _ in range(2):
                file.write(record(f"https://example.org/{number}.jpg", "image/jpeg", rng.randbytes(PICTURE)))


def peak(process: str = "self") -> float:
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)


def children() -> float:
    found = [0.0]
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            if status.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[1] == str(os.getpid()):
                found.append(peak(status.parent.name))
        except (OSError, IndexError):
            continue
    return max(found)


class Gauge:
    """Tells the peaks of this process and of its largest child at every tenth of the file."""

    def __init__(self, size: int) -> None:
        self.size, self.tenth, self.count, self.began = size, 0, 0, perf_counter()
        self.child = 0.0
        print("share of the file, pages, peak MB of this process, of its largest child, seconds")

    def at(self, offset: int) -> None:
        """Notes that a page at this offset of the file was read."""
        self.count += 1
        if self.count % 50 == 0:
            self.child = max(self.child, children())
        if offset * 10 // self.size > self.tenth:
            self.tenth = offset * 10 // self.size
            took = perf_counter() - self.began
            print(f"{self.tenth / 10:.1f} {self.count:7,} {peak():8.0f} {self.child:8.0f} {took:8.0f}", flush=True)


def offset_of(origin: str) -> int:
    tail = origin.rsplit(":", 1)[-1]
    return int(tail) if tail.isdigit() else 0


def without_encoder(path: Path, gauge: Gauge, desk: Path) -> None:
    causes: Counter[str] = Counter()
    likeness: Counter[Likeness] = Counter()
    with Guard() as guard, Door(Desk(desk).store) as door:

        def pages() -> Iterator[Page]:
            for item in pages_from([str(path)], documents=guard.documents):
                if isinstance(item, Skipped):
                    causes[item.cause] += 1
                elif door.known(item) is None:
                    yield item

        for page, result in guard.read_many(pages()):
            causes.update(s.cause for s in result.skipped)
            likeness.update(s.likeness for s in door.sift(result, page.origin, page.fetched).sightings)
            gauge.at(offset_of(page.origin))
    print(dict(causes), {kind.value: number for kind, number in likeness.items()})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gigabytes", type=float, default=1.0)
    parser.add_argument("--encoder", action="store_true", help="the whole run")
    options = parser.parse_args()
    size = int(options.gigabytes * 2**30)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "crawl.warc.gz"
        write_warc(path, size)
        print(f"{path.stat().st_size / 2**30:.2f} GB, MB at the beginning: {peak():.0f}", file=sys.stderr)
        gauge = Gauge(size)
        if not options.encoder:
            without_encoder(path, gauge, Path(folder) / "desk")
            return

        def progress(_summary: Summary, reading: object) -> None:
            gauge.at(offset_of(getattr(reading, "origin", "")))

        summary = read_paths([str(path)], sys.stdin.buffer, Options(jobs=1), Desk(Path(folder) / "desk"), progress)
        print(summary.read, summary.repeated, summary.sightings, dict(summary.causes))


if __name__ == "__main__":
    main()

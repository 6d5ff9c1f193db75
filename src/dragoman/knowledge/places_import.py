"""All of GeoNames as a gazetteer of one's own: from its dump ``allCountries.zip`` to ``places/gazetteer.npz``.

The dump (https://download.geonames.org/export/dump/, CC BY 4.0) has one line a place, nineteen columns divided by
tabulators. It is read once, line by line; what must be sorted lies in files on disk meanwhile, so that twelve million
places need some hundred bytes each and no more. The file has the shape of ours (``knowledge.places`` reads both) and
takes its place: divisions come from the dump itself, countries stay ours.

Which kind of place a GeoNames feature is stands in ``data/places/features.csv``; features that are not there are left
out, and counted.
"""

from __future__ import annotations

import tempfile
import zipfile
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import numpy as np

from dragoman.errors import KnowledgeError
from dragoman.knowledge.places import iso_codes
from dragoman.knowledge.places_fold import fold
from dragoman.knowledge.tables import BUILT_IN, Row, read_csv

__all__ = ["Imported", "import_places"]

_COLUMNS = 19
_MOST_ALTERNATES = 30
"""Alternate names kept of one place: capitals have hundreds, in all scripts."""
_EVERY = 500_000
"""Lines between two calls of ``progress``."""


class _Feature(Row):
    feature: str
    kind: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: places kept, and lines left out with the reason."""

    path: Path
    places: int
    left_out: Counter[str]


@dataclass(slots=True)
class _Columns:
    """The places, a column each, in the order of the dump."""

    ids: array[int] = field(default_factory=lambda: array("q"))
    latitudes: array[float] = field(default_factory=lambda: array("f"))
    longitudes: array[float] = field(default_factory=lambda: array("f"))
    populations: array[int] = field(default_factory=lambda: array("q"))
    kinds: array[int] = field(default_factory=lambda: array("B"))
    countries: array[int] = field(default_factory=lambda: array("H"))
    divisions: array[int] = field(default_factory=lambda: array("L"))
    names: bytearray = field(default_factory=bytearray)
    starts: array[int] = field(default_factory=lambda: array("Q", [0]))


def import_places(dump: Path, folder: Path, progress: Any = None) -> Imported:
    """Writes ``folder/places/gazetteer.npz`` from the GeoNames dump (the zip, or the text file in it).

    ``progress`` is called with the number of lines read, now and then. The file appears whole or not at all. Raises
    KnowledgeError where ``dump`` is no such dump, naming the cause.
    """
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        work = _Import(Path(scratch), stack)
        for number, line in enumerate(_lines(dump, stack)):
            work.add(line)
            if progress is not None and number % _EVERY == 0:
                progress(number)
        if not len(work.columns.ids):
            raise KnowledgeError(f"{dump}: no place in it; allCountries.zip of download.geonames.org is what is wanted")
        target = folder / "places" / "gazetteer.npz"
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(".partial.npz")
        np.savez_compressed(partial, **work.arrays())
        partial.replace(target)
    return Imported(target, len(work.columns.ids), work.left_out)


def _lines(dump: Path, stack: ExitStack) -> Iterator[str]:
    try:
        if zipfile.is_zipfile(dump):
            archive = stack.enter_context(zipfile.ZipFile(dump))
            inner = [n for n in archive.namelist() if n.endswith(".txt") and "readme" not in n.lower()]
            if len(inner) != 1:
                raise KnowledgeError(f"{dump}: one text file is expected in it, there are {len(inner)}")
            stream: IO[bytes] = stack.enter_context(archive.open(inner[0]))
        else:
            stream = stack.enter_context(dump.open("rb"))
        for raw in stream:
            yield raw.decode("utf-8", "replace")
    except (OSError, zipfile.BadZipFile) as error:
        raise KnowledgeError(f"{dump}: cannot be read: {error}; fetch it again") from error


class _Import:
    """The running state of one import."""

    def __init__(self, scratch: Path, stack: ExitStack) -> None:
        features = {r.feature: r.kind for _, r in read_csv(BUILT_IN / "places" / "features.csv", _Feature)}
        self._codes = iso_codes()
        self._kinds = sorted(set(features.values()))
        self._kind_of = {feature: self._kinds.index(kind) for feature, kind in features.items()}
        self._countries: dict[str, int] = {}
        self._divisions: dict[str, int] = {}
        self._division_names: dict[str, str] = {}
        self._buckets = [
            stack.enter_context((scratch / f"{n:03}").open("w+", encoding="utf-8", newline="\n")) for n in range(256)
        ]
        self.columns = _Columns()
        self.left_out: Counter[str] = Counter()

    def add(self, line: str) -> None:
        """Takes one line of the dump."""
        cells = line.rstrip("\n").split("\t")
        if len(cells) != _COLUMNS:
            self.left_out["a line that has not nineteen columns"] += 1
            return
        kind = self._kind_of.get(f"{cells[6]}.{cells[7]}", self._kind_of.get(f"{cells[6]}.*"))
        if kind is None:
            self.left_out[f"feature {cells[6] or '?'}"] += 1
            return
        try:
            numbers = int(cells[0]), float(cells[4]), float(cells[5]), int(cells[14] or 0)
        except ValueError:
            self.left_out["a number that is none"] += 1
            return
        self._keep(cells, kind, numbers)

    def _keep(self, cells: list[str], kind: int, numbers: tuple[int, float, float, int]) -> None:
        columns, entry = self.columns, len(self.columns.ids)
        division = f"{cells[8]}.{cells[10]}"
        if cells[7] == "ADM1":
            self._division_names[division] = cells[1]
        country = self._codes.get(cells[8], "")
        columns.ids.append(numbers[0])
        columns.latitudes.append(numbers[1])
        columns.longitudes.append(numbers[2])
        columns.populations.append(min(numbers[3], 2**32 - 1))
        columns.kinds.append(kind)
        columns.countries.append(self._countries.setdefault(country, len(self._countries)))
        columns.divisions.append(self._divisions.setdefault(division, len(self._divisions)))
        columns.names += cells[1].encode()
        columns.starts.append(len(columns.names))
        alternates = (n for n in cells[3].split(",") if len(n) > 2 and n.isascii())
        keys = {fold(cells[1]), fold(cells[2]), *(fold(n) for n in list(alternates)[:_MOST_ALTERNATES])}
        for key in keys:
            if len(key) > 1 and "\t" not in key:
                self._buckets[key.encode()[0]].write(f"{key}\t{entry}\n")

    def arrays(self) -> dict[str, Any]:
        """The arrays of the file: places by falling population, keys in the order of their bytes."""
        columns = self.columns
        populations = np.array(columns.populations, dtype=np.int64)
        order = np.argsort(-populations, kind="stable")
        rank = np.empty(len(order), dtype=np.uint32)
        rank[order] = np.arange(len(order), dtype=np.uint32)
        names, name_starts = self._names(order)
        division_names = [self._division_names.get(d, "") for d in self._divisions]
        table = sorted(set(division_names) | {""})
        division = np.array([table.index(n) if n else 0 for n in division_names], dtype=np.uint16)
        return {
            **self._postings(rank),
            "names": names,
            "name_starts": name_starts,
            "ids": np.array(columns.ids, dtype=np.int32)[order],
            "latitudes": np.array(columns.latitudes, dtype=np.float32)[order].round(3),
            "longitudes": np.array(columns.longitudes, dtype=np.float32)[order].round(3),
            "populations": populations[order].astype(np.uint32),
            "kinds": np.array(columns.kinds, dtype=np.uint8)[order],
            "countries": np.array(columns.countries, dtype=np.uint16)[order],
            "admins": division[np.array(columns.divisions, dtype=np.int64)][order],
            "kind_names": np.array(self._kinds),
            "country_names": np.array(list(self._countries)),
            "admin_names": np.array(table),
        }

    def _names(self, order: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        starts = np.array(self.columns.starts, dtype=np.int64)
        lengths = (starts[1:] - starts[:-1])[order]
        moved = np.zeros(len(order) + 1, dtype=np.uint32)
        np.cumsum(lengths, out=moved[1:])
        whole = bytes(self.columns.names)
        text = b"".join(whole[starts[k] : starts[k + 1]] for k in order)
        return np.frombuffer(text, dtype=np.uint8), moved

    def _postings(self, rank: np.ndarray[Any, Any]) -> dict[str, np.ndarray[Any, Any]]:
        """The buckets one after another: they hold keys by their first byte."""
        keys, starts, firsts, postings = bytearray(), array("L", [0]), array("L", [0]), array("L")
        for bucket in self._buckets:
            bucket.flush()
            bucket.seek(0)
            for key, entries in _grouped(sorted(_pairs(bucket, rank))):
                keys += key
                starts.append(len(keys))
                postings.extend(entries)
                firsts.append(len(postings))
        found = {"key_starts": starts, "posting_starts": firsts, "postings": postings}
        blob = np.frombuffer(bytes(keys), dtype=np.uint8)
        return {"keys": blob, **{name: np.array(values, dtype=np.uint32) for name, values in found.items()}}


def _pairs(bucket: Iterable[str], rank: np.ndarray[Any, Any]) -> Iterator[tuple[bytes, int]]:
    for line in bucket:
        key, _, entry = line.rstrip("\n").rpartition("\t")
        yield key.encode(), int(rank[int(entry)])


def _grouped(pairs: list[tuple[bytes, int]]) -> Iterator[tuple[bytes, list[int]]]:
    own: list[int] = []
    before: bytes | None = None
    for key, entry in pairs:
        if key != before and before is not None:
            yield before, own
            own = []
        own.append(entry)
        before = key
    if before is not None:
        yield before, own

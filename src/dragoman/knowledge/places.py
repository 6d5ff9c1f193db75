"""The gazetteer: names of places to candidates with coordinates.

Three sources, later ones winning: ``gazetteer.npz`` (built by ``training/places.py`` from GeoNames, CC BY 4.0: cities
of 500 people and more, first and second order divisions), ``countries.csv`` and ``overlay*.csv`` (written by us:
regions, rivers, straits, districts, camps, crossings, bases). The arrays are searched where they lie, so that loading
takes a tenth of a second and no table of 300,000 names is built.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np

from dragoman.errors import KnowledgeError
from dragoman.knowledge.compiled import compiled
from dragoman.knowledge.places_fold import fold, skeleton
from dragoman.knowledge.tables import BUILT_IN, Row, files, read_csv, read_yaml, split_list
from dragoman.records import Place

__all__ = ["Candidate", "Gazetteer", "PlaceWords", "fold", "iso_codes", "load_places"]

_ARRAYS = "places/gazetteer.npz"
_ROUGH = "~"
"""Before the keys under which a place stands by the skeleton of its name (``places_fold``)."""
_ROUGH_FROM = 5
"""Letters that a name needs to be looked up by its skeleton: shorter ones have one with too many others."""
_MOST = 40
"""At most this many candidates of one name, the most peopled first (``San Antonio`` has hundreds)."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean, and how many people live there (0: unknown)."""

    place: Place
    population: int


class PlaceWords(Row):
    """The words around place names (``places/words.yaml``)."""

    never: frozenset[str] = frozenset()
    directions: frozenset[str] = frozenset()
    openers: tuple[str, ...] = ()
    generics: frozenset[str] = frozenset()
    divisions: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    locatives: frozenset[str] = frozenset()
    romanised: frozenset[str] = frozenset()


class _Country(Row):
    code: str
    name: str
    aliases: str = ""
    demonyms: str = ""
    latitude: float
    longitude: float


class _Code(Row):
    alpha2: str
    alpha3: str


class _Overlay(Row):
    id: str
    name: str
    aliases: str = ""
    kind: str
    country: str | None = None
    admin1: str | None = None
    latitude: float | None = None
    longitude: float | None = None


_Written = tuple[Mapping[str, tuple[Candidate, ...]], Mapping[str, Place], Mapping[str, str]]
"""Countries and overlay by key; countries by code; demonyms to codes."""


class _Arrays:
    """The arrays of ``gazetteer.npz``, searched by bisection over the bytes of the sorted keys."""

    def __init__(self, path: Path) -> None:
        try:
            # Kept unpacked, 26 MB: inflating them takes a sixth of a second.
            self._a: dict[str, Any] = compiled("gazetteer", (path.parent,), lambda _: _unpacked(path))
            self._keys: bytes = self._a["keys"]
            self._starts = self._a["key_starts"]
        except (OSError, ValueError, KeyError) as error:
            raise KnowledgeError(f"{path}: not a gazetteer; build it with training/places.py: {error}") from error

    def numbers(self, key: str) -> list[int]:
        """The entries of ``key``, most peopled first."""
        wanted, low, high = key.encode("utf-8", "replace"), 0, len(self._starts) - 1
        while low < high:
            middle = (low + high) // 2
            if self._keys[self._starts[middle] : self._starts[middle + 1]] < wanted:
                low = middle + 1
            else:
                high = middle
        if low >= len(self._starts) - 1 or self._keys[self._starts[low] : self._starts[low + 1]] != wanted:
            return []
        first, last = self._a["posting_starts"][low : low + 2]
        return [int(n) for n in self._a["postings"][first : min(last, first + _MOST)]]

    def candidate(self, number: int) -> Candidate:
        """One entry as a record."""
        a = self._a
        start, end = a["name_starts"][number : number + 2]
        kind = str(a["kind_names"][a["kinds"][number]])
        country = str(a["country_names"][a["countries"][number]]) or None
        admin = str(a["admin_names"][a["admins"][number]]) or None
        name = a["names"][start:end].tobytes().decode()
        own = int(a["ids"][number])
        key = f"gn:{own}" if own >= 0 else f"place:{country}-{kind}-{fold(admin or '')}-{fold(name)}".replace(" ", "-")
        latitude, longitude = float(a["latitudes"][number]), float(a["longitudes"][number])
        known = not math.isnan(latitude)
        place = Place(
            key,
            name,
            kind,
            country,
            admin,
            round(latitude, 3) if known else None,
            round(longitude, 3) if known else None,
        )
        return Candidate(place, int(a["populations"][number]))


def _unpacked(path: Path) -> dict[str, Any]:
    with np.load(path) as stored:
        return {**stored, "keys": stored["keys"].tobytes()}


class Gazetteer:
    """Names of places to candidates; see the module's docstring. Loads its arrays on the first look-up."""

    def __init__(self, roots: tuple[Path, ...]) -> None:
        self._roots = roots
        self._found: dict[str, tuple[Candidate, ...]] = {}

    @cached_property
    def _arrays(self) -> _Arrays:
        paths = files(self._roots, _ARRAYS)
        return _Arrays(paths[-1] if paths else BUILT_IN / _ARRAYS)

    @cached_property
    def words(self) -> PlaceWords:
        """The words around names."""
        words = PlaceWords()
        for path in files(self._roots, "places/words*.yaml"):
            words = read_yaml(path, PlaceWords)
        return words

    @cached_property
    def _written(self) -> _Written:
        return compiled("places", self._roots, _load_written)

    def candidates(self, name: str, beside: bool = False) -> tuple[Candidate, ...]:
        """The places that ``name`` may mean: ours first, then by population. ``beside``: also abbreviations that are
        places only beside another (``Springfield, Ill.``)."""
        key = fold(name)
        if key not in self._found:
            ours = self._written[0].get(key, ())
            theirs = self._listed(key)
            aliased = [c for c in ours if c.place.kind == "country" and fold(c.place.name) != key]
            theirs += [t for c in aliased for t in self._listed(fold(c.place.name)) if t.place.kind == "country"]
            self._found[key] = _merged(ours, theirs) or tuple(self._rough(key))
        found = self._found[key]
        return (*self._written[0].get("?" + key, ()), *found) if beside else found

    def _listed(self, key: str) -> list[Candidate]:
        """What GeoNames has under ``key``."""
        return [self._arrays.candidate(n) for n in self._arrays.numbers(key)] if len(key) > 1 else []

    def _rough(self, key: str) -> list[Candidate]:
        """Places whose name another romanisation writes like ``key``."""
        bare = skeleton(key)
        return self._listed(_ROUGH + bare) if len(bare) >= _ROUGH_FROM else []

    def country(self, code: str) -> Place | None:
        """The country with this ISO 3166 alpha-3 code."""
        return self._written[1].get(code)

    def demonym(self, word: str) -> str | None:
        """The country code of ``Iraqi`` or ``Iraqis``, None if the word is no demonym."""
        return self._written[2].get(fold(word))


def _merged(ours: tuple[Candidate, ...], theirs: list[Candidate]) -> tuple[Candidate, ...]:
    """Ours first; what GeoNames has of the same country or division only adds its population."""
    merged = []
    for own in ours:
        twins = [c for c in theirs if _same(own.place, c.place)]
        theirs = [c for c in theirs if c not in twins]
        merged.append(Candidate(own.place, max((c.population for c in twins), default=own.population)))
    return (*merged, *theirs)


def _same(own: Place, other: Place) -> bool:
    if own.country is not None and own.country != other.country:
        return False
    if own.kind in ("country", "admin1"):
        return own.kind == other.kind
    if own.latitude is None or other.latitude is None or own.longitude is None or other.longitude is None:
        return False
    return (
        own.kind == "city" and abs(own.latitude - other.latitude) < 0.5 and abs(own.longitude - other.longitude) < 0.5
    )


def load_places(roots: tuple[Path, ...]) -> Gazetteer:
    """The gazetteer below the roots; files are read on first use. Raises KnowledgeError on a wrong one then."""
    return Gazetteer(roots)


@cache
def iso_codes() -> Mapping[str, str]:
    """ISO 3166: the codes of three letters, which we use, by those of two, read once a process."""
    return {row.alpha2: row.alpha3 for _, row in read_csv(BUILT_IN / "places" / "iso.csv", _Code)}


def _load_written(roots: tuple[Path, ...]) -> _Written:
    """Countries and overlay by key; countries by code; demonyms to codes."""
    by_key: dict[str, list[Candidate]] = {}
    by_code: dict[str, Place] = {}
    demonyms: dict[str, str] = {}
    for path in files(roots, "places/countries*.csv"):
        for _, row in read_csv(path, _Country):
            place = Place(f"country:{row.code}", row.name, "country", row.code, None, row.latitude, row.longitude)
            by_code[row.code] = place
            for name in (row.name, *split_list(row.aliases)):
                by_key.setdefault(fold(name), []).append(Candidate(place, 0))
            demonyms.update({fold(d): row.code for d in split_list(row.demonyms)})
    for path in files(roots, "places/overlay*.csv"):
        for line, written in read_csv(path, _Overlay):
            if (written.latitude is None) != (written.longitude is None):
                raise KnowledgeError(f"{path}:{line}: latitude and longitude stand together or not at all")
            fields = written.country, written.admin1, written.latitude, written.longitude
            place = Place(written.id, written.name, written.kind, *fields)
            for name in (written.name, *split_list(written.aliases)):
                key = ("?" + fold(name[1:])) if name.startswith("?") else fold(name)
                by_key.setdefault(key, []).append(Candidate(place, 0))
    unique = {key: tuple({c.place.id: c for c in found}.values()) for key, found in by_key.items()}
    return unique, by_code, demonyms

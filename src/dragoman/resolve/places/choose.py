"""Which place a name means: a declared sum of features over the candidates of all names of one article.

Features, each with its weight: how many people live there; what kind of place it is; that the text names its country
or division beside it (``Paris, Texas``); how much the article speaks of its country and division; how near it lies to
candidates of the article's other names. One sense per article, unless the text itself says another beside the name.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from dragoman.knowledge.places import Candidate, Gazetteer, fold
from dragoman.records import Place

__all__ = ["Choice", "Name", "choose"]

KIND_WEIGHT = {"country": 7.0, "capital": 3.0, "admin1": 1.5, "admin2": -0.4, "city": 0.0}
"""Places of our own overlay have a weight between a country and a division: we wrote them because news names them."""
OVERLAY_WEIGHT = 7.5
OVERLAY_TOWN_WEIGHT = 5.0
"""Towns of ours, and divisions of which nobody counted the people, weigh like a town of a million."""
POPULATION_WEIGHT = 0.8
BESIDE_WEIGHT = 8.0
COUNTRY_WEIGHT = 5.0
"""With 3, 5, 6 and 9 the two sets of toponyms have 83.2 and 88.5, the same, 83.3 and 88.6, 83.3 and 88.5 % within
161 km, and in 166 sentences of our own with namesakes among them (``Lebanese troops in Tripoli``) 89.5 % of places lie
in the right state with 3, 93.0 with 6 and 9 (29 November 2026); with 6 one place of split test more is wrong."""
DIVISION_WEIGHT = 2.0
HELD_WEIGHT = 6.0
"""Of a country or division in which a well-known town of the article lies: `Georgia` beside `Atlanta`, `Congo` beside
`Goma`. Only where the name is one of several countries or divisions."""
HELD_FROM = 50_000
"""People from which on a town tells that."""
SECOND_MOST = 100_000
"""People that a second-order division counts with at most: how many live there says little of how often it is named."""
NEAR_WEIGHT = 3.0
NEAR_KM = 120.0
NEAR_MOST = 3.0
STRANGE_COUNTRY_WEIGHT = -4.0
ALIAS_WEIGHT = -3.0
"""Of a town that GeoNames has under this name only besides its own, where the name is that of its country or division:
`Mexico` is a country before it is Mexico City."""
OTHER_NAME_WEIGHT = -1.2
"""Of a town that GeoNames has under this name only besides its own, where it is another place's own: `Galle` is a town
of Sri Lanka before it is Halle, `Zaragoza` one of Spain before it is Ciudad Juárez. Not more, as many own names
are those of the country's language: with -2 `Seville` lay in Ohio."""
SMALL_DIVISION_BELOW = 500_000
"""Divisions of fewer people weigh like towns: `Manchester` is a town of England before it is a parish of Jamaica."""
NAMESAKE_WEIGHT = 0.3
"""What is left of the weight of named divisions and nearness for a town that bears a country's or a division's name: in
a list of states each of them names some town near another."""
NAMESAKE_BELOW = 500_000
_VOTERS = frozenset({"country", "capital", "admin1", "region", "district"})
"""Kinds of places that tell which country an article speaks of; a town alone does not."""
_MOST_CANDIDATES, _FEW_CANDIDATES, _MANY_NAMES = 25, 8, 40
"""Of one name, by how many people live there; fewer from so many names on."""
_MOST_ROWS = 400
_EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Name:
    """One mention to be resolved: its text, and the name that stands beside it after a comma (None if none does)."""

    text: str
    beside: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What a mention was judged to be. ``score`` is the share of the chosen candidate among all, in [0, 1]."""

    place: Place | None
    score: float
    reasons: tuple[str, ...]
    candidates: int


@dataclass(frozen=True, slots=True)
class _Row:
    """One candidate of one name: its score without nearness, and what share of the weight of nearness it gets."""

    key: tuple[str, str | None]
    candidate: Candidate
    score: float
    reasons: list[str]
    share: float


def choose(names: Sequence[Name], gazetteer: Gazetteer, hints: Counter[str] | None = None) -> list[Choice]:
    """One choice for each name, in order. ``hints``: countries that the article speaks of otherwise (demonyms)."""
    names = _out_of_lists(names, gazetteer)
    keys = {(fold(n.text), fold(n.beside) if n.beside else None): n for n in names}
    rows: list[_Row] = []
    votes = _votes(names, gazetteer, hints or Counter())
    counts: dict[tuple[str, str | None], int] = {}
    for key, name in keys.items():
        found = gazetteer.candidates(name.text, beside="." in name.text)
        if _only_says_where(name.text, gazetteer):
            named = tuple(c for c in found if votes.of(c.place.country, key[0])[0])
            found = named if named or votes.any(key[0]) else found
        counts[key] = len(found)
        whole = any(c.place.kind == "country" for c in found)
        divided = {c.place.country for c in found if c.place.kind == "admin1"}
        rivals = sum(c.place.kind in ("country", "admin1") for c in found[:8]) > 1
        own_names = [fold(c.place.name) == key[0] for c in found[:8]]
        named_so = any(own_names)
        most = _MOST_CANDIDATES if len(keys) < _MANY_NAMES else _FEW_CANDIDATES
        inside = [c for c in found[most:] if name.beside and _inside(c.place, name.beside, gazetteer)]
        for candidate in (*found[:most], *inside):  # ``Hamilton, Bermuda`` is the 28th of that name
            small = candidate.place.kind == "city" and candidate.population < NAMESAKE_BELOW
            namesake = whole or candidate.place.country in divided
            weight = NAMESAKE_WEIGHT if small and namesake else 1.0
            score, reasons = _alone(candidate, name, votes, gazetteer, weight)
            if namesake and candidate.place.kind in ("city", "capital") and fold(candidate.place.name) != key[0]:
                score += ALIAS_WEIGHT
            elif named_so and candidate.place.kind in ("city", "capital") and fold(candidate.place.name) != key[0]:
                score += OTHER_NAME_WEIGHT
            if rivals and votes.held(candidate.place, key[0]):
                score += HELD_WEIGHT
                reasons.append("a town of it is named")
            rows.append(_Row(key, candidate, score, reasons, weight))
    near, nearest = _nearness(rows)
    chosen: dict[tuple[str, str | None], Choice] = {}
    for key in keys:
        own = [k for k, row in enumerate(rows) if row.key == key]
        chosen[key] = _best(own, rows, near, nearest, counts[key])
    told = _told(keys, chosen)
    return [_sense(n, chosen, told) for n in names]


def _out_of_lists(names: Sequence[Name], gazetteer: Gazetteer) -> list[Name]:
    """The names, in their order; in ``Oregon, Ohio, Nevada`` none stands beside the next to tell where it lies."""

    def division(text: str | None) -> bool:
        return bool(text) and any(c.place.kind == "admin1" for c in gazetteer.candidates(text or "", beside=True)[:4])

    linked = [
        bool(a.beside) and fold(a.beside or "") == fold(b.text) and division(a.text) and division(b.text)
        for a, b in pairwise(names)
    ]
    out = []
    for k, name in enumerate(names):
        before, after = k > 0 and linked[k - 1], k + 1 < len(linked) and linked[k + 1]
        listed = k < len(linked) and linked[k] and (before or after)
        out.append(Name(name.text) if listed else name)
    return out


def _told(keys: dict[tuple[str, str | None], Name], chosen: dict[tuple[str, str | None], Choice]) -> dict[str, Choice]:
    """Names that the text explains once (``Paris, Texas``) and then uses alone."""
    told: dict[str, Choice] = {}
    for key in keys:
        choice = chosen[key]
        if key[1] and choice.place and any(r.startswith("beside") for r in choice.reasons):
            told.setdefault(key[0], choice)
    return told


def _sense(name: Name, chosen: dict[tuple[str, str | None], Choice], told: dict[str, Choice]) -> Choice:
    key = (fold(name.text), fold(name.beside) if name.beside else None)
    own = chosen[key]
    if any(r.startswith("beside") for r in own.reasons) or key[0] not in told:
        return own
    other = told[key[0]]
    return Choice(other.place, other.score, ("explained elsewhere in the article", *other.reasons), own.candidates)


@dataclass(slots=True)
class _Votes:
    """What the article speaks of: countries and divisions, by the name that says so (a name never votes for itself)."""

    countries: dict[str, Counter[str]]
    divisions: Counter[tuple[str | None, str]]
    towns: dict[str, tuple[str | None, str]]
    """The country and the division of the most likely place of each name that is a town's."""

    def held(self, place: Place, but: str) -> bool:
        """Whether the text names a town of ``place``, a country or a division."""
        wanted = place.country, fold(place.admin1 or place.name)
        return place.kind in ("country", "admin1") and any(
            key != but and (town == wanted if place.kind == "admin1" else town[0] == place.country)
            for key, town in self.towns.items()
        )

    def of(self, country: str | None, but: str) -> tuple[int, int]:
        """Votes for ``country`` and votes for any, those of the name ``but`` left out."""
        own = total = 0
        for key, counted in self.countries.items():
            if key != but:
                own += counted[country or ""]
                total += counted.total()
        return own, total

    def any(self, but: str) -> bool:
        """Whether any name but ``but`` tells a country."""
        return any(counted.total() for key, counted in self.countries.items() if key != but)


def _only_says_where(text: str, gazetteer: Gazetteer) -> bool:
    """True for ``Southern Province`` and ``South West``: of such a name many states have one each, most of them in no
    table, and only the country that the article names besides can be meant.
    """
    words = text.lower().replace("-", " ").split()
    return bool({*words} & {*gazetteer.words.directions}) and all(
        w in gazetteer.words.directions or w in gazetteer.words.generics for w in words
    )


def _prior(candidate: Candidate) -> float:
    """How likely a place is meant before anything else is known."""
    ours = candidate.place.id.startswith("place:")
    if candidate.place.kind == "admin1" and 0 < candidate.population < SMALL_DIVISION_BELOW:
        return POPULATION_WEIGHT * math.log10(candidate.population + 10)
    population = min(candidate.population, SECOND_MOST) if candidate.place.kind == "admin2" else candidate.population
    score = KIND_WEIGHT.get(candidate.place.kind, OVERLAY_WEIGHT if ours else 0.0)
    if ours and (candidate.place.kind == "city" or (candidate.place.kind == "admin1" and not population)):
        score = OVERLAY_TOWN_WEIGHT
    return score + (POPULATION_WEIGHT * math.log10(population + 10) if population else 0.0)


def _votes(names: Sequence[Name], gazetteer: Gazetteer, hints: Counter[str]) -> _Votes:
    """How often the article names each country and each division, by the most likely place of each name."""
    votes = _Votes({"": hints}, Counter(), {})
    for name in names:
        for text in (name.text, name.beside):
            found = gazetteer.candidates(text, beside=text is name.beside or "." in text)[:6] if text else ()
            if not found:
                continue
            first = max(found, key=_prior)
            top = first.place
            if top.kind in ("city", "capital") and first.population >= HELD_FROM:
                votes.towns[fold(text or "")] = top.country, fold(top.admin1 or "")
            if top.country and top.kind in _VOTERS:
                votes.countries.setdefault(fold(text or ""), Counter())[top.country] += 1
            for candidate in found:
                if candidate.place.kind == "admin1":
                    votes.divisions[candidate.place.country, fold(candidate.place.name)] += 1
                    break
    return votes


def _alone(
    candidate: Candidate, name: Name, votes: _Votes, gazetteer: Gazetteer, share: float
) -> tuple[float, list[str]]:
    """The score of a candidate from all features but nearness; ``share`` of the weight of named divisions counts."""
    place, score, reasons = candidate.place, _prior(candidate), []
    if place.kind != "city":
        reasons.append(f"a {place.kind}")
    if candidate.population:
        reasons.append(f"population {candidate.population:,}")
    if name.beside and _inside(place, name.beside, gazetteer):
        score += BESIDE_WEIGHT * _listed(name, gazetteer)
        reasons.append(f"beside {name.beside}")
    own, total = votes.of(place.country, fold(name.text))
    if own and place.kind != "country":
        score += COUNTRY_WEIGHT * own / total
        reasons.append("its country is named")
    if place.kind == "country" and total and not own:
        score += STRANGE_COUNTRY_WEIGHT
        reasons.append("nothing else speaks of this country")
    if place.admin1 and place.kind != "admin1":
        told = votes.divisions[place.country, fold(place.admin1)]
        if told:
            score += share * DIVISION_WEIGHT * min(1.0, told / 2)
            reasons.append(f"{place.admin1} is named")
    return score, reasons


def _listed(name: Name, gazetteer: Gazetteer) -> float:
    """The share of the weight of what stands beside: ``China, Japan`` are two of a list, ``California, Missouri`` may
    be one place or two."""
    own, other = (
        {c.place.kind for c in gazetteer.candidates(text)[:4] if c.place.kind in ("country", "admin1")}
        for text in (name.text, name.beside or "")
    )
    if "country" in own and "country" in other:
        return 0.0
    return 0.5 if "admin1" in own and "admin1" in other else 1.0


def _inside(place: Place, container: str, gazetteer: Gazetteer) -> bool:
    """True if ``container`` may be the country or the division of ``place``."""
    for candidate in gazetteer.candidates(container, beside=True)[:8]:
        other = candidate.place
        if other.kind == "country" and other.country == place.country and place.kind != "country":
            return True
        if other.kind == "admin1" and (other.country, fold(other.name)) == (place.country, fold(place.admin1 or "")):
            return place.kind != "admin1"
        if other.kind == "admin2" and other.country == place.country and other.admin1 == place.admin1:
            return place.kind == "city"
    return False


def _nearness(
    rows: list[_Row],
) -> tuple[npt.NDArray[np.float64], list[str]]:
    """For each row the sum over the other names of how near their nearest plausible candidate lies, and its name."""
    near = np.zeros(len(rows))
    nearest = [""] * len(rows)
    if not 1 < len(rows) <= _MOST_ROWS:
        return near, nearest
    places = [r.candidate.place for r in rows]
    fine = np.array([p.latitude is not None and p.kind != "country" for p in places])
    latitude = np.radians([p.latitude or 0.0 for p in places])
    longitude = np.radians([p.longitude or 0.0 for p in places])
    labels = sorted({r.key[0] for r in rows})
    owner = np.array([labels.index(r.key[0]) for r in rows])
    haversine = (
        np.sin((latitude[:, None] - latitude[None]) / 2) ** 2
        + np.cos(latitude)[:, None] * np.cos(latitude)[None] * np.sin((longitude[:, None] - longitude[None]) / 2) ** 2
    )
    distance = 2 * _EARTH_KM * np.arcsin(np.sqrt(haversine.clip(0, 1)))
    score = np.array([r.score for r in rows])
    best = np.full(len(labels), -np.inf)
    np.maximum.at(best, owner, score)
    weight = np.exp((score - best[owner]) / 3.0) * fine  # an unlikely candidate attracts little
    pull = np.exp(-distance / NEAR_KM) * weight[None] * fine[:, None]
    for label in range(len(labels)):
        columns = np.flatnonzero(owner == label)
        strongest = pull[:, columns].max(axis=1)
        strongest[owner == label] = 0.0
        near += strongest
    pull[owner[:, None] == owner[None]] = 0.0
    for k in np.flatnonzero(near > 0.3):
        nearest[k] = places[int(pull[k].argmax())].name
    return near.clip(0, NEAR_MOST) * np.array([r.share for r in rows]), nearest


def _best(
    own: list[int],
    rows: list[_Row],
    near: npt.NDArray[np.float64],
    nearest: list[str],
    count: int,
) -> Choice:
    if not own:
        return Choice(None, 0.0, ("not in the gazetteer",), 0)
    scores = np.array([rows[k].score + NEAR_WEIGHT * near[k] for k in own])
    share = np.exp(scores - scores.max())
    best = int(scores.argmax())
    k = own[best]
    reasons = list(rows[k].reasons)
    if nearest[k]:
        reasons.append(f"near {nearest[k]}")
    if count == 1:
        reasons.append("the only place of this name")
    return Choice(rows[k].candidate.place, round(float(share[best] / share.sum()), 3), tuple(reasons), count)

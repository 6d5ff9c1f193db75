"""PLOVER in the terms of other event data: CAMEO's codes (GDELT and ICEWS have them), ACLED's types, actors' sectors.

The data lies in ``knowledge/data/crosswalk``; a user's row for the same key wins over ours. Sources: the codes and the
scale of CAMEO (Gerner, Schrodt, Yilmaz and Abu-Jabr 2002; Goldstein 1992), ACLED's codebook, GDELT's and ICEWS'
columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from pydantic import Field

from dragoman.errors import KnowledgeError
from dragoman.knowledge.ontology import Ontology
from dragoman.knowledge.tables import Row, files, read_csv, split_list

__all__ = ["AcledType", "CameoCode", "CountryTerms", "Crosswalk", "SectorTerms", "load_crosswalk"]

ARMED = frozenset({"GOV", "MIL", "COP", "SPY", "REB", "UAF", "PRM", "CRM"})
"""Sectors that fight as a group: their meeting is a battle, where ACLED's row asks for it."""


class CameoCode(Row):
    """A code of CAMEO: two to four digits, what it stands for, and its place on Goldstein's scale."""

    code: str = Field(pattern=r"^\d{2,4}$")
    name: str
    goldstein: float = Field(ge=-10, le=10)

    @property
    def root(self) -> str:
        """The first two digits."""
        return self.code[:2]

    @property
    def base(self) -> str:
        """The first three digits."""
        return self.code[:3]


class _CameoRow(Row):
    type: str
    mode: str = ""
    acts: str = ""
    code: str
    back: Literal["no", ""] = ""


class SectorTerms(Row):
    """A PLOVER sector as CAMEO, ICEWS and ACLED name it."""

    sector: str
    cameo: str = Field(pattern=r"^[A-Z]{3}$")
    icews: str
    acled: int = Field(ge=1, le=8)


class CountryTerms(Row):
    """A country: ISO 3166 codes and number, name, FIPS 10-4 code (empty where there is none), continent."""

    code: str = Field(pattern=r"^[A-Z]{3}$")
    alpha2: str = Field(pattern=r"^[A-Z]{2}$")
    name: str
    fips: str = ""
    number: int
    continent: str


class _AcledRow(Row):
    type: str
    mode: str = ""
    sides: Literal["armed", "civilians", ""] = ""
    disorder: str
    event_type: str
    sub_event_type: str


@dataclass(frozen=True, slots=True)
class AcledType:
    """ACLED's three levels of one type."""

    disorder: str
    event_type: str
    sub_event_type: str


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """All of it, checked against the ontology."""

    codes: Mapping[str, CameoCode]
    sectors: Mapping[str, SectorTerms]
    countries: Mapping[str, CountryTerms]
    _cameo: Mapping[tuple[str, str, str], _CameoRow]
    _acled: Mapping[tuple[str, str, str], _AcledRow]
    _back: Mapping[str, tuple[str, str]]
    _ontology: Ontology

    def cameo(self, type_name: str, mode: str | None = None, act: str = "") -> CameoCode:
        """The code for a type, its mode and the act found (``sign accord``). Raises KeyError for no type."""
        words = act.casefold().replace("-", " ").split()
        for given in (mode or "", ""):
            for word in words:
                if (row := self._cameo.get((type_name, given, word))) is not None:
                    return self.codes[row.code]
            # a row of the mode comes before the words of the type without one
            if given and (row := self._cameo.get((type_name, given, ""))) is not None:
                return self.codes[row.code]
        return self.codes[self._cameo[type_name, "", ""].code]

    def from_cameo(self, code: str) -> tuple[str, str | None] | None:
        """The type and mode that a code stands for; the mode is None where the code does not tell it.

        None for a code that PLOVER has no type for (CAMEO's 01, statements).
        """
        for length in range(len(code), 2, -1):
            if (found := self._back.get(code[:length])) is not None:
                return found[0], found[1] or None
        root = self._ontology.from_cameo(code)
        return (root, None) if root else None

    def acled(self, type_name: str, mode: str | None, source: Iterable[str], target: Iterable[str]) -> AcledType | None:
        """ACLED's type for sources and targets of these sectors; None for what ACLED does not cover."""
        target = tuple(target)
        sides = ""
        if ARMED & set(source) and target:
            sides = "armed" if ARMED & set(target) else "civilians"
        for key in ((mode or "", sides), (mode or "", ""), ("", sides), ("", "")):
            if (row := self._acled.get((type_name, *key))) is not None:
                return AcledType(row.disorder, row.event_type, row.sub_event_type)
        return None


def load_crosswalk(roots: Iterable[Path], ontology: Ontology) -> Crosswalk:
    """The crosswalk of all roots. Raises KnowledgeError on a wrong row, or one that the ontology does not know."""
    roots = tuple(roots)
    codes = {
        row.code: row for path in files(roots, "crosswalk/cameo_codes.csv") for _, row in read_csv(path, CameoCode)
    }
    sectors: dict[str, SectorTerms] = {}
    for path in files(roots, "crosswalk/sectors.csv"):
        for line, terms in read_csv(path, SectorTerms):
            if terms.sector not in ontology.sectors:
                raise KnowledgeError(f"{path}:{line}: the ontology has no sector {terms.sector!r}")
            sectors[terms.sector] = terms
    countries = {c.code: c for path in files(roots, "crosswalk/countries.csv") for _, c in read_csv(path, CountryTerms)}
    cameo, back = _cameo_rows(roots, ontology, codes)
    acled: dict[tuple[str, str, str], _AcledRow] = {}
    for path in files(roots, "crosswalk/acled.csv"):
        for line, row in read_csv(path, _AcledRow):
            _known(ontology, row.type, row.mode, f"{path}:{line}")
            acled[row.type, row.mode, row.sides] = row
    return Crosswalk(
        MappingProxyType(codes),
        MappingProxyType(sectors),
        MappingProxyType(countries),
        MappingProxyType(cameo),
        MappingProxyType(acled),
        MappingProxyType(back),
        ontology,
    )


def _cameo_rows(
    roots: Iterable[Path], ontology: Ontology, codes: Mapping[str, CameoCode]
) -> tuple[dict[tuple[str, str, str], _CameoRow], dict[str, tuple[str, str]]]:
    forth: dict[tuple[str, str, str], _CameoRow] = {}
    for path in files(roots, "crosswalk/cameo.csv"):
        for line, row in read_csv(path, _CameoRow):
            _known(ontology, row.type, row.mode, f"{path}:{line}")
            if row.code not in codes:
                raise KnowledgeError(f"{path}:{line}: cameo_codes.csv has no code {row.code}")
            for act in split_list(row.acts) or ("",):
                forth[row.type, row.mode, act] = row
    missing = [name for name in ontology.types if (name, "", "") not in forth]
    if missing:
        raise KnowledgeError(f"crosswalk/cameo.csv: no row without mode and acts for {', '.join(missing)}")
    back: dict[str, tuple[str, str]] = {}
    for row in forth.values():
        known = back.get(row.code)
        if row.back == "no":
            continue
        if known not in (None, (row.type, row.mode)):
            raise KnowledgeError(f"crosswalk/cameo.csv: {row.code} leads back to {known} and to {row.type} {row.mode}")
        back[row.code] = row.type, row.mode
    return forth, back


def _known(ontology: Ontology, type_name: str, mode: str, where: str) -> None:
    if type_name not in ontology.types or not ontology.has_mode(type_name, mode):
        raise KnowledgeError(f"{where}: the ontology has no {type_name} {mode}".rstrip())
